package match

import (
	"math"
	"slices"
	"strings"

	"bartizan/internal/finding"
)

// A Reader says where a value was read, as far as that changes how likely it is a secret.
type Reader uint8

const (
	Setting    Reader = iota // a configuration file
	Export                   // a shell's or a container's environment
	Literal                  // a string literal bound to a name in a program
	Default                  // the literal that stands in for a missing setting
	Argument                 // a string literal passed where a secret is expected
	Comparison               // a string literal that a secret is compared with
	Comment                  // a setting that is commented out
	Stored                   // a file or field whose format holds nothing else
)

// A Place says what kind of file a value stands in.
type Place uint8

const (
	Ordinary Place = iota
	Test
	Doc
	Sample // .env.example, templates
	Locale // translations
)

// A Value is a candidate of the score.
type Value struct {
	Text    string
	Key     string
	Class   Class
	Soft    bool
	Reader  Reader
	Place   Place
	Company bool // a user, host or the like stands beside it
	Program bool // it is a literal of a program, where labels and names are common
}

// The weights are log odds (natural logarithm), added up. Recipe, 2026-11: set by hand, in steps of 0.1, while reading every
// candidate above the lower threshold in public trees (Go servers and the Go standard library, a TypeScript application,
// packages of npm and PyPI, a collection of credential files), so that secrets fall above LikelyAt and the rest below. No
// weight was fitted by a program. The table in values_test.go holds one line for each decision that must not change.
var (
	base = [...][8]float64{
		//           Setting Export Literal Default Argument Comparison Comment Stored
		Password:   {1.6, 1.6, 1.2, 1.2, 1.2, 0.8, 0.0, 4},
		Secret:     {0.6, 0.8, 0.7, 1.3, 1.6, 0.0, -0.8, 4},
		Token:      {-1.6, -1.4, -1.8, -1.6, -1.2, -2.0, -2.4, 3},
		APIKey:     {-1.6, -1.4, -1.6, -1.4, -1.2, -2.0, -2.4, 3},
		Credential: {-3.4, -3.2, -3.8, -3.6, -3.0, -4.0, -4.0, 2},
	}
	placeWeight = [...]float64{Ordinary: 0, Test: -2.2, Doc: -2.2, Sample: -3.0, Locale: -4.0}
)

const (
	wSoft         = -1.0
	wCompany      = 1.2
	wMask         = -9.0
	wStructural   = -5.0
	wReference    = -20.0
	wPlaceholder  = -5.0
	wWeakDefault  = 0.4  // a password that everybody knows is still the password
	wKeyRepeated  = -3.0 // the value repeats its own name
	wNameLike     = -2.2 // in a program
	wNameOfSecret = -2.4 // secret: db-credentials names an object that holds one
	wWeakInTest   = -2.0
	wLoose        = -4.0 // pass: "picking" says where something goes
	wOwnKey       = 0.8  // jwt, session, cookie …: what stands there is used
	wDotted       = -4.0
	wNonASCII     = -1.5
	wShort        = -1.5
	wVeryShort    = -3.5
	wLong         = -1.5
	wDigitsOnly   = -1.2
	wCapitalised  = -1.5
	// LikelyAt and GuessAt are the thresholds: even odds, and one in twelve.
	LikelyAt = 0.0
	GuessAt  = -2.4
)

// Score gives the log odds that v is a secret. Weak says that it is one that an attacker would try first.
func Score(v Value) (odds float64, weak bool) {
	if v.Class == NoSecret {
		return math.Inf(-1), false
	}
	text := strings.TrimSpace(v.Text)
	kind := KindOf(text, v.Program)
	bits := RandomBits(text)
	weak = Weak(text) || kind == Placeholder
	odds = base[v.Class][v.Reader] + placeWeight[v.Place]
	if v.Soft {
		odds += wSoft
	}
	if v.Class == Secret && ownKey(v.Key) {
		odds += wOwnKey
	}
	if v.Company && !v.Class.Issued() && v.Place == Ordinary {
		odds += wCompany
	}
	switch kind {
	case Reference:
		odds += wReference
	case Mask:
		odds += wMask
	case Structural:
		if known(text) {
			odds += placeholderWeight(v)
		} else {
			odds += wStructural
		}
	case Placeholder:
		odds += placeholderWeight(v)
	default:
		if weak && v.Class == Password {
			odds += wWeakDefault
		}
		if weak && (v.Place != Ordinary || v.Reader == Comment) {
			odds += wWeakInTest
		}
	}
	if v.Class == Password && !v.Company && Loose(v.Key) && !Classes(text).Digit && (NameLike(text) || RandomBits(text) < 2) {
		odds += wLoose
	}
	if v.Class != Password && digested(text) {
		odds += wReference
	}
	odds += lengthWeight(v, text) + shapeWeight(v, text, bits, weak)
	if v.Class.Issued() && v.Reader == Literal && v.Place == Ordinary && kind == Opaque && numbered(text) {
		odds = max(odds, GuessAt)
	}
	return odds, weak
}

// digested reports a digest that says which one it is.
func digested(s string) bool {
	name, sum, ok := strings.Cut(s, ":")
	if !ok {
		name, sum, ok = strings.Cut(s, "-")
	}
	name = strings.TrimPrefix(squeeze(name), "hmac")
	if strings.HasPrefix(name, "sha") || strings.HasPrefix(name, "md") || strings.HasPrefix(name, "blake") {
		return ok && len(sum) >= 4 && len(name) <= 8 && strings.ContainsAny(name, "0123456789")
	}
	return false
}

// numbered reports words in capitals with a number at the end, as people write codes by hand: STAGING-RELAY-42.
func numbered(s string) bool {
	head := strings.TrimRight(s, "0123456789")
	if len(s)-len(head) < 2 || len(head) < 8 || head != strings.ToUpper(head) || !strings.ContainsAny(head[len(head)-1:], "-_") {
		return false
	}
	return NameLike(head) && len(Words(head)) > 1
}

// placeholderWeight: "changeme" in a setting tells the reader what to do; in a program that runs with it, it is the
// secret that everybody can read. Nobody issues one.
func placeholderWeight(v Value) float64 {
	if v.Class.Issued() || v.Class == Credential || v.Reader == Comment || v.Place != Ordinary {
		return wPlaceholder
	}
	switch v.Reader {
	case Default, Argument:
		return -0.4
	case Export:
		return -0.6
	case Literal:
		return -0.5
	case Stored:
		return -2
	}
	return -1.4
}

// ownKey reports names of secrets that a program uses itself, never names of objects that hold one.
func ownKey(key string) bool {
	ws := Words(key)
	for i, w := range ws {
		switch w {
		case "jwt", "session", "cookie", "cookies", "signing", "hmac", "encryption", "flask", "django":
			return true
		case "secret":
			if i+1 < len(ws) && ws[i+1] == "key" {
				return true
			}
		}
	}
	return false
}

func lengthWeight(v Value, text string) float64 {
	w := 0.0
	n := len(text)
	drawn := v.Class == Secret && RandomBits(text) > float64(n)/2 // a whole key, written as base64
	switch {
	case n < 3:
		w += wVeryShort
	case n < 5:
		w += wShort
	case n > 300 && !drawn:
		w += wLong
	}
	switch {
	case v.Class.Issued() || v.Class == Credential:
		if n < 16 {
			w += wShort
		}
		if n < 10 {
			w += wShort
		}
	case v.Class == Secret && n < 8 && v.Reader != Argument && v.Reader != Default:
		w += wShort / 2
	}
	return w
}

func shapeWeight(v Value, text string, bits float64, weak bool) float64 {
	w := 0.0
	c := Classes(text)
	switch {
	case v.Class.Issued():
		w += clamp(bits/7, -4, 4.2)
	case v.Class == Credential:
		w += clamp(bits/7, -4, 5)
	case !weak || v.Place != Ordinary || v.Reader == Comment:
		w += clamp(bits/12, -0.6, 3)
	}
	if c.Other {
		w += wNonASCII
	}
	if allDigits(text) {
		w += wDigitsOnly
		if v.Class != Password {
			w += 2 * wDigitsOnly
		}
	}
	if v.Reader == Stored {
		return w
	}
	repeats := RepeatsKey(text, v.Key) || v.Class != Password && RepeatsKey(strings.TrimRight(text, "0123456789"), v.Key)
	inUse := weak && v.Place == Ordinary && v.Reader != Comment && !v.Class.Issued() && (!repeats || v.Reader == Default || v.Reader == Argument)
	if repeats && v.Reader != Default && v.Reader != Argument && (v.Program || !known(text) || ClassifyKey(text).Class != NoSecret) {
		w += wKeyRepeated
		if v.Company && !v.Program {
			w -= wKeyRepeated / 2
		}
	}
	program := v.Program || v.Place == Locale
	if program && !repeats && !inUse && entitled(text, v.Key) {
		w += wKeyRepeated
	}
	switch {
	case v.Reader == Comparison && NameLike(text) && ClassifyKey(text).Class != NoSecret:
		w += 2 * wNameLike // a list of names
	case v.Reader == Setting && v.Class == Secret && NameLike(text) && strings.Contains(text, "-") && !Weak(text) && strings.ToUpper(v.Key) != v.Key:
		w += wNameOfSecret
	case Dotted(text):
		w += wDotted
	case inUse:
	case program && NameLike(text) && v.Class != Password && v.Reader != Argument && v.Reader != Default && v.Class != Secret:
		w += wNameLike
	case program && NameLike(text) && v.Class == Password && strings.ContainsAny(text, "-_. ") && ClassifyKey(text).Class != NoSecret:
		w += 1.5 * wNameLike // a name for a password, not one
	case program && v.Class == Secret && NameLike(text) && c.Lower && c.Upper && !strings.ContainsAny(text, "-_. ") && ClassifyKey(text).Class != NoSecret:
		w += 1.5 * wNameLike // a name in camel case
	case program && NameLike(text) && (v.Reader == Literal || v.Reader == Comparison):
		w += nameLikeWeight(v, text)
	}
	if program && c.Upper && upper(text[0]) && !c.Digit && !c.Symbol && !inUse && NameLike(text) {
		w += wCapitalised
	}
	return w
}

// nameLikeWeight: in a program a literal of one plain word can be a password; several joined by separators are more often
// a name of something.
func nameLikeWeight(v Value, text string) float64 {
	if c := Classes(text); v.Class == Password && v.Reader == Literal && !v.Company && c.Lower && !c.Upper && !c.Digit && strings.ContainsAny(text, "-_") && !Weak(text) {
		return wNameLike * 0.7
	}
	if strings.ContainsAny(text, "-_. :/") && !Weak(text) {
		return wNameLike / 2
	}
	return wNameLike / 4
}

// RepeatsKey reports that every word of the value stands in its key already: password = "password".
func RepeatsKey(value, key string) bool {
	vs, k := Words(value), squeeze(key)
	if len(vs) == 0 || k == "" || len(squeeze(value)) < 3 {
		return false
	}
	for _, w := range vs {
		if !strings.Contains(k, w) {
			return false
		}
	}
	return true
}

// entitled reports a name of a key: SESSION_KEY = "app_session_state" says under which name something is kept.
func entitled(value, key string) bool {
	ks, vs := Words(key), Words(value)
	if len(ks) < 2 || ks[len(ks)-1] != "key" || len(vs) < 2 || !strings.ContainsAny(value, "-_.:/") {
		return false
	}
	shared := 0
	for _, w := range vs {
		if allDigits(w) || RandomBits(w) > 6 {
			return false
		}
		if w != "key" && w != "secret" && len(w) > 2 && slices.Contains(ks, w) {
			shared++
		}
	}
	return shared > 1
}

func clamp(x, low, high float64) float64 { return max(low, min(high, x)) }

// Grade turns log odds into a confidence; ok is false below the lower threshold.
func Grade(odds float64) (c finding.Confidence, ok bool) {
	switch {
	case odds >= LikelyAt:
		return finding.Likely, true
	case odds >= GuessAt:
		return finding.Guess, true
	}
	return finding.Guess, false
}
