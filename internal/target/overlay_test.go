package target

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOverlay(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.js": "one", "sub/b.js": "two"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	inv, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	over := inv.Overlay(map[string][]byte{"sub/b.js": []byte("\xEF\xBB\xBFother"), "aa.py": []byte("new")})
	want := map[string]string{"a.js": "one", "aa.py": "new", "sub/b.js": "other"}
	if len(over.Files) != len(want) || over.Root != inv.Root {
		t.Fatalf("%d files", len(over.Files))
	}
	last := ""
	for _, f := range over.Files {
		c, err := f.Content()
		if err != nil || string(c.Bytes) != want[f.Path] || f.Path <= last {
			t.Errorf("%s: %q, %v", f.Path, c.Bytes, err)
		}
		last = f.Path
	}
	if f, _ := over.Find("aa.py"); f.Language != "python" || f.Disk() != "" {
		t.Errorf("%+v", f)
	}
	if f, _ := inv.Find("sub/b.js"); f == nil || f.Size != 3 || f.Disk() == "" {
		t.Errorf("the inventory below changed: %+v", f)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "sub", "b.js")); err != nil || string(data) != "two" {
		t.Errorf("the disk changed: %q", data)
	}
}
