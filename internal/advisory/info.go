package advisory

import (
	"slices"
	"strings"
	"time"

	"bartizan/internal/advisory/osv"
)

// Info is what a store was made from. Publish it with the store: some licenses ask for the attribution.
type Info struct {
	Ecosystems []Ecosystem `json:"ecosystems"` // sorted by name
	KEV        List        `json:"kev"`
	EPSS       List        `json:"epss"`
}

// An Ecosystem is one folder of advisories: a family of ecosystems ("Debian" for all its releases).
type Ecosystem struct {
	Name     string `json:"name"`
	Origin   string `json:"origin,omitempty"`
	Revision string `json:"revision,omitempty"`
	License  string `json:"license,omitempty"`

	Records   int `json:"records"`             // that are not withdrawn
	Packages  int `json:"packages"`            // with at least one
	Malicious int `json:"malicious"`           // packages of which every version is malicious, and that are in no other way known
	Withdrawn int `json:"withdrawn,omitempty"` // left out, as their database says; counted when all was read, not by amendments
	Doubtful  int `json:"doubtful,omitempty"`  // records with ranges that cannot be compared
	Refused   int `json:"refused,omitempty"`   // records that could not be read; one that is fetched again is counted again

	Newest time.Time `json:"newest,omitzero"` // the last day on which a record was published or changed
	Synced time.Time `json:"synced,omitzero"` // all changes to this moment are in; zero when the records do not say
}

// Ecosystem returns what is in the store of an ecosystem, with or without its release suffix.
func (i *Info) Ecosystem(name string) (Ecosystem, bool) {
	n, found := slices.BinarySearchFunc(i.Ecosystems, family(name), func(e Ecosystem, name string) int { return strings.Compare(e.Name, name) })
	if !found {
		return Ecosystem{}, false
	}
	return i.Ecosystems[n], true
}

// sorted says whether the ecosystems are in order, each once, as Ecosystem needs them.
func (i *Info) sorted() bool {
	for n := 1; n < len(i.Ecosystems); n++ {
		if i.Ecosystems[n-1].Name >= i.Ecosystems[n].Name {
			return false
		}
	}
	return true
}

// Newest returns the last day on which any record was published or changed, of all ecosystems or of those named.
func (i *Info) Newest(ecosystems ...string) time.Time {
	var newest time.Time
	for _, e := range i.Ecosystems {
		if (len(ecosystems) == 0 || slices.Contains(ecosystems, e.Name)) && e.Newest.After(newest) {
			newest = e.Newest
		}
	}
	return newest
}

// number returns the place of a family in Ecosystems, adding it if it is new. The caller sorts.
func (i *Info) number(name string) int {
	n := slices.IndexFunc(i.Ecosystems, func(e Ecosystem) bool { return e.Name == name })
	if n < 0 {
		n = len(i.Ecosystems)
		i.Ecosystems = append(i.Ecosystems, Ecosystem{Name: name})
	}
	return n
}

// date notes when a record was published and changed. Moments after built are mistakes.
func (e *Ecosystem) date(r *osv.Record, built time.Time) {
	published, modified := past(r.Published, built), past(r.Modified, built)
	for _, t := range [...]time.Time{published, modified} {
		if day := date(days(t)); day.After(e.Newest) {
			e.Newest = day
		}
	}
	if modified.After(e.Synced) {
		e.Synced = modified
	}
}
