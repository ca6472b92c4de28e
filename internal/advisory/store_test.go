package advisory

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is a store with something in every section.
func sample(t testing.TB) []byte {
	return bytesOf(t, "cve,dateAdded\nCVE-2025-10001,2025-06-01\n", "cve,epss,percentile\nCVE-2025-10001,0.1,0.2\n",
		fields{id: "GHSA-aaaa-bbbb-cc01", aliases: `"CVE-2025-10001"`, ecosystem: "npm", name: "a",
			more: `,"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]`},
		fields{id: "MAL-2025-7", ecosystem: "npm", name: "bad", affected: `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]`},
		fields{id: "GO-2025-0001", ecosystem: "Go", name: "example.org/m",
			affected: `"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.0.0"}]}],"ecosystem_specific":{"imports":[{"path":"example.org/m/x","symbols":["F","T.M"],"goos":["linux"]}]}`},
		fields{id: "PYSEC-2025-1", ecosystem: "PyPI", name: "p", affected: `"versions":["1.0","2.0"]`},
	)
}

// asked are lookups that read every section of sample.
var asked = []Package{{"npm", "a", "1.0.0"}, {"npm", "bad", "1"}, {"Go", "example.org/m", "v0.1.0"}, {"PyPI", "P", "1.0.0"}, {"npm", "none", "1.0.0"}}

// TestEveryByte changes each byte of a store in turn: no change goes unseen by Verify, and no lookup gives a changed answer.
func TestEveryByte(t *testing.T) {
	data := sample(t)
	good, err := FromBytes(data)
	if err != nil || good.Verify() != nil {
		t.Fatal(err, good.Verify())
	}
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 1 << (i % 8)
		s, err := FromBytes(changed)
		if err == nil && s.Verify() == nil {
			t.Fatalf("byte %d: the change is not seen", i)
		}
		if err != nil {
			continue
		}
		for _, p := range asked {
			want, _ := good.Affecting(p)
			if got, err := s.Affecting(p); err == nil && ids(got) != ids(want) {
				t.Fatalf("byte %d: %v: %q became %q", i, p, ids(want), ids(got))
			}
		}
	}
	for n := range data {
		if s, err := FromBytes(data[:n]); err == nil {
			t.Fatalf("cut to %d bytes it opens: %v", n, s.ID())
		}
	}
	if _, err := FromBytes(append(bytes.Clone(data), 0)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("with a byte more: %v", err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.badv")
	if err := os.WriteFile(path, sample(t), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil || !s.Built().Equal(built) {
		t.Fatal(err)
	}
	a, err := s.Affecting(asked[2])
	if err != nil || len(a.Matches) != 1 || len(a.Matches[0].Imports) != 1 || a.Matches[0].Imports[0].Symbols[1] != "T.M" || a.Matches[0].Imports[0].OS[0] != "linux" {
		t.Errorf("%+v, %v", a, err)
	}
	if err := os.Truncate(path, 1000); err != nil { // under the open store
		t.Fatal(err)
	}
	fresh := Package{"npm", "a", "1.0.0"}
	if a, err := s.Affecting(fresh); err == nil && len(a.Matches) != 1 {
		t.Errorf("a cut file answers %+v", a)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	for name, text := range map[string]string{"empty": "", "short": "BTZNADV1", "other": strings.Repeat("x", 500)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(dir); err == nil {
		t.Error("a directory opens")
	}
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// FuzzStore changes a store and mends its hashes, so that the changes get past them, and asks everything: no input makes it
// fail in another way than by an error, or answer with an id that cannot be shown.
func FuzzStore(f *testing.F) {
	data := sample(f)
	f.Add(data, uint16(0), byte(0))
	f.Add(data[:200], uint16(70), byte(255))
	f.Fuzz(func(t *testing.T, data []byte, at uint16, to byte) {
		if len(data) > 1<<16 {
			return
		}
		data = bytes.Clone(data)
		if int(at) < len(data) {
			data[at] = to
		}
		mend(data)
		s, err := FromBytes(data)
		if err != nil {
			return
		}
		s.Verify()
		s.Info().Newest()
		for _, p := range asked {
			a, err := s.Affecting(p)
			if err == nil {
				for _, m := range a.Matches {
					if m.ID == "" && m.Public {
						t.Errorf("%+v", m)
					}
				}
			}
		}
		b := newBuilder(built)
		if b.load(s) == nil {
			b.encode()
		}
	})
}
