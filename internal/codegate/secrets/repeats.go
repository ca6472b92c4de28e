package secrets

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/match"
)

const (
	maxFound   = 50_000 // findings held back for their repeats to be named
	maxRepeats = 5      // places of the same value named in one finding
	maxFolded  = 200    // and in one that stands for all of them
	minShared  = 10     // bytes of a value that is known again
	minFixture = 5      // places in tests and documents from which on a value is one fixture
)

// reportAll hands over the findings, each with the places of the same value in other files. Of a fixture of little weight
// that tests and documents repeat there is one finding, which names the other places.
func (e *engine) reportAll() {
	slices.SortFunc(e.found, func(a, b found) int {
		return cmp.Or(finding.Compare(a.Finding, b.Finding), cmp.Compare(a.Anchor, b.Anchor))
	})
	same := map[[sha256.Size]byte][]int{}
	if len(e.found) <= maxFound {
		for i, f := range e.found {
			same[f.value] = append(same[f.value], i)
		}
	}
	folded := make([]bool, len(e.found))
	for i := range e.found {
		if rest := same[e.found[i].value]; len(rest) > 1 && rest[0] == i {
			e.judgeTogether(rest)
			e.fold(rest, folded)
		}
	}
	for i, f := range e.found {
		if folded[i] {
			continue
		}
		n := 0
		last := f.Path
		for _, j := range same[f.value] {
			o := e.found[j]
			if f.Confidence == finding.Guess || o.Confidence == finding.Guess || folded[j] || o.Path == f.Path || o.Path == last || n == maxRepeats {
				continue
			}
			f.Related = append(f.Related, again(o))
			last = o.Path
			n++
		}
		e.pass.Report(f.Finding)
	}
	e.found = nil
}

func again(o found) finding.Location {
	loc := o.Location
	loc.Message = "the same value"
	return loc
}

// judgeTogether lets what is known of a value in one place count in the others: what is a secret in one file of a program
// is none the less one under a poorer name in another; a source map only repeats the file that it was made from.
func (e *engine) judgeTogether(places []int) {
	known := slices.ContainsFunc(places, func(i int) bool {
		f := e.found[i]
		return f.Confidence > finding.Guess && f.place == match.Ordinary && !f.weak
	})
	for _, i := range places {
		f := &e.found[i]
		if known && f.Confidence == finding.Guess && f.place == match.Ordinary && !f.weak {
			f.Confidence = finding.Likely
		}
		if made, ok := strings.CutSuffix(f.Path, ".map"); ok && slices.ContainsFunc(places, func(j int) bool { return e.found[j].Path == made }) {
			f.Confidence = finding.Guess
		}
	}
}

// fold keeps one of many findings of low severity of one rule, in tests and documents, that show the same value.
func (e *engine) fold(places []int, folded []bool) {
	byRule := map[string][]int{}
	for _, i := range places {
		if f := e.found[i]; f.place != match.Ordinary && f.Severity <= finding.Low {
			byRule[f.Rule] = append(byRule[f.Rule], i)
		}
	}
	for _, is := range byRule {
		if len(is) < minFixture {
			continue
		}
		// The surest stands for the rest, or the first.
		best := slices.MinFunc(is, func(i, j int) int {
			return cmp.Or(cmp.Compare(e.found[j].Confidence, e.found[i].Confidence), cmp.Compare(i, j))
		})
		stands := &e.found[best]
		stands.Message += fmt.Sprintf("; the same value in %d more places", len(is)-1)
		for _, i := range is {
			if i == best {
				continue
			}
			folded[i] = true
			if len(stands.Related) < maxFolded {
				stands.Related = append(stands.Related, again(e.found[i]))
			}
		}
	}
}
