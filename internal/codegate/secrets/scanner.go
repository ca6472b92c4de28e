// Package secrets finds credentials in files: by the form of what issuers hand out, and by the places where people keep
// them.
//
// Three sources give candidates: regexps of rules around keywords (internal/match); readers that know where a format,
// a language or a tool keeps credentials; and the text of values that had to be decoded first. A rule with the key
// "reader" reports what the reader of that name hands over (see families). Where several rules see one value the most
// specific reports it.
//
// Rules of this package:
//   - The value of a candidate leaves it only as length, character classes, keyed hash and, for prefixed tokens of at
//     least 20 characters, the prefix and four more. Anchors and messages hold names, never values.
//   - Work is bounded by counts of bytes and candidates; what is not looked at is reported.
//   - Nothing is asked of a network: no value is tried out here.
package secrets

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"bartizan/internal/match"
	"bartizan/internal/scan"
	"bartizan/internal/target"
)

// Options are what the scanner is built with.
type Options struct {
	// Key makes the hash of a value that findings carry, so that only its owner can compare values. Without it findings
	// carry no hash.
	Key []byte
}

// Scanner returns the scanner of credentials.
func Scanner(o Options) scan.Scanner {
	return scan.Scanner{
		Name:  "secrets",
		Doc:   "finds credentials in files, by the form of what issuers hand out and by the places where people keep them",
		Reads: true,
		Alone: true,
		Run: func(ctx context.Context, pass *scan.Pass) error {
			e, err := newEngine(pass, o)
			if err != nil {
				return err
			}
			if err := pass.Each(e.visit); err != nil {
				return err
			}
			e.reportAll()
			return nil
		},
	}
}

// families are the readers that rules can name, with what each hands over.
var families = map[string]string{
	"password":          "a value bound to a name for passwords",
	"secret":            "a value bound to a name for signing or encryption secrets",
	"token":             "a value bound to a name for issued tokens",
	"api-key":           "a value bound to a name for issued keys",
	"credential":        "a value bound to a name such as auth or key, that by its form is one",
	"weak-default":      "a password or signing secret that every list of defaults holds, in use",
	"url":               "the password in scheme://user:password@host",
	"connection-string": "the password in Server=…;Password=… and host=… password=…",
	"authorization":     "the credential of an Authorization header",
	"command-line":      "a password among the arguments of a command",
	"sql":               "a password in a statement that creates or changes a database user",
	"password-column":   "a password or its hash in rows that a dump inserts",
	"password-file":     "an entry of a file of names and password hashes",
	"netrc":             "the password of a machine in .netrc",
	"pgpass":            "the password of a line of .pgpass",
	"git-credentials":   "the password of a line of .git-credentials",
	"registry":          "credentials of a package or image registry in its tool's settings",
	"saved-login":       "a login saved by a browser",
	"secret-file":       "a file that holds one secret and is named so",
	"kubernetes":        "an entry of a Kubernetes Secret",
	"mcp":               "a credential in the settings of an MCP server",
	"jwk":               "the private part of a JSON Web Key",
	"ppp-secrets":       "a shared secret in the files of pppd and IPsec",
}

// engine is one run.
type engine struct {
	pass     *scan.Pass
	set      *match.Set
	families map[string]*match.Rule
	key      []byte

	mu    sync.Mutex
	found []found
}

func newEngine(pass *scan.Pass, o Options) (*engine, error) {
	set, err := match.Compile(pass.Rules, triggerWords)
	if err != nil {
		return nil, fmt.Errorf("reading the secret rules: %w", err)
	}
	e := &engine{pass: pass, set: set, key: o.Key, families: map[string]*match.Rule{}}
	for _, r := range set.Rules {
		if r.Reader == "" {
			continue
		}
		if families[r.Reader] == "" {
			return nil, fmt.Errorf("reading the secret rules: %s: unknown reader %q", r.File, r.Reader)
		}
		if other := e.families[r.Reader]; other != nil {
			return nil, fmt.Errorf("reading the secret rules: %s and %s have the same reader", other.File, r.File)
		}
		e.families[r.Reader] = r
	}
	return e, nil
}

// Bounds of one file.
const (
	maxCandidates = 20_000
	maxBound      = 40_000   // values that are scored
	maxReaderWork = 64 << 20 // bytes that the readers may look at
)

// file is one file while it is looked at.
type file struct {
	*engine
	path  string // as the finding names it
	name  string // the path inside of the tree or commit, slash-separated
	base  string // last element of name, lower case
	data  []byte
	style style
	place match.Place
	lock  bool // only URL credentials and registry tokens count
	state target.State
	lines lineIndex

	candidates []candidate
	work       int
	bound      int
	over       string // why something was left out
	nameEnd    int    // end of the last name that a trigger led to
	user       company
	docs       []span // Python's documentation strings
	docsKnown  bool
}

func (e *engine) visit(tf *target.File, c *target.Content) {
	if c.Binary {
		e.pass.PassOver(tf.Path, "binary")
		return
	}
	f := e.open(tf.Path, tf, c)
	f.read()
	fs := f.findings()
	if f.over != "" {
		e.pass.Unread(tf.Path, f.over)
	}
	if len(fs) == 0 {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.found = append(e.found, fs...)
}

// open prepares a file for reading. p is its path in findings.
func (e *engine) open(p string, tf *target.File, c *target.Content) *file {
	f := &file{engine: e, path: p, name: inner(p), data: c.Bytes, state: tf.State, lock: tf.Role == target.Lockfile}
	f.base = strings.ToLower(path.Base(f.name))
	f.lock = f.lock || isLockfile(f.base)
	f.style = styleOf(f.base, tf.Language, tf.Role, c.Bytes)
	f.place = placeOf(f.name, f.style)
	return f
}

// read runs all readers.
func (f *file) read() {
	structured := false // a tree would tell more
	whole := f.set.Find(f.name, f.data, match.Finder{
		Match: func(m match.Match) { f.matched(m, m.Start, m.End) },
		Trigger: func(t, start, end int) {
			if f.spend(end - start) {
				structured = f.trigger(t, start, end) || structured
			}
		},
	})
	if !whole {
		f.over = "secret budget: more than 4 MiB would have to be matched"
	}
	if structured && !f.lock {
		f.readTree()
	}
	if !f.lock {
		f.readKnownFile()
		f.readEncoded()
	}
}

// spend counts n bytes of work and reports whether they may still be done.
func (f *file) spend(n int) bool {
	if f.work += n; f.work > maxReaderWork {
		f.over = "secret budget: the readers would have to look at more than 64 MiB"
		return false
	}
	return true
}

// matched takes what a rule's regexp found as the bytes start to end.
func (f *file) matched(m match.Match, start, end int) {
	if f.lock && !slices.Contains(m.Rule.Tags, "registry") && m.Rule.Score {
		return
	}
	if strings.HasSuffix(m.Rule.ID, "access-key-id") {
		f.beside(end)
	}
	f.add(candidate{start: start, end: end, value: string(f.data[start:end]), rule: m.Rule, outcome: m.Outcome, source: "text"})
}

// inner takes the path inside of a commit or an image layer out of a virtual address.
func inner(p string) string {
	scheme, rest, ok := strings.Cut(p, "://")
	if !ok {
		return p
	}
	_, rest, ok = strings.Cut(rest, "/")
	if !ok {
		return p
	}
	if scheme == "image" {
		if layer, in, ok := strings.Cut(rest, "/"); ok && strings.HasPrefix(layer, "layer-") {
			return in
		}
	}
	return rest
}
