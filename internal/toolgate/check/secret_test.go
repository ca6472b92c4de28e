package check

import (
	"strings"
	"testing"

	"bartizan/internal/toolgate/server"
)

func TestDefaultSecret(t *testing.T) {
	t36 := token(32) + "Zk4q"
	for _, c := range []struct {
		name, value string
		want        bool
	}{
		{"DB_PASSWORD", "hunter22", true}, {"dbPassword", "p@$$word!", true}, {"POSTGRES_PASSWORD", "postgres", true}, {"PGPASSWORD", "correct-horse", true},
		{"API_KEY", t36, true}, {"openaiKey", t36, true}, {"X-Api-Key", t36, true}, {"AUTHORIZATION", t36, true}, {"ACCESS_TOKEN", "48219374650192837465", true},
		{"anything", "ghp_" + t36, true}, {"", "sk-proj-" + t36, true}, {"URL", "postgres://app:" + t36[:9] + "@db/x", true}, {"LINK", "https://x.example/?sig=" + t36, true},
		{"CONNECTION_STRING", "Server=x;User=sa;Password=" + t36[:10] + ";", true}, {"", "https://" + t36 + "@git.example/x", true},

		{"MAX_TOKENS", "4096", false}, {"TOKEN_FILE", "/run/secrets/token/q7ZkR2mXv9", false}, {"PUBLIC_KEY", t36, false}, {"KEY_ID", t36, false}, {"TOKENIZER", "q7ZkR2mXv9", false},
		{"PASSWORD_FILE", "/run/pw", false}, {"SECRET_NAME", "prod/db/password-1", false}, {"CACHE_KEY", t36, false}, {"PWD", "/home/u/x", false}, {"AUTH_TYPE", "oauth2-device", false},
		{"API_KEY", "", false}, {"API_KEY", "${env:API_KEY}", false}, {"API_KEY", "$API_KEY", false}, {"API_KEY", "%API_KEY%", false}, {"API_KEY", "{{api_key}}", false}, {"API_KEY", "op://vault/item/field", false},
		{"API_KEY", "your-api-key", false}, {"API_KEY", "YOUR_API_KEY_HERE", false}, {"API_KEY", "<key>", false}, {"API_KEY", "xxxxxxxxxxxxxxxx", false}, {"API_KEY", "sk-...", false}, {"API_KEY", "sk-xxxxxxxx", false},
		{"API_KEY", "insert_token_here", false}, {"API_KEY", "changeme", false}, {"API_KEY", "my-api-key", false}, {"API_KEY", "AKIAIOSFODNN7EXAMPLE", false}, {"TOKEN", "access-token", false}, {"GITHUB_TOKEN", "github_pat_your_token", false},
		{"DB_PASSWORD", "password", false}, {"DB_PASSWORD", "${DB_PASSWORD}", false}, {"DB_PASSWORD", "<password>", false},
		{"URL", "postgres://user:password@localhost/x", false}, {"URL", "postgres://app:${PW}@db/x", false}, {"URL", "postgres://app@db/x", false}, {"URL", "https://x.example/?page=2&key=name", false},
		{"SENTRY_DSN", "https://" + t36 + "@o1.ingest.sentry.io/2", false}, {"COMMIT", "0123456789abcdef0123456789abcdef01234567", false}, {"MODEL", "claude-opus-2026-10-01", false},
	} {
		if kind, ok := DefaultSecret(c.name, c.value); ok != c.want {
			t.Errorf("%s=%s: %v (%s), want %v", c.name, c.value, ok, kind, c.want)
		}
	}
}

func TestSecretPlaces(t *testing.T) {
	s := token(32)
	for _, c := range []struct{ argv, want string }{
		{"x --api-key " + s, "plaintext-secret-in-config high, secret-in-argument medium"},
		{"x --api-key=" + s, "plaintext-secret-in-config high, secret-in-argument medium"},
		{"x -H Authorization:~~Bearer~~" + s, "plaintext-secret-in-config high, secret-in-argument medium"},
		{"x API_KEY=" + s, "plaintext-secret-in-config high, secret-in-argument medium"},
		{`x {"client_secret":"` + s + `"}`, "plaintext-secret-in-config high, secret-in-argument medium"},
		{"x postgres://postgres:postgres@localhost/db", "plaintext-secret-in-config low, secret-in-argument medium"},
		{"x --token ${env:TOKEN}", "secret-in-argument medium"}, // cursor puts the value there
		{"x --token ${TOKEN}", ""}, // cursor does not
		{"x --token-file " + s, ""},
		{"x " + s, ""},
	} {
		all := judge(t, Input{Entries: []server.Entry{stdio("s", c.argv)}})
		if got := brief(all); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.argv, got, c.want)
		}
		for _, f := range all {
			if strings.Contains(f.Message+string(f.Evidence)+f.Anchor+f.Fix.Title, s) {
				t.Errorf("the secret is in %+v", f)
			}
		}
	}
	e := remote("s", "https://x.example/mcp/"+s+token(16)+"/sse", "Authorization: Bearer "+s, "X-Trace: "+s)
	if all := judge(t, Input{Entries: []server.Entry{e}}); len(all) != 2 {
		t.Errorf("got %s", brief(all))
	}
	e = remote("s", "https://x.example/mcp")
	e.Auth = []server.Var{{Name: "CLIENT_SECRET", Value: s}, {Name: "bearer_token", Value: s}, {Name: "CLIENT_ID", Value: "a"}}
	if got, want := brief(judge(t, Input{Entries: []server.Entry{e}})), "oauth-client-secret-in-config medium, plaintext-secret-in-config high"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
