package secrets

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"bartizan/internal/scan"
	"bartizan/internal/target"
)

// project makes files of a few languages, n bytes in all, in which one line of forty binds a name for a secret.
func project(n int) map[string][]byte {
	rng := rand.New(rand.NewPCG(5, 6))
	words := strings.Fields("user name value request handler server token config range index result path data open close status error message item list page cache state event")
	lines := map[string][2]string{
		".js":   {"  const %s = %s(%s, { %s: '%s' });\n", "  const %sSecret = process.env.%s_SECRET || '%s-%d-signs';\n"},
		".go":   {"\t%s := %s(%s, %s.%s)\n", "\tconst %sToken, %sName = \"%s\", %d\n"},
		".yml":  {"%s:\n  %s: %s\n  %s: %s\n", "%s_password: ${%s_PASSWORD}\n%s: %d\n"},
		".json": {"{\"%s\": \"%s %s %s %s\"}\n", "{\"%s\": {\"%s_token\": \"%s\", \"n\": %d}}\n"},
		".md":   {"The %s of a %s is the %s that %s needs, see %s.\n", "Set %s_KEY and %s_TOKEN, as %s does, %d times.\n"},
	}
	files := map[string][]byte{}
	word := func() any { return words[rng.IntN(len(words))] }
	for i := 0; n > 0; i++ {
		for ext, l := range lines {
			var b strings.Builder
			for k := 0; b.Len() < 32<<10; k++ {
				if k%40 == 0 {
					fmt.Fprintf(&b, l[1], word(), word(), word(), k)
					continue
				}
				fmt.Fprintf(&b, l[0], word(), word(), word(), word(), word())
			}
			files[fmt.Sprintf("f%d%s", i, ext)] = []byte(b.String())
			n -= b.Len()
		}
	}
	return files
}

// BenchmarkScan reads 8 MB with the whole pack, without the cost of walking and opening files.
func BenchmarkScan(b *testing.B) {
	e, err := newEngine(&scan.Pass{Inventory: &target.Inventory{}, Rules: pack(b, "generic", "providers-a", "providers-b")}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	files := project(8 << 20)
	size := int64(0)
	for _, data := range files {
		size += int64(len(data))
	}
	b.SetBytes(size)
	for b.Loop() {
		for name, data := range files {
			f := e.open(name, target.NewFile(name, int64(len(data)), nil), &target.Content{Bytes: data})
			f.read()
			f.findings()
		}
	}
}
