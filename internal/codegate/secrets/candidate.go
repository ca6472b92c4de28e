package secrets

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/match"
)

// A candidate is a value that may be a credential, with what is known of it.
type candidate struct {
	start, end int    // the value as written, without quotes
	value      string // decoded one level
	key        string // the name it is bound to, or ""
	source     string // where it was read, in words
	rule       *match.Rule
	outcome    match.Outcome
	odds       float64
	weak       bool // what an attacker tries first
	confidence finding.Confidence
}

// bound hands over a value that is bound to a name; the score decides. class NoSecret asks the name.
type bound struct {
	start, end int
	value      string
	key        string
	class      match.Class
	soft       bool
	reader     match.Reader
	program    bool
	company    bool
	family     string // in place of the class's own
	source     string
	inLock     bool // counts in a lockfile too
}

const (
	maxValue = 16 << 10 // bytes of a value
	maxKept  = 1_000    // findings in a file
)

// bind scores a value and adds it under the family of its class.
func (f *file) bind(b bound) {
	if len(b.value) > maxValue || strings.TrimSpace(b.value) == "" || f.lock && !b.inLock {
		return
	}
	class := b.class
	soft := b.soft
	if class == match.NoSecret {
		k := match.ClassifyKey(b.key)
		class, soft = k.Class, k.Soft || soft
		if class == match.NoSecret {
			class, soft = match.Outweighs(b.key, b.value), true
		}
	}
	if class == match.NoSecret || b.reader == match.Comparison && match.IsSentinel(b.value) {
		return
	}
	if f.bound++; f.bound > maxBound {
		f.over = fmt.Sprintf("more than %d values are bound to names for secrets; the rest is not looked at", maxBound)
		return
	}
	place := f.place
	if f.style.kind == program && b.reader != match.Stored {
		switch {
		case f.inDocString(b.start):
			b.reader, b.company, place = match.Comment, false, max(place, match.Doc)
		case f.commented(b.start):
			b.reader, b.company = match.Comment, false
		}
	}
	v := match.Value{Text: b.value, Key: scoredKey(b), Class: class, Soft: soft, Reader: b.reader, Place: place, Company: b.company, Program: b.program}
	odds, weak := match.Score(v)
	if decoded, ok := decode(b.value); ok {
		// Encoding does not make a placeholder a secret, nor hide one.
		v.Text = decoded
		if o, w := match.Score(v); o < odds && w {
			odds, weak = o, w
		}
		f.again(decoded, b.start, b.end)
	} else if b.end-b.start != len(b.value) || string(f.data[b.start:b.end]) != b.value {
		f.again(b.value, b.start, b.end)
	}
	family := b.family
	if family == "" {
		family = class.String()
		if weak && (class == match.Password || class == match.Secret) && b.reader != match.Stored {
			family = "weak-default"
		}
	}
	r := f.families[family]
	if r == nil {
		return
	}
	outcome, ok := r.Judge(b.value)
	if !ok {
		return
	}
	if _, ok := match.Grade(odds); !ok {
		return
	}
	f.add(candidate{start: b.start, end: b.end, value: b.value, key: b.key, source: b.source, rule: r, outcome: outcome, odds: odds, weak: weak})
}

// scoredKey gives the name that a value may repeat. That a password in a URL repeats its user's name says nothing.
func scoredKey(b bound) string {
	if b.family == "url" {
		return ""
	}
	return b.key
}

// stored hands over a value whose place says that it is a credential: only a reference, a mask or a placeholder is none.
func (f *file) stored(family, source, key, value string, start, end int, class match.Class) {
	f.bind(bound{start: start, end: end, value: value, key: key, class: class, reader: match.Stored, family: family, source: source, company: true})
}

// again runs the rules over a value that is not written as it is meant; what they find is reported at the whole value.
func (f *file) again(value string, start, end int) {
	if len(value) < 16 || !f.spend(len(value)) {
		return
	}
	f.set.Find(f.name, []byte(value), match.Finder{Match: func(m match.Match) {
		f.add(candidate{start: start, end: end, value: value[m.Start:m.End], rule: m.Rule, outcome: m.Outcome, source: "decoded text"})
	}})
}

// decode undoes base64 that holds text, or percent encoding.
func decode(s string) (string, bool) {
	if len(s) >= 8 && len(s)%4 == 0 && !match.Hex(s) {
		if d := match.DecodeBase64(s); len(d) >= 6 && printable(d) {
			return string(d), true
		}
	}
	if strings.Contains(s, "%") {
		if d, err := url.PathUnescape(s); err == nil && d != s {
			return d, true
		}
	}
	return "", false
}

func printable(b []byte) bool {
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

func (f *file) add(c candidate) {
	if len(f.candidates) >= maxCandidates {
		f.over = "more than 20,000 possible secrets in one file; the rest is not looked at"
		return
	}
	if !c.rule.AllowsPath(f.name) {
		return
	}
	c.confidence = f.confidence(c)
	f.candidates = append(f.candidates, c)
}

// confidence says how sure the candidate is.
func (f *file) confidence(c candidate) finding.Confidence {
	conf := c.rule.Confidence
	switch {
	case c.outcome == match.Passed:
		return conf
	case c.outcome == match.Failed:
		return finding.Guess
	case c.rule.Regex != "":
		if f.place != match.Ordinary {
			conf = min(conf, finding.Likely)
		}
		if c.rule.Score {
			odds, _ := match.Score(match.Value{Text: c.value, Class: match.Token, Reader: match.Stored, Place: f.place})
			g, _ := match.Grade(odds)
			conf = min(conf, g)
		}
		return conf
	}
	g, _ := match.Grade(c.odds)
	if g == finding.Likely && !c.weak && c.odds >= 2.5 && conf == finding.Certain {
		return finding.Certain
	}
	return min(conf, g, finding.Likely)
}

// rank orders rules by how much they know: 0 is the most specific.
func rank(c candidate) int {
	switch {
	case c.outcome == match.Failed:
		return 5
	case c.rule.Regex != "" && !c.rule.Score && !slices.Contains(c.rule.Tags, "generic"):
		return 0
	case c.rule.Regex != "" && !c.rule.Score:
		return 1
	case c.rule.Regex != "":
		return 3
	}
	switch c.rule.Reader {
	case "password", "secret", "token", "api-key", "weak-default":
		return 4
	case "credential":
		return 5
	}
	return 2
}

// resolve keeps one candidate of those that share bytes.
func (f *file) resolve() []candidate {
	slices.SortStableFunc(f.candidates, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(rank(a), rank(b)),
			cmp.Compare(b.confidence, a.confidence),
			cmp.Compare(longestKeyword(b.rule), longestKeyword(a.rule)),
			cmp.Compare(b.odds, a.odds),
			cmp.Compare(a.start, b.start),
			cmp.Compare(b.end, a.end),
			cmp.Compare(a.rule.ID, b.rule.ID),
			cmp.Compare(a.key, b.key),
		)
	})
	var kept []candidate
	taken := spans{}
	for _, c := range f.candidates {
		if taken.add(c.start, c.end) {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, func(a, b candidate) int { return cmp.Compare(a.start, b.start) })
	if len(kept) > maxKept {
		f.over = fmt.Sprintf("more than %d secrets in one file; the rest is not listed", maxKept)
		kept = kept[:maxKept]
	}
	return kept
}

func longestKeyword(r *match.Rule) int {
	n := 0
	for _, k := range r.Keywords {
		n = max(n, len(k))
	}
	return n
}

// spans is a set of disjoint spans, sorted.
type spans []span

// add puts in a span unless it shares a byte with one that is there.
func (s *spans) add(from, to int) bool {
	i, _ := slices.BinarySearchFunc(*s, from, func(x span, at int) int { return cmp.Compare(x.to, at+1) })
	if i < len(*s) && (*s)[i].from < max(to, from+1) {
		return false
	}
	*s = slices.Insert(*s, i, span{from, max(to, from+1)})
	return true
}
