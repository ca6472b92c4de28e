package discover

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bartizan/internal/toolgate/server"
)

// A machine is made of folders: a home, a project in it, and a root for system paths.
type machine struct{ home, root, system, portable string }

func newMachine(t testing.TB) machine {
	dir := t.TempDir()
	m := machine{filepath.Join(dir, "home"), filepath.Join(dir, "home", "src", "app"), filepath.Join(dir, "system"), filepath.Join(dir, "given")}
	for _, d := range []string{m.home, m.root, m.system, filepath.Join(m.root, ".git")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func write(t testing.TB, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t testing.TB, o Options) *Inventory {
	t.Helper()
	inv, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// nested writes value under a path of keys in a format.
func nested(format string, keys []string, value string) string {
	switch format {
	case "toml":
		return "[" + strings.Join(keys, ".") + ".s1]\ncommand = \"npx\"\nargs = [\"-y\", \"pkg@1.0.0\"]\n"
	case "yaml":
		var b strings.Builder
		for i, k := range keys {
			fmt.Fprintf(&b, "%s%s:\n", strings.Repeat("  ", i), k)
		}
		fmt.Fprintf(&b, "%ss1: %s\n", strings.Repeat("  ", len(keys)), value)
		return b.String()
	}
	text := `{"s1": ` + value + `}`
	if keys[0] == "server" {
		return `{"name": "s1", "server": {"mcp_config": ` + value + `}}`
	}
	for _, k := range slices.Backward(keys) {
		text = fmt.Sprintf("{\n%q: %s\n}", k, text)
	}
	return text
}

// TestRows puts one server, or one setting, where each row of the table says, in every place the row names, and expects
// it back with the row's client, scope and key.
func TestRows(t *testing.T) {
	for i := range Rows {
		row := &Rows[i]
		system := row.OS
		if system == "" {
			system = []string{"linux", "darwin", "windows"}[i%3]
		}
		t.Run(row.Client+" "+row.Path, func(t *testing.T) {
			m := newMachine(t)
			env := func(name string) string { return "" }
			if strings.Contains(row.Path, ":}") { // only with its variable
				env = func(name string) string {
					switch {
					case !strings.Contains(row.Path, "{"+name+":}"):
						return ""
					case row.Path == "{"+name+":}":
						return filepath.Join(m.portable, "own.json")
					}
					return m.portable
				}
			}
			o := Options{Home: m.home, Root: m.root, OS: system, SystemRoot: m.system, Env: env}
			d := &discovery{o: o}
			patterns := d.expand(row.Path, m.root)
			if len(patterns) == 0 {
				t.Fatal("the template gives no path")
			}
			var paths []string
			for _, p := range patterns {
				path := strings.ReplaceAll(strings.ReplaceAll(p, "**", "a/b"), "*", "x")
				write(t, path, sample(row, m.root))
				paths = append(paths, path)
			}
			inv := run(t, o)
			for _, path := range paths {
				expectRow(t, row, inv, path, m.root)
			}
			if len(inv.Unread) > 0 && row.Format != "script" {
				t.Errorf("unread %v", inv.Unread)
			}
		})
	}
}

// sample is a file for a row: one server under its first keys, else one setting.
func sample(row *Row, root string) string {
	switch {
	case len(row.Keys) > 0:
		keys := strings.Split(row.Keys[0], ".")
		for i := range keys {
			keys[i] = strings.Replace(keys[i], "*", root, 1)
		}
		if row.Client == "amp" {
			keys = []string{"amp.mcpServers"}
		}
		return nested(row.Format, keys, `{"command": "npx", "args": ["-y", "pkg@1.0.0"]}`)
	case row.Format == "toml":
		return "[hooks]\nwhen = \"x\"\n"
	case row.Format == "yaml":
		return "hooks:\n  when: x\n"
	case row.Format == "script":
		return "mcp add x\n"
	}
	return nested("json", []string{strings.ReplaceAll(row.Settings[0], "*", "hooks")}, `"x"`)
}

func expectRow(t *testing.T, row *Row, inv *Inventory, path, root string) {
	t.Helper()
	if len(row.Keys) == 0 {
		value := "x"
		if row.Format == "script" {
			value = path
		}
		has := slices.ContainsFunc(inv.Settings, func(s server.Setting) bool {
			return s.Client == row.Client && s.Scope == row.Scope && s.File == path && s.Value == value && s.Line > 0
		})
		if has == (row.Format == "script" && row.FileHook == "") {
			t.Errorf("%s: settings %+v, unread %v", path, inv.Settings, inv.Unread)
		}
		return
	}
	at := slices.IndexFunc(inv.Entries, func(e server.Entry) bool {
		return e.Client == row.Client && e.File == path && (e.Project == root) == (row.Scope == server.Project || row.PerProject)
	})
	if at < 0 {
		t.Fatalf("%s: no entry; unread %v, passed %v", path, inv.Unread, inv.Passed)
	}
	e := inv.Entries[at]
	if e.Scope != row.Scope || e.Name != "s1" || !strings.Contains(e.Key, "s1") && row.Keys[0] != "server.mcp_config" || e.Package == nil || !e.Package.Exact || !e.Enabled || e.Line == 0 {
		t.Errorf("%+v", e)
	}
}

func TestRowsAreWhole(t *testing.T) {
	clients := map[string]bool{}
	for _, r := range Rows {
		clients[r.Client] = true
		if _, err := time.Parse(time.DateOnly, r.Checked); err != nil {
			t.Errorf("%s %s: date %q", r.Client, r.Path, r.Checked)
		}
		if len(r.Keys) == 0 && len(r.Settings) == 0 && r.Format != "script" {
			t.Errorf("%s %s: reads nothing", r.Client, r.Path)
		}
		if r.Scope == server.Project != strings.Contains(r.Path, "{root}") {
			t.Errorf("%s %s: scope %s", r.Client, r.Path, r.Scope)
		}
		if r.PerProject && !strings.Contains(r.Keys[0], "*") {
			t.Errorf("%s %s: no project in its keys", r.Client, r.Path)
		}
	}
	for c := range notes {
		if !clients[c] {
			t.Errorf("note about %s, which has no row", c)
		}
	}
	if len(clients) < 34 {
		t.Errorf("%d clients", len(clients))
	}
}

// TestSystems looks at where each system puts the same client.
func TestSystems(t *testing.T) {
	for _, c := range []struct{ system, client, path string }{
		{"linux", "claude-desktop", "home/.config/Claude/claude_desktop_config.json"},
		{"darwin", "claude-desktop", "home/Library/Application Support/Claude/claude_desktop_config.json"},
		{"windows", "claude-desktop", "home/AppData/Roaming/Claude/claude_desktop_config.json"},
		{"linux", "vscode", "home/.config/Code/User/mcp.json"},
		{"darwin", "vscode", "home/Library/Application Support/Code/User/profiles/abc/mcp.json"},
		{"windows", "vscode-insiders", "home/AppData/Roaming/Code - Insiders/User/mcp.json"},
		{"linux", "claude-code", "system/etc/claude-code/managed-mcp.json"},
		{"darwin", "claude-code", "system/Library/Application Support/ClaudeCode/managed-mcp.json"},
		{"windows", "claude-code", "system/Program Files/ClaudeCode/managed-mcp.json"},
		{"windows", "goose", "home/AppData/Roaming/Block/goose/config/config.yaml"},
		{"windows", "copilot-jetbrains", "home/AppData/Local/github-copilot/intellij/mcp.json"},
		{"windows", "zed", "home/AppData/Roaming/Zed/settings.json"},
		{"darwin", "zed", "home/.config/zed/settings.json"},
		{"darwin", "cline", "home/Library/Application Support/Cursor/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"},
	} {
		m := newMachine(t)
		key := map[string]string{"vscode": "servers", "vscode-insiders": "servers", "copilot-jetbrains": "servers", "zed": "context_servers", "goose": "extensions"}[c.client]
		if key == "" {
			key = "mcpServers"
		}
		text := `{"` + key + `": {"s1": {"command": "uvx", "cmd": "uvx", "args": ["a==1.0"]}}}`
		path := write(t, filepath.Join(filepath.Dir(m.home), filepath.FromSlash(c.path)), text)
		inv := run(t, Options{Home: m.home, Root: m.root, OS: c.system, SystemRoot: m.system})
		if !slices.ContainsFunc(inv.Entries, func(e server.Entry) bool { return e.Client == c.client && e.File == path && e.Name == "s1" }) {
			t.Errorf("%s %s: %v, unread %v", c.system, c.path, inv.Entries, inv.Unread)
		}
	}
}

func TestVariables(t *testing.T) {
	m := newMachine(t)
	there := write(t, filepath.Join(m.portable, "config.toml"), "[mcp_servers.a]\ncommand = \"x\"\n")
	env := func(name string) string {
		if name == "CODEX_HOME" {
			return m.portable
		}
		return ""
	}
	if inv := run(t, Options{Home: m.home, Env: env}); len(inv.Entries) != 1 || inv.Entries[0].File != there {
		t.Errorf("with the variable: %v", inv.Entries)
	}
	if inv := run(t, Options{Home: m.home}); len(inv.Entries) != 0 {
		t.Errorf("another's home: %v", inv.Entries)
	}
}
