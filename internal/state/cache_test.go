package state

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestCacheKeeps(t *testing.T) {
	c := Dir(t.TempDir()).Cache("facts")
	k := KeyOf([]byte("a"), []byte("b"))
	if k == KeyOf([]byte("ab")) || k == KeyOf([]byte("a"), []byte("b"), nil) {
		t.Error("keys of other parts are equal")
	}
	if _, ok := c.Get(k); ok {
		t.Error("an empty cache has an entry")
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { c.Put(k, []byte("value")) })
	}
	wg.Wait()
	if data, ok := c.Get(k); !ok || string(data) != "value" {
		t.Errorf("%q, %v", data, ok)
	}
	left, err := filepath.Glob(filepath.Join(c.dir, "*", ".new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestCacheRefusesWhatWasChanged(t *testing.T) {
	c := Dir(t.TempDir()).Cache("facts")
	k := KeyOf([]byte("a"))
	c.Put(k, []byte("value"))
	whole, err := os.ReadFile(c.name(k))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{nil, whole[:len(whole)-1], whole[1:], append(bytes.Clone(whole), 0), append([]byte("V"), whole[1:]...)} {
		if err := os.WriteFile(c.name(k), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if data, ok := c.Get(k); ok {
			t.Errorf("%q was given as %q", bad, data)
		}
	}
	other := KeyOf([]byte("b"))
	if err := os.MkdirAll(filepath.Dir(c.name(other)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.name(other), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Get(other); ok {
		t.Error("an entry moved to another key was given")
	}
}

func TestTrimKeepsWhatWasUsedLast(t *testing.T) {
	c := Dir(t.TempDir()).Cache("facts")
	for i := range 10 {
		k := KeyOf([]byte{byte(i)})
		c.Put(k, make([]byte, 100))
		at := time.Now().Add(time.Duration(i-20) * time.Minute)
		if err := os.Chtimes(c.name(k), at, at); err != nil {
			t.Fatal(err)
		}
	}
	c.Trim(3 * (100 + checkBytes))
	for i := range 10 {
		if _, ok := c.Get(KeyOf([]byte{byte(i)})); ok != (i >= 7) {
			t.Errorf("entry %d: %v", i, ok)
		}
	}
	c.Trim(0)
	if _, ok := c.Get(KeyOf([]byte{9})); !ok {
		t.Error("trimmed twice on one day")
	}
}
