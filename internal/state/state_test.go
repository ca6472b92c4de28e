package state

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

func TestFind(t *testing.T) {
	env := func(m map[string]string) func(string) string { return func(k string) string { return m[k] } }
	want := t.TempDir()
	if d, err := Find(env(map[string]string{"BARTIZAN_HOME": want})); err != nil || string(d) != want {
		t.Errorf("%s, %v", d, err)
	}
	if d, err := Find(env(nil)); err != nil || filepath.Base(string(d)) != "bartizan" || !filepath.IsAbs(string(d)) {
		t.Errorf("%s, %v", d, err)
	}
}

func TestKeyIsMadeOnceByManyProcesses(t *testing.T) {
	dir := Dir(filepath.Join(t.TempDir(), "state"))
	keys := make([][]byte, 16)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			k, err := dir.Key()
			if err != nil {
				t.Error(err)
			}
			keys[i] = k
		})
	}
	wg.Wait()
	for _, k := range keys {
		if len(k) != keyBytes || !bytes.Equal(k, keys[0]) {
			t.Fatal("two keys were made")
		}
	}
	info, err := os.Stat(filepath.Join(string(dir), "secret.key"))
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the key has mode %o", info.Mode().Perm())
	}
}

func TestKeyOfWrongLengthIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "secret.key")
	if err := os.WriteFile(name, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Dir(dir).Key(); err == nil {
		t.Error("a broken key was accepted")
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "short" {
		t.Errorf("the file was touched: %q, %v", data, err)
	}
}
