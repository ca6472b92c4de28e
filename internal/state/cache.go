package state

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A Cache keeps bytes under the SHA-256 of what they were computed from. Several processes may use it at once: an entry is
// written whole under another name and renamed, and never changed afterwards. What cannot be kept is computed again, so
// nothing here is an error.
type Cache struct{ dir string }

// Bounds of a cache.
const (
	MaxCache      = 512 << 20 // bytes; Trim removes what was used longest ago
	maxCacheEntry = 32 << 20
	trimEvery     = 24 * time.Hour
	touchEvery    = time.Hour
)

// Cache gives the cache of one kind of thing, a plain word. The folder is made when the first entry is.
func (d Dir) Cache(kind string) Cache { return Cache{filepath.Join(string(d), "cache", kind)} }

// A Key names an entry.
type Key [sha256.Size]byte

// KeyOf hashes parts, each with its length.
func KeyOf(parts ...[]byte) (k Key) {
	h := sha256.New()
	var size [8]byte
	for _, p := range parts {
		for i := range size {
			size[i] = byte(len(p) >> (8 * i))
		}
		h.Write(size[:])
		h.Write(p)
	}
	h.Sum(k[:0])
	return k
}

func (c Cache) name(k Key) string {
	s := hex.EncodeToString(k[:])
	return filepath.Join(c.dir, s[:2], s[2:])
}

// Has says whether there is an entry. Its bytes may be gone, or no good, when they are asked for.
func (c Cache) Has(k Key) bool {
	info, err := os.Lstat(c.name(k))
	return err == nil && info.Mode().IsRegular()
}

// Get returns an entry's bytes. The last eight bytes of a file are the beginning of a hash of the others: a file that was cut
// or changed is none.
func (c Cache) Get(k Key) ([]byte, bool) {
	name := c.name(k)
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxCacheEntry {
		return nil, false
	}
	data, err := os.ReadFile(name)
	if err != nil || len(data) < checkBytes {
		return nil, false
	}
	data, sum := data[:len(data)-checkBytes], data[len(data)-checkBytes:]
	if !slices.Equal(sum, check(k, data)) {
		return nil, false
	}
	if now := time.Now(); now.Sub(info.ModTime()) > touchEvery {
		_ = os.Chtimes(name, now, now) // only what Trim goes by
	}
	return data, true
}

const checkBytes = 8

func check(k Key, data []byte) []byte {
	sum := KeyOf(k[:], data)
	return sum[:checkBytes]
}

// Put keeps bytes.
func (c Cache) Put(k Key, data []byte) {
	if len(data) > maxCacheEntry-checkBytes {
		return
	}
	name := c.name(k)
	if os.MkdirAll(filepath.Dir(name), 0o700) != nil {
		return
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return
	}
	_, err = tmp.Write(append(slices.Clip(data), check(k, data)...))
	if errors.Join(err, tmp.Close()) != nil || os.Rename(tmp.Name(), name) != nil {
		os.Remove(tmp.Name())
	}
}

// Trim removes the entries that were used longest ago until the rest is at most max bytes; it looks once a day.
func (c Cache) Trim(max int64) {
	mark := filepath.Join(c.dir, "trimmed")
	if info, err := os.Stat(mark); err == nil && time.Since(info.ModTime()) < trimEvery {
		return
	}
	type entry struct {
		name string
		size int64
		used time.Time
	}
	var all []entry
	var total int64
	err := filepath.WalkDir(c.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == mark {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return nil // another process was faster
		}
		all = append(all, entry{p, info.Size(), info.ModTime()})
		total += info.Size()
		return nil
	})
	if err != nil {
		return
	}
	slices.SortFunc(all, func(a, b entry) int { return a.used.Compare(b.used) })
	for _, e := range all {
		if total <= max {
			break
		}
		if os.Remove(e.name) == nil {
			total -= e.size
		}
	}
	_ = os.WriteFile(mark, nil, 0o600)
}
