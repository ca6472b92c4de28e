package osv

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

type rawRecord struct {
	ID               string          `json:"id"`
	Modified         string          `json:"modified"`
	Published        string          `json:"published"`
	Withdrawn        string          `json:"withdrawn"`
	Aliases          []string        `json:"aliases"`
	Upstream         []string        `json:"upstream"`
	Summary          string          `json:"summary"`
	Severity         []rawSeverity   `json:"severity"`
	Affected         []rawAffected   `json:"affected"`
	DatabaseSpecific json.RawMessage `json:"database_specific"`
}

type rawSeverity struct {
	Type  string `json:"type"`
	Score string `json:"score"`
}

type rawAffected struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
	} `json:"package"`
	Severity []rawSeverity `json:"severity"`
	Ranges   []struct {
		Type   string `json:"type"`
		Events []struct {
			Introduced   string `json:"introduced"`
			Fixed        string `json:"fixed"`
			LastAffected string `json:"last_affected"`
			Limit        string `json:"limit"`
		} `json:"events"`
	} `json:"ranges"`
	Versions          []string        `json:"versions"`
	EcosystemSpecific json.RawMessage `json:"ecosystem_specific"`
	DatabaseSpecific  json.RawMessage `json:"database_specific"`
}

// errTooMuch is the cause of every refusal for size.
var errTooMuch = errors.New("too much in one record")

// Read reads one record. It fails on what is no record, on an id or name that could not be shown, and beyond the bounds;
// databases' own fields of an unexpected shape are ignored. What a record calls a date and is none is unknown, not an error.
func Read(data []byte) (*Record, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("reading an advisory of %d bytes: %w", len(data), errTooMuch)
	}
	var raw rawRecord
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("reading an advisory: %w", err)
	}
	if !ValidID(raw.ID) {
		return nil, fmt.Errorf("reading an advisory: its id %s is no id", quote(raw.ID))
	}
	r := &Record{ID: raw.ID, Published: Date(raw.Published), Modified: Date(raw.Modified), Withdrawn: Date(raw.Withdrawn)}
	if raw.Withdrawn != "" && r.Withdrawn.IsZero() {
		r.Withdrawn = time.Unix(0, 0).UTC() // it is withdrawn, whenever that was
	}
	err := r.fill(&raw)
	if err != nil {
		return nil, fmt.Errorf("reading advisory %s: %w", r.ID, err)
	}
	return r, nil
}

func (r *Record) fill(raw *rawRecord) error {
	var err error
	if r.Aliases, err = ids(raw.Aliases, r.ID); err != nil {
		return err
	}
	if r.Upstream, err = ids(raw.Upstream, r.ID); err != nil {
		return err
	}
	if r.Severity, err = severity(raw.Severity); err != nil {
		return err
	}
	r.database(raw.DatabaseSpecific)
	r.Malicious = r.Malicious || strings.HasPrefix(r.ID, "MAL-") || saysMalicious(raw.Summary)
	slices.Sort(r.CWE)
	r.CWE = slices.Compact(r.CWE)
	if len(raw.Affected) > MaxAffected || len(r.CWE) > MaxNames {
		return errTooMuch
	}
	var sum budget
	for i := range raw.Affected {
		a, err := r.affected(&raw.Affected[i], &sum)
		if err != nil {
			return err
		}
		if a.Ecosystem != "" {
			r.Affected = append(r.Affected, a)
		}
	}
	return nil
}

// A budget counts what a record holds in all its packages together.
type budget struct{ events, versions, symbols int }

func (b *budget) spent() bool {
	return b.events > MaxEvents || b.versions > MaxVersions || b.symbols > MaxSymbols
}

// affected reads one package. A range of commits alone, without a package, is not one: its Ecosystem is empty.
func (r *Record) affected(raw *rawAffected, sum *budget) (a Affected, err error) {
	if raw.Package.Ecosystem == "" && raw.Package.Name == "" {
		return a, nil
	}
	a.Ecosystem, a.Name = raw.Package.Ecosystem, raw.Package.Name
	if !printable(a.Ecosystem) || !printable(a.Name) {
		return a, fmt.Errorf("package %s of ecosystem %s has no name that can be shown", quote(a.Name), quote(a.Ecosystem))
	}
	if a.Severity, err = severity(raw.Severity); err != nil {
		return a, err
	}
	for _, g := range raw.Ranges {
		if g.Type == "GIT" {
			a.GitOnly = len(a.Ranges) == 0
			continue
		}
		if g.Type != "SEMVER" && g.Type != "ECOSYSTEM" {
			return a, fmt.Errorf("a range of package %s has the unknown type %s", quote(a.Name), quote(g.Type))
		}
		a.GitOnly = false
		var events []Event
		for _, e := range g.Events {
			for kind, version := range [...]string{Introduced: e.Introduced, Fixed: e.Fixed, LastAffected: e.LastAffected, Limit: e.Limit} {
				if version != "" {
					events = append(events, Event{EventKind(kind), version})
				}
				if len(version) > MaxText {
					return a, errTooMuch
				}
			}
		}
		sum.events += len(events) + 1
		if sum.spent() {
			return a, errTooMuch
		}
		a.Ranges = append(a.Ranges, Range{events})
	}
	for _, v := range raw.Versions {
		if len(v) > MaxText {
			return a, errTooMuch
		}
	}
	if sum.versions += len(raw.Versions); sum.spent() {
		return a, errTooMuch
	}
	a.Versions = raw.Versions
	r.packageSpecific(raw.DatabaseSpecific)
	if err := a.specific(raw.EcosystemSpecific, sum); err != nil {
		return a, err
	}
	return a, nil
}

// ids returns the distinct names of a list, without own. What is no id is left out: an alias is an extra, its record is not.
func ids(list []string, own string) ([]string, error) {
	if len(list) > MaxNames {
		return nil, errTooMuch
	}
	var out []string
	for _, id := range list {
		id = strings.Trim(id, " \t,;")
		if ValidID(id) && id != own && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// ValidID says whether an advisory can have this id: letters, digits and -._:+@/ in at most 200 bytes, not beginning with a
// mark, with no empty or dotted path element. Ids are shown and become part of addresses.
func ValidID(id string) bool {
	if id == "" || len(id) > 200 || !alphanumeric(id[0]) {
		return false
	}
	for i := range len(id) {
		if !alphanumeric(id[i]) && strings.IndexByte("-._:+@/", id[i]) < 0 {
			return false
		}
	}
	return !strings.Contains(id, "..") && !strings.Contains(id, "//") && !strings.Contains(id, "/.")
}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// printable says whether a name is not empty, short, and of printable ASCII with single spaces inside at most ("Red Hat").
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return s != "" && len(s) <= MaxText && strings.TrimSpace(s) == s
}

// quote shows foreign text of unknown length in an error.
func quote(s string) string {
	if len(s) > 80 {
		s = s[:80] + "…"
	}
	return strconv.QuoteToASCII(s)
}

// Date reads RFC 3339, also with a space for the T, and a date alone. What is none, and a year before 1990 (placeholders), is
// the zero time.
func Date(s string) time.Time {
	for _, layout := range [...]string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			if t.Year() < 1990 {
				return time.Time{}
			}
			return t.UTC()
		}
	}
	return time.Time{}
}
