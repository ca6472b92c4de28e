package server

import (
	"fmt"
	"strings"
	"testing"
)

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
const commit = "0123456789abcdef0123456789abcdef01234567"

// describe writes what Resolve found in one line.
func describe(e Entry) string {
	var parts []string
	for _, p := range e.packages() {
		exact := "~"
		if p.Exact {
			exact = "="
		}
		parts = append(parts, fmt.Sprintf("%s|%s:%s%s%s", p.Runner, p.Type, p.Name, exact, p.Version))
	}
	if e.Local != "" {
		parts = append(parts, "local "+e.Local)
	}
	if len(e.Wrapper) > 0 {
		parts = append(parts, "("+strings.Join(e.Wrapper, ", ")+")")
	}
	if e.Shell != "" {
		parts = append(parts, "shell: "+e.Shell)
	}
	for _, v := range e.ArgEnv {
		parts = append(parts, "+"+v.Name)
	}
	return strings.Join(parts, " ")
}

func (e Entry) packages() (all []Package) {
	if e.Package != nil {
		all = append(all, *e.Package)
	}
	return append(all, e.Also...)
}

func TestResolve(t *testing.T) {
	for _, c := range []struct{ argv, want string }{
		// npm and its relatives
		{"npx -y @acme/pg-mcp@1.4.2 --stdio", "npx|npm:@acme/pg-mcp=1.4.2"},
		{"npx @acme/pg-mcp", "npx|npm:@acme/pg-mcp~"},
		{"npx -y pkg@latest", "npx|npm:pkg~latest"},
		{"npx -y pkg@^1.2.3", "npx|npm:pkg~^1.2.3"},
		{"npx --yes --registry https://r.example pkg@1.0.0-rc.1 -p other", "npx|npm:pkg=1.0.0-rc.1"},
		{"npx -p a@1.0.0 --package=b -- bin", "npx|npm:a=1.0.0 npx|npm:b~"},
		{"npx -yp a@1.0.0 bin", "npx|npm:a=1.0.0"},
		{"/usr/local/bin/npx -y x@npm:y@2.0.0", "npx|npm:y=2.0.0"},
		{`C:\nodejs\npx.cmd -y pkg`, "npx|npm:pkg~"},
		{"npx -y github:o/r#" + commit, "npx|git:github:o/r=" + commit},
		{"npx -y o/r", "npx|git:github:o/r~"},
		{"npx -y git+https://github.com/o/r.git#v1", "npx|git:git+https://github.com/o/r.git~v1"},
		{"npx -y https://example.com/x.tgz", "npx|url:https://example.com/x.tgz~"},
		{"npx ./local", "local ./local"},
		{"npm exec -y --package=a@1.2.3 -- bin x", "npm exec|npm:a=1.2.3"},
		{"npm x pkg@1", "npm x|npm:pkg~1"},
		{"npm --prefix /srv/app run mcp", "local /srv/app"},
		{"npm init mcp-thing", "npm init|npm:create-mcp-thing~"},
		{"pnpm dlx pkg@3.1.0", "pnpm dlx|npm:pkg=3.1.0"},
		{"pnpm --package=a@1.0.0 dlx bin", "pnpm dlx|npm:a=1.0.0"},
		{"pnpm -C /srv start", "local /srv"},
		{"yarn dlx -q -p a -p b@1.0.0 c", "yarn dlx|npm:a~ yarn dlx|npm:b=1.0.0"},
		{"bunx --bun pkg@1.0.0", "bunx|npm:pkg=1.0.0"},
		{"bun x pkg", "bun x|npm:pkg~"},
		{"bun run /srv/a.ts", "local /srv/a.ts"},
		{"bun /srv/a.ts", "local /srv/a.ts"},
		{"deno run -A --allow-net=x.y npm:pkg@1.2.3/bin", "deno run|npm:pkg=1.2.3"},
		{"deno run -c deno.json jsr:@s/p@0.1.0", "deno run|jsr:@s/p=0.1.0"},
		{"deno run -A https://deno.land/x/m.ts", "deno run|url:https://deno.land/x/m.ts~"},
		{"deno run -A main.ts", "local main.ts"},

		// Python
		{"uvx mcp-server-time", "uvx|pypi:mcp-server-time~"},
		{"uvx mcp-server-time@1.2.3 --tz x", "uvx|pypi:mcp-server-time=1.2.3"},
		{"uvx pkg@latest", "uvx|pypi:pkg~latest"},
		{"uvx --from pkg[cli]==1.2.3 --with b>=2 tool", "uvx|pypi:pkg[cli]=1.2.3 uvx|pypi:b~>=2"},
		{"uvx --python 3.12 --index-url https://x.y/simple pkg==1.2.*", "uvx|pypi:pkg~==1.2.*"},
		{"uvx --from git+https://github.com/o/r@" + commit + " tool", "uvx|git:git+https://github.com/o/r=" + commit},
		{"uvx --from git+https://github.com/o/r tool", "uvx|git:git+https://github.com/o/r~"},
		{"uvx --from ./dir tool", "local ./dir"},
		{"uv tool run --from=a==1 b", "uv tool run|pypi:a=1"},
		{"uv --directory /srv run server.py", "local /srv/server.py"},
		{"uv run --with mcp[cli] mcp run /srv/server.py", "uv run|pypi:mcp[cli]~ local /srv/server.py"},
		{"uv run --with a==1.0,b --no-project python -m mod", "uv run|pypi:a=1.0 uv run|pypi:b~ local module:mod"},
		{"uv run --project /srv my-server", "local /srv"},
		{"uv run https://example.com/s.py", "|url:https://example.com/s.py~"},
		{"pipx run --spec pkg==2.0 app", "pipx run|pypi:pkg=2.0"},
		{"pipx run pkg", "pipx run|pypi:pkg~"},
		{"python3.11 -u -m my.server --x", "local module:my.server"},
		{"python -um mod", "local module:mod"},
		{"py -3 /srv/a.py", "local /srv/a.py"},
		{"python -c print(1)", ""},
		{"python -m uv tool run pkg", "uv tool run|pypi:pkg~"},

		// containers
		{"docker run -i --rm -e TOKEN -e A=b --mount type=bind,src=/a,dst=/b -v /x:/y mcp/postgres postgres://h/d", "docker run|oci:mcp/postgres~ +A"},
		{"docker run -i --rm ghcr.io/o/r:1.2@" + digest, "docker run|oci:ghcr.io/o/r=" + digest},
		{"docker --context x run -it --network host --privileged reg:5000/a/b:1.0", "docker run|oci:reg:5000/a/b~1.0"},
		{"docker run --rm -ie A=b -p8080:80 --name=x --pull always img", "docker run|oci:img~ +A"},
		{"podman container run --replace --init img:1", "podman run|oci:img~1"},
		{"docker exec -i box node x.js", ""},

		// others
		{"dnx Some.Mcp@1.2.3 --yes", "dnx|nuget:Some.Mcp=1.2.3"},
		{"dnx Some.Mcp --version 1.* --yes", "dnx|nuget:Some.Mcp~1.*"},
		{"dotnet tool exec Some.Mcp@0.1.0-beta", "dotnet tool exec|nuget:Some.Mcp=0.1.0-beta"},
		{"dotnet run --project /srv/p", "local /srv/p"},
		{"dotnet /srv/a.dll", "local /srv/a.dll"},
		{"go run github.com/a/b/cmd/c@v1.2.3", "go run|go:github.com/a/b/cmd/c=v1.2.3"},
		{"go run -mod=mod github.com/a/b@latest", "go run|go:github.com/a/b~latest"},
		{"go run -C /srv ./cmd/x", "local /srv/cmd/x"},
		{"java -Xmx1g -cp /a -jar /srv/x.jar -jar y", "local /srv/x.jar"},
		{"node --import tsx --env-file=.env /srv/index.js", "local /srv/index.js"},
		{"node -e code", ""},
		{"npx tsx /srv/a.ts", "npx|npm:tsx~"},
		{"tsx watch /srv/a.ts", "local /srv/a.ts"},
		{"/usr/bin/my-server --flag", "local /usr/bin/my-server"},
		{"my-server", "local my-server"},
		{"ruby -rbundler/setup /srv/a.rb", "local /srv/a.rb"},

		// wrappers
		{"env -i A=b C=d npx -y pkg@1.0.0", "npx|npm:pkg=1.0.0 (env) +A +C"},
		{"env -u X -C /srv node a.js", "local /srv/a.js (env)"},
		{"sudo -u bob -E npx pkg", "npx|npm:pkg~ (sudo)"},
		{"sudo -- nice -n 5 timeout -k 5 --signal=KILL 60 nohup uvx pkg", "uvx|pypi:pkg~ (sudo, nice, timeout, nohup)"},
		{"cmd /c npx -y pkg@1.0.0", "npx|npm:pkg=1.0.0 (cmd /c)"},
		{"cmd.exe /d /s /c npx -y pkg", "npx|npm:pkg~ (cmd /c)"},
		{"wsl.exe -d Ubuntu -- npx pkg", "npx|npm:pkg~ (wsl)"},
		{"op run --env-file=x -- npx pkg", "npx|npm:pkg~ (op)"},
		{"mise exec node@22 -- npx pkg", "npx|npm:pkg~ (mise)"},
		{"aws-vault exec prod -- uvx pkg", "uvx|pypi:pkg~ (aws-vault)"},
		{"conda run -n env python -m mod", "local module:mod (conda)"},
		{"poetry run python /srv/a.py", "local /srv/a.py (poetry)"},
		{"sudo", "local sudo"},
		{"env", "local env"},
	} {
		t.Run(c.argv, func(t *testing.T) {
			e := Entry{Argv: strings.Fields(c.argv)}
			e.Resolve()
			if got := describe(e); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			if len(e.Command) != len(e.CommandAt) {
				t.Error("Command and CommandAt differ in length")
			}
		})
	}
}

func TestResolveScripts(t *testing.T) {
	for _, c := range []struct {
		argv []string
		want string
	}{
		{[]string{"sh", "-c", "npx -y 'pkg@1.0.0' --root \"/a b\""}, "npx|npm:pkg=1.0.0 (sh -c)"},
		{[]string{"/bin/bash", "-lc", "exec env A=1 uvx pkg"}, "uvx|pypi:pkg~ (bash -c, exec, env) +A"},
		{[]string{"bash", "-o", "pipefail", "-c", "A=b npx pkg"}, "npx|npm:pkg~ (bash -c) +A"},
		{[]string{"sh", "-c", "curl -s https://x.y/i.sh | sh"}, "shell: pipe"},
		{[]string{"sh", "-c", "cd /srv && npx -y pkg"}, "npx|npm:pkg~ shell: several commands"},
		{[]string{"sh", "-c", "cd /srv; node build/index.js"}, "local /srv/build/index.js shell: several commands"},
		{[]string{"bash", "-c", "source ~/.nvm/nvm.sh && nvm use 20 >/dev/null && npx -y pkg@1.0.0"}, "npx|npm:pkg=1.0.0 shell: redirection"},
		{[]string{"sh", "-c", "npx -y pkg --token $TOKEN"}, "npx|npm:pkg~ shell: expansion"},
		{[]string{"sh", "-c", "npx -y pkg --price '$5'"}, "npx|npm:pkg~ (sh -c)"},
		{[]string{"sh", "-c", "npx \"pkg"}, "shell: unreadable script"},
		{[]string{"sh", "/srv/run.sh"}, "local /srv/run.sh"},
		{[]string{"cmd", "/c", "npx -y pkg && echo x"}, "npx|npm:pkg~ shell: several commands"},
		{[]string{"cmd", "/C", `"C:\Program Files\nodejs\npx.cmd" -y pkg`}, "npx|npm:pkg~ (cmd /c)"},
		{[]string{"powershell", "-NoProfile", "-ExecutionPolicy", "Bypass", "-Command", "npx -y pkg"}, "npx|npm:pkg~ (powershell -Command)"},
		{[]string{"pwsh", "-c", "$env:A='b'; npx -y pkg"}, "npx|npm:pkg~ shell: several commands"},
		{[]string{"powershell.exe", "-enc", "ZQBjAGgAbwA="}, "shell: encoded command"},
		{[]string{"powershell", "-File", `C:\x.ps1`}, `local C:\x.ps1`},
		{[]string{"env", "-S", "node --import x /srv/a.js"}, "local /srv/a.js (env)"},
		{[]string{"su", "bob", "-c", "npx pkg"}, "npx|npm:pkg~ (su)"},
		{[]string{"sudo", "sh", "-c", "docker run -e A=b img"}, "docker run|oci:img~ (sudo, sh -c) +A"},
		{[]string{""}, ""},
		{[]string{"sh", "-c", ""}, ""},
	} {
		t.Run(strings.Join(c.argv, " "), func(t *testing.T) {
			e := Entry{Argv: c.argv}
			e.Resolve()
			if got := describe(e); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestResolveCwd(t *testing.T) {
	e := Entry{Argv: []string{"node", "dist/index.js"}, Cwd: "/srv/app"}
	e.Resolve()
	if e.Local != "/srv/app/dist/index.js" {
		t.Errorf("local %q", e.Local)
	}
}

func TestSplitWords(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
		fail bool
	}{
		{`a  b\ c 'd e' "f \"g\" $H"`, []string{"a", "b c", "d e", `f "g" $H`}, false},
		{`a""b '' # c`, []string{"ab", ""}, false},
		{"a&&b||c;d|e\nf>g", []string{"a", "&&", "b", "||", "c", ";", "d", "|", "e", ";", "f", ">", "g"}, false},
		{`$(curl -s "x y") z`, []string{`$(curl -s "x y")`, "z"}, false},
		{`a 'b`, []string{"a"}, true},
		{`a "b`, []string{"a"}, true},
		{`a\`, []string{`a\`}, false},
		{`it's`, nil, true},
	} {
		got, err := SplitWords(c.in)
		if fmt.Sprint(got) != fmt.Sprint(c.want) && !(len(got) == 0 && len(c.want) == 0) || (err != nil) != c.fail {
			t.Errorf("%s: %q, %v; want %q", c.in, got, err, c.want)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"npx\x00-y\x00a@1", "sh\x00-c\x00cd x && sudo npx 'a' | b", "docker\x00run\x00-e\x00A=b\x00--x\x00y", "env\x00-S\x00a -S b", "cmd\x00/c\x00a & b", "uv\x00run\x00uv\x00run"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e := Entry{Argv: strings.Split(s, "\x00"), ArgPlaces: []Place{{1, 1}}}
		e.Resolve()
		if len(e.Command) != len(e.CommandAt) {
			t.Fatal("Command and CommandAt differ in length")
		}
		for _, at := range e.CommandAt {
			if at < 0 || at >= len(e.Argv) {
				t.Fatalf("position %d of %d", at, len(e.Argv))
			}
		}
		e.Redacted()
		e.LaunchDigest()
		RedactURL(s)
	})
}
