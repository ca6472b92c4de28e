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
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"bartizan/internal/codegate/sast/formula"
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
	request   []byte          // for the rules
	digest    []byte

	starting sync.Mutex // held while a worker is started or blamed
	worker   Worker
	broken   error // why there is none, for good

	mu     sync.Mutex
	read   []read
	failed error
	kept   int
}

// read is one file's answer.
type read struct {
	file *target.File
	answer
	facts []byte
}

func newRun(ctx context.Context, pass *scan.Pass, o Options) (*run, error) {
	r := &run{ctx: ctx, pass: pass, o: o, rules: pass.Rules, languages: map[string]bool{}}
	if u := o.User; u != nil {
		if u.Only {
			r.rules = nil
		}
		r.rules = slices.Concat(r.rules, u.Rules)
		for _, l := range u.Lost {
			pass.Unread(l.Path, l.Reason)
		}
	}
	if len(r.rules) == 0 {
		return nil, scan.Skip("no rules")
	}
	var texts rulesText
	files := map[string]int{}
	parts := [][]byte{[]byte(o.Version), []byte(rules.Digest()), []byte(pass.Root)}
	for _, rl := range r.rules {
		at, known := files[rl.File]
		if !known {
			at = len(texts.Files)
			files[rl.File] = at
			texts.Files = append(texts.Files, fileText{rl.File, string(rl.Source)})
		}
		texts.Rules = append(texts.Rules, ruleName{at, rl.ID})
		parts = append(parts, []byte(rl.ID), rl.Source)
		for _, l := range formula.LanguagesOf(rl) {
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
	go r.started() // while the first files are read
	return r, nil
}

func (r *run) close() {
	r.starting.Lock()
	defer r.starting.Unlock()
	if r.broken = errors.New("ended"); r.worker != nil {
		r.worker.Close()
	}
	if r.o.Cache != nil && r.kept > 0 {
		r.o.Cache.Trim(state.MaxCache)
	}
}

// started gives the worker, which knows the rules.
func (r *run) started() (Worker, error) {
	r.starting.Lock()
	defer r.starting.Unlock()
	return r.start()
}

// start is started with the lock held.
func (r *run) start() (Worker, error) {
	if r.worker == nil && r.broken == nil {
		r.worker, r.broken = r.fresh()
	}
	return r.worker, r.broken
}

// fresh starts a worker. The error is one of all files, not of the one that is asked about.
func (r *run) fresh() (w Worker, err error) {
	w = &inside{}
	if r.o.Start != nil {
		if w, err = r.o.Start(r.ctx); err != nil {
			return nil, err
		}
	}
	if _, err := w.Do(r.ctx, r.request); err != nil {
		w.Close()
		return nil, errors.New(err.Error())
	}
	return w, nil
}

// visit reads one file.
func (r *run) visit(f *target.File, c *target.Content) {
	textual := r.holds("generic") || r.holds("regex")
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
	out := read{file: f}
	key := state.KeyOf(r.digest, []byte(f.Path), []byte(f.Language), c.Bytes)
	if r.o.Cache != nil {
		if data, ok := r.o.Cache.Get(key); ok && out.decode(data) == nil {
			r.add(out)
			return
		}
	}
	data, err := r.ask(f, c.Bytes)
	if err == nil {
		err = out.decode(data)
	}
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
	if r.o.Cache != nil {
		r.o.Cache.Put(key, data)
		r.mu.Lock()
		r.kept++
		r.mu.Unlock()
	}
	r.add(out)
}

// holds says whether some rule is for files of a language.
func (r *run) holds(language string) bool { return r.languages[language] }

// ask has the worker read a file. Where the worker ends, the file is read alone by a new one, to see whether it was to blame.
func (r *run) ask(f *target.File, text []byte) ([]byte, error) {
	header, err := json.Marshal(fileHeader{f.Path, f.Language})
	if err != nil {
		return nil, err
	}
	request := pack(askFile, header, text)
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

// decode reads an answer.
func (out *read) decode(data []byte) error {
	kind, head, facts, err := unpack(data)
	if err != nil || kind != askFile {
		return errGarbled
	}
	if err := json.Unmarshal(head, &out.answer); err != nil {
		return errGarbled
	}
	out.facts = facts
	return nil
}

// maxBatch is how many bytes of facts go in one request.
const maxBatch = 16 << 20

// link joins the files' facts and adds what is found to the files' own findings.
func (r *run) link() error {
	r.starting.Lock()
	err := cmp.Or(r.failed, r.broken)
	r.starting.Unlock()
	if err != nil {
		return err
	}
	slices.SortFunc(r.read, func(a, b read) int { return cmp.Compare(a.file.Path, b.file.Path) })
	var batch []byte
	send := func() error {
		if len(batch) == 0 {
			return nil
		}
		w, err := r.started()
		if err == nil {
			_, err = w.Do(r.ctx, pack(askKeep, nil, batch))
		}
		batch = batch[:0]
		return err
	}
	any := false
	for _, f := range r.read {
		if len(f.facts) == 0 {
			continue
		}
		any = true
		batch = binary.LittleEndian.AppendUint32(batch, uint32(len(f.facts)))
		if batch = append(batch, f.facts...); len(batch) > maxBatch {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if !any {
		return nil
	}
	if err := send(); err != nil {
		return err
	}
	w, err := r.started()
	if err != nil {
		return err
	}
	data, err := w.Do(r.ctx, pack(askLink, nil, nil))
	if err != nil {
		return err
	}
	var l linked
	if err := json.Unmarshal(data, &l); err != nil || len(l.Ends) != len(l.Found) {
		return errGarbled
	}
	for _, note := range l.Partial {
		r.pass.Unread(".", note)
	}
	for i, f := range l.Found {
		at, ok := slices.BinarySearchFunc(r.read, f.Path, func(have read, path string) int { return cmp.Compare(have.file.Path, path) })
		if !ok {
			return errGarbled
		}
		out := &r.read[at]
		if s := slices.IndexFunc(out.Shown, func(s shown) bool { return s.Start == l.Ends[i].Start && s.End == l.Ends[i].End }); s >= 0 {
			f.Text, f.Anchor = out.Shown[s].Text, out.Shown[s].Anchor
		}
		out.Found = append(out.Found, f)
	}
	return nil
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
			for _, s := range hit.Trace {
				at := s.Span.location(s.Path)
				at.Message = finding.Visible(s.Text, 120)
				fd.Trace = append(fd.Trace, at)
			}
			doubts := min(hit.Doubts, 2)
			if place == match.Test {
				doubts++ // it runs where no attacker is
			}
			fd.Confidence -= min(fd.Confidence, finding.Confidence(max(doubts, 0)))
			r.pass.Report(fd)
		}
	}
}

func (s span) location(path string) finding.Location {
	return finding.Location{Path: path, Line: s.Line, Column: s.Column, EndLine: s.EndLine, EndColumn: s.EndColumn}
}
