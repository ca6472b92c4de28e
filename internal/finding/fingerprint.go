package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Seal sorts findings, drops exact repeats, and gives each its ID and its fingerprint.
//
// A fingerprint hashes scanner, rule, cleaned path, anchor and the ordinal among equals in reading order: it does not
// change when lines above move, and two findings of one result never share it. Nothing secret goes in: with the hash of
// a weak password one has the password.
func Seal(fs []Finding) []Finding {
	slices.SortFunc(fs, Compare)
	fs = slices.CompactFunc(fs, func(a, b Finding) bool { return a.Scanner == b.Scanner && Compare(a, b) == 0 })
	// The ordinal counts in reading order, whatever the severities: policy may change those.
	order := make([]int, len(fs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := fs[i], fs[j]
		a.Severity, b.Severity = 0, 0
		return Compare(a, b)
	})
	seen := make(map[string]int, len(fs))
	for _, i := range order {
		f := &fs[i]
		key := strings.Join([]string{f.Scanner, f.Rule, path.Clean(f.Path), f.Anchor}, "\x00")
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		f.Fingerprint = hex.EncodeToString(sum[:16])
	}
	for i := range fs {
		fs[i].ID = fmt.Sprintf("F%d", i+1)
	}
	return fs
}
