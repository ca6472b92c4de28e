package advisory

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"bartizan/internal/advisory/osv"
)

// Inputs is what a store is made from.
type Inputs struct {
	Built   time.Time // the moment to write into the file (SOURCE_DATE_EPOCH); dates after it are taken for unknown
	Base    *Store    // what to start with, nil for nothing: a folder replaces all that Base has of its ecosystem
	Folders []Folder
	KEV     io.Reader // csv, see readKEV; nil keeps Base's
	EPSS    io.Reader // csv, see readEPSS; nil keeps Base's
}

// A Report says what Build left out and why.
type Report struct {
	Problems []string // of single records: the first hundred, in the order of the inputs
	Refused  int      // records with a problem
}

const maxProblems = 100

// Build returns the bytes of a store. The same inputs give the same bytes. A record that cannot be read is left out and
// reported; a folder or list that cannot be read is an error.
func Build(ctx context.Context, in Inputs) ([]byte, *Report, error) {
	b := newBuilder(in.Built)
	if in.Base != nil {
		if err := b.load(in.Base); err != nil {
			return nil, nil, fmt.Errorf("building the advisory store: %w", err)
		}
	}
	for _, f := range in.Folders {
		if err := b.addFolder(ctx, f); err != nil {
			return nil, nil, fmt.Errorf("building the advisory store: %w", err)
		}
	}
	if err := b.addLists(in.KEV, in.EPSS); err != nil {
		return nil, nil, fmt.Errorf("building the advisory store: %w", err)
	}
	data, err := b.encode()
	if err != nil {
		return nil, nil, fmt.Errorf("building the advisory store: %w", err)
	}
	return data, &b.report, nil
}

// A builder collects rows by package. Nothing of it depends on the order in which records come.
type builder struct {
	built     time.Time
	packs     map[packageName]*pack
	names     []name
	info      Info
	kev, epss []byte
	report    Report
	seen      map[string]time.Time // if not nil: every record that was read, with the moment of its last change
}

type packageName struct{ ecosystem, name string }

func newBuilder(built time.Time) *builder {
	return &builder{built: built.UTC().Truncate(time.Second), packs: map[packageName]*pack{}}
}

// load starts with what is in a store.
func (b *builder) load(s *Store) (err error) {
	for p, err := range s.packs() {
		if err != nil {
			return err
		}
		if _, ok := s.info.Ecosystem(p.ecosystem); !ok {
			return ErrCorrupt
		}
		b.packs[packageName{p.ecosystem, p.name}] = p
	}
	names, err := s.section(kindMalicious)
	if err != nil {
		return err
	}
	for ; len(names) > 0; names = names[maliciousRow:] {
		n := decodeName(names)
		if int(n.ecosystem) >= len(s.info.Ecosystems) {
			return ErrCorrupt
		}
		b.names = append(b.names, n)
	}
	if b.kev, err = s.section(kindKEV); err != nil {
		return err
	}
	b.epss, err = s.section(kindEPSS)
	b.info = s.info
	b.info.Ecosystems = slices.Clone(s.info.Ecosystems)
	return err
}

// drop forgets records of a family of ecosystems: those with these ids, or all if ids is nil.
func (b *builder) drop(ecosystem string, ids map[string]bool) {
	number := uint16(b.info.number(ecosystem))
	b.names = slices.DeleteFunc(b.names, func(n name) bool {
		return n.ecosystem == number && (ids == nil || ids[formatMAL(n.record)])
	})
	for name, p := range b.packs {
		if family(name.ecosystem) != ecosystem {
			continue
		}
		p.rows = slices.DeleteFunc(p.rows, func(w row) bool { return ids == nil || ids[w.id] })
		if len(p.rows) == 0 {
			delete(b.packs, name)
		}
	}
}

// add takes what a record says about one family of ecosystems, or about all if only is "". Other families have the same
// record in their own folder.
func (b *builder) add(r *osv.Record, only string) error {
	if b.seen != nil {
		b.seen[r.ID] = r.Modified
	}
	if !r.Withdrawn.IsZero() {
		for _, f := range families(r, only) {
			e := &b.info.Ecosystems[b.info.number(f)]
			e.Withdrawn++
			e.date(r, b.built)
		}
		return nil
	}
	for i := range r.Affected {
		a := &r.Affected[i]
		f := family(a.Ecosystem)
		if only != "" && f != only {
			continue
		}
		number := b.info.number(f)
		if number >= 1<<16 {
			return fmt.Errorf("there are more than %d ecosystems", 1<<16)
		}
		b.info.Ecosystems[number].date(r, b.built)
		w := newRow(r, a, b.built)
		if record, _ := parseMAL(w.id); w.brief() {
			b.names = append(b.names, name{keyOf(a.Ecosystem, a.Name), record, uint16(w.published), uint16(number)})
			continue
		}
		at := packageName{a.Ecosystem, normalName(a.Ecosystem, a.Name)}
		p := b.packs[at]
		if p == nil {
			p = &pack{ecosystem: at.ecosystem, name: at.name}
			b.packs[at] = p
		}
		p.rows = append(p.rows, w)
	}
	return nil
}

// families returns the families of ecosystems that a record is about, sorted.
func families(r *osv.Record, only string) []string {
	var out []string
	for _, a := range r.Affected {
		if f := family(a.Ecosystem); only == "" || f == only {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// problem counts a record that could not be read.
func (b *builder) problem(ecosystem, where string, err error) {
	b.report.Refused++
	if len(b.report.Problems) < maxProblems {
		b.report.Problems = append(b.report.Problems, fmt.Sprintf("%s: %v", where, err))
	}
	if ecosystem != "" {
		b.info.Ecosystems[b.info.number(ecosystem)].Refused++
	}
}

func (b *builder) addLists(kev, epss io.Reader) (err error) {
	if kev != nil {
		if b.kev, b.info.KEV, err = readKEV(kev); err != nil {
			return err
		}
	}
	if epss != nil {
		b.epss, b.info.EPSS, err = readEPSS(epss)
	}
	return err
}

// encode writes the file.
func (b *builder) encode() ([]byte, error) {
	index, packs, err := b.encodePacks()
	if err != nil {
		return nil, err
	}
	names := b.encodeNames()
	b.count()
	sources, err := json.Marshal(&b.info)
	if err != nil {
		return nil, err
	}
	data := encodeFile(b.built,
		[]uint32{kindSources, kindIndex, kindPacks, kindKEV, kindEPSS, kindMalicious},
		[][]byte{sources, index, packs, b.kev, b.epss, names})
	if len(data) > maxFile || len(sources) > maxSources {
		return nil, fmt.Errorf("the file would have %d bytes, more than a reader takes", len(data))
	}
	return data, nil
}

func (b *builder) encodePacks() (index, packs []byte, err error) {
	type entry struct {
		key  key
		name packageName
	}
	entries := make([]entry, 0, len(b.packs))
	for n := range b.packs {
		entries = append(entries, entry{keyOf(n.ecosystem, n.name), n})
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(bytes.Compare(a.key[:], b.key[:]), cmp.Compare(a.name.ecosystem, b.name.ecosystem), cmp.Compare(a.name.name, b.name.name))
	})
	for i, e := range entries {
		if i > 0 && e.key == entries[i-1].key {
			return nil, nil, fmt.Errorf("the names %q and %q have one key", e.name.name, entries[i-1].name.name)
		}
		p := b.packs[e.name]
		slices.SortFunc(p.rows, compareRows)
		p.rows = slices.CompactFunc(p.rows, func(a, b row) bool { return reflect.DeepEqual(a, b) })
		blob := p.encode()
		if len(blob) > maxPack {
			return nil, nil, fmt.Errorf("the advisories of %q take %d bytes, more than a reader takes", p.name, len(blob))
		}
		index = append(index, e.key[:]...)
		index = le32(index, uint32(len(blob)))
		index = le64(index, uint64(len(packs)))
		packs = append(packs, blob...)
	}
	return index, packs, nil
}

// compareRows orders rows by id, and those of one id by what they say, so that the order of the inputs does not show.
func compareRows(a, b row) int {
	if c := strings.Compare(a.id, b.id); c != 0 {
		return c
	}
	one := func(w row) []byte { return (&pack{rows: []row{w}}).encode() }
	return bytes.Compare(one(a), one(b))
}

// encodeNames writes MALICIOUS. Ecosystems are sorted first, for the names hold their numbers.
func (b *builder) encodeNames() []byte {
	place := map[string]uint16{}
	old := slices.Clone(b.info.Ecosystems)
	slices.SortFunc(b.info.Ecosystems, func(x, y Ecosystem) int { return strings.Compare(x.Name, y.Name) })
	for i, e := range b.info.Ecosystems {
		place[e.Name] = uint16(i)
	}
	for i := range b.names {
		b.names[i].ecosystem = place[old[b.names[i].ecosystem].Name]
	}
	encoded := make([][maliciousRow]byte, len(b.names))
	for i, n := range b.names {
		encoded[i] = n.encode()
	}
	slices.SortFunc(encoded, func(x, y [maliciousRow]byte) int { return bytes.Compare(x[:], y[:]) })
	encoded = slices.Compact(encoded)
	b.names = b.names[:0]
	out := make([]byte, 0, len(encoded)*maliciousRow)
	for _, e := range encoded {
		b.names = append(b.names, decodeName(e[:]))
		out = append(out, e[:]...)
	}
	return out
}

// count sets the numbers of each ecosystem.
func (b *builder) count() {
	records := map[string]map[string]bool{}
	doubtful := map[string]map[string]bool{}
	for i := range b.info.Ecosystems {
		e := &b.info.Ecosystems[i]
		e.Packages, e.Malicious = 0, 0
		records[e.Name], doubtful[e.Name] = map[string]bool{}, map[string]bool{}
	}
	place := map[string]*Ecosystem{}
	for i := range b.info.Ecosystems {
		place[b.info.Ecosystems[i].Name] = &b.info.Ecosystems[i]
	}
	for n, p := range b.packs {
		f := family(n.ecosystem)
		place[f].Packages++
		for _, w := range p.rows {
			records[f][w.id] = true
			if w.flags&flagUnread != 0 {
				doubtful[f][w.id] = true
			}
		}
	}
	for _, n := range b.names {
		e := &b.info.Ecosystems[n.ecosystem]
		e.Malicious++
		records[e.Name][formatMAL(n.record)] = true
	}
	for f := range maps.Keys(place) {
		place[f].Records, place[f].Doubtful = len(records[f]), len(doubtful[f])
	}
}
