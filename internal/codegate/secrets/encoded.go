package secrets

import (
	"strings"

	"bartizan/internal/match"
)

const (
	minEncoded = 32       // characters of base64 that are looked into
	maxEncoded = 64 << 10 // and at most
)

// base64Bytes tells the characters of both alphabets of RFC 4648.
var base64Bytes = func() (t [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_") {
		t[c] = true
	}
	return t
}()

// readEncoded looks for issued tokens in text that is written as base64.
func (f *file) readEncoded() {
	d := f.data
	for i := 0; i < len(d); {
		// A run holds every minEncoded-th byte: most bytes need not be looked at.
		at := i + minEncoded - 1
		if at >= len(d) {
			return
		}
		if !base64Bytes[d[at]] {
			i = at + 1
			continue
		}
		from := at
		for from > i && base64Bytes[d[from-1]] {
			from--
		}
		to := at + 1
		for to < len(d) && base64Bytes[d[to]] {
			to++
		}
		if to-from >= minEncoded {
			f.encoded(from, to)
		}
		i = to + 1
	}
}

func (f *file) encoded(from, to int) {
	if to-from > maxEncoded || !f.spend(to-from) {
		return
	}
	text := string(f.data[from:to])
	if strings.HasPrefix(text, "eyJ") { // a token's header, which the rules know
		return
	}
	head := match.DecodeBase64(text[:minEncoded])
	if head == nil || !printable(head) {
		return
	}
	d := match.DecodeBase64(text)
	if d == nil {
		d = match.DecodeBase64(text[:len(text)-len(text)%4])
	}
	if !printable(d) {
		return
	}
	decoded := string(d)
	f.set.Find(f.name, d, match.Finder{Match: func(m match.Match) {
		f.add(candidate{start: from, end: to, value: decoded[m.Start:m.End], rule: m.Rule, outcome: m.Outcome, source: "base64"})
	}})
}
