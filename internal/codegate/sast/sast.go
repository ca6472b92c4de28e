// Package sast finds weaknesses in source code by following data from where it enters to where it does harm.
//
// A file is read once by a worker, which gives what rules find in the file alone and the file's facts: what of it matters to
// other files. When all files are read, the worker joins their facts and finds the flows between functions and files. Both
// answers depend on the bytes of the files and the rules alone, so the first is kept from run to run.
//
// Rules of this package:
//   - Source is parsed by a Worker: the program's is a confined process without files and network.
//   - What a worker answers is checked as if the scanned project had written it.
//   - What was not looked at, or only partly, is reported as such.
package sast

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/confine"
	"bartizan/internal/finding"
	"bartizan/internal/match"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/state"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/target"
	"bartizan/rules"
)

// Options are what the scanner is built with.
type Options struct {
	// Start starts a worker; nil works in this process.
	Start func(context.Context) (Worker, error)
	// Cache keeps the answers for files that have not changed; nil keeps nothing.
	Cache *state.Cache
	// Pool keeps workers from run to run; nil ends each with its run.
	Pool *Pool
	// User are rules of the user's own; nil for none.
	User *UserRules
	// Version names the engine; another one has other answers.
	Version string
}

// Scanner returns the scanner of code.
func Scanner(o Options) scan.Scanner {
	return scan.Scanner{
		Name:  "sast",
		Doc:   "finds weaknesses in source code by following data from where it enters to where it does harm",
		Reads: true,
		Run: func(ctx context.Context, pass *scan.Pass) error {
			r, err := newRun(ctx, pass, o)
			if err != nil {
				return err
			}
			defer r.close()
			if err := pass.Each(r.visit); err != nil {
				return err
			}
			if err := r.link(); err != nil {
				return err
			}
			r.report()
			r.whole = true
			return nil
		},
	}
}

// run is one run.
type run struct {
	ctx       context.Context
	pass      *scan.Pass
	o         Options
	rules     []*rule.Rule
	languages map[string]bool // that some rule is for
	anyText   bool            // rules of the user's own read texts of any kind
	request   []byte          // for the rules
	digest    []byte

	starting sync.Mutex // held while a worker is started or blamed
	worker   *hand
	broken   error // why there is none, for good
	whole    bool  // it ended well

	mu     sync.Mutex
	read   []read
	failed error
	kept   atomic.Bool // something, in the cache
}

// read is one file's answer.
type read struct {
	file *target.File
	key  state.Key // of what the worker says of it
	said bool      // what it says is here; else the cache has it
	answer
	facts []byte // where no cache keeps them
}

func newRun(ctx context.Context, pass *scan.Pass, o Options) (*run, error) {
	r := &run{ctx: ctx, pass: pass, o: o, rules: pass.Rules, languages: map[string]bool{}}
	if u := o.User; u != nil {
		if u.Only {
			r.rules = nil
		}
		r.rules = slices.Concat(r.rules, u.Rules)
		r.anyText = slices.ContainsFunc(u.Rules, func(r *rule.Rule) bool {
			return slices.Contains(r.Languages, "generic") || slices.Contains(r.Languages, "regex")
		})
		for _, l := range u.Lost {
			pass.Unread(l.Path, l.Reason)
		}
	}
	if len(r.rules) == 0 {
		return nil, scan.Skip("no rules")
	}
	texts := textsOf(r.rules)
	parts := [][]byte{[]byte(o.Version), []byte(rules.Digest()), []byte(pass.Root)}
	for _, f := range texts.Files {
		parts = append(parts, []byte(f.Name), []byte(f.Text))
	}
	for _, name := range texts.Rules {
		parts = append(parts, []byte(name.ID))
		for _, l := range name.Languages {
			r.languages[l] = true
		}
	}
	k := state.KeyOf(parts...)
	r.digest = k[:]
	data, err := json.Marshal(texts)
	if err != nil {
		return nil, err
	}
	r.request = pack(askRules, data, nil)
	return r, nil
}

func (r *run) close() {
	r.starting.Lock()
	defer r.starting.Unlock()
	switch r.broken = errors.New("ended"); {
	case r.worker == nil:
	case r.o.Pool != nil && r.whole && r.ctx.Err() == nil:
		r.o.Pool.put(r.worker)
	default:
		r.worker.Close()
	}
	if r.o.Cache != nil && r.kept.Load() {
		r.o.Cache.Trim(state.MaxCache)
	}
}

// started gives the worker, which knows the rules.
func (r *run) started() (*hand, error) {
	r.starting.Lock()
	defer r.starting.Unlock()
	if r.worker == nil && r.broken == nil {
		if r.worker = r.idle(); r.worker == nil {
			r.worker, r.broken = r.fresh()
		}
	}
	return r.worker, r.broken
}

// ready gives the worker if there is one.
func (r *run) ready() *hand {
	r.starting.Lock()
	defer r.starting.Unlock()
	if r.worker == nil && r.broken == nil {
		r.worker = r.idle()
	}
	return r.worker
}

// idle gives a worker of an earlier run that is still there.
func (r *run) idle() *hand {
	h := r.o.Pool.take(string(r.digest))
	if h == nil {
		return nil
	}
	if _, err := h.Do(r.ctx, pack(askAlive, nil, nil)); err != nil {
		h.Close()
		return nil
	}
	return h
}

// fresh starts a worker. The error is one of all files, not of the one that is asked about.
func (r *run) fresh() (*hand, error) {
	var w Worker = &inside{}
	if r.o.Start != nil {
		ctx := r.ctx
		if r.o.Pool != nil {
			ctx = context.WithoutCancel(ctx) // it may outlive the run
		}
		var err error
		if w, err = r.o.Start(ctx); err != nil {
			return nil, err
		}
	}
	if _, err := w.Do(r.ctx, r.request); err != nil {
		w.Close()
		return nil, errors.New(err.Error())
	}
	return &hand{Worker: w, of: string(r.digest), held: map[state.Key]held{}}, nil
}

// visit reads one file.
func (r *run) visit(f *target.File, c *target.Content) {
	textual := (r.holds("generic") || r.holds("regex")) && (r.anyText || settings[strings.ToLower(filepath.Ext(f.Path))])
	switch {
	case !textual && (lang.For(f.Language, f.Path) == nil || !r.holds(f.Language)):
		r.pass.Ignore()
		return
	case c.Binary:
		r.pass.PassOver(f.Path, "binary")
		return
	case c.Minified:
		r.pass.PassOver(f.Path, "minified")
		return
	case len(c.Bytes) > maxParsed:
		r.pass.Unread(f.Path, "larger than 1 MiB")
		return
	}
	out := read{file: f, key: r.keyOf(f, c)}
	if r.o.Cache != nil && r.o.Cache.Has(out.key) {
		r.add(out)
		return
	}
	facts, err := r.ask(&out, c.Bytes)
	var ended *confine.Ended
	var refused *confine.Refusal
	switch {
	case err == nil:
	case errors.As(err, &ended):
		r.pass.Unread(f.Path, "its parser "+ended.Reason)
		return
	case errors.As(err, &refused):
		r.pass.Unread(f.Path, refused.Reason)
		return
	default:
		r.fail(fmt.Errorf("%s: %w", f.Path, err))
		return
	}
	if r.o.Cache == nil {
		out.facts = facts
	}
	r.add(out)
}

// keyOf names what the worker says of a file.
func (r *run) keyOf(f *target.File, c *target.Content) state.Key {
	return state.KeyOf(r.digest, []byte(f.Path), []byte(f.Language), c.Bytes)
}

func (r *run) cached(k state.Key) ([]byte, bool) {
	if r.o.Cache == nil {
		return nil, false
	}
	return r.o.Cache.Get(k)
}

func (r *run) keep(k state.Key, data []byte) {
	if r.o.Cache != nil {
		r.o.Cache.Put(k, data)
		r.kept.Store(true)
	}
}

// holds says whether some rule is for files of a language.
// settings are the endings of files of settings and templates, which the rules of the pack read as texts.
var settings = map[string]bool{".properties": true, ".yml": true, ".yaml": true, ".html": true, ".htm": true, ".jsp": true, ".ftl": true, ".ftlh": true,
	".ejs": true, ".eta": true, ".hbs": true, ".handlebars": true, ".mustache": true, ".njk": true, ".nunjucks": true, ".pug": true, ".jade": true}

func (r *run) holds(language string) bool { return r.languages[language] }

// ask has the worker read a file, and keeps what it says. Where the worker ends, the file is read alone by a new one, to see
// whether it was to blame.
func (r *run) ask(out *read, text []byte) (facts []byte, err error) {
	header, err := json.Marshal(fileHeader{out.file.Path, out.file.Language})
	if err != nil {
		return nil, err
	}
	data, err := r.do(pack(askFile, header, text))
	if err != nil {
		return nil, err
	}
	if facts, err = out.take(data); err == nil {
		r.keep(out.key, data)
	}
	return facts, err
}

// take reads what the worker says of a file.
func (out *read) take(data []byte) (facts []byte, err error) {
	out.answer = answer{}
	kind, head, facts, err := unpack(data)
	if err != nil || kind != askFile || json.Unmarshal(head, &out.answer) != nil || out.Family != "" && out.Family != familyOf(out.file) || (len(facts) > 0) != (out.Family != "") {
		return nil, errGarbled
	}
	out.said = true
	return facts, nil
}

// familyOf gives the family of a file's language.
func familyOf(f *target.File) string { return flow.Family(lang.Name(f.Language, f.Path)) }

func (r *run) do(request []byte) ([]byte, error) {
	w, err := r.started()
	if err != nil {
		return nil, err
	}
	data, err := w.Do(r.ctx, request)
	var ended *confine.Ended
	if !errors.As(err, &ended) || r.ctx.Err() != nil {
		return data, err
	}
	r.starting.Lock()
	defer r.starting.Unlock()
	alone, err := r.fresh()
	if err != nil {
		return nil, err
	}
	data, err = alone.Do(r.ctx, request)
	if r.worker == w {
		w.Close()
		r.worker = nil
	}
	if r.worker == nil && !errors.As(err, &ended) {
		r.worker = alone
	} else {
		alone.Close()
	}
	return data, err
}

func (r *run) add(out read) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read = append(r.read, out)
}

func (r *run) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
}

// report hands over what was found, file by file.
func (r *run) report() {
	for _, f := range r.read {
		for _, note := range f.Partial {
			r.pass.Unread(f.file.Path, note)
		}
		place := match.PlaceOf(f.file.Path, true, false, false)
		for _, hit := range f.Found {
			if hit.Rule < 0 || hit.Rule >= len(r.rules) {
				continue
			}
			fd := scan.Base(r.rules[hit.Rule], finding.Visible(hit.Message, 400), hit.Span.location(f.file.Path))
			fd.Evidence, fd.Anchor = finding.Evidence(finding.Visible(hit.Text, 200)), hit.Anchor
			fd.Symbol, fd.Fix = finding.Visible(hit.Symbol, 120), fixOf(r.rules[hit.Rule])
			for _, s := range hit.Trace {
				at := s.Span.location(s.Path)
				at.Message = finding.Visible(s.Text, 120)
				fd.Trace = append(fd.Trace, at)
			}
			for _, s := range hit.Related {
				at := s.Span.location(s.Path)
				at.Message = finding.Visible(s.Text, 120)
				fd.Related = append(fd.Related, at)
			}
			doubts := min(hit.Doubts, 2)
			if place == match.Test {
				doubts++ // it runs where no attacker is
			}
			if generated(f.file.Path) {
				doubts++ // whoever wrote the generator is not here
			}
			fd.Confidence -= min(fd.Confidence, finding.Confidence(max(doubts, 0)))
			r.pass.Report(fd)
		}
	}
}

// generated tells a file that a program wrote, by the names that generators give. What a file says of itself does not count:
// a line of text is too easy a way to be believed less.
func generated(path string) bool {
	base := path[strings.LastIndexByte(path, '/')+1:]
	for _, end := range []string{".pb.go", ".pb.gw.go", "_grpc.pb.go", ".connect.go", "_pb2.py", "_pb2_grpc.py", "_pb.js", "_pb.ts", "_pb.d.ts", ".g.cs", ".generated.ts", ".generated.js"} {
		if strings.HasSuffix(base, end) {
			return true
		}
	}
	return strings.HasPrefix(base, "zz_generated")
}

func (s span) location(path string) finding.Location {
	return finding.Location{Path: path, Line: s.Line, Column: s.Column, EndLine: s.EndLine, EndColumn: s.EndColumn}
}
