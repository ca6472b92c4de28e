package discover

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/syntax/config"
	"bartizan/internal/toolgate/server"
)

// collections resolves a path of keys: every node it leads to, with the keys as they stand. A member whose key itself
// holds the dots is the same as nested ones; * goes into every member.
func collections(n *config.Node, parts []string, at []string) (out []collection) {
	if n == nil {
		return nil
	}
	if len(parts) == 0 {
		return []collection{{n, at}}
	}
	if n.Kind == config.Array && parts[0] == "*" {
		for i, c := range n.Children {
			out = append(out, collections(c, parts[1:], append(slices.Clip(at), strconv.Itoa(i)))...)
		}
	}
	if n.Kind != config.Object {
		return out
	}
	for _, c := range n.Children {
		if parts[0] == "*" {
			out = append(out, collections(c, parts[1:], append(slices.Clip(at), c.Key))...)
			continue
		}
		for k := 1; k <= len(parts); k++ {
			if c.Key == strings.Join(parts[:k], ".") {
				out = append(out, collections(c, parts[k:], append(slices.Clip(at), c.Key))...)
			}
		}
	}
	return out
}

// A collection is an object or list of servers.
type collection struct {
	node *config.Node
	keys []string
}

// entries reads the servers that a row finds in a file.
func (d *discovery) entries(row *Row, s *source, project string) (found int) {
	var groups []collection
	for _, key := range row.Keys {
		groups = append(groups, collections(s.root, strings.Split(key, "."), nil)...)
	}
	if len(groups) == 0 && row.Own {
		for _, key := range []string{"mcpServers", "servers", "mcp.servers", "mcp_servers", "powers.mcpServers"} {
			if groups = collections(s.root, strings.Split(key, "."), nil); len(groups) > 0 {
				break
			}
		}
		if len(groups) == 0 {
			groups = bare(s.root)
		}
	}
	if len(groups) > 0 && row.Own {
		d.strays(row, s, project, groups)
	}
	others := 0
	for _, g := range groups {
		where := project
		if row.PerProject {
			if where = starOf(row.Keys[0], g.keys); !d.wanted(where) {
				others++
				continue
			}
		}
		switch {
		case row.Keys != nil && row.Keys[0] == "server.mcp_config": // a manifest holds one server and its name stands outside
			found += d.entry(row, s, where, g.node, g.keys, s.root.Get("name").Text())
		case g.node.Kind == config.Object && looksLikeServer(g.node):
			found += d.entry(row, s, where, g.node, g.keys, g.node.Get("name").Text())
		case g.node.Kind == config.Object:
			for _, c := range g.node.Children {
				found += d.entry(row, s, where, c, append(slices.Clip(g.keys), c.Key), c.Key)
			}
		case g.node.Kind == config.Array:
			for i, c := range g.node.Children {
				name := c.Get("name").Text()
				if name == "" {
					name = c.Get("id").Text()
				}
				if name == "" {
					name = strconv.Itoa(i)
				}
				found += d.entry(row, s, where, c, append(slices.Clip(g.keys), strconv.Itoa(i)), name)
			}
		case g.node.Kind == config.String && g.node.Value != "" && row.Scope == server.Plugin:
			d.pass(s.path, fmt.Sprintf("line %d: servers stand in another file, which is read where it lies", g.node.Line))
		case g.node.Kind != config.Null:
			d.lost(s.path, fmt.Sprintf("line %d: %s is neither an object nor a list", g.node.Line, finding.Visible(strings.Join(g.keys, "."), 80)))
		}
	}
	if others > 0 {
		d.pass(s.path, fmt.Sprintf("has servers for %d other projects: vet and discover without a project look at them", others))
	}
	return found
}

// strays lists servers that stand beside the wrapping: their client does not see them, and what they hold is in the file
// all the same.
func (d *discovery) strays(row *Row, s *source, project string, groups []collection) {
	for _, c := range s.root.Children {
		if len(groups[0].keys) == 0 || !looksLikeServer(c) || c == groups[0].node {
			continue
		}
		at := len(d.inv.Entries)
		if d.entry(row, s, project, c, []string{c.Key}, c.Key) > 0 {
			d.inv.Entries[at].Enabled = false
			d.pass(s.path, fmt.Sprintf("line %d: %q stands outside of %s, where %s does not see it", c.KeyLine, finding.Visible(c.Key, 60), strings.Join(groups[0].keys, "."), row.Client))
		}
	}
}

// bare finds servers that stand at the top of a file without a wrapping.
func bare(root *config.Node) []collection {
	if root == nil || root.Kind != config.Object {
		return nil
	}
	for _, c := range root.Children {
		if looksLikeServer(c) {
			flat := *root
			flat.Children = slices.DeleteFunc(slices.Clone(root.Children), func(c *config.Node) bool { return !looksLikeServer(c) })
			return []collection{{&flat, nil}}
		}
	}
	return nil
}

func looksLikeServer(n *config.Node) bool {
	if n == nil || n.Kind != config.Object {
		return false
	}
	for _, k := range slices.Concat(commandKeys, urlKeys[:4]) {
		if c := n.Get(k); c != nil && (c.Kind == config.String || c.Kind == config.Array) {
			return true
		}
	}
	return false
}

// starOf is what stood in the place of a pattern's first *.
func starOf(pattern string, keys []string) string {
	for i, p := range strings.Split(pattern, ".") {
		if p == "*" && i < len(keys) {
			return keys[i]
		}
	}
	return ""
}

// first finds a member by any of several names.
func first(n *config.Node, names []string) *config.Node {
	for _, k := range names {
		if c := n.Get(k); c != nil && c.Kind != config.Null {
			return c
		}
	}
	return nil
}

func place(n *config.Node) server.Place { return server.Place{Line: n.Line, Column: n.Column} }

// entry reads one server. It returns how many it added.
func (d *discovery) entry(row *Row, s *source, project string, n *config.Node, keys []string, name string) int {
	lose := func(why string) int {
		d.lost(s.path, fmt.Sprintf("line %d: server %q: %s", n.KeyLine, finding.Visible(name, 60), why))
		return 0
	}
	if len(d.inv.Entries) >= maxServers {
		if !d.full {
			d.full = true
			d.lost(s.path, fmt.Sprintf("more than %d servers; the rest is not listed", maxServers))
		}
		return 0
	}
	if n.Kind != config.Object {
		return lose("not an object")
	}
	body := n
	if inner := n.Get("config"); inner != nil && inner.Kind == config.Object && first(n, commandKeys) == nil && first(n, urlKeys) == nil {
		body = inner // Goose keeps the launch one level deeper
	}
	if t := body.Get("transport"); t != nil && t.Kind == config.Object && first(body, commandKeys) == nil && first(body, urlKeys) == nil {
		body = t // older Continue does
	}
	e := server.Entry{
		Client: row.Client, Scope: row.Scope, File: s.path, Project: project, Place: server.Place{Line: n.KeyLine, Column: n.KeyColumn},
		Key: strings.Join(keys, "."), Name: name, Enabled: enabled(n) && enabled(body), KeyPlaces: map[string]server.Place{},
		Argv: []string{}, Env: []server.Var{}, Headers: []server.Var{},
	}
	for _, b := range []*config.Node{n, body} {
		for _, c := range b.Children {
			e.KeyPlaces[c.Key] = server.Place{Line: c.KeyLine, Column: c.KeyColumn}
		}
	}
	why := d.launch(&e, body)
	d.remote(&e, row, body)
	if len(e.Argv) == 0 && e.URL == "" {
		switch kind := first(body, typeKeys).Text(); {
		case kind == "builtin" || kind == "platform" || kind == "frontend" || kind == "sdk":
			d.pass(s.path, fmt.Sprintf("line %d: %q is part of the client itself", n.KeyLine, finding.Visible(name, 60)))
			return 0
		case kind == "inline_python":
			e.Argv, e.ArgPlaces = []string{"python", "-c", body.Get("code").Text()}, []server.Place{e.Place, e.Place, e.Place}
		case row.Client == "zed" && why == "":
			for _, c := range children(n.Get("settings")) {
				if c.Kind >= config.String {
					d.setting(row, s, project, e.Key+".settings."+c.Key, c)
				}
			}
			d.pass(s.path, fmt.Sprintf("line %d: %q is started by an extension, whose command is not in this file", n.KeyLine, finding.Visible(name, 60)))
			return 0
		case why != "":
			return lose(why)
		case onlySwitch(n):
			d.pass(s.path, fmt.Sprintf("line %d: %q is only switched here; its launch stands elsewhere", n.KeyLine, finding.Visible(name, 60)))
			return 0
		default:
			return lose("neither a command nor an address")
		}
	}
	d.vars(&e, n, body)
	e.Cwd = first(body, cwdKeys).Text()
	e.EnvFile = first(body, envFileKeys).Text()
	e.AutoApprove = approvals(n)
	if body != n {
		e.AutoApprove = append(e.AutoApprove, approvals(body)...)
	}
	e.UnknownKeys = unknown(n)
	if body != n {
		e.UnknownKeys = append(e.UnknownKeys, unknown(body)...)
		slices.Sort(e.UnknownKeys)
	}
	if helper := body.Get("headersHelper"); helper.Text() != "" {
		d.setting(row, s, project, e.Key+".headersHelper", helper)
	}
	e.Transport = transport(&e, row, body)
	e.Resolve()
	d.inv.Entries = append(d.inv.Entries, e)
	d.ranks = append(d.ranks, row.rank())
	return 1
}

// maxServers bounds the inventory.
const maxServers = 20_000

func enabled(n *config.Node) bool {
	for _, k := range []string{"disabled"} {
		if v := n.Get(k); v != nil && v.Kind == config.Bool && strings.EqualFold(v.Value, "true") {
			return false
		}
	}
	for _, k := range []string{"enabled", "isActive", "active", "is_active"} {
		if v := n.Get(k); v != nil && v.Kind == config.Bool && strings.EqualFold(v.Value, "false") {
			return false
		}
	}
	return true
}

// onlySwitch reports an entry that says nothing but on or off, as a project may about a server of the user.
func onlySwitch(n *config.Node) bool {
	for _, c := range n.Children {
		if !slices.Contains([]string{"enabled", "disabled", "isActive", "active"}, c.Key) && !slices.Contains(approveKeys, c.Key) && !strings.HasSuffix(c.Key, "_tools") && !strings.HasSuffix(c.Key, "Tools") && c.Key != "tools" {
			return false
		}
	}
	return len(n.Children) > 0
}

// launch fills Argv. It says what is wrong with a command that cannot be read.
func (d *discovery) launch(e *server.Entry, n *config.Node) string {
	add := func(c *config.Node) {
		if c.Kind >= config.String {
			e.Argv = append(e.Argv, c.Value)
			e.ArgPlaces = append(e.ArgPlaces, place(c))
		}
	}
	command := first(n, commandKeys)
	args := first(n, argsKeys)
	switch {
	case command == nil:
		return ""
	case command.Kind == config.Array:
		for _, c := range command.Children {
			add(c)
		}
	case command.Kind == config.Object: // older Zed: {path, args, env}
		path := first(command, []string{"path", "command"})
		if path == nil {
			return "command has no path"
		}
		add(path)
		if args == nil {
			args = command.Get("args")
		}
		d.env(e, command.Get("env"))
	case command.Kind == config.String && command.Value == "":
		return "the command is empty"
	case command.Kind == config.String:
		for _, w := range splitCommand(command.Value, args) {
			e.Argv = append(e.Argv, w)
			e.ArgPlaces = append(e.ArgPlaces, place(command))
		}
	default:
		return "the command is no text"
	}
	switch {
	case args == nil:
	case args.Kind == config.Array:
		for _, c := range args.Children {
			add(c)
		}
	case args.Kind == config.String: // some clients take one line
		if words, err := server.SplitWords(args.Value); err == nil {
			for _, w := range words {
				e.Argv = append(e.Argv, w)
				e.ArgPlaces = append(e.ArgPlaces, place(args))
			}
		}
	}
	return ""
}

// splitCommand splits a command of several words that has no arguments of its own, as clients that start it through a
// shell do. A path with blanks stays one word.
func splitCommand(s string, args *config.Node) []string {
	if !strings.ContainsAny(s, " \t") || args != nil && len(args.Children) > 0 && !strings.HasPrefix(s, "npx ") && !strings.HasPrefix(s, "uvx ") {
		return []string{s}
	}
	if strings.HasPrefix(s, "/") && !strings.Contains(s, " -") || len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/') {
		return []string{s}
	}
	words, err := server.SplitWords(s)
	if err != nil || len(words) == 0 {
		return []string{s}
	}
	for _, w := range words {
		if strings.Trim(w, "|&;<>") == "" || strings.ContainsAny(w, "`") || strings.Contains(w, "$(") {
			return []string{"sh", "-c", s} // a shell line: it is judged as one
		}
	}
	return words
}

// remote fills URL and Headers.
func (d *discovery) remote(e *server.Entry, row *Row, n *config.Node) {
	if u := first(n, urlKeys); u != nil && u.Kind == config.String {
		e.URL, e.URLPlace = u.Value, place(u)
	}
	headers := first(n, headerKeys)
	if headers == nil {
		headers = n.At("requestOptions", "headers")
	}
	e.Headers = append(e.Headers, pairs(headers)...)
	// Codex names the variable that a header takes its value from.
	for _, v := range pairs(n.Get("env_http_headers")) {
		if v.Value != "" {
			v.Value = "${" + v.Value + "}"
		}
		e.Headers = append(e.Headers, v)
	}
	if v := n.Get("bearer_token_env_var"); v.Text() != "" {
		e.Headers = append(e.Headers, server.Var{Name: "Authorization", Place: place(v), Value: "Bearer ${" + v.Value + "}"})
	}
}
