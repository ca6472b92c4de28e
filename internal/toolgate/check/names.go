package check

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"bartizan/internal/finding"

	"golang.org/x/text/unicode/norm"
)

// Bounds of comparing servers with each other.
const (
	maxCompared = 2_000 // names that are compared for likeness
	maxSameName = 100   // servers of one name
)

// duplicateConfigKey finds entries that a later one of the same name in the same file replaces without a word.
func duplicateConfigKey(r *run) {
	last := map[string]*entry{}
	for _, e := range r.entries {
		key := e.File + "\x00" + e.Key
		before := last[key]
		last[key] = e
		if before == nil {
			continue
		}
		h := r.server(e, e.Place, "duplicate key", "is defined twice in one file; programs differ in which one they take, and a reader sees the first")
		h.Related = append(h.Related, finding.Location{Path: h.Path, Line: before.Line, Column: before.Column, Message: "the earlier definition"})
		r.fix(h, "remove one of the two definitions")
	}
}

// together reports two entries that one client may have at the same time.
func together(a, b *entry) bool {
	if a.Project != "" && b.Project != "" && !below(a.Project, b.Project) && !below(b.Project, a.Project) {
		return false
	}
	return slices.ContainsFunc(a.clients, func(c string) bool { return slices.Contains(b.clients, c) })
}

// below reports that a folder is another one or lies in it.
func below(dir, of string) bool {
	rel, err := filepath.Rel(of, dir)
	return err == nil && filepath.IsLocal(rel)
}

// launch is everything that decides what an entry starts.
func (e *entry) launch() string { return strings.Join(e.Argv, "\x00") + "\x00\x00" + e.URL }

// identity is what an entry connects to, whatever its version: the package, the address, or the code.
func (e *entry) identity() string {
	switch {
	case e.Package != nil:
		return e.Package.Type + ":" + strings.ToLower(e.Package.Name)
	case e.URL != "":
		if u, err := url.Parse(e.URL); err == nil {
			return strings.ToLower(u.Host) + strings.TrimSuffix(u.Path, "/")
		}
		return e.URL
	case e.Local != "":
		return "file:" + e.Local
	}
	return e.launch()
}

// duplicateServerName finds one name for two different servers.
func duplicateServerName(r *run) {
	byName := map[string][]*entry{}
	for _, e := range r.entries {
		if len(byName[e.Name]) < maxSameName {
			byName[e.Name] = append(byName[e.Name], e)
		}
	}
	for _, e := range r.entries {
		for _, o := range byName[e.Name] {
			if o == e {
				break // each pair once, at the later of the two
			}
			if o.File == e.File && o.Key == e.Key || !together(e, o) || e.launch() == o.launch() {
				continue
			}
			where := r.location(o.File, o.Place)
			h := r.server(e, e.Place, "duplicate", "has the same name as a server in %s, and starts something else: which of the two runs depends on the client", where.Path)
			where.Message = "the other server of this name"
			h.Related = append(h.Related, where)
			r.fix(h, "give the two servers different names, or remove one")
			break
		}
	}
}

// lookalikeServerName finds names that are made to be taken for another.
func lookalikeServerName(r *run) {
	type named struct {
		*entry
		folded, identity string
		words            []string
	}
	var all []named
	for _, e := range r.entries {
		if bad := hiddenIn(e.Name); bad != "" {
			h := r.server(e, e.Place, "invisible", "has %s in its name, so that it looks like another name", bad)
			h.Confidence = finding.Certain
			r.fix(h, "rename the server with visible characters only")
			continue
		}
		if mixesScripts(e.Name) {
			h := r.server(e, e.Place, "scripts", "mixes letters of different alphabets that look alike in its name")
			r.fix(h, "rename the server with letters of one alphabet")
			continue
		}
		if len(all) == maxCompared {
			r.Unread(e.File, fmt.Sprintf("more than %d servers: the names of the others were not compared", maxCompared))
			break
		}
		all = append(all, named{e, fold(e.Name), e.identity(), nameWords(e.Name)})
	}
	for i, e := range all {
		for _, o := range all[:i] {
			if e.Name == o.Name || e.identity == o.identity || !(e.folded == o.folded || near(e.words, o.words)) {
				continue
			}
			// Names of plain letters are compared only where one person may have both before them.
			if !together(e.entry, o.entry) && isASCII(e.Name) && isASCII(o.Name) {
				continue
			}
			h := r.server(e.entry, e.Place, "lookalike "+o.Name, `is named almost like server "%s", which is something else`, o.Name)
			where := r.location(o.File, o.Place)
			where.Message = "the server with the similar name"
			h.Related = append(h.Related, where)
			r.fix(h, "give the two servers names that cannot be mistaken")
			break
		}
	}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c > unicode.MaxASCII })
}

// confusables maps letters of other alphabets to the Latin letter they look like (a small part of UTS #39).
var confusables = strings.NewReplacer(
	"а", "a", "в", "b", "с", "c", "ԁ", "d", "е", "e", "ɡ", "g", "һ", "h", "і", "i", "ј", "j", "к", "k", "ӏ", "l", "м", "m", "о", "o", "р", "p", "ԛ", "q",
	"г", "r", "ѕ", "s", "т", "t", "ս", "u", "ѵ", "v", "ԝ", "w", "х", "x", "у", "y", "α", "a", "β", "b", "γ", "y", "ε", "e", "η", "n", "ι", "i", "κ", "k", "ν", "v",
	"ο", "o", "ρ", "p", "τ", "t", "υ", "u", "χ", "x", "ϲ", "c", "ϳ", "j", "օ", "o", "ո", "n", "հ", "h", "ց", "g", "ı", "i", "ł", "l", "ø", "o", "đ", "d",
	"-", "", "_", "", ".", "", " ", "", "/", "", "@", "",
)

// fold gives names that look alike the same form.
func fold(name string) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(strings.ToLower(name)) {
		if !unicode.Is(unicode.Mn, c) && !unicode.Is(unicode.Cf, c) {
			b.WriteRune(c)
		}
	}
	return confusables.Replace(b.String())
}

// mixesScripts reports a word that has Latin letters beside Cyrillic, Greek or Armenian ones that look like Latin.
func mixesScripts(name string) bool {
	for word := range strings.FieldsFuncSeq(name, func(c rune) bool { return !unicode.IsLetter(c) }) {
		latin, other := false, false
		for _, c := range word {
			latin = latin || unicode.Is(unicode.Latin, c)
			other = other || unicode.In(c, unicode.Cyrillic, unicode.Greek, unicode.Armenian)
		}
		if latin && other {
			return true
		}
	}
	return false
}

// near reports names that differ in one word of at least six letters, by one slip of the hand: a letter wrong, missing,
// doubled, or two that changed places. Digits and words of one letter make a series and are none.
func near(wa, wb []string) bool {
	if len(wa) != len(wb) || len(wa) > 16 {
		return false
	}
	slips := 0
	for i := range wa {
		if wa[i] == wb[i] {
			continue
		}
		if slips++; slips > 1 || !slip(wa[i], wb[i]) {
			return false
		}
	}
	return slips == 1
}

func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) < 6 || len(b) > 64 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	ra, rb := a[i:], b[i:]
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' }
	if len(a) != len(b) {
		plural := i == len(a) && rb == "s" && !strings.HasSuffix(a, "s")
		return ra == rb[1:] && letter(rb[0]) && !plural
	}
	if ra[1:] == rb[1:] {
		return letter(ra[0]) && letter(rb[0])
	}
	return len(ra) >= 2 && ra[0] == rb[1] && ra[1] == rb[0] && ra[2:] == rb[2:] && letter(ra[0]) && letter(ra[1])
}

// hiddenIn names the first character that nobody sees or that changes how a text is shown; empty for none.
func hiddenIn(s string) string {
	joined := false // inside an emoji sequence a joiner is ordinary
	for _, c := range s {
		switch {
		case c == '\u200d' || c == '\ufe0f':
			if !joined {
				return "an invisible character"
			}
		case c >= 0xE0000 && c <= 0xE007F:
			return "an invisible tag character"
		case c >= 0x202A && c <= 0x202E, c >= 0x2066 && c <= 0x2069, c == 0x200E, c == 0x200F, c == 0x061C:
			return "a character that turns the direction of text"
		case c < 0x20 && c != '\n' && c != '\t' && c != '\r', c >= 0x7F && c <= 0x9F:
			return "a control character"
		case c != ' ' && finding.Visible(string(c), 0) != string(c) && c != '\n' && c != '\t' && c != '\r' && c != '\u00a0' && c != unicode.ReplacementChar:
			return "an invisible character"
		}
		joined = unicode.In(c, unicode.So, unicode.Sk) || joined && (c == '\u200d' || c == '\ufe0f')
	}
	return ""
}

// hiddenCharactersInLaunch finds what a reviewer cannot see in what decides about a start.
func hiddenCharactersInLaunch(r *run) {
	for _, e := range r.entries {
		look := func(what, text string) {
			if bad := hiddenIn(text); bad != "" {
				h := r.server(e, e.at(text), "hidden "+what, "has %s in its %s", bad, what)
				h.Evidence = finding.Evidence(r.text(text))
				r.fix(h, "write the %s again by hand", what)
			}
		}
		for _, w := range e.Argv {
			look("command line", w)
		}
		look("address", e.URL)
		look("working folder", e.Cwd)
		for _, v := range e.Env {
			look("variable names", v.Name)
		}
		for _, v := range e.Headers {
			look("header names", v.Name)
		}
	}
}

// unknownConfigKey finds keys that no client is known to read: a typing error may have switched something off.
func unknownConfigKey(r *run) {
	for _, e := range r.entries {
		for _, k := range e.UnknownKeys {
			h := r.server(e, e.key(k), "key "+k, "has the key %s, which this version does not know", k)
			r.fix(h, "check the spelling of %s", k)
		}
	}
}
