// Package discover takes the inventory of MCP servers and client settings on this machine: who is configured to start what.
//
// Rules of this package:
//   - Nothing is started, fetched or written; what is no regular file is never opened.
//   - What could not be read, or not wholly, is in Unread; what was left alone on purpose is in Passed. Neither holds a value.
//   - One bad entry never costs the others of its file.
package discover

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/syntax/config"
	"bartizan/internal/toolgate/server"
)

// Options say where to look.
type Options struct {
	Home       string              // the user's home, absolute; empty: no user's configuration
	Root       string              // the project, absolute; empty: every project in the clients' own lists
	Everywhere bool                // with Root: those projects too
	Env        func(string) string // variables of the user whose home it is; nil for another's home
	OS         string              // linux, darwin or windows; empty is this system
	SystemRoot string              // put in front of system paths (/etc, /Library, C:/ProgramData)
}

// A ClientStatus is what was found of one client of the table.
type ClientStatus struct {
	Client  string `json:"client"`
	Found   bool   `json:"found"` // one of its files is there
	Files   int    `json:"files"`
	Entries int    `json:"entries"`
	Note    string `json:"note,omitempty"`
}

// An Inventory is what was found. Every list is sorted.
type Inventory struct {
	Entries  []server.Entry   // by file, place, client
	Settings []server.Setting // by file, place, client
	Clients  []ClientStatus   // every client of the table
	Files    []string         // every file that was read
	Unread   []finding.Unread // lost: a client may read what we could not
	Passed   []finding.Unread // left alone or worth a word; nothing is lost by it
}

type discovery struct {
	o       Options
	foreign bool // another system's table is read here
	bases   []base
	roots   []string // folders of the project that is asked for, itself first
	sources map[string]*source
	dirs    map[string][]os.DirEntry
	touched map[string]bool
	inv     Inventory
	ranks   []int // of each of inv.Entries
	files   map[string]map[string]bool
	folders map[string]names
	lists   map[string]map[string]bool // editor extensions by list, and installed plugins
	full    bool
}

// A base is a folder that links should not lead out of.
type base struct{ asked, real string }

// Run takes the inventory. It fails only for options it cannot follow and when ctx ends; everything else is said in the
// inventory.
func Run(ctx context.Context, o Options) (*Inventory, error) {
	if o.Home == "" && o.Root == "" {
		return nil, errors.New("discovering servers: neither a home nor a project to look at")
	}
	for _, dir := range []*string{&o.Home, &o.Root} {
		if *dir == "" {
			continue
		}
		if !filepath.IsAbs(*dir) {
			return nil, fmt.Errorf("discovering servers: %q is not absolute", *dir)
		}
		*dir = filepath.Clean(*dir)
	}
	if o.OS == "" {
		o.OS = runtime.GOOS
	}
	d := newDiscovery(o)
	d.base(o.Home)
	d.base(o.Root)
	var projects []string
	if o.Root != "" {
		d.roots = d.above(o.Root)
		projects = d.roots
	}
	if o.Root == "" || o.Everywhere {
		for _, dir := range d.listed(ctx) {
			projects = append(projects, d.above(dir)...)
		}
		slices.Sort(projects)
		projects = slices.Compact(projects)
		for _, p := range projects {
			d.base(p)
		}
	}
	for i := range Rows {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("discovering servers: %w", err)
		}
		d.row(&Rows[i], projects)
	}
	d.switches()
	d.precedence()
	d.finish()
	return &d.inv, nil
}

func newDiscovery(o Options) *discovery {
	return &discovery{
		o: o, foreign: o.OS != runtime.GOOS, sources: map[string]*source{}, dirs: map[string][]os.DirEntry{}, touched: map[string]bool{},
		files: map[string]map[string]bool{}, folders: map[string]names{}, lists: map[string]map[string]bool{},
	}
}

func (d *discovery) base(dir string) {
	if dir == "" {
		return
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		real = dir
	}
	d.bases = append(d.bases, base{dir, real})
}

func (d *discovery) row(row *Row, projects []string) {
	if row.OS != "" && row.OS != d.o.OS {
		return
	}
	if row.Scope != server.Project {
		for _, pattern := range d.expand(row.Path, "") {
			for _, path := range d.matches(pattern) {
				d.file(row, path, "")
			}
		}
		return
	}
	for _, p := range projects {
		names := d.names(p)
		for _, pattern := range d.expand(row.Path, p) {
			if names != nil && !names.may(p, pattern) {
				continue
			}
			for _, path := range d.matches(pattern) {
				d.file(row, path, p)
			}
		}
	}
}

func (d *discovery) file(row *Row, path, project string) {
	if row.Format == "script" {
		d.script(row, path, project)
		return
	}
	s := d.read(path, row.Format)
	if !s.found {
		return
	}
	if !row.Shared {
		d.seen(row.Client, path)
	}
	if s.root == nil || row.Scope == server.Plugin && d.cached(path) {
		return
	}
	d.shape(s)
	from := len(d.inv.Entries)
	if len(row.Keys) > 0 {
		d.entries(row, s, project)
	}
	if len(row.Settings) > 0 {
		d.settings(row, s, project)
	}
	if row.Extension != "" && len(d.inv.Entries) > from && !d.extension(path, row.Extension) {
		d.pass(path, "the extension "+row.Extension+" is not installed; its servers are off")
		for i := from; i < len(d.inv.Entries); i++ {
			d.inv.Entries[i].Enabled = false
		}
	}
}

// shape notes a file whose top is not what a client can read servers from.
func (d *discovery) shape(s *source) {
	switch s.root.Kind {
	case config.Object:
	case config.Null:
		d.pass(s.path, "holds nothing")
	default:
		d.lost(s.path, fmt.Sprintf("line %d: not an object at the top, so that no client finds servers in it", s.root.Line))
	}
}

// script notes a program that a client runs as configuration or hook: its place, never its text.
func (d *discovery) script(row *Row, path, project string) {
	if !d.exists(path) {
		return
	}
	d.seen(row.Client, path)
	if row.FileHook == "" {
		d.lost(path, "a shell script; servers that it adds are not seen")
		return
	}
	event := row.FileHook
	if event == "*" {
		event = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	d.inv.Settings = append(d.inv.Settings, server.Setting{
		Client: row.Client, Scope: row.Scope, File: path, Project: project, Place: server.Place{Line: 1, Column: 1}, Key: "hooks." + event, Value: path,
	})
	d.pass(path, "a script that "+row.Client+" runs; only its place is looked at")
}

func (d *discovery) seen(client, path string) {
	if d.files[client] == nil {
		d.files[client] = map[string]bool{}
	}
	d.files[client][path] = true
}

func (d *discovery) lost(path, reason string) {
	d.inv.Unread = append(d.inv.Unread, finding.Unread{Path: path, Reason: reason})
}

func (d *discovery) pass(path, reason string) {
	d.inv.Passed = append(d.inv.Passed, finding.Unread{Path: path, Reason: reason})
}

func (d *discovery) finish() {
	counts := map[string]int{}
	for _, e := range d.inv.Entries {
		counts[e.Client]++
	}
	var clients []string
	for i := range Rows {
		clients = append(clients, Rows[i].Client)
	}
	slices.Sort(clients)
	for _, c := range slices.Compact(clients) {
		d.inv.Clients = append(d.inv.Clients, ClientStatus{Client: c, Found: len(d.files[c]) > 0, Files: len(d.files[c]), Entries: counts[c], Note: notes[c]})
	}
	for path := range d.touched {
		d.inv.Files = append(d.inv.Files, path)
	}
	slices.Sort(d.inv.Files)
	slices.SortStableFunc(d.inv.Entries, func(a, b server.Entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Client, b.Client), cmp.Compare(a.Key, b.Key))
	})
	slices.SortStableFunc(d.inv.Settings, func(a, b server.Setting) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Client, b.Client), cmp.Compare(a.Key, b.Key))
	})
	d.inv.Unread = tidy(d.inv.Unread)
	d.inv.Passed = tidy(d.inv.Passed)
}

func tidy(list []finding.Unread) []finding.Unread {
	slices.SortFunc(list, func(a, b finding.Unread) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(list)
}
