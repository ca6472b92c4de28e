package server

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// drawn makes a token of n characters of an alphabet, the same in every run.
func drawn(n int, alphabet string) string {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

const (
	mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	hexes = "0123456789abcdef"
)

func TestRedactedHidesSecrets(t *testing.T) {
	token, hexToken, lower := drawn(40, mixed), drawn(32, hexes), drawn(60, "abcdefghijklmnopqrstuvwxyz0123456789")
	for _, argv := range [][]string{
		{"npx", "-y", "x", "--token", "S3CRET"},
		{"npx", "x", "--api-key=S3CRET"},
		{"x", "--apiKey", "S3CRET"},
		{"x", "--header", "Authorization: Bearer S3CRET"},
		{"x", "-H", "X-Thing:S3CRET"},
		{"x", "--header=Authorization: S3CRET"},
		{"env", "DB_PASSWORD=S3CRET", "x"},
		{"docker", "run", "-e", "PLAIN=S3CRET", "img"},
		{"docker", "run", "--env=PLAIN=S3CRET", "img"},
		{"x", "postgresql://bob:S3CRET@host:5432/db"},
		{"x", "postgresql://bob:p/S3CRET#x@host:5432/db"},
		{"x", "https://S3CRET@example.com/a"},
		{"x", "https://example.com/mcp?api_key=S3CRET&x=1"},
		{"x", "--url=https://example.com/mcp?token=S3CRET"},
		{"x", "Server=h;User=a;Password=S3CRET;"},
		{"x", "mysql bob:pw host=1 password=S3CRET"},
		{"sh", "-c", "npx x --token S3CRET | cat"},
		{"sh", "-c", "curl -H 'Authorization: Bearer S3CRET123' https://a.b"},
		{"sh", "-c", "A_TOKEN=S3CRET npx x"},
		{"sh", "-c", "curl -u bob:S3CRET https://a.b"},
		{"curl", "-u", "bob:S3CRET", "https://a.b"},
		{"x", "--password", "S3CRET"},
		{"x", token},
		{"x", hexToken},
		{"x", "--thing=" + token},
		{"x", "https://mcp.example.com/s/" + token + "/mcp"},
		{"x", "https://mcp.example.com/s?z=" + hexToken},
		{"x", "gh" + "p_" + drawn(36, mixed)},
		{"x", `{"apiKey": "S3CRET"}`},
		{"npx", "cli", "run", "--config", `"{\"searchApiKey\":\"S3CRET\"}"`},
		{"npx", "start", "napi_" + lower},
	} {
		e := Entry{Argv: argv, URL: argv[len(argv)-1], Env: []Var{{Name: "A", Value: "S3CRET"}}, Headers: []Var{{Name: "B", Value: "S3CRET"}}, Auth: []Var{{Name: "C", Value: "S3CRET"}}}
		e.Resolve()
		if strings.HasPrefix(e.URL, "-") || !strings.Contains(e.URL, "://") {
			e.URL = ""
		}
		out, err := json.Marshal(e.Redacted())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"S3CRET", token, hexToken, lower, drawn(36, mixed)} {
			if strings.Contains(string(out), s) {
				t.Errorf("%q: %s", argv, out)
				break
			}
		}
	}
}

func TestRedactedKeepsTheRest(t *testing.T) {
	for _, argv := range [][]string{
		{"npx", "-y", "@modelcontextprotocol/server-sequential-thinking@2025.7.1", "--max-tokens", "500"},
		{"docker", "run", "-i", "--rm", "-e", "TOKEN", "--mount", "type=bind,src=/a,dst=/b", "ghcr.io/o/r@" + digest},
		{"npx", "mcp-remote", "https://example.com/mcp?x=1", "--header", "Authorization:${AUTH}"},
		{"uvx", "--from", "git+https://github.com/o/r@" + commit, "tool"},
		{"x", "--token", "${input:token}", "--api-key=$KEY", "A=${B}"},
		{"node", "/Users/Bob/Projects2024/MyVeryLongProjectName/dist/index.js", "--token-file", "/run/x"},
		{"x", "ssh://git@github.com/o/r", "--author", "Bob", "--keyboard", "de"},
		{"C:\\Program Files\\x\\y.exe", "--port", "8080"},
		{"x", "@upstash/context7-mcp", "--transport=streamable-http-with-a-long-name"},
	} {
		if got := strings.Join(RedactArgv(argv), " "); got != strings.Join(argv, " ") {
			t.Errorf("\n got %s\nwant %s", got, strings.Join(argv, " "))
		}
	}
}

func TestRedactedIsACopy(t *testing.T) {
	e := Entry{Argv: []string{"x", "--token", "S3CRET"}, Env: []Var{{Name: "A", Value: "S3CRET"}}}
	e.Redacted()
	if e.Argv[2] != "S3CRET" || e.Env[0].Value != "S3CRET" {
		t.Error("the original was changed")
	}
}

func TestLaunchDigest(t *testing.T) {
	base := Entry{Argv: []string{"a", "b"}, Env: []Var{{Name: "X"}, {Name: "Y"}}}
	same := Entry{Argv: []string{"a", "b"}, Env: []Var{{Name: "Y", Value: "v"}, {Name: "X"}}, Name: "other", File: "/f"}
	if base.LaunchDigest() != same.LaunchDigest() {
		t.Error("values, names and order of variables are not part of a launch")
	}
	seen := map[string]bool{base.LaunchDigest(): true}
	for _, e := range []Entry{
		{Argv: []string{"ab"}, Env: base.Env}, {Argv: []string{"a", "b"}}, {Argv: base.Argv, Env: base.Env, Cwd: "/"},
		{Argv: base.Argv, Env: base.Env, URL: "http://x"}, {Argv: []string{"a"}, Env: []Var{{Name: "b"}, {Name: "X"}, {Name: "Y"}}},
	} {
		if d := e.LaunchDigest(); seen[d] {
			t.Errorf("%v shares a digest", e.Argv)
		} else {
			seen[d] = true
		}
	}
}
