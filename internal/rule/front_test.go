package rule

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// same compares what two nodes mean: kind, resolved tag, value, place, children.
func same(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.ShortTag() != b.ShortTag() || a.Value != b.Value || a.Line != b.Line || a.Column != b.Column || len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		if !same(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

// differs reports front matter that simpleFront takes and the library reads otherwise.
func differs(front string) bool {
	got, ok := simpleFront(front)
	if !ok {
		return false
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(front), &doc); err != nil || len(doc.Content) != 1 {
		return true
	}
	return !same(got, doc.Content[0])
}

// TestSimpleFrontOnThePack reads every rule's front matter both ways, and demands that nearly all have their common keys read
// without the library: wholly simple, or with those keys parted from the scanner's own.
func TestSimpleFrontOnThePack(t *testing.T) {
	files, err := filepath.Glob("../../rules/*/*/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	simple := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		front, _, err := split(data)
		if err != nil {
			t.Fatal(err)
		}
		if differs(string(front)) {
			t.Errorf("%s is read otherwise by the YAML library", name)
		}
		if _, ok := simpleFront(string(front)); ok {
			simple++
		} else if head, rest, ok := splitKeys(string(front)); ok {
			if _, ok := simpleFront(head); ok {
				simple++
			}
			if parted(t, string(front), head, rest) {
				t.Errorf("%s is parted wrongly", name)
			}
		}
	}
	if simple < len(files)*8/10 {
		t.Errorf("only %d of %d are simple", simple, len(files))
	}
}

// parted reports that the two parts of front matter do not hold what the whole has.
func parted(t *testing.T, front, head, rest string) bool {
	t.Helper()
	var whole, first, second map[string]any
	for text, into := range map[string]*map[string]any{front: &whole, head: &first, rest: &second} {
		if err := yaml.Unmarshal([]byte(text), into); err != nil {
			return true
		}
	}
	for key, value := range second {
		first[key] = value
	}
	return !reflect.DeepEqual(whole, first)
}

func FuzzSimpleFront(f *testing.F) {
	for _, s := range []string{"a: b", "a: [1, 'x''y', \"z\"]\nb: {c: 1, d: [e]}", "a: ~", "a: 0x1F", "a: 1e3", "a: yes", "a: 'b' c", "a: [b, ]", "a: {b: }", "a: - b", "a: b #c", "a: [a b: c]",
		"a: 2026-01-01", "a: <<", "a: .inf", "a: b\nA: c", "a: [[x], {y: z}]", "a: |", "a: 'x", "a:  b", "a: b\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, front string) {
		if strings.ContainsRune(front, '\r') {
			return // a lone CR is a line break to YAML; rule files are split at \n before this
		}
		if differs(front) {
			t.Fatalf("%q is read otherwise by the YAML library", front)
		}
	})
}
