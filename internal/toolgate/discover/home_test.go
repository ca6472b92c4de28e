package discover

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/toolgate/server"
)

// fullHome builds a home with configurations of many clients in the shapes that the clients write themselves. It returns
// the machine and further projects that the clients' lists name.
func fullHome(t testing.TB) (m machine, projects []string) {
	m = newMachine(t)
	for _, name := range []string{"web", "api", "tool", "open"} {
		p := filepath.Join(m.home, "src", name)
		write(t, filepath.Join(p, ".git", "HEAD"), "ref: refs/heads/main\n")
		projects = append(projects, p)
	}
	secret := "S3CRET" + "VALUE"
	files := map[string]string{
		".claude.json": `{
  "numStartups": 412, "tipsHistory": {` + strings.Repeat(`"tip": 3, `, 400) + `"x": 1},
  "bypassPermissionsModeAccepted": true,
  "mcpServers": {
    "postgres": {"type": "stdio", "command": "npx", "args": ["-y", "@acme/pg-mcp@1.4.2", "postgresql://u:` + secret + `@h/d"], "env": {"DB_URL": "` + secret + `"}},
    "docs": {"type": "http", "url": "https://docs.example/mcp", "headers": {"Authorization": "Bearer ` + secret + `"}, "headersHelper": "/bin/token"}
  },
  "projects": {
    "` + projects[0] + `": {"allowedTools": ["Bash(*)"], "history": [], "hasTrustDialogAccepted": true, "disabledMcpjsonServers": ["off"],
      "mcpServers": {"local": {"command": "node", "args": ["./srv.js"]}}},
    "` + m.root + `": {"mcpServers": {"postgres": {"command": "uvx", "args": ["pg"]}}}
  }
}`,
		".claude/settings.json":                                                                   `{"permissions": {"allow": ["Bash(npm:*)"], "defaultMode": "bypassPermissions"}, "env": {"ANTHROPIC_BASE_URL": "https://x.example"}, "hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "./check.sh"}]}]}}`,
		".claude/plugins/installed_plugins.json":                                                  `{"version": 2, "plugins": {"p@m": [{"scope": "user", "installPath": "` + m.home + `/.claude/plugins/cache/m/p/1.0.0"}]}}`,
		".claude/plugins/cache/m/p/1.0.0/.mcp.json":                                               `{"flat": {"command": "${CLAUDE_PLUGIN_ROOT}/bin/x", "args": []}}`,
		".claude/plugins/cache/m/old/0.1.0/.mcp.json":                                             `{"mcpServers": {"gone": {"command": "x"}}}`,
		".claude/plugins/cache/m/p/1.0.0/.claude-plugin/plugin.json":                              `{"name": "p", "mcpServers": {"inline": {"command": "npx", "args": ["inline-mcp"]}}}`,
		".config/Claude/claude_desktop_config.json":                                               `{"globalShortcut": "", "mcpServers": {"filesystem": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/"]}}}`,
		".cursor/mcp.json":                                                                        "\ufeff{\r\n  // comment\r\n  \"mcpServers\": {\r\n    \"gh\": {\"command\": \"docker\", \"args\": [\"run\", \"-i\", \"--rm\", \"-e\", \"TOKEN\", \"ghcr.io/github/github-mcp-server\"], \"envFile\": \".env\",},\r\n    \"remote\": {\"url\": \"https://r.example/sse\", \"auth\": {\"CLIENT_ID\": \"a\", \"CLIENT_SECRET\": \"" + secret + "\"}},\r\n  },\r\n}\r\n",
		".cursor/hooks.json":                                                                      `{"version": 1, "hooks": {"beforeShellExecution": [{"command": "./h.sh"}]}}`,
		".config/Code/User/mcp.json":                                                              `{"inputs": [{"type": "promptString", "id": "key", "password": true}], "servers": {"play": {"type": "stdio", "command": "npx", "args": ["@playwright/mcp@latest"], "env": {"KEY": "${input:key}"}}, "web": {"type": "http", "url": "https://api.githubcopilot.com/mcp/"}}}`,
		".config/Code/User/settings.json":                                                         `{"editor.fontSize": 12, "chat.mcp.discovery.enabled": true, "chat.tools.autoApprove": true, "mcp": {"servers": {"old": {"command": "old-mcp"}}}, "amp.mcpServers": {"ampvs": {"command": "x"}}}`,
		".config/Code/User/profiles/-7a/mcp.json":                                                 `{"servers": {"prof": {"command": "uvx", "args": ["prof==1.0"]}}}`,
		".config/Code/User/workspaceStorage/aa/workspace.json":                                    `{"folder": "file://` + projects[1] + `"}`,
		".config/Code/User/workspaceStorage/bb/workspace.json":                                    `{"folder": "vscode-remote://ssh-remote%2Bhost/home/x"}`,
		".config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json": `{"mcpServers": {"c": {"command": "node", "args": ["/srv/c.js"], "disabled": true, "autoApprove": ["read", "write"], "timeout": 60}}}`,
		".config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json":   `{"mcpServers": {"r": {"type": "streamable-http", "url": "https://r.example/mcp", "alwaysAllow": ["a"]}}}`,
		".vscode/extensions/extensions.json":                                                      `[{"identifier": {"id": "saoudrizwan.claude-dev"}, "version": "3.0.0"}]`,
		".copilot/mcp-config.json":                                                                `{"mcpServers": {"cp": {"type": "local", "command": "npx", "args": ["cp-mcp"], "tools": ["*"]}}}`,
		".config/github-copilot/intellij/mcp.json":                                                `{"servers": {"ij": {"url": "https://ij.example/mcp", "requestInit": {"headers": {"A": "b"}}}}}`,
		".codeium/windsurf/mcp_config.json":                                                       `{"mcpServers": {"ws": {"serverUrl": "https://ws.example/sse", "headers": {"X": "y"}}}}`,
		".config/zed/settings.json":                                                               "// Zed\n{\"theme\": \"One\", \"agent\": {\"always_allow_tool_actions\": true}, \"context_servers\": {\"z1\": {\"source\": \"custom\", \"command\": \"npx\", \"args\": [\"-y\", \"z@1.0.0\"], \"env\": {}}, \"z2\": {\"command\": {\"path\": \"/opt/z2\", \"args\": [\"run\"], \"env\": {\"K\": \"v\"}}}, \"ext\": {\"source\": \"extension\", \"settings\": {\"token\": \"" + secret + "\"}}}}",
		".gemini/settings.json":                                                                   `{"mcpServers": {"g1": {"url": "https://g.example/a"}, "g2": {"httpUrl": "https://g.example/b", "trust": true}, "g3": {"command": "python", "args": ["-m", "srv"], "cwd": "/srv"}}, "mcp": {"excluded": ["g3"]}}`,
		".gemini/extensions/e/gemini-extension.json":                                              `{"name": "e", "version": "1.0.0", "mcpServers": {"ge": {"command": "node", "args": ["${extensionPath}/x.js"]}}}`,
		".gemini/antigravity/mcp_config.json":                                                     `{"mcpServers": {"ag": {"serverUrl": "https://ag.example/mcp"}}}`,
		".gemini/config/projects/p1.json":                                                         `{"id": "p1", "projectResources": {"resources": [{"folderUri": "file://` + projects[2] + `"}]}}`,
		".codex/config.toml":                                                                      "model = \"x\"\napproval_policy = \"never\"\nsandbox_mode = \"danger-full-access\"\n\n[projects.\"" + projects[0] + "\"]\ntrust_level = \"trusted\"\n\n[mcp_servers.cx]\ncommand = \"npx\"\nargs = [\"-y\", \"cx-mcp\"]\nenv = { \"K\" = \"" + secret + "\" }\nstartup_timeout_sec = 20\n\n[mcp_servers.off]\nurl = \"https://off.example/mcp\"\nenabled = false\nbearer_token_env_var = \"TOK\"\n",
		".config/opencode/opencode.jsonc":                                                         `{"$schema": "https://opencode.ai/config.json", "permission": {"bash": "allow"}, "mcp": {"oc": {"type": "local", "command": ["bun", "x", "oc-mcp@1.0.0"], "environment": {"A": "b"}, "enabled": true}, "or": {"type": "remote", "url": "https://o.example/mcp", "enabled": false}}}`,
		".kiro/settings/mcp.json":                                                                 `{"mcpServers": {"k": {"command": "uvx", "args": ["k@latest"], "autoApprove": ["*"]}}, "powers": {"mcpServers": {"kp": {"command": "uvx", "args": ["kp==2.0.0"]}}}}`,
		".config/kilo/kilo.jsonc":                                                                 `{"mcp": {"ki": {"type": "local", "command": ["node", "k.js"]}}}`,
		".junie/mcp/mcp.json":                                                                     `{"mcpServers": {"j": {"command": "java", "args": ["-jar", "/opt/j.jar"]}}}`,
		".config/amp/settings.json":                                                               `{"amp.mcpServers": {"a": {"command": "npx", "args": ["a-mcp"]}}, "amp.dangerouslyAllowAll": true}`,
		".continue/config.yaml":                                                                   "name: Local\nversion: 1.0.0\nschema: v1\nmcpServers:\n  - name: co\n    command: npx\n    args:\n      - -y\n      - co-mcp\n    env:\n      K: " + secret + "\n  - name: cr\n    type: streamable-http\n    url: https://cr.example/mcp\n    requestOptions:\n      headers:\n        Authorization: Bearer " + secret + "\n",
		".config/goose/config.yaml":                                                               "GOOSE_MODE: auto\nextensions:\n  developer:\n    type: builtin\n    enabled: true\n    bundled: true\n  gs:\n    type: stdio\n    name: gs\n    cmd: uvx\n    args:\n    - gs-mcp\n    envs:\n      K: " + secret + "\n    env_keys: [TOKEN]\n    enabled: true\n    timeout: 300\n  gh:\n    type: streamable_http\n    uri: https://gh.example/mcp\n    enabled: false\n  nested:\n    enabled: true\n    config:\n      type: stdio\n      cmd: npx\n      args: [nested-mcp]\n",
		".aws/amazonq/mcp.json":                                                                   `{"mcpServers": {"q": {"command": "q-mcp", "args": [], "timeout": 1000}}}`,
		".qwen/settings.json":                                                                     `{"mcpServers": {"qw": {"command": "npx", "args": ["qw"]}}}`,
		".iflow/settings.json":                                                                    `{"mcpServers": {"if": {"command": "npx", "args": ["if"]}}}`,
		".tabnine/agent/settings.json":                                                            `{"mcpServers": {"tn": {"command": "npx", "args": ["tn"]}}}`,
		".config/crush/crush.json":                                                                `{"mcp": {"cr": {"type": "stdio", "command": "node", "args": ["/x.js"], "disabled": false}}, "permissions": {"allowed_tools": ["bash"]}}`,
		".pi/agent/mcp.json":                                                                      `{"mcpServers": {"pi": {"command": "pi-mcp"}}}`,
		"forge/.mcp.json":                                                                         `{"mcpServers": {"fo": {"command": "fo-mcp"}}}`,
		".qoder.json":                                                                             `{"mcpServers": {"qo": {"command": "qo-mcp"}}}`,
		".hermes/config.yaml":                                                                     "mcp_servers:\n  he:\n    command: npx\n    args: [\"-y\", \"he\"]\n    timeout: 120\n",
		".openclaw/openclaw.json":                                                                 "{\n  // JSON5\n  mcp: {servers: {ol: {command: 'npx', args: ['ol',]}}},\n}",
		".lmstudio/mcp.json":                                                                      `{"mcpServers": {"lm": {"url": "http://10.0.0.5:3000/mcp"}}}`,
		".sema4ai/sema4ai-studio/mcp_servers.json":                                                `{"mcpServers": {"se": {"command": "se-mcp"}}}`,
		"src/app/.mcp.json":                                                                       `{"mcpServers": {"postgres": {"command": "npx", "args": ["-y", "@acme/pg-mcp"]}}}`,
		"src/app/.vscode/settings.json":                                                           `{"mcp.servers": {"dotted": {"command": "d"}}, "chat.tools.autoApprove": true}`,
		"src/app/app.code-workspace":                                                              `{"folders": [{"path": "."}], "settings": {"mcp": {"servers": {"cw": {"command": "cw"}}}, "chat.tools.autoApprove": true}}`,
		"src/app/.devcontainer/devcontainer.json":                                                 `{"postCreateCommand": "npm ci", "customizations": {"vscode": {"mcp": {"servers": {"dc": {"command": "dc"}}}}}}`,
		"src/web/.mcp.json":                                                                       `{"mcpServers": {"off": {"command": "off-mcp"}}}`,
		"src/api/.vscode/mcp.json":                                                                `{"servers": {"api": {"command": "api-mcp"}}}`,
		"src/tool/.cursor/mcp.json":                                                               `{"mcpServers": {"tool": {"command": "tool-mcp"}}}`,
		"src/open/opencode.json":                                                                  `{"mcp": {"open": {"type": "local", "command": ["open-mcp"]}}}`,
	}
	for name, text := range files {
		write(t, filepath.Join(m.home, filepath.FromSlash(name)), text)
	}
	database(t, filepath.Join(m.home, ".local", "share", "opencode", "opencode.db"), "CREATE TABLE project (id TEXT PRIMARY KEY, worktree TEXT)", "INSERT INTO project VALUES ('a', '"+projects[3]+"'), ('b', '/'), ('c', NULL)")
	return m, projects
}

func database(t testing.TB, path string, statements ...string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), "plain.db") // the name itself may be no URL
	db, err := sql.Open("sqlite3", plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(db.Close(), os.Rename(plain, path)); err != nil {
		t.Fatal(err)
	}
}

// line writes one entry for comparison.
func line(e server.Entry, home string) string {
	short := func(s string) string { return strings.ReplaceAll(s, home, "~") }
	s := fmt.Sprintf("%s %s %s %s", e.Client, e.Scope, short(e.Key), e.Transport)
	if !e.Enabled {
		s += " off"
	}
	if len(e.Argv) > 0 {
		s += " [" + strings.Join(e.Redacted().Argv, " ") + "]"
	}
	if e.URL != "" {
		s += " " + e.URL
	}
	for _, list := range []struct {
		mark string
		vars []server.Var
	}{{"env", e.Env}, {"headers", e.Headers}, {"auth", e.Auth}} {
		for i, v := range list.vars {
			if i == 0 {
				s += " " + list.mark
			}
			s += ":" + v.Name
		}
	}
	if e.EnvFile != "" {
		s += " envfile:" + e.EnvFile
	}
	if len(e.AutoApprove) > 0 {
		s += " auto:" + strings.Join(e.AutoApprove, ",")
	}
	if len(e.UnknownKeys) > 0 {
		s += " unknown:" + strings.Join(e.UnknownKeys, ",")
	}
	if e.Precedence != "" {
		s += " (" + short(e.Precedence) + ")"
	}
	return s
}

func TestFullHome(t *testing.T) {
	m, _ := fullHome(t)
	inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
	var got []string
	for _, e := range inv.Entries {
		got = append(got, line(e, m.home))
		if e.Line == 0 || e.Column == 0 || len(e.Argv) != len(e.ArgPlaces) {
			t.Errorf("%s: place %v, %d of %d words placed", e.Name, e.Place, len(e.ArgPlaces), len(e.Argv))
		}
	}
	slices.Sort(got)
	want := strings.Split(strings.TrimSpace(fullHomeWant), "\n")
	slices.Sort(want)
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("unexpected %s", g)
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missing    %s", w)
		}
	}
	for _, u := range inv.Unread {
		t.Errorf("unread %v", u)
	}
	found := 0
	for _, c := range inv.Clients {
		if c.Found {
			found++
		}
	}
	if found < 30 {
		t.Errorf("%d clients found", found)
	}
	for _, w := range []string{
		"claude-code permissions.defaultMode=bypassPermissions", "claude-code env.ANTHROPIC_BASE_URL=https://x.example", "claude-code hooks.PreToolUse.0.hooks.0.command=./check.sh",
		"claude-code bypassPermissionsModeAccepted=true", "claude-code mcpServers.docs.headersHelper=/bin/token", "cursor hooks.beforeShellExecution.0.command=./h.sh", "vscode chat.mcp.discovery.enabled=true",
		"vscode chat.tools.autoApprove=true", "zed agent.always_allow_tool_actions=true", "codex approval_policy=never", "codex sandbox_mode=danger-full-access", "opencode permission.bash=allow",
		"amp amp.dangerouslyAllowAll=true", "goose GOOSE_MODE=auto", "crush permissions.allowed_tools.0=bash", "codex projects." + m.home + "/src/web.trust_level=trusted",
	} {
		if !slices.ContainsFunc(inv.Settings, func(s server.Setting) bool { return s.Client+" "+s.Key+"="+s.Value == w && s.Line > 0 }) {
			t.Errorf("no setting %s", w)
		}
	}
	for _, s := range inv.Settings {
		if strings.HasPrefix(s.Key, "editor.") || strings.Contains(s.Key, "mcpServers.") && !strings.HasSuffix(s.Key, "headersHelper") {
			t.Errorf("setting %s was not asked for", s.Key)
		}
	}
}

const fullHomeWant = `
amazon-q user mcpServers.q stdio [q-mcp]
amp user amp.mcpServers.a stdio [npx a-mcp]
amp user amp.mcpServers.ampvs stdio [x]
antigravity user mcpServers.ag http https://ag.example/mcp
claude-code plugin flat stdio [${CLAUDE_PLUGIN_ROOT}/bin/x]
claude-code plugin mcpServers.inline stdio [npx inline-mcp]
claude-code project mcpServers.off stdio off [off-mcp]
claude-code project mcpServers.postgres stdio [npx -y @acme/pg-mcp] (shadowed by ~/.claude.json)
claude-code user mcpServers.docs http https://docs.example/mcp headers:Authorization
claude-code user mcpServers.postgres stdio [npx -y @acme/pg-mcp@1.4.2 postgresql://[redacted]@h/d] env:DB_URL (shadowed by ~/.claude.json in ~/src/app)
claude-code user projects.~/src/app.mcpServers.postgres stdio [uvx pg] (taken)
claude-code user projects.~/src/web.mcpServers.local stdio [node ./srv.js]
claude-desktop user mcpServers.filesystem stdio [npx -y @modelcontextprotocol/server-filesystem /]
cline user mcpServers.c stdio off [node /srv/c.js] auto:read,write
codex user mcp_servers.cx stdio [npx -y cx-mcp] env:K
codex user mcp_servers.off http off https://off.example/mcp headers:Authorization
continue user mcpServers.0 stdio [npx -y co-mcp] env:K
continue user mcpServers.1 http https://cr.example/mcp headers:Authorization
copilot-cli project mcpServers.off stdio [off-mcp]
copilot-cli project mcpServers.postgres stdio [npx -y @acme/pg-mcp]
copilot-cli user mcpServers.cp stdio [npx cp-mcp]
copilot-jetbrains user servers.ij http https://ij.example/mcp unknown:requestInit
crush user mcp.cr stdio [node /x.js]
cursor project mcpServers.off stdio [off-mcp]
cursor project mcpServers.postgres stdio [npx -y @acme/pg-mcp]
cursor project mcpServers.tool stdio [tool-mcp]
cursor user mcpServers.gh stdio [docker run -i --rm -e TOKEN ghcr.io/github/github-mcp-server] envfile:.env
cursor user mcpServers.remote sse https://r.example/sse auth:CLIENT_ID:CLIENT_SECRET
forge project mcpServers.off stdio [off-mcp]
forge project mcpServers.postgres stdio [npx -y @acme/pg-mcp]
forge user mcpServers.fo stdio [fo-mcp]
gemini plugin mcpServers.ge stdio [node ${extensionPath}/x.js]
gemini user mcpServers.g1 sse https://g.example/a
gemini user mcpServers.g2 http https://g.example/b auto:*
gemini user mcpServers.g3 stdio off [python -m srv]
goose user extensions.gh http off https://gh.example/mcp
goose user extensions.gs stdio [uvx gs-mcp] env:K:TOKEN
goose user extensions.nested stdio [npx nested-mcp]
hermes user mcp_servers.he stdio [npx -y he]
iflow user mcpServers.if stdio [npx if]
junie user mcpServers.j stdio [java -jar /opt/j.jar]
kilo user mcp.ki stdio [node k.js]
kiro user mcpServers.k stdio [uvx k@latest] auto:*
kiro user powers.mcpServers.kp stdio [uvx kp==2.0.0]
lm-studio user mcpServers.lm http http://10.0.0.5:3000/mcp
openclaw user mcp.servers.ol stdio [npx ol]
opencode project mcp.open stdio [open-mcp]
opencode user mcp.oc stdio [bun x oc-mcp@1.0.0] env:A
opencode user mcp.or http off https://o.example/mcp
pi user mcpServers.pi stdio [pi-mcp]
qoder user mcpServers.qo stdio [qo-mcp]
qwen user mcpServers.qw stdio [npx qw]
roo user mcpServers.r http off https://r.example/mcp auto:a
sema4 user mcpServers.se stdio [se-mcp]
tabnine user mcpServers.tn stdio [npx tn]
vscode project customizations.vscode.mcp.servers.dc stdio [dc]
vscode project mcp.servers.dotted stdio [d]
vscode project mcpServers.off stdio [off-mcp]
vscode project mcpServers.postgres stdio [npx -y @acme/pg-mcp]
vscode project servers.api stdio [api-mcp]
vscode project settings.mcp.servers.cw stdio [cw]
vscode user mcp.servers.old stdio [old-mcp]
vscode user servers.play stdio [npx @playwright/mcp@latest] env:KEY
vscode user servers.prof stdio [uvx prof==1.0]
vscode user servers.web http https://api.githubcopilot.com/mcp/
windsurf project mcpServers.off stdio [off-mcp]
windsurf project mcpServers.postgres stdio [npx -y @acme/pg-mcp]
windsurf user mcpServers.ws sse https://ws.example/sse headers:X
zed user context_servers.z1 stdio [npx -y z@1.0.0]
zed user context_servers.z2 stdio [/opt/z2 run] env:K
`

func TestRootNarrowsProjects(t *testing.T) {
	m, projects := fullHome(t)
	inv := run(t, Options{Home: m.home, Root: filepath.Join(m.root, "deep", "er"), OS: "linux", SystemRoot: m.system})
	for _, e := range inv.Entries {
		if e.Project != "" && e.Project != m.root {
			t.Errorf("%s of %s", e.Name, e.Project)
		}
	}
	if !slices.ContainsFunc(inv.Entries, func(e server.Entry) bool {
		return e.Client == "claude-code" && e.Project == m.root && e.Scope == server.Project
	}) {
		t.Error("the folder above the root, in the same repository, was not looked at")
	}
	if !slices.ContainsFunc(inv.Entries, func(e server.Entry) bool { return strings.HasPrefix(e.Key, "projects.") && e.Project == m.root }) {
		t.Error("the user's own servers for this project are missing")
	}
	only := run(t, Options{Root: projects[0], OS: "linux", SystemRoot: m.system})
	for _, e := range only.Entries {
		if e.Scope != server.Project {
			t.Errorf("without a home: %s %s", e.Scope, e.File)
		}
	}
}

func TestSame(t *testing.T) {
	m, _ := fullHome(t)
	o := Options{Home: m.home, OS: "linux", SystemRoot: m.system}
	a, b := run(t, o), run(t, o)
	if !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func BenchmarkFullHome(b *testing.B) {
	m, _ := fullHome(b)
	for b.Loop() {
		run(b, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
	}
}
