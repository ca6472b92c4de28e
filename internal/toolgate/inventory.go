package toolgate

import (
	"slices"
	"strings"
	"time"

	"bartizan/internal/finding"
	"bartizan/internal/toolgate/check"
	"bartizan/internal/toolgate/discover"
	"bartizan/internal/toolgate/server"
)

// InventorySchema names the inventory document's form.
const InventorySchema = "bartizan/inventory/v1"

// An Inventory lists the servers that are configured, redacted: it holds names of variables and headers, no values.
type Inventory struct {
	Schema  string                  `json:"schema"`
	Servers []Server                `json:"servers"` // by file, place, client
	Clients []discover.ClientStatus `json:"clients"`
	Files   []string                `json:"files"`
	Unread  []finding.Unread        `json:"unread"` // could not be read, or not wholly
	Passed  []finding.Unread        `json:"passed"` // left alone on purpose, or worth a word
}

// A Server is one entry of an Inventory.
type Server struct {
	Client       string           `json:"client"`
	Scope        server.Scope     `json:"scope"`
	File         string           `json:"file"` // absolute
	Line         int              `json:"line"`
	Column       int              `json:"column"`
	Project      string           `json:"project,omitempty"`
	Key          string           `json:"key"`
	Name         string           `json:"name"`
	Enabled      bool             `json:"enabled"`
	Transport    server.Transport `json:"transport"`
	Argv         []string         `json:"argv"`
	URL          *string          `json:"url"`
	EnvKeys      []string         `json:"env_keys"`
	HeaderKeys   []string         `json:"header_keys"`
	EnvFile      string           `json:"env_file,omitempty"`
	Cwd          string           `json:"cwd,omitempty"`
	Wrapper      []string         `json:"wrapper,omitempty"`
	Package      *server.Package  `json:"package"`
	Also         []server.Package `json:"also,omitempty"`
	Local        string           `json:"local,omitempty"`
	LaunchDigest string           `json:"launch_digest"`
	AutoApprove  []string         `json:"auto_approve"`
	Precedence   string           `json:"precedence,omitempty"`
	Findings     int              `json:"findings"` // zero where nothing was judged
}

func newInventory(in *discover.Inventory) *Inventory {
	out := &Inventory{
		Schema: InventorySchema, Servers: []Server{}, Clients: orEmpty(in.Clients), Files: orEmpty(in.Files), Unread: orEmpty(in.Unread), Passed: orEmpty(in.Passed),
	}
	for i := range in.Entries {
		out.Servers = append(out.Servers, newServer(&in.Entries[i]))
	}
	return out
}

func newServer(in *server.Entry) Server {
	e := in.Redacted()
	s := Server{
		Client: e.Client, Scope: e.Scope, File: e.File, Line: e.Line, Column: e.Column, Project: e.Project, Key: e.Key, Name: e.Name, Enabled: e.Enabled,
		Transport: e.Transport, Argv: orEmpty(e.Argv), EnvKeys: varNames(e.Env, e.ArgEnv), HeaderKeys: varNames(e.Headers), EnvFile: e.EnvFile, Cwd: e.Cwd,
		Wrapper: e.Wrapper, Package: e.Package, Also: e.Also, Local: e.Local, LaunchDigest: in.LaunchDigest(), AutoApprove: orEmpty(e.AutoApprove), Precedence: e.Precedence,
	}
	if e.URL != "" {
		s.URL = &e.URL
	}
	return s
}

// varNames lists the names of variables, sorted, each once.
func varNames(lists ...[]server.Var) []string {
	names := []string{}
	for _, list := range lists {
		for _, v := range list {
			names = append(names, v.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// orEmpty makes an absent list one that JSON writes as [].
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Stale counts the rows of the client table that were last checked before a day: their paths may have moved.
func (inv *Inventory) Stale(before time.Time) (n int) {
	for i := range discover.Rows {
		if day, err := time.Parse(time.DateOnly, discover.Rows[i].Checked); err != nil || day.Before(before) {
			n++
		}
	}
	return n
}

// Found is what the scanner judged.
type Found struct {
	Inventory
	root string
}

// Server gives the index in Servers of the server that a finding is about, the first of those that several clients read
// in one place. A finding about a setting or a file has none.
func (f *Found) Server(of *finding.Finding) (int, bool) {
	best := -1
	for i := range f.Servers {
		s := &f.Servers[i]
		name := finding.Visible(s.Name, 0)
		if check.Path(f.root, s.File) != of.Path || of.Line < s.Line || !strings.HasPrefix(of.Anchor, name+" ") {
			continue
		}
		if best < 0 || len(name) > len(finding.Visible(f.Servers[best].Name, 0)) || s.Name == f.Servers[best].Name && s.Line > f.Servers[best].Line {
			best = i
		}
	}
	return best, best >= 0
}
