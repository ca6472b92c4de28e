package secrets

import (
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/scan"
	"bartizan/internal/target"
)

// FuzzScan: whatever the bytes, findings stand inside of the file, no two share a byte, and none shows its value.
func FuzzScan(f *testing.F) {
	names := []string{"a.js", "a.py", "a.php", ".env", "a.yml", "a.json", "a.xml", "a.sql", "a.sh", "Dockerfile", ".netrc", ".pgpass", "shadow", "README.md", "a", ".npmrc", "yarn.lock", "a.go", ".git-credentials", "ipsec.secrets", "a.tf", "a.html", "a.md"}
	for i, text := range []string{
		"const password = 'blue7kite!' || process.env['X'] ?? `y`", "uri: a://b:c7kite@d/e", "INSERT INTO u (a, password) VALUES (1, 'x''7kite')", "machine a login b password 7kite",
		`{"auths":{"a.b":{"auth":"YW5uYTpxN1dtMmJ2WHo="}},"kty":"EC","d":"x7"}`, "jwt.sign(x, Buffer.from('whale-8341-signs', 'hex'))", "curl -u a:b7kite! http://x; mysql -pblue7kite!",
		"a:b:c:d:e7kite", "Authorization: Basic YXBwOmJsdWU3a2l0ZSE=", "<a user='b' password='c7kite!'>d</a>", "password: |\n  blue7kite!\n", "${PASSWORD:-blue7kite!}",
		"variable \"password\" {\n default = \"blue7kite!\"\n}\nname = \"token\"\nvalue = \"x\"", "<input type=\"password\" value=\"blue7kite!\">", "Authorization: Token a:q7Zk2mVx9RtB4wYnC8sLpD3f", "'password' => Hash::make('blue7kite!')",
	} {
		f.Add(uint8(i), text)
	}
	e, err := newEngine(&scan.Pass{Inventory: &target.Inventory{}, Rules: pack(f, "generic")}, Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		if len(text) > 1<<16 {
			return
		}
		name := names[int(which)%len(names)]
		v := e.open(name, target.NewFile(name, int64(len(text)), nil), &target.Content{Bytes: []byte(text)})
		v.read()
		kept := v.resolve()
		last := 0
		for _, c := range kept {
			if c.start < last || c.end < c.start || c.end > len(text) {
				t.Fatalf("%s: span %d to %d after %d of %d", c.rule.ID, c.start, c.end, last, len(text))
			}
			last = c.end
		}
		for i, fd := range v.findings() {
			loc := fd.Location
			if loc.Line < 1 || loc.Column < 1 || loc.EndLine < loc.Line || fd.Confidence > finding.Certain {
				t.Fatalf("location %+v", loc)
			}
			for _, s := range []string{fd.Anchor, fd.Fix.Title} {
				if v := kept[i].value; len(v) > 7 && strings.Contains(s, v) {
					t.Fatalf("%s shows its value in %q", fd.Rule, s)
				}
			}
		}
	})
}
