// Package fixer repairs weaknesses in source: it turns the place of a finding into edits of the file's bytes.
//
// Rules of this package:
//   - A fixer edits bytes; it never prints a tree again. What it does not mean to change keeps its bytes.
//   - What a fixer does not fully understand it refuses, with the reason. A wrong repair is worse than none.
//   - A fixer never deletes a feature, comments code out or adds a suppression.
//   - Whether a fix holds is not decided here: whoever applies the edits scans again.
package fixer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax/generic"
)

// A Span is a part of a file, in bytes.
type Span struct{ Start, End uint32 }

// A Request is one finding that is to be repaired. Unit has a Table.
type Request struct {
	*search.Unit
	Rule  string           // id
	Span  Span             // of the finding
	Trace []Span           // of the flow's places in this file, source first
	Env   []search.Binding // of the match, where the rule has one
	Route string           // method and path of the route that the finding is about
	Hints string           // text of the manifests that hold for the file: which libraries the project uses
	// Offers are what other routes of the project have in the place of what is missing here, the best first.
	Offers []Offer
	Around []Text // other files of the project, the nearest first
}

// An Offer is a step of another route: a middleware, a decorator, a dependency.
type Offer struct {
	*search.Unit
	Span Span
	Role bool // it asks for a role or permission
}

// A Text is another file of the project, which helps to judge.
type Text struct {
	Path string
	Text []byte
}

// An Edit replaces the bytes from Start to End of the file that was asked about.
type Edit struct {
	Start, End uint32
	New        string
}

// A Line is to be added to another file of the project, which is made where it does not exist. A line that begins with the
// same word up to its first = is left as it is.
type Line struct{ Path, Text string }

// A Need is a library that a fix makes the project depend on. Nothing here adds it.
type Need struct {
	Ecosystem string `json:"ecosystem"`
	Name      string `json:"name"`
	Version   string `json:"version"` // a constraint
}

// A Proposal is a set of edits that belong together: all are applied or none.
type Proposal struct {
	Title string // what is done, in one sentence
	Safe  bool   // behaviour is kept for everyone but an attacker; else somebody has to look
	Edits []Edit // sorted, not overlapping
	Lines []Line
	Needs []Need
	// Calls are the names of calls of which one has to be there afterwards where the finding's own call is not.
	Calls []string
	Gone  int // functions that the edits put something else in the place of
	// Replaces are their names.
	Replaces []string
}

// A Refusal is the error of a fixer that does not apply: why, and what to do by hand.
type Refusal string

func (r Refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error { return Refusal(fmt.Sprintf(format, args...)) }

// A Fixer repairs one kind of weakness. It is a value: a name, a promise, and a function.
type Fixer struct {
	Name string // as a rule's key fixer names it
	Doc  string // what it does, in a few words
	Safe bool   // whether its plain form is safe
	fix  func(*work) error
}

// All lists the fixers.
func All() []Fixer {
	return []Fixer{
		{"sql-placeholders", "puts placeholders into the SQL text and hands the values over beside it", true, sqlPlaceholders},
		{"error-generic", "answers with a constant text and logs the error on the server", true, errorGeneric},
		{"token-lifetime", "gives tokens a short life", true, tokenLifetime},
		{"jwt-algorithms", "pins the algorithm of tokens", true, jwtAlgorithms},
		{"cookie-flags", "sets the flags that protect a cookie", true, cookieFlags},
		{"tls-verify-on", "leaves the check of certificates on", true, tlsVerifyOn},
		{"yaml-safe-load", "reads YAML as data only", true, yamlSafeLoad},
		{"xml-safe", "reads XML without foreign entities", true, xmlSafe},
		{"subprocess-no-shell", "starts the program without a shell", true, subprocessNoShell},
		{"env-secret", "reads the secret from the environment and refuses to start without it", false, envSecret},
		{"weak-hash", "hashes with SHA-256", false, weakHash},
		{"password-hash", "hashes passwords with a function that is made for them", false, passwordHash},
		{"random-secure", "draws from the secure generator", true, randomSecure},
		{"timing-safe", "compares in constant time", true, timingSafe},
		{"path-contained", "keeps paths inside one folder", false, pathContained},
		{"html-escape", "escapes values in HTML", true, htmlEscape},
		{"cors-list", "names the origins", false, corsList},
		{"debug-off", "leaves debugging off", true, debugOff},
		{"redirect-relative", "redirects to paths of the site only", false, redirectRelative},
		{"try-401", "answers 401 where a check throws", true, try401},
		{"nosql-cast", "turns values into text before they enter a filter", true, nosqlCast},
		{"limit-attempts", "limits how often an address may try", false, limitAttempts},
		{"guard-reuse", "asks as other routes of the project do", false, guardReuse},
		{"role-check", "asks for a role", false, roleCheck},
		{"owner-check", "asks whose the object is in the query", false, ownerCheck},
		{"log-mask", "leaves the secret out of the log", true, logMask},
		{"log-lines", "takes line breaks out of what is logged", true, logLines},
		{"size-bounded", "bounds how many rows a request may ask for", false, sizeBounded},
		{"hosts-listed", "asks named hosts only", false, hostsListed},
		{"filter-escape", "escapes values in LDAP filters", true, filterEscape},
		{"regex-escape", "takes a value as plain text in a regular expression", false, regexEscape},
		{"validate-input", "tests the type and length of what a body holds", false, validateInput},
		{"upload-limits", "bounds the size of uploads", false, uploadLimits},
		{"upload-name", "stores uploads under names of its own", false, uploadName},
		{"body-bounded", "bounds what is read of a body", false, bodyBounded},
		{"csrf-on", "takes the exemption from the protection against forged requests away", false, csrfOn},
		{"token-verify", "checks the signature of the token", false, tokenVerify},
		{"jwt-error", "answers 401 where a token cannot be read", false, jwtError},
	}
}

// Wide holds for a fixer that looks at other files of the project.
func (f Fixer) Wide() bool {
	return f.Name == "role-check" || f.Name == "owner-check" || f.Name == "password-hash"
}

// Find gives a fixer by name.
func Find(name string) (Fixer, bool) {
	all := All()
	if i := slices.IndexFunc(all, func(f Fixer) bool { return f.Name == name }); i >= 0 {
		return all[i], true
	}
	return Fixer{}, false
}

// Bounds of one proposal.
const (
	maxEdits   = 64
	maxWritten = 16 << 10 // bytes of all New
)

// Apply runs a fixer. The error is a Refusal where the fixer does not apply.
func (f Fixer) Apply(r *Request) (*Proposal, error) {
	if r.Table == nil || len(r.Nodes) < 2 || int(r.Span.End) > len(r.Text) || r.Span.Start >= r.Span.End {
		return nil, refuse("the place of the finding is not known")
	}
	w := &work{Request: r, Proposal: Proposal{Title: f.Doc, Safe: f.Safe}}
	w.node = w.at(r.Span)
	if w.node == 0 {
		return nil, refuse("the place of the finding is no expression or statement")
	}
	if err := f.fix(w); err != nil {
		return nil, err
	}
	if err := w.finish(); err != nil {
		return nil, err
	}
	return &w.Proposal, nil
}

// work is a proposal in the making.
type work struct {
	*Request
	Proposal
	node generic.ID // the outermost with the finding's span, or the innermost around it
	s    *style
	// Go's imports of which the uses that are edited away count.
	dropped []generic.ID
}

// finish sorts the edits, drops repeats and checks that they can be applied.
func (w *work) finish() error {
	w.dropImports()
	lines := func(e Edit) int { // what goes on with a line stands before what begins one
		switch text := strings.ReplaceAll(e.New, "\r", ""); {
		case strings.HasPrefix(text, "\n\n"):
			return 2
		case strings.HasPrefix(text, "\n"):
			return 1
		}
		return 0
	}
	slices.SortStableFunc(w.Edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(lines(a), lines(b)))
	})
	w.Edits = slices.Compact(w.Edits)
	if len(w.Edits) == 0 {
		return refuse("there is nothing to change")
	}
	if len(w.Edits) > maxEdits {
		return refuse("more than %d places would change", maxEdits)
	}
	written, at := 0, uint32(0)
	for i, e := range w.Edits {
		if e.Start > e.End || int(e.End) > len(w.Text) || i > 0 && e.Start < at {
			return refuse("the places to change overlap")
		}
		at = e.End
		if written += len(e.New); written > maxWritten {
			return refuse("more than %d bytes would be written", maxWritten)
		}
	}
	return nil
}

func (w *work) replace(s Span, text string) { w.Edits = append(w.Edits, Edit{s.Start, s.End, text}) }
func (w *work) put(id generic.ID, text string) {
	w.replace(w.span(id), text)
}
func (w *work) insert(at uint32, text string) { w.Edits = append(w.Edits, Edit{at, at, text}) }

// review says that somebody has to look at the fix.
func (w *work) review() { w.Safe = false }

// needs notes a library that the fix uses and the project may not have.
func (w *work) needs(ecosystem, name, version string) {
	w.Needs = append(w.Needs, Need{ecosystem, name, version})
}
