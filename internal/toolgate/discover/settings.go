package discover

import (
	"fmt"
	"strconv"
	"strings"

	"bartizan/internal/syntax/config"
	"bartizan/internal/toolgate/server"
)

// maxSettings bounds the settings taken from one file.
const maxSettings = 5000

// settings hands over the scalars of a file that a row asks for, leaf by leaf. The servers are left out.
func (d *discovery) settings(row *Row, s *source, project string) {
	base := s.root
	if row.Under != "" {
		groups := collections(s.root, strings.Split(row.Under, "."), nil)
		if len(groups) == 0 {
			return
		}
		base = groups[len(groups)-1].node
	}
	taken := map[*config.Node]bool{} // what is a server, or was handed over before
	for _, key := range row.Keys {
		for _, g := range collections(s.root, strings.Split(key, "."), nil) {
			taken[g.node] = true
		}
	}
	count := 0
	var leaves func(n *config.Node, key string)
	leaves = func(n *config.Node, key string) {
		if taken[n] || count > maxSettings {
			return
		}
		taken[n] = true
		if n.Kind >= config.String {
			if count++; count > maxSettings {
				d.lost(s.path, fmt.Sprintf("more than %d settings; the rest is not looked at", maxSettings))
				return
			}
			d.setting(row, s, project, key, n)
			return
		}
		for i, c := range n.Children {
			part := c.Key
			if n.Kind == config.Array {
				part = strconv.Itoa(i)
			}
			leaves(c, join(key, part))
		}
	}
	if base == nil || base.Kind != config.Object {
		return
	}
	for _, c := range base.Children {
		for _, want := range row.Settings {
			wanted(c, "", strings.Split(want, "."), leaves)
		}
	}
}

// wanted walks to the members that a path of keys leads to and calls leaves on them. A member whose key holds dots is
// the same as nested ones, and a path also leads to what lies below it: chat takes chat.tools.autoApprove.
func wanted(n *config.Node, key string, parts []string, leaves func(*config.Node, string)) {
	at := join(key, n.Key)
	if parts[0] == "*" && len(parts) == 1 {
		leaves(n, at)
		return
	}
	for k := 1; k <= len(parts); k++ {
		want := strings.Join(parts[:k], ".")
		if parts[0] != "*" && n.Key != want && !(k == len(parts) && strings.HasPrefix(n.Key, want+".")) {
			continue
		}
		if k == len(parts) {
			leaves(n, at)
			return
		}
		for _, c := range n.Children {
			wanted(c, at, parts[k:], leaves)
		}
		return
	}
}

func join(key, part string) string {
	if key == "" {
		return part
	}
	return key + "." + part
}

func (d *discovery) setting(row *Row, s *source, project, key string, n *config.Node) {
	d.inv.Settings = append(d.inv.Settings, server.Setting{
		Client: row.Client, Scope: row.Scope, File: s.path, Project: project, Place: server.Place{Line: n.KeyLine, Column: n.KeyColumn}, Key: key, Value: n.Value,
	})
}

// switches applies what clients say about single servers outside of their entries.
func (d *discovery) switches() {
	type key struct{ client, project, name string }
	off := map[key]bool{}
	for _, s := range d.inv.Settings {
		switch s.Client {
		case "claude-code":
			// projects.<path>.disabledMcpjsonServers.0, or disabledMcpjsonServers.0 in a settings file
			for _, list := range []string{"disabledMcpjsonServers.", "disabledMcpServers."} {
				if before, after, ok := strings.Cut(s.Key, list); ok && strings.Trim(after, "0123456789") == "" {
					project := s.Project
					if p, ok := strings.CutPrefix(before, "projects."); ok {
						project = strings.TrimSuffix(p, ".")
					}
					off[key{s.Client, project, s.Value}] = true
				}
			}
		case "gemini", "qwen":
			if strings.HasPrefix(s.Key, "mcp.excluded.") || strings.HasPrefix(s.Key, "excludeMCPServers.") {
				off[key{s.Client, s.Project, s.Value}] = true
			}
		}
	}
	for i := range d.inv.Entries {
		e := &d.inv.Entries[i]
		if off[key{e.Client, "", e.Name}] || e.Project != "" && off[key{e.Client, e.Project, e.Name}] {
			e.Enabled = false
		}
	}
}
