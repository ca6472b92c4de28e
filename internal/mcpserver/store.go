package mcpserver

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/state"
	"bartizan/internal/target"
)

// maxKept is how many results the store keeps; the oldest go.
const maxKept = 100

// A kept is one result with what is needed to make it again.
type kept struct {
	Root     string            `json:"root"`
	Scope    string            `json:"scope"`
	Paths    []string          `json:"paths,omitempty"`
	Scanners []string          `json:"scanners,omitempty"`
	CodePath string            `json:"code_path,omitempty"` // of scan_code: the path the content was judged under
	Rounds   map[string]int    `json:"rounds,omitempty"`    // verify rounds in which a fingerprint was still open
	Hashes   map[string]string `json:"hashes,omitempty"`    // SHA-256 of the files that have findings, as they were
	Document *finding.Document `json:"document"`
}

// store keeps results on disk by the hash of their content, so that a scan_id outlives the process.
type store struct {
	dir state.Dir
}

var validScanID = regexp.MustCompile(`^s_[a-z2-7]{10}$`)

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// put keeps a result and returns its scan_id.
func (s *store) put(k *kept) (string, error) {
	// Measured times and verify rounds are not content.
	d := *k.Document
	d.TookMS = 0
	d.Coverage = slices.Clone(d.Coverage)
	for i := range d.Coverage {
		d.Coverage[i].MS = 0
	}
	content, err := json.Marshal(kept{Root: k.Root, Scope: k.Scope, Paths: k.Paths, Scanners: k.Scanners, CodePath: k.CodePath, Hashes: k.Hashes, Document: &d})
	if err != nil {
		return "", fmt.Errorf("keeping the result: %w", err)
	}
	sum := sha256.Sum256(content)
	id := "s_" + idEncoding.EncodeToString(sum[:])[:10]
	if err := s.write(id, k); err != nil {
		return "", fmt.Errorf("keeping the result: %w; set BARTIZAN_HOME to a writable folder", err)
	}
	s.prune()
	return id, nil
}

func (s *store) folder() string { return filepath.Join(string(s.dir), "results") }

func (s *store) write(id string, k *kept) error {
	if err := os.MkdirAll(s.folder(), 0o700); err != nil {
		return err
	}
	data, err := json.Marshal(k)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(s.folder(), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err := errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), filepath.Join(s.folder(), id+".json"))
}

// get returns a kept result. The id comes from a model: it names a file only when it has the form of an id.
func (s *store) get(id string) (*kept, error) {
	if !validScanID.MatchString(id) {
		return nil, fmt.Errorf("%q is not a scan_id: scan first", finding.Visible(id, 40))
	}
	data, err := target.ReadFile(filepath.Join(s.folder(), id+".json"), finding.MaxDocument)
	if err != nil {
		return nil, fmt.Errorf("no result is kept for %s: scan again", id)
	}
	k := new(kept)
	if err := json.Unmarshal(data, k); err != nil || k.Document == nil || k.Document.Schema != finding.Schema {
		return nil, fmt.Errorf("the result kept for %s cannot be read: scan again", id)
	}
	return k, nil
}

// prune removes the oldest results over maxKept. What cannot be removed now is tried again at the next put.
func (s *store) prune() {
	entries, err := os.ReadDir(s.folder())
	if err != nil {
		return
	}
	type result struct {
		name string
		age  int64
	}
	var results []result
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), "s_") {
			results = append(results, result{e.Name(), info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(results, func(a, b result) int { return int(max(-1, min(1, b.age-a.age))) })
	for _, r := range results[min(len(results), maxKept):] {
		os.Remove(filepath.Join(s.folder(), r.name))
	}
}
