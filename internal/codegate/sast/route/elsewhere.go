package route

import (
	"cmp"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/formula"
)

// An Elsewhere is a step of another route that shows what is missing at one.
type Elsewhere struct {
	File   int32
	At     Place
	Method string // of the other route
	Path   string
	Role   bool // it asks for a role or permission
}

// maxElsewhere bounds what one finding names.
const maxElsewhere = 3

// elsewhere finds the steps that other routes have of what a rule asks for: those of the same file first, then those of the
// routes whose paths begin alike, then those that most routes have.
func (j *judge) elsewhere(rule *formula.Rule, file int32, path string) (list []Elsewhere) {
	var wanted []string
	for i := range rule.Require.Must {
		if o := &rule.Require.Must[i]; !o.Inside && o.At != formula.Handler && o.At != formula.InProject {
			if o.Any[0] == "signature" { // who else may call it is another question
				wanted = append(wanted, o.Any[0])
				continue
			}
			wanted = append(wanted, o.Any...)
		}
	}
	type offer struct {
		Elsewhere
		text           string
		alike, carried int
	}
	var all []offer
	for _, r := range j.routes {
		for i, l := range r.Chain {
			if l.Maybe || l.Start == l.End || !anyOf(r.chain[i].names, wanted) {
				continue
			}
			role := slices.Contains(wanted, "auth.role") && r.chain[i].names["auth.role"]
			at := slices.IndexFunc(all, func(o offer) bool { return o.File == l.File && o.At.Start == l.Start && o.At.End == l.End })
			if at < 0 {
				at = len(all)
				all = append(all, offer{Elsewhere: Elsewhere{l.File, l.Place, r.Method, r.Path, role}, text: l.Text})
			}
			o := &all[at]
			o.carried++
			if n := alike(r.Path, path); n > o.alike {
				o.alike, o.Method, o.Path = n, r.Method, r.Path
			}
		}
	}
	slices.SortStableFunc(all, func(a, b offer) int {
		near := func(o offer) int {
			if o.File == file {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(near(a), near(b)), cmp.Compare(b.alike, a.alike), cmp.Compare(b.carried, a.carried), cmp.Compare(a.File, b.File), cmp.Compare(a.At.Start, b.At.Start))
	})
	seen := map[string]bool{}
	for _, o := range all {
		if !seen[o.text] && len(list) < maxElsewhere {
			seen[o.text] = true
			list = append(list, o.Elsewhere)
		}
	}
	return list
}

// alike counts the segments that two paths begin with alike.
func alike(a, b string) (n int) {
	x, y := strings.Split(strings.Trim(a, "/"), "/"), strings.Split(strings.Trim(b, "/"), "/")
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}
