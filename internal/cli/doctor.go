package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"bartizan/internal/codegate"
	"bartizan/internal/confine"
	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/state"
	"bartizan/rules"

	"github.com/spf13/cobra"
)

// A condition is one line of doctor: something that works here, or does not.
type condition struct {
	Name   string `json:"name"`
	Status string `json:"status"` // ok, warn or fail
	Detail string `json:"detail"`
}

func newDoctor(env Env) *cobra.Command {
	var format, home string
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what works on this machine and what does not",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			conditions, err := examine(c, env, home)
			if err != nil {
				return err
			}
			err = writeEither(env.Stdout, format, conditions, func(w io.Writer) error {
				for _, d := range conditions {
					if _, err := fmt.Fprintf(w, "%-5s %-12s %s\n", d.Status, d.Name, finding.Visible(d.Detail, 500)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			for _, d := range conditions {
				if d.Status == "fail" {
					return exit(exitFail)
				}
			}
			return nil
		},
	}
	formatFlag(c, &format)
	c.Flags().StringVar(&home, "home", "", "look for clients below `DIR` instead of this user's home")
	return c
}

func examine(c *cobra.Command, env Env, home string) ([]condition, error) {
	list := []condition{{"program", "ok", fmt.Sprintf("bartizan %s, %s/%s", Version, runtime.GOOS, runtime.GOARCH)}}
	if all, err := rules.All(); err != nil {
		list = append(list, condition{"rules", "fail", err.Error()})
	} else {
		list = append(list, condition{"rules", "ok", fmt.Sprintf("%d rules, pack %s", len(all), rules.Digest())})
	}
	list = append(list, stateCondition(env), gitCondition())

	var have, missing []string
	for _, s := range gate.CodeScanners(codegate.Options{}) {
		if s.Run != nil {
			have = append(have, s.Name)
		} else {
			missing = append(missing, s.Name)
		}
	}
	list = append(list, condition{"scanners", "ok", "mcp, " + strings.Join(have, ", ")})
	if missing != nil {
		list = append(list, condition{"scanners", "warn", "this version does not have " + strings.Join(missing, ", ")})
	}
	list = append(list,
		condition{"advisories", "warn", "this version has no advisory store"},
		parserCondition(c.Context()),
		condition{"sandbox", "warn", "this version starts no server and has no sandbox; scans run with this user's rights"})

	o, err := toolOptions(env, home)
	if err != nil {
		return nil, err
	}
	inv, err := inventory(c.Context(), o, "")
	if err != nil {
		return append(list, condition{"clients", "fail", err.Error()}), nil
	}
	var found []string
	for _, cl := range inv.Clients {
		if cl.Found {
			found = append(found, fmt.Sprintf("%s (%d)", cl.Client, cl.Entries))
		}
	}
	switch {
	case found == nil:
		list = append(list, condition{"clients", "ok", "no MCP client's configuration found"})
	default:
		list = append(list, condition{"clients", "ok", strings.Join(found, ", ") + " (servers each)"})
	}
	for _, u := range inv.Unread {
		list = append(list, condition{"clients", "warn", u.Path + ": " + u.Reason})
	}
	now, _ := gate.Clock(env.Getenv)
	if old := inv.Stale(now.Add(-180 * 24 * time.Hour)); old > 0 {
		list = append(list, condition{"client table", "warn", fmt.Sprintf("%d rows were last checked more than 180 days ago: paths may have moved", old)})
	}
	return list, nil
}

// parserCondition says what a child of this program reaches that tries to get out.
func parserCondition(ctx context.Context) condition {
	r, err := confine.Status(ctx)
	switch {
	case err != nil:
		return condition{"parsers", "fail", err.Error()}
	case !r.Confined():
		return condition{"parsers", "warn", "parser " + r.String()}
	case r.Open != nil:
		return condition{"parsers", "fail", "run " + r.String() + ", but can " + strings.Join(r.Open, ", ")}
	}
	return condition{"parsers", "ok", "run " + r.String()}
}

func stateCondition(env Env) condition {
	dir, err := state.Find(env.Getenv)
	if err != nil {
		return condition{"state", "warn", err.Error()}
	}
	if _, err := dir.Key(); err != nil {
		return condition{"state", "warn", err.Error() + "; results hold no hashes of secrets, and the assistant's server cannot keep results"}
	}
	info, err := os.Stat(string(dir))
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return condition{"state", "warn", string(dir) + " can be read by other users: chmod 700"}
	}
	return condition{"state", "ok", string(dir)}
}

func gitCondition() condition {
	bin, err := exec.LookPath("git")
	if err != nil {
		return condition{"git", "warn", "git is not installed: what is tracked, staged or changed is unknown, and results of repositories are partial"}
	}
	return condition{"git", "ok", bin}
}
