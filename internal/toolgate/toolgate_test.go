package toolgate

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/scan"
	"bartizan/internal/target"
	"bartizan/rules"
)

// secret looks generated and is none.
const secret = "q7ZkR2mXv9TcL4wN" + "b8YhJ3pFs6GdE5uA"

// write makes a file with its folders.
func write(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func run(t *testing.T, root string, o Options) (finding.Coverage, []finding.Finding) {
	t.Helper()
	res := scan.Run(t.Context(), &target.Inventory{Root: root}, scan.Options{Scanners: []scan.Scanner{Scanner(o)}, Rules: rules.For})
	return res.Coverage[0], res.Findings
}

func ruleIDs(fs []finding.Finding) []string {
	var ids []string
	for _, f := range fs {
		ids = append(ids, f.Rule)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

const shop = `{
  // two servers
  "mcpServers": {
    "db": {"command": "npx", "args": ["-y", "acme-pg", "--token", "` + secret + `"], "env": {"DB_PASSWORD": "` + secret + `"}},
    "far": {"url": "http://u:` + secret + `@mcp.example.com/mcp?key=` + secret + `", "headers": {"Authorization": "Bearer ` + secret + `"}}
  }
}`

func TestScannerJudgesUserAndProject(t *testing.T) {
	dir := t.TempDir()
	root, home := filepath.Join(dir, "app"), filepath.Join(dir, "home")
	write(t, filepath.Join(root, ".mcp.json"), shop)
	write(t, filepath.Join(home, ".codex/config.toml"), "approval_policy = \"never\"\n[mcp_servers.x]\ncommand = \"uvx\"\nargs = [\"acme\"]\n")
	found := new(Found)
	c, fs := run(t, root, Options{Home: home, Found: found})
	if c.Status != finding.OK || c.Files != 2 {
		t.Errorf("coverage is %+v", c)
	}
	want := []string{"approval-prompts-off", "plaintext-secret-in-config", "plaintext-transport", "project-supplied-server", "secret-in-argument", "unpinned-package"}
	if got := ruleIDs(fs); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, f := range fs {
		switch {
		case f.Rule == "approval-prompts-off":
			if _, ok := found.Server(&f); ok {
				t.Error("a setting is taken for a server")
			}
		case f.Rule == "plaintext-transport":
			if i, ok := found.Server(&f); !ok || found.Servers[i].Name != "far" || f.Path != ".mcp.json" || f.Line != 5 {
				t.Errorf("server of %+v", f)
			}
		}
	}
	counts := map[string]int{}
	for _, s := range found.Servers {
		counts[s.Name] += s.Findings
	}
	if counts["db"] != 5 || counts["x"] != 1 {
		t.Errorf("findings per server: %v", counts)
	}
	for what, v := range map[string]any{"findings": fs, "inventory": found.Inventory, "coverage": c} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), secret) {
			t.Errorf("a secret is in the %s", what)
		}
	}
}

func TestScannerSaysWhatItCouldNotRead(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, ".mcp.json"), `{"mcpServers": {"a": {"command": "npx", "args": ["-y", "acme"]}, "b": 5, "c": {"command":`)
	c, fs := run(t, root, Options{})
	if c.Status != finding.Partial || len(c.Unread) < 2 || c.Unread[0].Path != ".mcp.json" {
		t.Errorf("coverage is %+v", c)
	}
	if !slices.Contains(ruleIDs(fs), "unpinned-package") {
		t.Error("the good entry is lost")
	}
}

func TestScannerWithNothingThere(t *testing.T) {
	if c, fs := run(t, t.TempDir(), Options{Home: t.TempDir()}); c.Status != finding.OK || c.Files != 0 || len(fs) > 0 {
		t.Errorf("coverage %+v, findings %v", c, fs)
	}
}

func TestScannerCancelled(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	res := scan.Run(ctx, &target.Inventory{Root: t.TempDir()}, scan.Options{Scanners: []scan.Scanner{Scanner(Options{})}, Rules: rules.For})
	if res.Coverage[0].Status != finding.Failed {
		t.Errorf("coverage is %+v", res.Coverage[0])
	}
}

func TestVetFile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"anything.json":     shop,
		"flat.json":         `{"db": {"command": "npx", "args": ["-y", "acme-pg"]}}`,
		"vscode.json":       `{"servers": {"db": {"command": "npx", "args": ["-y", "acme-pg"]}}}`,
		"settings.json":     `{"mcp": {"servers": {"db": {"command": "npx", "args": ["-y", "acme-pg"]}}, "inputs": []}}`,
		"zed.json":          `{"context_servers": {"db": {"command": "npx", "args": ["-y", "acme-pg"]}}}`,
		"opencode.jsonc":    `{"mcp": {"db": {"type": "local", "command": ["npx", "-y", "acme-pg"]}}}`,
		"codex.toml":        "[mcp_servers.db]\ncommand = \"npx\"\nargs = [\"-y\", \"acme-pg\"]\n",
		"goose.yaml":        "extensions:\n  db:\n    type: stdio\n    cmd: npx\n    args: [-y, acme-pg]\n",
		".cursor/mcp.json":  `{"mcpServers": {"db": {"command": "npx", "args": ["-y", "acme-pg"]}}}`,
		"server.json":       `{"name": "io.example/db", "packages": [{"registryType": "npm", "identifier": "acme-pg", "version": "latest"}]}`,
		"old/server.json":   `{"name": "io.example/db", "packages": [{"registry_type": "pypi", "identifier": "acme-pg"}]}`,
		"other/server.json": `{"mcpServers": {"db": {"command": "npx", "args": ["-y", "acme-pg"]}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, filepath.Join(dir, name), text)
			c, fs := run(t, dir, Options{File: file})
			if c.Status != finding.OK || c.Files != 1 {
				t.Errorf("coverage is %+v", c)
			}
			if !slices.Contains(ruleIDs(fs), "unpinned-package") {
				t.Errorf("got %v", ruleIDs(fs))
			}
		})
	}
}

func TestVetFileRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{filepath.Join(dir, "none.json"), "relative.json"} {
		if c, _ := run(t, dir, Options{File: file}); c.Status != finding.Failed {
			t.Errorf("%s: coverage is %+v", file, c)
		}
	}
}

func TestVetFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".vscode/mcp.json"), `{"servers": {"a": {"url": "http://x.example/mcp"}}}`)
	write(t, filepath.Join(dir, "server.json"), `{"name": "io.example/db", "remotes": [{"type": "sse", "url": "http://y.example/sse", "headers": [{"name": "X-Api-Key", "value": "`+secret+`"}]}],
	  "packages": [{"registryType": "oci", "identifier": "ghcr.io/acme/x:1.0"}, {"registryType": "mcpb", "identifier": "https://x.example/x.mcpb", "fileSha256": "00"}, {"registryType": "shell", "identifier": "x"}]}`)
	c, fs := run(t, dir, Options{File: dir})
	if c.Status != finding.Partial || c.Files != 2 {
		t.Errorf("coverage is %+v", c)
	}
	want := []string{"mutable-image-tag", "plaintext-secret-in-config", "plaintext-transport", "project-supplied-server"}
	if got := ruleIDs(fs); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestInventoryDocument(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, ".mcp.json"), shop)
	inv, err := Discover(t.Context(), Options{}, root)
	if err != nil {
		t.Fatal(err)
	}
	one, err := json.MarshalIndent(inv, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"schema": "bartizan/inventory/v1"`, `"name": "acme-pg"`, `"DB_PASSWORD"`, `"launch_digest": "sha256:`, `"url": null`, `"unread": []`} {
		if !strings.Contains(string(one), want) {
			t.Errorf("no %s in the document", want)
		}
	}
	if strings.Contains(string(one), secret) {
		t.Error("a secret is in the document")
	}
	again, err := Discover(t.Context(), Options{}, root)
	if err != nil {
		t.Fatal(err)
	}
	if two, _ := json.MarshalIndent(again, "", " "); string(one) != string(two) {
		t.Error("two runs differ")
	}
}
