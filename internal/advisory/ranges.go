package advisory

import (
	"cmp"
	"slices"

	"bartizan/internal/advisory/osv"
	"bartizan/internal/advisory/version"
)

// endKind says how an interval ends.
type endKind uint8

const (
	endNever     endKind = iota // affected to this day
	endFixed                    // to before the version, which is the remedy
	endLast                     // to the version
	endLimit                    // to before the version, of which nothing is known
	endKindCount = iota
)

// An interval is a span of affected versions. From "" is before all versions.
type interval struct {
	from string
	end  endKind
	to   string
}

func (i interval) contains(s version.Scheme, v string) bool {
	if i.from != "" && s.Compare(v, i.from) < 0 {
		return false
	}
	switch i.end {
	case endNever:
		return true
	case endLast:
		return s.Compare(v, i.to) <= 0
	}
	return s.Compare(v, i.to) < 0
}

// intervals turns the events of a range into spans. The events of several branches may stand in one range, in any order. ok is
// false when a version of the range cannot be compared, or when nothing begins.
//
// Source: OSV schema, "evaluation": sorted by version, introduced and last_affected include theirs, fixed and limit do not.
func intervals(scheme version.Scheme, events []osv.Event) (spans []interval, ok bool) {
	if scheme == version.Unordered {
		return nil, len(events) == 0
	}
	begins := false
	for _, e := range events {
		begins = begins || e.Kind == osv.Introduced
		if !(e.Version == "0" && e.Kind == osv.Introduced) && scheme.Check(e.Version) != nil {
			return nil, false
		}
	}
	if !begins {
		return nil, false
	}
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b osv.Event) int { return compareEvents(scheme, a, b) })
	open := false
	var span interval
	for _, e := range sorted {
		switch {
		case e.Kind == osv.Introduced && !open:
			open, span = true, interval{}
			if e.Version != "0" {
				span.from = e.Version
			}
		case e.Kind != osv.Introduced && open:
			open = false
			span.to, span.end = e.Version, [...]endKind{osv.Fixed: endFixed, osv.LastAffected: endLast, osv.Limit: endLimit}[e.Kind]
			if span.end == endLast || span.from == "" || scheme.Compare(span.from, span.to) < 0 {
				spans = append(spans, span)
			}
		}
	}
	if open {
		spans = append(spans, span)
	}
	return spans, true
}

// compareEvents orders events by version. At one version those that end before it keep their place in the record, and
// last_affected comes last, for it ends after it.
func compareEvents(scheme version.Scheme, a, b osv.Event) int {
	startA, startB := a.Kind == osv.Introduced && a.Version == "0", b.Kind == osv.Introduced && b.Version == "0"
	if startA || startB {
		return cmp.Compare(rank(startB), rank(startA))
	}
	return cmp.Or(scheme.Compare(a.Version, b.Version), cmp.Compare(rank(a.Kind == osv.LastAffected), rank(b.Kind == osv.LastAffected)))
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
