// Package advisory answers which published advisories affect a package version, from a local file.
//
// Rules of this package:
//   - The file is not trusted: every byte is checked against a hash before it is believed, and every length before it is used.
//   - Facts only: ids, ranges, severities, weaknesses, symbols, dates. No prose of an advisory is kept.
//   - No answer needs the network or a clock. Only Update asks the network, and only when it is called.
//   - What could not be judged (an ecosystem without data, a version that is none, a range that nobody can read) is said.
package advisory

import (
	"errors"
	"time"

	"bartizan/internal/finding"
)

// A Package is a version of a package, named as its own ecosystem does.
type Package struct {
	Ecosystem string // OSV's: "npm", "PyPI", "Go", "Debian:12"
	Name      string // Maven "group:artifact"; Go module path, "stdlib" or "toolchain"; the source package of a distribution
	Version   string // as a lockfile has it
}

var (
	// ErrNoData says that the store has no advisories of this ecosystem: nothing is known, which is not safety.
	ErrNoData = errors.New("the advisory store has no data of this ecosystem")
	// ErrVersion says that the version is none of its ecosystem: only matches that hold for every version are given.
	ErrVersion = errors.New("the version cannot be compared")
	// ErrCorrupt says that the file is no advisory store or was changed. Fetch or build it again.
	ErrCorrupt = errors.New("the advisory store is damaged")
)

// An Answer is what the store knows about one package version.
type Answer struct {
	Matches []Match  // worst first, then by id
	Doubts  []string // ids of advisories about the package whose ranges cannot be compared, sorted: they may affect it
}

// A Match is one flaw, however many databases describe it.
type Match struct {
	ID     string   // to show: a CVE, else a GHSA, else the database's own
	Public bool     // false: the ID is of no public database, show the source of the data instead
	IDs    []string // of all advisories that were merged, with all aliases, sorted
	Kind   Kind

	Severity finding.Severity // by the first SeveritySource that applies; not adjusted by EPSS or by how the package is used
	Source   SeveritySource   // where Severity comes from
	Vector   string           // the CVSS vector it was computed from, "" if none
	Score    float64          // of Vector, 0.0 to 10.0

	KEV  *Exploited  // in CISA's catalog of exploited flaws, nil if not
	EPSS *Prediction // FIRST's estimate, nil if unknown; of the worst CVE in IDs

	CWE       []int    // sorted
	Fixed     []string // versions that end it, after this one and not affected themselves, ascending: the first is the least upgrade
	Imports   []Import // flawed parts, sorted; none means that no database says
	Published time.Time
	Modified  time.Time // dates are days in UTC, zero when unknown; of several, the first publication and the last change

	Unreviewed bool // no database had a person look at it
}

// Kind says what an advisory is about.
type Kind uint8

const (
	Vulnerability Kind = iota
	Malicious          // the package is the attack
	Unsound            // of Rust: safe code can break memory safety
	Unmaintained
	Notice
)

var kindNames = [...]string{"vulnerability", "malicious", "unsound", "unmaintained", "notice"}

func (k Kind) String() string { return kindNames[k] }

// An Import is a flawed part of a package: an import path (Go) or module (Rust), and names in it; without names it is all of it.
type Import struct {
	Path     string
	Symbols  []string
	OS, Arch []string // the only platforms, if any
}

// An Exploited is an entry of CISA's catalog of known exploited vulnerabilities.
type Exploited struct {
	Added      time.Time // a day in UTC
	Ransomware bool      // known to be used in ransomware campaigns
}

// A Prediction is FIRST's estimate that a flaw is exploited within 30 days. Both are 0 to 1, in steps of 1/65535.
type Prediction struct {
	Probability float64
	Percentile  float64 // share of all flaws that are estimated lower or alike
}
