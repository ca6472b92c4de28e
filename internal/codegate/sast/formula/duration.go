package formula

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Source is put before a metavariable's name where Eval asks its environment for the text of what the metavariable always
// stands for, rather than its value.
const Source = "source of "

// units are a duration's units, in seconds, by their spellings: npm's ms package, vercel/ms, Go's time, Java's TimeUnit and
// ChronoUnit, Python's timedelta, and plain words. Words are in lower case and singular; a plural's s is taken off.
var units = map[string]float64{
	"ns": 1e-9, "nanosecond": 1e-9, "nano": 1e-9, "us": 1e-6, "µs": 1e-6, "microsecond": 1e-6, "micro": 1e-6,
	"ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3, "milli": 1e-3, "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60,
	"h": 3600, "hr": 3600, "hour": 3600, "d": 86400, "day": 86400, "w": 604800, "week": 604800, "mo": 2629800, "month": 2629800,
	"y": 31557600, "yr": 31557600, "year": 31557600,
}

func unit(word string) (float64, bool) {
	word = strings.ToLower(word)
	if u, ok := units[word]; ok {
		return u, true
	}
	u, ok := units[strings.TrimSuffix(word, "s")]
	return u, ok
}

// Duration gives the seconds that a value or a piece of code of any language stands for: 2592000, '30d', "P30D", "PT12H",
// 60 * 60 * 24, 30 * 24 * time.Hour, timedelta(days=30), Duration.ofDays(30), TimeUnit.DAYS.toSeconds(30), ms('30 days').
// A plain number counts as seconds. ok is false where it is none of these.
func Duration(text string) (seconds float64, ok bool) {
	if len(text) > 400 {
		return 0, false
	}
	p := durations{text: text}
	v, ok := p.sum(0)
	p.space()
	if !ok || p.at < len(p.text) || math.IsNaN(v) || math.IsInf(v, 0) {
		return spelled(strings.TrimSpace(text))
	}
	return v, true
}

// spelled reads what stands in strings: numbers, each with its unit, and durations of ISO 8601.
func spelled(s string) (total float64, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if rest, iso := strings.CutPrefix(s, "p"); iso && rest != "" && (rest[0] == 't' || rest[0] >= '0' && rest[0] <= '9') {
		date := true
		for rest != "" {
			if rest[0] == 't' {
				date, rest = false, rest[1:]
				continue
			}
			n := strings.IndexFunc(rest, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
			if n <= 0 {
				return 0, false
			}
			v, err := strconv.ParseFloat(rest[:n], 64)
			word := rest[n : n+1]
			if word == "m" && date {
				word = "mo"
			}
			u, known := units[word]
			if err != nil || !known {
				return 0, false
			}
			total, rest = total+v*u, rest[n+1:]
		}
		return total, true
	}
	for s != "" {
		n := strings.IndexFunc(s, func(r rune) bool { return r != '.' && r != '_' && (r < '0' || r > '9') })
		if n < 0 {
			n = len(s)
		}
		v, err := strconv.ParseFloat(strings.ReplaceAll(s[:n], "_", ""), 64)
		if err != nil {
			return 0, false
		}
		s = strings.TrimLeft(s[n:], " ")
		n = strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
		if n < 0 {
			n = len(s)
		}
		if n > 0 {
			u, known := unit(s[:n])
			if !known {
				return 0, false
			}
			v *= u
		} else if s != "" {
			return 0, false
		}
		total, ok, s = total+v, true, strings.TrimLeft(s[n:], " ,")
	}
	return total, ok
}

// A durations reads an expression over numbers, units and the calls that make durations.
type durations struct {
	text string
	at   int
}

const maxNested = 20

func (p *durations) space() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t' || p.text[p.at] == '\n' || p.text[p.at] == '\r') {
		p.at++
	}
}

func (p *durations) take(c byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *durations) sum(depth int) (float64, bool) {
	v, ok := p.product(depth)
	for ok {
		switch {
		case p.take('+'):
			var w float64
			w, ok = p.product(depth)
			v += w
		case p.take('-'):
			var w float64
			w, ok = p.product(depth)
			v -= w
		default:
			return v, true
		}
	}
	return 0, false
}

func (p *durations) product(depth int) (float64, bool) {
	v, ok := p.value(depth)
	for ok {
		switch {
		case strings.HasPrefix(p.text[min(p.at, len(p.text)):], "**"):
			return 0, false
		case p.take('*'):
			var w float64
			w, ok = p.value(depth)
			v *= w
		case p.take('/'):
			var w float64
			w, ok = p.value(depth)
			v /= w
		default:
			return v, true
		}
	}
	return 0, false
}

func (p *durations) value(depth int) (float64, bool) {
	p.space()
	if p.at >= len(p.text) || depth > maxNested {
		return 0, false
	}
	switch c := p.text[p.at]; {
	case c == '(':
		p.at++
		v, ok := p.sum(depth + 1)
		return v, ok && p.take(')')
	case c == '"' || c == '\'' || c == '`':
		end := strings.IndexByte(p.text[p.at+1:], c)
		if end < 0 {
			return 0, false
		}
		word := p.text[p.at+1 : p.at+1+end]
		p.at += end + 2
		return spelled(word)
	case c >= '0' && c <= '9' || c == '.':
		start := p.at
		for p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '.' || p.text[p.at] == '_') {
			p.at++
		}
		digits := strings.ReplaceAll(p.text[start:p.at], "_", "")
		if rest := p.text[p.at:]; rest != "" && strings.IndexByte("lLfFnu", rest[0]) >= 0 && (len(rest) == 1 || !letter(rest[1])) {
			p.at++ // a suffix of the number
		} else if rest != "" && letter(rest[0]) {
			return 0, false // 30d: as spelled
		}
		v, err := strconv.ParseFloat(digits, 64)
		return v, err == nil
	case letter(c):
		start := p.at
		for p.at < len(p.text) && (letter(p.text[p.at]) || p.text[p.at] == '.' || p.text[p.at] >= '0' && p.text[p.at] <= '9') {
			p.at++
		}
		return p.named(p.text[start:p.at], depth)
	}
	return 0, false
}

func letter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// named reads a unit, or a call that makes a duration.
func (p *durations) named(name string, depth int) (float64, bool) {
	parts := strings.Split(name, ".")
	last := parts[len(parts)-1]
	if !p.take('(') {
		if len(parts) < 2 { // a variable
			return 0, false
		}
		return unit(last) // time.Hour, ChronoUnit.DAYS
	}
	var args []float64
	named := 0.0
	byName := false
	of := 1.0 // a unit given as an argument
	for !p.take(')') {
		p.space()
		start := p.at
		for p.at < len(p.text) && letter(p.text[p.at]) {
			p.at++
		}
		word := p.text[start:p.at]
		if u, known := unit(word); word != "" && p.take('=') && known {
			v, ok := p.sum(depth + 1)
			if !ok {
				return 0, false
			}
			named, byName = named+v*u, true
		} else {
			p.at = start
			if word, quoted := p.quoted(); quoted {
				if u, known := unit(word); known {
					of = u
				} else if v, ok := spelled(word); ok {
					args = append(args, v)
				} else {
					return 0, false
				}
			} else if v, ok := p.sum(depth + 1); ok {
				args = append(args, v)
			} else {
				return 0, false
			}
		}
		if p.take(',') {
			continue
		}
		if !p.take(')') {
			return 0, false
		}
		break
	}
	if byName {
		return named, len(args) == 0
	}
	if len(args) == 0 {
		return 0, false
	}
	v := args[0]
	switch lower := strings.ToLower(last); {
	case lower == "timedelta": // days, seconds, microseconds, milliseconds, minutes, hours, weeks
		total := 0.0
		for i, u := range []float64{86400, 1, 1e-6, 1e-3, 60, 3600, 604800} {
			if i < len(args) {
				total += args[i] * u
			}
		}
		return total, true
	case lower == "of" && len(args) == 2: // Duration.of(30, ChronoUnit.DAYS)
		return v * args[1], true
	case strings.HasPrefix(lower, "of"): // Duration.ofDays(30), Period.ofWeeks(2)
		u, known := unit(lower[2:])
		return v * u, known
	case strings.HasPrefix(lower, "to") && len(parts) > 1: // TimeUnit.DAYS.toMillis(30)
		from, known := unit(parts[len(parts)-2])
		to, also := unit(lower[2:])
		return v * from / to, known && also
	case lower == "ms" && len(parts) == 1: // milliseconds, as a number
		return v * 1000, true
	case lower == "duration": // time.Duration(n), dayjs.duration(30, 'days')
		return v * of, true
	case len(parts) == 1 && (lower == "number" || lower == "int" || lower == "int64" || lower == "long" || lower == "float64"):
		return v, true
	}
	if u, known := unit(last); known && len(args) == 1 { // Duration.days(30), 30.days()
		return v * u, true
	}
	return 0, false
}

func (p *durations) quoted() (string, bool) {
	p.space()
	if p.at >= len(p.text) || strings.IndexByte("\"'`", p.text[p.at]) < 0 {
		return "", false
	}
	end := strings.IndexByte(p.text[p.at+1:], p.text[p.at])
	if end < 0 {
		return "", false
	}
	word := p.text[p.at+1 : p.at+1+end]
	p.at += end + 2
	return word, true
}

// duration is the call of the comparison language.
func (x *evaluation) duration(e *Expr, of Val) (Val, bool) {
	if f, ok := of.float(); ok && of.Kind != Bool {
		return Val{Kind: Float, Float: f}, true
	}
	if of.Kind == Str {
		if f, ok := Duration(of.Str); ok {
			return Val{Kind: Float, Float: f}, true
		}
	}
	if len(e.Kids) > 0 && e.Kids[0].Op == "name" {
		if v, ok := x.env(Source + e.Kids[0].Text); ok && v.Kind == Str {
			f, ok := Duration(v.Str)
			return Val{Kind: Float, Float: f}, ok
		}
	}
	return Val{}, false
}
