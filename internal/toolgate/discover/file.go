package discover

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"bartizan/internal/toolgate/server"
)

// shapes tell whose configuration a file is by a key at its top.
var shapes = []struct{ key, client, servers string }{
	{"context_servers", "zed", "context_servers"},
	{"mcp_servers", "codex", "mcp_servers"},
	{"amp.mcpServers", "amp", "amp.mcpServers"},
	{"extensions", "goose", "extensions"},
	{"servers", "vscode", "servers"},
	{"mcp.servers", "vscode", "mcp.servers"},
	{"mcpServers", "file", "mcpServers"},
	{"mcp", "opencode", "mcp"},
}

// File reads one configuration file, wherever it lies. Whose it is follows from its place where the table knows one, else
// from its content; the client is "file" where neither tells.
func File(ctx context.Context, name string) (*Inventory, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading a configuration: %w", err)
	}
	if !filepath.IsAbs(name) {
		return nil, fmt.Errorf("reading a configuration: %q is not absolute", name)
	}
	d := newDiscovery(Options{OS: runtime.GOOS})
	d.base(filepath.Dir(name))
	row, project := d.rowOf(name)
	s := d.read(name, row.Format)
	if !s.found {
		return nil, fmt.Errorf("reading a configuration: there is no file %s", name)
	}
	if row.Client == "" {
		row.Client, row.Scope, row.Own, row.Settings = "file", server.User, true, all
		for _, shape := range shapes {
			if shape.key == "mcp" && len(row.Keys) > 0 {
				continue // mcp.servers, which is taken already
			}
			if len(collections(s.root, strings.Split(shape.key, "."), nil)) > 0 {
				if len(row.Keys) == 0 {
					row.Client = shape.client
				}
				row.Keys = append(row.Keys, shape.servers)
			}
		}
	}
	d.seen(row.Client, name)
	if s.root != nil {
		d.shape(s)
		d.entries(&row, s, project)
		if len(row.Settings) > 0 {
			d.settings(&row, s, project)
		}
	}
	d.switches()
	d.precedence()
	d.finish()
	if s.root == nil && len(d.inv.Unread) == 0 {
		return nil, errors.New("reading a configuration: " + name + " is empty")
	}
	return &d.inv, nil
}

// rowOf finds the row of the table that a file's place belongs to, and the project where it is one's. Without such a row
// only the format is filled in, by the file's name.
func (d *discovery) rowOf(name string) (row Row, project string) {
	top := filepath.Dir(name)
	for range maxDepth {
		for i := range Rows {
			r := &Rows[i]
			if r.Format == "script" || r.OS != "" && r.OS != d.o.OS || len(r.Keys) == 0 {
				continue
			}
			root := ""
			if d.o.Home = top; r.Scope == server.Project {
				root = top
			}
			for _, pattern := range d.expand(r.Path, root) {
				if ok, err := filepath.Match(pattern, name); err == nil && ok || pattern == name {
					d.o.Home = ""
					return *r, root
				}
			}
		}
		top = filepath.Dir(top)
	}
	d.o.Home = ""
	switch strings.ToLower(filepath.Ext(name)) {
	case ".toml":
		return Row{Format: "toml"}, ""
	case ".yaml", ".yml":
		return Row{Format: "yaml"}, ""
	case ".json5":
		return Row{Format: "json5"}, ""
	}
	return Row{Format: "json"}, ""
}
