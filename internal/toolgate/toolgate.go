// Package toolgate is gate 1: it finds the MCP servers that assistants are configured with, and judges them.
package toolgate

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"bartizan/internal/finding"
	"bartizan/internal/scan"
	"bartizan/internal/toolgate/check"
	"bartizan/internal/toolgate/discover"
)

// Options say where servers are looked for and how they are judged.
type Options struct {
	Home string              // the user's home, absolute; empty: no user's configuration
	Env  func(string) string // environment of the user whose home it is (CODEX_HOME …); nil for another's home

	// File narrows everything to one configuration file of a client, one server.json of the registry, or one folder with
	// what lies in it; absolute. Empty is the whole user and the project.
	File string

	// Everywhere judges the servers of every project in the clients' own lists beside those of the root.
	Everywhere bool

	// IsSecret recognises secrets; see check.Options. Nil is the default of that package.
	IsSecret func(name, value string) (kind string, ok bool)

	// Found, where it is not nil, is filled with the servers that were judged before Run of the scanner returns.
	Found *Found
}

// Scanner returns the scanner of gate 1. It reads configuration files only; nothing is started and nothing is sent.
func Scanner(o Options) scan.Scanner {
	return scan.Scanner{Name: "mcp", Doc: "finds dangerous ways in which MCP servers are configured", Run: func(ctx context.Context, p *scan.Pass) error {
		return judge(ctx, o, p)
	}}
}

func judge(ctx context.Context, o Options, p *scan.Pass) error {
	inv, err := find(ctx, o, p.Root)
	if err != nil {
		return err
	}
	p.Saw(len(inv.Files))
	for _, u := range inv.Unread {
		p.Unread(check.Path(p.Root, u.Path), u.Reason)
	}
	for _, u := range inv.Passed {
		p.PassOver(check.Path(p.Root, u.Path), u.Reason)
	}
	var all []finding.Finding
	report := func(f finding.Finding) {
		all = append(all, f)
		p.Report(f)
	}
	opts := check.Options{Root: p.Root, Home: o.Home, IsSecret: o.IsSecret, Unread: func(file, reason string) { p.Unread(check.Path(p.Root, file), reason) }}
	if err := check.Run(p.Rules, check.Input{Entries: inv.Entries, Settings: inv.Settings}, opts, report); err != nil {
		return fmt.Errorf("judging servers: %w", err)
	}
	if o.Found != nil {
		*o.Found = Found{Inventory: *newInventory(inv), root: p.Root}
		for i := range all {
			if at, ok := o.Found.Server(&all[i]); ok {
				o.Found.Servers[at].Findings++
			}
		}
	}
	return nil
}

// find takes the inventory that the options ask for.
func find(ctx context.Context, o Options, root string) (*discover.Inventory, error) {
	if o.File == "" {
		return discover.Run(ctx, discover.Options{Home: o.Home, Root: root, Env: o.Env, Everywhere: o.Everywhere})
	}
	info, err := os.Stat(o.File)
	if err != nil {
		return nil, fmt.Errorf("reading what is to be judged: %w", err)
	}
	if !info.IsDir() {
		if isRegistryFile(o.File) {
			return registryFile(o.File)
		}
		return discover.File(ctx, o.File)
	}
	inv, err := discover.Run(ctx, discover.Options{Root: o.File})
	if err != nil {
		return nil, err
	}
	if file := filepath.Join(o.File, registryName); isRegistryFile(file) {
		more, err := registryFile(file)
		if err != nil {
			return nil, err
		}
		inv.Entries = append(inv.Entries, more.Entries...)
		inv.Files = append(inv.Files, more.Files...)
		inv.Unread = append(inv.Unread, more.Unread...)
	}
	return inv, nil
}

// Discover takes the inventory alone: nothing is judged. An empty root looks into every project of the clients' own lists.
func Discover(ctx context.Context, o Options, root string) (*Inventory, error) {
	inv, err := find(ctx, o, root)
	if err != nil {
		return nil, err
	}
	return newInventory(inv), nil
}
