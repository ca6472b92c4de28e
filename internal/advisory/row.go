package advisory

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"bartizan/internal/advisory/osv"
	"bartizan/internal/advisory/version"
)

// A row is one advisory about one package, as the store keeps it.
type row struct {
	id        string
	aliases   []string
	upstream  []string // other flaws it is about, if they are not the same one
	flags     uint64
	kind      Kind
	word      uint64 // the database's own severity: 0 none, else finding.Severity + 1
	vectors   []string
	cwe       []int
	published uint64 // days since 1970, 0 unknown
	modified  uint64
	intervals []interval
	versions  []string // affected beside the intervals
	imports   []Import

	hit bool // in a lookup: it affects the version asked for; not in the file
}

const (
	flagUnread     = 1 << iota // part of what it says about versions cannot be compared
	flagUnreviewed             // no person has looked at it
	flagsKnown     = flagUnread | flagUnreviewed
)

// A pack is all that is known about one package: what the index points to.
type pack struct {
	ecosystem, name string // as the advisories write them
	rows            []row  // sorted by id
}

// days returns a date as days since 1970, 0 if it is unknown or does not fit.
func days(t time.Time) uint64 {
	if d := t.Unix() / 86400; !t.IsZero() && d > 0 && d < 1<<16 {
		return uint64(d)
	}
	return 0
}

func date(days uint64) time.Time {
	if days == 0 || days >= 1<<16 {
		return time.Time{}
	}
	return time.Unix(int64(days)*86400, 0).UTC()
}

// newRow returns what one record says about one of its packages. Dates after the day built are unknown.
func newRow(r *osv.Record, a *osv.Affected, built time.Time) row {
	w := row{id: r.ID, aliases: slices.Clone(r.Aliases), upstream: r.Upstream, cwe: r.CWE}
	if len(w.upstream) == 1 { // a distribution's name for that flaw
		if !slices.Contains(w.aliases, w.upstream[0]) {
			w.aliases = append(w.aliases, w.upstream[0])
		}
		w.upstream = nil
	}
	slices.Sort(w.aliases)
	slices.Sort(w.upstream)
	w.published, w.modified = days(past(r.Published, built)), days(past(r.Modified, built))
	switch {
	case r.Malicious:
		w.kind = Malicious
	case r.Informational == "unsound":
		w.kind = Unsound
	case r.Informational == "unmaintained":
		w.kind = Unmaintained
	case r.Informational == "notice":
		w.kind = Notice
	}
	if r.Unreviewed {
		w.flags |= flagUnreviewed
	}
	w.vectors = slices.Concat(a.Severity.Vectors, r.Severity.Vectors)
	slices.Sort(w.vectors)
	w.vectors = slices.Compact(w.vectors)
	w.word = wordOf(a.Severity.Word)
	if w.word == 0 {
		w.word = wordOf(r.Severity.Word)
	}
	w.setVersions(a)
	for _, i := range a.Imports {
		w.imports = append(w.imports, Import(i))
	}
	slices.SortFunc(w.imports, compareImports)
	return w
}

// past returns t, or nothing if it lies after the day of now.
func past(t, now time.Time) time.Time {
	if t.After(now.Add(24 * time.Hour)) {
		return time.Time{}
	}
	return t
}

// setVersions computes the intervals, and keeps of the listed versions those that no interval holds.
func (w *row) setVersions(a *osv.Affected) {
	scheme := version.Of(a.Ecosystem)
	for _, g := range a.Ranges {
		spans, ok := intervals(scheme, g.Events)
		if !ok {
			w.flags |= flagUnread
		}
		w.intervals = append(w.intervals, spans...)
	}
	slices.SortStableFunc(w.intervals, func(x, y interval) int {
		if x.from == "" || y.from == "" {
			return rank(x.from != "") - rank(y.from != "")
		}
		return scheme.Compare(x.from, y.from)
	})
	w.intervals = slices.Compact(w.intervals)
	for _, v := range a.Versions {
		if !printable(v) {
			w.flags |= flagUnread
			continue
		}
		if v != "" && !(scheme != version.Unordered && scheme.Check(v) == nil && w.inIntervals(scheme, v)) {
			w.versions = append(w.versions, v)
		}
	}
	slices.Sort(w.versions)
	w.versions = slices.Compact(w.versions)
	if len(w.intervals) == 0 && len(a.Versions) == 0 {
		w.flags |= flagUnread // it names no version, or a range that holds none: what it means is unknown
	}
}

func (w *row) inIntervals(scheme version.Scheme, v string) bool {
	return slices.ContainsFunc(w.intervals, func(i interval) bool { return i.contains(scheme, v) })
}

// affects says whether v is affected. comparable is false for a version that is only text.
func (w *row) affects(scheme version.Scheme, v string, comparable bool) bool {
	if _, listed := slices.BinarySearch(w.versions, v); listed {
		return true
	}
	if !comparable {
		return w.always()
	}
	if w.inIntervals(scheme, v) {
		return true
	}
	return scheme != version.Unordered && slices.ContainsFunc(w.versions, func(l string) bool {
		return scheme.Check(l) == nil && scheme.Compare(l, v) == 0 // 1.0 is 1.0.0 where the ecosystem says so
	})
}

// always says whether every version is affected, to this day.
func (w *row) always() bool {
	return slices.ContainsFunc(w.intervals, func(i interval) bool { return i.from == "" && i.end == endNever })
}

// printable says whether s is made of printable ASCII. Nothing else is written, for all of it may be shown.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// A stringTable gives each distinct string of a pack a number.
type stringTable struct {
	list  []string
	index map[string]uint64
}

func (t *stringTable) number(s string) uint64 {
	n, ok := t.index[s]
	if !ok {
		n = uint64(len(t.list))
		t.list = append(t.list, s)
		t.index[s] = n
	}
	return n
}

// encode writes a pack: its strings, then numbers only, each a uvarint. The reverse is decodePack.
func (p *pack) encode() []byte {
	t := stringTable{index: map[string]uint64{}}
	var b []byte
	number := func(n uint64) { b = binary.AppendUvarint(b, n) }
	text := func(s string) { number(t.number(s)) }
	list := func(l []string) {
		number(uint64(len(l)))
		for _, s := range l {
			text(s)
		}
	}
	text(p.ecosystem)
	text(p.name)
	number(uint64(len(p.rows)))
	for i := range p.rows {
		w := &p.rows[i]
		text(w.id)
		list(w.aliases)
		list(w.upstream)
		number(w.flags)
		number(uint64(w.kind))
		number(w.word)
		list(w.vectors)
		number(uint64(len(w.cwe)))
		for _, c := range w.cwe {
			number(uint64(c))
		}
		number(w.published)
		number(w.modified)
		number(uint64(len(w.intervals)))
		for _, i := range w.intervals {
			number(uint64(i.end))
			text(i.from)
			if i.end != endNever {
				text(i.to)
			}
		}
		list(w.versions)
		number(uint64(len(w.imports)))
		for _, i := range w.imports {
			text(i.Path)
			list(i.Symbols)
			list(i.OS)
			list(i.Arch)
		}
	}
	head := binary.AppendUvarint(nil, uint64(len(t.list)))
	for _, s := range t.list {
		head = binary.AppendUvarint(head, uint64(len(s)))
		head = append(head, s...)
	}
	return append(head, b...)
}

// A decoder reads uvarints and strings off a pack. After its first error everything it returns is empty.
type decoder struct {
	rest    []byte
	strings []string
	bad     bool
}

func (d *decoder) number(below uint64) uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || n >= below {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

// count reads the length of a list, each member of which takes a byte at least.
func (d *decoder) count() int {
	n := d.number(uint64(len(d.rest)) + 1)
	if n > uint64(len(d.rest)) {
		d.bad, d.rest = true, nil
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	if n := d.number(uint64(len(d.strings))); !d.bad {
		return d.strings[n]
	}
	return ""
}

func (d *decoder) list() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = d.text()
	}
	return out
}

// decodePack reads what encode wrote. It makes no more than a small multiple of the blob's size of anything.
func decodePack(blob []byte) (*pack, error) {
	d := decoder{rest: blob}
	whole := string(blob) // one copy, of which all strings are parts
	n := d.count()
	d.strings = make([]string, 0, n)
	for ; n > 0 && !d.bad; n-- {
		size := d.count()
		at := len(blob) - len(d.rest)
		text := whole[at : at+size]
		d.bad = d.bad || !printable(text)
		d.strings = append(d.strings, text)
		d.rest = d.rest[size:]
	}
	p := &pack{ecosystem: d.text(), name: d.text()}
	for n := d.count(); n > 0 && !d.bad; n-- {
		p.rows = append(p.rows, d.row())
	}
	if d.bad || len(d.rest) > 0 {
		return nil, fmt.Errorf("reading the advisories of a package: %w", ErrCorrupt)
	}
	return p, nil
}

func (d *decoder) row() (w row) {
	w.id, w.aliases, w.upstream = d.text(), d.list(), d.list()
	w.flags = d.number(flagsKnown + 1)
	w.kind = Kind(d.number(uint64(len(kindNames))))
	w.word = d.number(6)
	w.vectors = d.list()
	for n := d.count(); n > 0 && !d.bad; n-- {
		w.cwe = append(w.cwe, int(d.number(1<<16)))
	}
	w.published, w.modified = d.number(1<<16), d.number(1<<16)
	for n := d.count(); n > 0 && !d.bad; n-- {
		i := interval{end: endKind(d.number(endKindCount)), from: d.text()}
		if i.end != endNever {
			i.to = d.text()
		}
		w.intervals = append(w.intervals, i)
	}
	w.versions = d.list()
	for n := d.count(); n > 0 && !d.bad; n-- {
		w.imports = append(w.imports, Import{d.text(), d.list(), d.list(), d.list()})
	}
	return w
}
