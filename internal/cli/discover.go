package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/toolgate"

	"github.com/spf13/cobra"
)

func newDiscover(env Env) *cobra.Command {
	var format, home, root string
	c := &cobra.Command{
		Use:   "discover",
		Short: "List every client, configuration file and MCP server found",
		Long: `List the MCP servers that the clients on this machine are configured with: of this user, and of every project in the
clients' own lists (or of the one project --root). Nothing is started, judged or sent; values of variables are not shown.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o, err := toolOptions(env, home)
			if err != nil {
				return err
			}
			inv, err := inventory(c.Context(), o, root)
			if err != nil {
				return err
			}
			if err := writeEither(env.Stdout, format, inv, func(w io.Writer) error { return writeInventory(w, inv, o.Home) }); err != nil {
				return err
			}
			if len(inv.Unread) > 0 { // the inventory may lack servers
				return exit(exitIncomplete)
			}
			return nil
		},
	}
	formatFlag(c, &format)
	c.Flags().StringVar(&home, "home", "", "look for clients below `DIR` instead of this user's home")
	c.Flags().StringVar(&root, "root", "", "only the project in `DIR` beside the user's configuration")
	return c
}

func inventory(ctx context.Context, o toolgate.Options, root string) (*toolgate.Inventory, error) {
	if root != "" {
		abs, err := filepath.Abs(root)
		if err != nil {
			return nil, fmt.Errorf("--root: %w", err)
		}
		if info, err := os.Stat(abs); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("--root: %s is not a folder", finding.Visible(root, 200))
		}
		root = abs
	}
	return toolgate.Discover(ctx, o, root)
}

// writeInventory shows servers by file, what would start each, and what could not be read. What several clients read in
// one place is one server.
func writeInventory(w io.Writer, inv *toolgate.Inventory, home string) error {
	var b strings.Builder
	groups := byPlace(inv.Servers)
	clients := map[string]bool{}
	for _, s := range inv.Servers {
		clients[s.Client] = true
	}
	fmt.Fprintf(&b, "%s for %s in %s read\n", count(len(groups), "server"), count(len(clients), "client"), count(len(inv.Files), "file"))
	file := ""
	for _, g := range groups {
		s := g[0]
		if s.File != file {
			file = s.File
			fmt.Fprintf(&b, "\n%s\n", finding.Visible(shortPath(home, file), 300))
		}
		writeServer(&b, g)
	}
	if len(inv.Unread) > 0 {
		fmt.Fprintf(&b, "\nnot read: servers may be missing\n")
		for _, u := range inv.Unread {
			fmt.Fprintf(&b, "  %s  %s\n", finding.Visible(shortPath(home, u.Path), 300), finding.Visible(u.Reason, 300))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// byPlace joins the records of one entry in one file; they stand beside each other.
func byPlace(servers []toolgate.Server) (groups [][]toolgate.Server) {
	for i, s := range servers {
		if i > 0 && servers[i-1].File == s.File && servers[i-1].Line == s.Line && servers[i-1].Key == s.Key {
			groups[len(groups)-1] = append(groups[len(groups)-1], s)
			continue
		}
		groups = append(groups, []toolgate.Server{s})
	}
	return groups
}

func writeServer(b *strings.Builder, g []toolgate.Server) {
	s := g[0]
	state := "  (disabled)"
	var clients []string
	for _, one := range g {
		clients = append(clients, one.Client)
		if one.Enabled {
			state = ""
		}
	}
	fmt.Fprintf(b, "  %s%s  line %d, %s, %s\n", finding.Visible(s.Name, 80), state, s.Line, s.Scope, strings.Join(clients, " "))
	switch {
	case s.URL != nil:
		fmt.Fprintf(b, "    %s %s\n", s.Transport, finding.Visible(*s.URL, 300))
	case len(s.Argv) > 0:
		fmt.Fprintf(b, "    %s\n", finding.Visible(strings.Join(s.Argv, " "), 300))
	}
	if p := s.Package; p != nil {
		version := "no version"
		switch {
		case p.Exact:
			version = finding.Visible(p.Version, 80) + ", pinned"
		case p.Version != "":
			version = finding.Visible(p.Version, 80) + ", not pinned"
		}
		fmt.Fprintf(b, "    package %s:%s, %s\n", p.Type, finding.Visible(p.Name, 120), version)
	}
	if len(s.EnvKeys) > 0 {
		fmt.Fprintf(b, "    env %s\n", finding.Visible(strings.Join(s.EnvKeys, " "), 300))
	}
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// shortPath names a file for people: the home is ~.
func shortPath(home, file string) string {
	if rel, err := filepath.Rel(home, file); home != "" && err == nil && filepath.IsLocal(rel) {
		return "~/" + filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}
