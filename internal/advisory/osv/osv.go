// Package osv reads advisory records in the Open Source Vulnerability format, strictly and within bounds.
//
// Only facts are kept: what is affected, since when and until when, how bad, under which names. Prose is not.
// Source: ossf.github.io/osv-schema, versions 1.0 to 1.7.
package osv

import "time"

// Bounds on one record. A record beyond one of them is refused as a whole, never cut.
const (
	MaxBytes    = 16 << 20 // of JSON
	MaxAffected = 20_000   // packages
	MaxEvents   = 50_000   // of all ranges together
	MaxVersions = 200_000  // listed, of all packages together
	MaxNames    = 2_000    // aliases, upstream, CWEs, vectors: of each
	MaxSymbols  = 50_000   // paths and symbols together
	MaxText     = 1024     // bytes of any name, version or vector
)

// A Record is one advisory. Dates are in UTC, zero when unknown. Lists are as written, without duplicates.
type Record struct {
	ID            string
	Aliases       []string // other names of the same flaw
	Upstream      []string // flaws of which this advisory is about a copy: a distribution's package of a project
	Published     time.Time
	Modified      time.Time
	Withdrawn     time.Time
	Severity      Severity
	CWE           []int
	Informational string // "unmaintained", "unsound", "notice" or "": then it is a vulnerability
	Malicious     bool   // the package itself is the attack
	Unreviewed    bool   // the database says that no person has looked at it
	Affected      []Affected
}

// Severity is what the record says about it: CVSS vectors, and the database's own word ("low", "medium", "high",
// "critical" or "").
type Severity struct {
	Vectors []string
	Word    string
}

// Affected is one package of a record.
type Affected struct {
	Ecosystem string // as written, with a release suffix where there is one
	Name      string
	Severity  Severity
	Ranges    []Range
	Versions  []string
	GitOnly   bool // all ranges are of commits, which no lockfile names
	Imports   []Import
}

// A Range is a list of events on one line of versions, as written: not sorted.
type Range struct{ Events []Event }

// An Event is a version at which something begins or ends. Version "0" of Introduced is before all versions.
type Event struct {
	Kind    EventKind
	Version string
}

// EventKind says what an event's version does.
type EventKind uint8

const (
	Introduced   EventKind = iota // affected from here on
	Fixed                         // no longer, from here on
	LastAffected                  // affected to here
	Limit                         // nothing is said from here on
)

// An Import is a part of a package: an import path or module, and the names in it that are flawed; no names stand for all.
// OS and Arch, if any, are the only platforms.
type Import struct {
	Path     string
	Symbols  []string
	OS, Arch []string
}
