package discover

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/toolgate/server"
)

func reasons(list []finding.Unread, path string) string {
	var out []string
	for _, u := range list {
		if u.Path == path {
			out = append(out, u.Reason)
		}
	}
	return strings.Join(out, "; ")
}

func names1(inv *Inventory) string {
	var out []string
	for _, e := range inv.Entries {
		out = append(out, e.Name)
	}
	return strings.Join(out, " ")
}

// TestHostileFiles puts each text where Cursor reads and asks which servers and which word about the file come back.
func TestHostileFiles(t *testing.T) {
	const good = `"good": {"command": "npx", "args": ["pkg"]}`
	for _, c := range []struct{ name, text, servers, unread, passed string }{
		{"what stands before an error", `{"mcpServers": {` + good + `, "bad": ` + "\x01", "good", "not valid json: line 1, column 69", ""},
		{"no JSON at all", "hello", "", "not valid json", ""},
		{"empty", "", "", "", "empty file"},
		{"blank with a BOM", "\ufeff \n", "", "", "empty file"},
		{"BOM and CRLF", "\ufeff{\r\n\"mcpServers\": {\r\n" + good + "}}\r\n", "good", "", ""},
		{"invalid UTF-8", "{\"mcpServers\": {\"b\xff\": {\"command\": \"x\"}, " + good + "}}", "b\ufffd good", "", "invalid UTF-8"},
		{"UTF-16", "\xff\xfe{\x00}\x00", "", "UTF-16", ""},
		{"duplicate servers", `{"mcpServers": {` + good + `, "good": {"command": "evil"}}}`, "good good", "", "duplicate key"},
		{"duplicate wrapping", `{"mcpServers": {` + good + `}, "mcpServers": {"second": {"url": "https://x.example"}}}`, "good second", "", "duplicate key"},
		{"deep", `{"mcpServers": {` + good + `, "deep": ` + strings.Repeat("[", 100_000), "good", "nested deeper", ""},
		{"deep inside an entry", `{"mcpServers": {` + good + `, "deep": {"command": "x", "args": ` + strings.Repeat(`{"a":`, 100_000), "good deep", "nested deeper", ""},
		{"bad entries beside a good one", `{"mcpServers": {"a": 1, "b": [], "c": null, "d": {}, "e": {"command": 5}, "f": {"command": ""}, ` + good + `}}`, "good", `server "a": not an object`, ""},
		{"wrapping of another kind", `{"mcpServers": 7}`, "", "neither an object nor a list", ""},
		{"a list at the top", `[{"command": "x"}]`, "", "not an object at the top", ""},
		{"a word at the top", `"mcpServers"`, "", "not an object at the top", ""},
		{"null", "null", "", "", "holds nothing"},
		{"a list", `{"mcpServers": [{"name": "n", "command": "x"}, {"command": "y"}]}`, "n 1", "", ""},
		{"another wrapping", `{"servers": {` + good + `}}`, "good", "", ""},
		{"no wrapping", `{"version": 1, ` + good + `}`, "good", "", ""},
		{"a name with an escape sequence", `{"mcpServers": {"\u001b[2J\n": {}}}`, "", `server "\\u{1b}[2J\\n": neither`, ""},
		{"a server beside the wrapping", `{"mcpServers": {` + good + `}, "stray": {"command": "x", "env": {"A_TOKEN": "b"}}}`, "good stray", "", `"stray" stands outside of mcpServers`},
		{"wrong member kinds", `{"mcpServers": {"good": {"command": "x", "args": {"a": 1}, "env": ["A=b", 5], "headers": "h", "disabled": "yes", "autoApprove": 3}}}`, "good", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			path := write(t, filepath.Join(m.home, ".cursor", "mcp.json"), c.text)
			inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
			if got := names1(inv); got != c.servers {
				t.Errorf("servers %q, want %q", got, c.servers)
			}
			if got := reasons(inv.Unread, path); !strings.Contains(got, c.unread) || c.unread == "" && got != "" {
				t.Errorf("unread %q, want %q", got, c.unread)
			}
			if got := reasons(inv.Passed, path); !strings.Contains(got, c.passed) || c.passed == "" && got != "" {
				t.Errorf("passed %q, want %q", got, c.passed)
			}
			if !slices.ContainsFunc(inv.Clients, func(s ClientStatus) bool { return s.Client == "cursor" && s.Found && s.Files == 1 }) {
				t.Error("the client was not said to be there")
			}
		})
	}
}

func TestLargeFiles(t *testing.T) {
	m := newMachine(t)
	filler := strings.Repeat(`{"display": "a line of history", "pasted": {}},`, 220_000)
	path := write(t, filepath.Join(m.home, ".claude.json"), `{"projects": {"/x": {"history": [`+filler+`0]}}, "mcpServers": {"late": {"command": "x"}}}`)
	huge := filepath.Join(m.home, ".cursor", "mcp.json")
	write(t, huge, "")
	if err := os.Truncate(huge, 65<<20); err != nil {
		t.Fatal(err)
	}
	inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
	if names1(inv) != "late" || reasons(inv.Unread, path) != "" {
		t.Errorf("%q, %v", names1(inv), inv.Unread)
	}
	if !strings.Contains(reasons(inv.Unread, huge), "larger than 64 MiB") {
		t.Errorf("unread %v", inv.Unread)
	}
}

func TestPlacesThatAreNoFiles(t *testing.T) {
	m := newMachine(t)
	cursor := filepath.Join(m.home, ".cursor", "mcp.json")
	for _, c := range []struct {
		name           string
		make           func() error
		unread, passed string
		servers        string
	}{
		{"folder", func() error { return os.MkdirAll(filepath.Join(cursor, "x"), 0o755) }, "a folder stands where", "", ""},
		{"link in a circle", func() error { return os.Symlink(cursor, cursor) }, "symbolic link", "", ""},
		{"link to nothing", func() error { return os.Symlink(filepath.Join(m.home, "gone"), cursor) }, "leads nowhere", "", ""},
		{"link to a device", func() error { return os.Symlink(os.DevNull, cursor) }, "a device stands where", "", ""},
		{"link out of the home", func() error {
			return os.Symlink(write(t, filepath.Join(m.system, "shared.json"), `{"mcpServers": {"s": {"command": "x"}}}`), cursor)
		}, "", "symbolic link to a file outside", "s"},
		{"link inside the home", func() error {
			return os.Symlink(write(t, filepath.Join(m.home, "dotfiles", "mcp.json"), `{"mcpServers": {"s": {"command": "x"}}}`), cursor)
		}, "", "", "s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			os.RemoveAll(filepath.Dir(cursor))
			if err := os.MkdirAll(filepath.Dir(cursor), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := c.make(); err != nil {
				t.Fatal(err)
			}
			inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
			if names1(inv) != c.servers {
				t.Errorf("servers %q", names1(inv))
			}
			if got := reasons(inv.Unread, cursor); !strings.Contains(got, c.unread) || c.unread == "" && got != "" {
				t.Errorf("unread %q, want %q", got, c.unread)
			}
			if got := reasons(inv.Passed, cursor); !strings.Contains(got, c.passed) || c.passed == "" && got != "" {
				t.Errorf("passed %q, want %q", got, c.passed)
			}
		})
	}
}

func TestDatabases(t *testing.T) {
	for _, c := range []struct {
		name   string
		make   func(path string)
		unread bool
	}{
		{"another table", func(p string) { database(t, p, "CREATE TABLE other (x)") }, false},
		{"a view that never ends", func(p string) {
			database(t, p, "CREATE VIEW project AS WITH RECURSIVE r(worktree) AS (SELECT '/' UNION ALL SELECT worktree FROM r) SELECT worktree FROM r")
		}, false},
		{"no such column", func(p string) { database(t, p, "CREATE TABLE project (other)") }, false},
		{"no database", func(p string) { write(t, p, strings.Repeat("not a database ", 100)) }, true},
		{"a folder", func(p string) { write(t, filepath.Join(p, "x"), "") }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			path := filepath.Join(m.home, ".local", "share", "opencode", "opencode one?#%.db")
			c.make(path)
			inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
			if got := reasons(inv.Unread, path); (got != "") != c.unread {
				t.Errorf("unread %q", got)
			}
		})
	}
}

func TestCached(t *testing.T) {
	m, _ := fullHome(t)
	inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
	gone := filepath.Join(m.home, ".claude", "plugins", "cache", "m", "old", "0.1.0", ".mcp.json")
	if !strings.Contains(reasons(inv.Passed, gone), "not installed") {
		t.Errorf("passed %v", inv.Passed)
	}
}

func TestManyServers(t *testing.T) {
	m := newMachine(t)
	var b strings.Builder
	for range 3000 {
		b.WriteString(`"same": {"command": "x"},`)
	}
	write(t, filepath.Join(m.home, ".cursor", "mcp.json"), `{"mcpServers": {`+b.String()+`}}`)
	if inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system}); len(inv.Entries) != 3000 {
		t.Errorf("%d servers", len(inv.Entries))
	}
}

func TestDeepFolders(t *testing.T) {
	m := newMachine(t)
	plugins := filepath.Join(m.home, ".codex", "plugins")
	write(t, filepath.Join(plugins, "a/b/c/d/e/f/g/h/.mcp.json"), `{"x": {"command": "x"}}`)
	if err := os.Symlink(plugins, filepath.Join(plugins, "a", "loop")); err != nil {
		t.Fatal(err)
	}
	inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
	if len(inv.Entries) != 0 || len(inv.Unread) != 1 || !strings.Contains(inv.Unread[0].Reason, "too many or too deep") {
		t.Errorf("%v %v", inv.Entries, inv.Unread)
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{{}, {Home: "relative"}, {Root: "relative"}} {
		if _, err := Run(context.Background(), o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Run(ctx, Options{Home: t.TempDir()}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	inv := run(t, Options{Home: filepath.Join(t.TempDir(), "nobody"), OS: "linux", SystemRoot: t.TempDir()})
	if len(inv.Entries)+len(inv.Unread) != 0 || len(inv.Clients) == 0 {
		t.Errorf("a home that is not there: %+v", inv)
	}
}

// FuzzEntries feeds texts as the configuration of several clients at once.
func FuzzEntries(f *testing.F) {
	for _, s := range []string{
		`{"mcpServers":{"a":{"command":"npx","args":["-y","x@1"],"env":{"A":"b"}}}}`, `{"servers":[{"name":"a","url":"http://u:p@h/?key=v"}]}`,
		`{"mcp":{"a":{"command":["sh","-c","x | y"]}},"a":{"config":{"cmd":"x"}}}`, "[mcp_servers.a]\ncommand='x'\n", "extensions:\n  a: {cmd: x, envs: {A: b}}\n",
	} {
		f.Add([]byte(s))
	}
	home, system := f.TempDir(), f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{".cursor/mcp.json", ".claude.json", ".codex/config.toml", ".config/goose/config.yaml", ".config/opencode/opencode.json", ".config/zed/settings.json"} {
			write(t, filepath.Join(home, name), string(data))
		}
		inv := run(t, Options{Home: home, OS: "linux", SystemRoot: system})
		for _, e := range inv.Entries {
			if e.Client == "" || e.Line < 1 || len(e.Argv) != len(e.ArgPlaces) || len(e.Argv) == 0 && e.URL == "" {
				t.Fatalf("%+v", e)
			}
			e.Redacted()
		}
		if !slices.IsSortedFunc(inv.Entries, func(a, b server.Entry) int { return strings.Compare(a.File, b.File) }) {
			t.Fatal("not sorted")
		}
	})
}
