package discover

import (
	"fmt"
	"path/filepath"
	"strings"

	"bartizan/internal/toolgate/server"
)

// maxSameName bounds how many servers of one name are compared with one another.
const maxSameName = 2000

func (r *Row) rank() int {
	if r.Rank != 0 {
		return r.Rank
	}
	switch r.Scope {
	case server.Managed:
		return rankManaged
	case server.Project:
		return rankProject
	case server.Plugin:
		return rankPlugin
	}
	return rankUser
}

// precedence says, for a name that one client knows from several places, which it takes. Servers of plugins have names
// of their own. A folder nearer to the project goes before one above it.
func (d *discovery) precedence() {
	type key struct{ client, name string }
	groups := map[key][]int{}
	for i, e := range d.inv.Entries {
		if e.Scope != server.Plugin {
			k := key{e.Client, e.Name}
			groups[k] = append(groups[k], i)
		}
	}
	for k, group := range groups {
		if len(group) > maxSameName {
			d.pass(d.inv.Entries[group[0]].File, fmt.Sprintf("%d servers of one name for %s: which of them is taken is not worked out", len(group), k.client))
			continue
		}
		for _, i := range group {
			d.inv.Entries[i].Precedence = d.standing(i, group)
		}
	}
}

// standing compares one entry with those of its name.
func (d *discovery) standing(i int, group []int) string {
	a := &d.inv.Entries[i]
	over, others := -1, false
	for _, j := range group {
		if i == j || !meet(a.Project, d.inv.Entries[j].Project) {
			continue
		}
		others = true
		if d.before(j, i) && (over < 0 || d.before(j, over)) {
			over = j
		}
	}
	switch {
	case over >= 0:
		b := &d.inv.Entries[over]
		if b.Project != "" && a.Project == "" {
			return "shadowed by " + b.File + " in " + b.Project
		}
		return "shadowed by " + b.File
	case others:
		return "taken"
	}
	return ""
}

// meet reports that what holds in one project holds in the other too: there is none, or one lies in the other.
func meet(a, b string) bool {
	return a == "" || b == "" || a == b || below(a, b) || below(b, a)
}

func below(dir, path string) bool {
	return len(path) > len(dir) && strings.HasPrefix(path, dir) && (path[len(dir)] == filepath.Separator || path[len(dir)] == '/')
}

// before reports that entry i is taken over entry j.
func (d *discovery) before(i, j int) bool {
	a, b := &d.inv.Entries[i], &d.inv.Entries[j]
	switch {
	case d.ranks[i] != d.ranks[j]:
		return d.ranks[i] > d.ranks[j]
	case len(a.Project) != len(b.Project):
		return len(a.Project) > len(b.Project)
	case a.File != b.File:
		return a.File < b.File
	}
	return a.Line > b.Line || a.Line == b.Line && a.Column > b.Column // the later of two in one file, as decoders take it
}
