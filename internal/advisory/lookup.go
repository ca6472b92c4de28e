package advisory

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"bartizan/internal/advisory/version"
)

// Affecting returns the advisories that affect one package version. Its errors wrap ErrNoData (nothing is known of the
// ecosystem), ErrVersion (the answer then holds what affects every version) or ErrCorrupt; they name the package.
func (s *Store) Affecting(p Package) (Answer, error) {
	a, err := s.affecting(p)
	if err != nil {
		return a, fmt.Errorf("looking up %s %q: %w", p.Ecosystem, p.Name, err)
	}
	return a, nil
}

func (s *Store) affecting(p Package) (a Answer, err error) {
	if _, ok := s.info.Ecosystem(p.Ecosystem); !ok {
		return a, ErrNoData
	}
	scheme := version.Of(p.Ecosystem)
	v := normalVersion(p.Ecosystem, p.Name, p.Version)
	unclear := scheme.Check(v)
	var rows []row
	for _, ecosystem := range ecosystems(p.Ecosystem) {
		k := keyOf(ecosystem, p.Name)
		pack, err := s.packOf(k, ecosystem, p.Name)
		if err != nil {
			return a, err
		}
		if pack != nil {
			rows = append(rows, pack.rows...)
		}
		malicious, err := s.malicious(k)
		if err != nil {
			return a, err
		}
		rows = append(rows, malicious...)
	}
	said := false
	for i := range rows {
		rows[i].hit = rows[i].affects(scheme, v, unclear == nil)
		said = said || rows[i].hit || rows[i].flags&flagUnread != 0
	}
	if said {
		a, err = s.answer(rows, scheme, v, unclear == nil)
	}
	if err == nil && unclear != nil && len(rows) > 0 {
		err = fmt.Errorf("%w: %w", ErrVersion, unclear)
	}
	return a, err
}

// answer merges what the rows of a package say about v into flaws.
func (s *Store) answer(rows []row, scheme version.Scheme, v string, comparable bool) (a Answer, err error) {
	for _, group := range groups(rows) {
		affected, doubt := false, false
		for _, w := range group {
			affected = affected || w.hit
			doubt = doubt || w.flags&flagUnread != 0
		}
		switch {
		case affected:
			m, err := s.match(group, scheme, v, comparable)
			if err != nil {
				return a, err
			}
			a.Matches = append(a.Matches, m)
		case doubt:
			a.Doubts = append(a.Doubts, shown(group))
		}
	}
	slices.Sort(a.Doubts)
	slices.SortFunc(a.Matches, compareMatches)
	return a, nil
}

// ecosystems returns the names under which advisories of an ecosystem may stand: with its release, and for all releases.
func ecosystems(name string) []string {
	if f := family(name); f != name {
		return []string{name, f}
	}
	return []string{name}
}

// Malicious returns the id of the advisory that says that every version of a package is an attack, "" if there is none.
// Single malicious versions are Affecting's to find.
func (s *Store) Malicious(ecosystem, name string) (id string, err error) {
	a, err := s.Affecting(Package{Ecosystem: ecosystem, Name: name})
	for _, m := range a.Matches {
		if m.Kind == Malicious {
			return m.ID, nil
		}
	}
	if errors.Is(err, ErrVersion) {
		err = nil
	}
	return "", err
}

// match merges the rows of one group, at least one of which affects v.
func (s *Store) match(group []*row, scheme version.Scheme, v string, comparable bool) (m Match, err error) {
	m.IDs = names(group)
	m.ID = shown(group)
	m.Public = isPublic(m.ID)
	m.Kind = group[0].kind
	m.Unreviewed = true
	var published, modified uint64
	for _, w := range group {
		m.Kind = moreUrgent(m.Kind, w.kind)
		m.Unreviewed = m.Unreviewed && w.flags&flagUnreviewed != 0
		m.CWE = append(m.CWE, w.cwe...)
		m.Imports = append(m.Imports, w.imports...)
		if w.published != 0 && (published == 0 || w.published < published) {
			published = w.published
		}
		modified = max(modified, w.modified)
	}
	m.Published, m.Modified = date(published), date(modified)
	slices.Sort(m.CWE)
	m.CWE = slices.Compact(m.CWE)
	slices.SortFunc(m.Imports, compareImports)
	m.Imports = slices.CompactFunc(m.Imports, func(a, b Import) bool { return compareImports(a, b) == 0 })
	if comparable {
		m.Fixed = fixes(group, scheme, v)
	}
	if err := s.join(&m, group); err != nil {
		return m, err
	}
	m.rate(group)
	return m, nil
}

// join finds KEV and EPSS by every CVE that the group is about.
func (s *Store) join(m *Match, group []*row) error {
	ids := slices.Clone(m.IDs)
	for _, w := range group {
		ids = append(ids, w.upstream...)
	}
	for _, id := range ids {
		number, ok := parseCVE(id)
		if !ok {
			continue
		}
		kev, err := s.listed(kindKEV, number)
		if err != nil {
			return err
		}
		if kev != nil {
			e := Exploited{Added: date(uint64(binary.LittleEndian.Uint16(kev[4:]))), Ransomware: kev[6] == 1}
			if m.KEV == nil {
				m.KEV = &e
			} else {
				m.KEV.Ransomware = m.KEV.Ransomware || e.Ransomware
				if e.Added.Before(m.KEV.Added) {
					m.KEV.Added = e.Added
				}
			}
		}
		epss, err := s.listed(kindEPSS, number)
		if err != nil {
			return err
		}
		if epss != nil {
			p := Prediction{float64(binary.LittleEndian.Uint16(epss[4:])) / 65535, float64(binary.LittleEndian.Uint16(epss[6:])) / 65535}
			if m.EPSS == nil || p.Probability > m.EPSS.Probability {
				m.EPSS = &p
			}
		}
	}
	return nil
}

// listed returns the row of a CVE in KEV or EPSS, nil if there is none.
func (s *Store) listed(kind uint32, number cveNumber) ([]byte, error) {
	i, found, err := s.find(kind, listRow, func(row []byte) int {
		return cmp.Compare(binary.LittleEndian.Uint32(row), uint32(number))
	})
	if err != nil || !found {
		return nil, err
	}
	return s.rowAt(kind, listRow, i)
}

// fixes returns the versions that end the group for v: after v, and not affected by any of its advisories.
func fixes(group []*row, scheme version.Scheme, v string) []string {
	var out []string
	for _, w := range group {
		for _, i := range w.intervals {
			if i.end == endFixed && scheme.Compare(i.to, v) > 0 {
				out = append(out, i.to)
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(scheme.Compare(a, b), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	out = slices.CompactFunc(out, func(a, b string) bool { return scheme.Compare(a, b) == 0 })
	return slices.DeleteFunc(out, func(f string) bool {
		return slices.ContainsFunc(group, func(w *row) bool { return w.affects(scheme, f, true) })
	})
}

// moreUrgent returns which of two kinds of the same advisory counts: malice, then a vulnerability, then the rest as ordered.
func moreUrgent(a, b Kind) Kind {
	if a == Malicious || b == Malicious {
		return Malicious
	}
	return min(a, b)
}

// compareMatches orders as people should read: malicious, known exploited, predicted, severe; then by id.
func compareMatches(a, b Match) int {
	epss := func(m Match) float64 {
		if m.EPSS == nil {
			return 0
		}
		return m.EPSS.Probability
	}
	return cmp.Or(
		cmp.Compare(rank(b.Kind == Malicious), rank(a.Kind == Malicious)),
		cmp.Compare(rank(b.KEV != nil), rank(a.KEV != nil)),
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(epss(b), epss(a)),
		cmp.Compare(b.Score, a.Score),
		cmp.Compare(a.ID, b.ID),
	)
}

func compareImports(a, b Import) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), slices.Compare(a.Symbols, b.Symbols), slices.Compare(a.OS, b.OS), slices.Compare(a.Arch, b.Arch))
}
