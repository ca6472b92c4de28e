package toolgate

import (
	"fmt"
	"os"
	"path/filepath"

	"bartizan/internal/finding"
	"bartizan/internal/syntax/config"
	"bartizan/internal/toolgate/discover"
	"bartizan/internal/toolgate/server"
)

// registryName is the file in which a server describes itself for the MCP registry.
const registryName = "server.json"

// maxRegistryFile bounds such a file, in bytes.
const maxRegistryFile = 4 << 20

// isRegistryFile reports a server.json of the registry's form: it has packages or remotes, and no clients' key.
func isRegistryFile(file string) bool {
	if filepath.Base(file) != registryName {
		return false
	}
	root, _ := readRegistry(file)
	return (root.Get("packages") != nil || root.Get("remotes") != nil) && root.Get("mcpServers") == nil && root.Get("servers") == nil
}

func readRegistry(file string) (*config.Node, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, fmt.Errorf("reading a server description: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxRegistryFile {
		return nil, fmt.Errorf("reading a server description: %s is no regular file of at most %d MiB", file, maxRegistryFile>>20)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading a server description: %w", err)
	}
	return config.Parse("json", data)
}

// registryFile turns the description of a server (server.json, schema 2025-12-11 and the earlier ones with snake_case
// keys) into the entries that a client would make of it: one for each package and each remote.
func registryFile(file string) (*discover.Inventory, error) {
	root, err := readRegistry(file)
	inv := &discover.Inventory{Files: []string{file}}
	if err != nil {
		inv.Unread = append(inv.Unread, finding.Unread{Path: file, Reason: "not valid JSON: " + finding.Visible(err.Error(), 200)})
	}
	name := root.Get("name").Text()
	if name == "" {
		name = "server"
	}
	several := len(childrenOf(root.Get("packages")))+len(childrenOf(root.Get("remotes"))) > 1
	for _, list := range []struct {
		key  string
		read func(*config.Node, *server.Entry) bool
	}{{"packages", registryPackage}, {"remotes", registryRemote}} {
		for i, n := range childrenOf(root.Get(list.key)) {
			e := server.Entry{
				Client: "server.json", Scope: server.User, File: file, Place: server.Place{Line: n.Line, Column: n.Column}, Key: fmt.Sprintf("%s.%d", list.key, i), Name: name,
				Enabled: true, Argv: []string{}, Env: []server.Var{}, Headers: []server.Var{}, KeyPlaces: map[string]server.Place{},
			}
			if several { // ways to run one server, not servers that compete for a name
				e.Name += " " + e.Key
			}
			for _, c := range childrenOf(n) {
				e.KeyPlaces[c.Key] = server.Place{Line: c.KeyLine, Column: c.KeyColumn}
			}
			if !list.read(n, &e) {
				inv.Unread = append(inv.Unread, finding.Unread{Path: file, Reason: fmt.Sprintf("line %d: a package or remote of a kind that is not known", n.Line)})
				continue
			}
			inv.Entries = append(inv.Entries, e)
		}
	}
	return inv, nil
}

func childrenOf(n *config.Node) []*config.Node {
	if n == nil {
		return nil
	}
	return n.Children
}

// either is the member under the first of the keys that is there.
func either(n *config.Node, keys ...string) *config.Node {
	for _, k := range keys {
		if c := n.Get(k); c != nil {
			return c
		}
	}
	return nil
}

// launchers are the runners of registry types, with what stands before the package.
var launchers = map[string][]string{"npm": {"npx", "-y"}, "pypi": {"uvx"}, "oci": {"docker", "run", "-i", "--rm"}, "nuget": {"dnx"}, "cargo": {"cargo", "install"}}

// registryPackage makes the command line that a client would start the package with.
func registryPackage(n *config.Node, e *server.Entry) bool {
	kind := either(n, "registryType", "registry_type", "registry_name").Text()
	id, version := either(n, "identifier", "name"), n.Get("version")
	if id.Text() == "" {
		return false
	}
	at := server.Place{Line: id.Line, Column: id.Column}
	add := func(w string, at server.Place) { e.Argv, e.ArgPlaces = append(e.Argv, w), append(e.ArgPlaces, at) }
	for _, v := range childrenOf(either(n, "environmentVariables", "environment_variables")) {
		e.Env = append(e.Env, registryVar(v))
	}
	e.Transport = server.Stdio
	if kind == "mcpb" {
		e.Package = &server.Package{Type: kind, Name: id.Text(), Version: version.Text(), Exact: either(n, "fileSha256", "file_sha256").Text() != ""}
		return true
	}
	launcher, ok := launchers[kind]
	if !ok {
		return false
	}
	for _, w := range launcher {
		add(w, at)
	}
	registryArguments(either(n, "runtimeArguments", "runtime_arguments"), add)
	add(registrySpec(kind, id.Text(), version.Text()), at)
	registryArguments(either(n, "packageArguments", "package_arguments"), add)
	e.Resolve()
	return true
}

// registrySpec writes a package with its version as the runner of its kind takes it.
func registrySpec(kind, id, version string) string {
	switch {
	case version == "":
		return id
	case kind == "pypi":
		return id + "==" + version
	case kind == "oci":
		return id + ":" + version
	}
	return id + "@" + version
}

func registryArguments(list *config.Node, add func(string, server.Place)) {
	for _, a := range childrenOf(list) {
		at := server.Place{Line: a.Line, Column: a.Column}
		if name := a.Get("name").Text(); name != "" && a.Get("type").Text() == "named" {
			add(name, at)
		}
		if v := either(a, "value", "default"); v.Text() != "" {
			add(v.Text(), at)
		}
	}
}

func registryVar(n *config.Node) server.Var {
	v := server.Var{Name: n.Get("name").Text(), Place: server.Place{Line: n.Line, Column: n.Column}}
	if value := either(n, "value", "default"); value != nil {
		v.Value = value.Text()
		v.Place = server.Place{Line: value.KeyLine, Column: value.KeyColumn}
	}
	return v
}

func registryRemote(n *config.Node, e *server.Entry) bool {
	u := n.Get("url")
	if u.Text() == "" {
		return false
	}
	e.URL, e.URLPlace = u.Text(), server.Place{Line: u.Line, Column: u.Column}
	e.Transport = server.HTTP
	if either(n, "type", "transport_type").Text() == "sse" {
		e.Transport = server.SSE
	}
	for _, h := range childrenOf(n.Get("headers")) {
		e.Headers = append(e.Headers, registryVar(h))
	}
	return true
}
