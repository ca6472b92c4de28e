package sast

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/confine"
	"bartizan/internal/finding"
	"bartizan/internal/lazyregexp"
	"bartizan/internal/rule"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// An Ask is one finding that is to be repaired.
type Ask struct {
	Rule     *rule.Rule // of the finding; its fix, else its fixers
	Fixers   []string   // in the place of the rule's
	Path     string
	Language string // as the inventory names it
	Text     []byte
	At       finding.Location
	Trace    []finding.Location // of the flow's places in this file, source first
	Hints    string             // text of the manifests that hold for the file
	Route    string             // method and path of the route that the finding is about
	Offers   []Offer
	Around   []fixer.Text // other files of the project, the nearest first; of fixers that look at them
	Skip     int          // how many of the fixers have been tried
}

// An Offer is a step of another route that has what is missing at a finding.
type Offer struct {
	Path, Language string
	Text           []byte
	At             finding.Location
	Role           bool
}

// A Mended is the answer: a proposal, or why there is none.
type Mended struct {
	*fixer.Proposal
	Refused string `json:",omitempty"`
	Subject string `json:",omitempty"` // the call that the finding is about, as Shape.Calls has it
	Tried   int    `json:",omitempty"` // how many of the fixers were tried
}

// mendHeader is an Ask on its way to a worker, but for the text.
type mendHeader struct {
	Path, Language string
	Rule           int // -1 for none
	Fixers         []string
	Span           span
	Trace          []span
	Hints          string
	Route          string       `json:",omitempty"`
	Offers         []Offer      `json:",omitempty"`
	Around         []fixer.Text `json:",omitempty"`
	Skip           int          `json:",omitempty"`
}

const (
	askMend  byte = 'm' // header as JSON, text: answers a Mended as JSON
	askShape byte = 's' // header as JSON, text: answers a Shape as JSON
)

// A Helper asks a worker about single files: how a finding is repaired, and what a file holds. It is for one goroutine.
type Helper struct {
	ctx    context.Context
	o      Options
	worker Worker
	rules  string // ids that the worker knows
}

// NewHelper prepares one; its worker is started when it is first asked.
func NewHelper(ctx context.Context, o Options) *Helper { return &Helper{ctx: ctx, o: o} }

// Close ends the worker.
func (h *Helper) Close() {
	if h.worker != nil {
		h.worker.Close()
		h.worker = nil
	}
}

// start starts a worker that knows the rules, or keeps the one that does.
func (h *Helper) start(rules []*rule.Rule) error {
	ids := fmt.Sprint(len(rules))
	for _, r := range rules {
		ids += "\x00" + r.ID
	}
	if h.worker != nil && ids == h.rules {
		return nil
	}
	h.Close()
	texts := textsOf(rules)
	data, err := json.Marshal(texts)
	if err != nil {
		return err
	}
	var w Worker = &inside{}
	if h.o.Start != nil {
		if w, err = h.o.Start(h.ctx); err != nil {
			return err
		}
	}
	if _, err := w.Do(h.ctx, pack(askRules, data, nil)); err != nil {
		w.Close()
		return err
	}
	h.worker, h.rules = w, ids
	return nil
}

// Mend asks for repairs, one answer for each ask. What a text makes of its worker is that text's refusal; the error is one of
// all.
func (h *Helper) Mend(asks []Ask) ([]Mended, error) {
	var rules []*rule.Rule
	for _, a := range asks {
		if a.Rule != nil && a.Rule.Scanner == "sast" && !slices.Contains(rules, a.Rule) {
			rules = append(rules, a.Rule)
		}
	}
	out := make([]Mended, len(asks))
	for i, a := range asks {
		header := mendHeader{Path: a.Path, Language: a.Language, Rule: slices.Index(rules, a.Rule), Fixers: a.Fixers, Span: spanAt(a.At), Hints: a.Hints[:min(len(a.Hints), maxHints)], Route: a.Route, Offers: a.Offers, Around: a.Around, Skip: a.Skip}
		for _, t := range a.Trace {
			header.Trace = append(header.Trace, spanAt(t))
		}
		if len(a.Text) > maxParsed {
			out[i].Refused = "the file is larger than 1 MiB"
			continue
		}
		data, refused, err := h.do(rules, askMend, header, a.Text)
		switch {
		case err != nil:
			return nil, err
		case refused != "":
			out[i].Refused = refused
		case json.Unmarshal(data, &out[i]) != nil:
			return nil, errGarbled
		}
		if p := out[i].Proposal; p != nil && !sound(p, len(a.Text)) {
			return nil, errGarbled
		}
	}
	return out, nil
}

// maxHints bounds what is said of manifests.
const maxHints = 64 << 10

// sound checks an answer as if the scanned project had written it.
func sound(p *fixer.Proposal, size int) bool {
	at := uint32(0)
	for _, e := range p.Edits {
		if e.Start < at || e.Start > e.End || int(e.End) > size {
			return false
		}
		at = e.End
	}
	return len(p.Edits) > 0
}

func spanAt(l finding.Location) span { return span{l.Line, l.Column, l.EndLine, l.EndColumn} }

// do asks the worker. refused is the reason that belongs to the text.
func (h *Helper) do(rules []*rule.Rule, kind byte, header any, text []byte) (data []byte, refused string, err error) {
	if err := h.start(rules); err != nil {
		return nil, "", err
	}
	head, err := json.Marshal(header)
	if err != nil {
		return nil, "", err
	}
	data, err = h.worker.Do(h.ctx, pack(kind, head, text))
	var ended *confine.Ended
	var no *confine.Refusal
	switch {
	case err == nil:
		return data, "", nil
	case h.ctx.Err() != nil:
		return nil, "", h.ctx.Err()
	case errors.As(err, &ended):
		h.Close()
		return nil, "its parser " + ended.Reason, nil
	case errors.As(err, &no):
		return nil, no.Reason, nil
	}
	return nil, "", err
}

// mend finds the repair of one finding.
func (e *engine) mend(h mendHeader, text []byte) (Mended, error) {
	u, file, err := e.unit(h.Path, h.Language, text)
	if err != nil {
		return Mended{}, err
	}
	if u == nil || len(file.Nodes) < 2 {
		return Mended{Refused: "the file could not be parsed"}, nil
	}
	v := newViewer(u)
	start, end, ok := v.bytes(h.Span)
	if !ok {
		return Mended{Refused: "the file has changed"}, nil
	}
	req := &fixer.Request{Unit: u, Span: fixer.Span{Start: start, End: end}, Route: h.Route, Hints: h.Hints}
	for _, s := range h.Trace {
		if a, b, ok := v.bytes(s); ok {
			req.Trace = append(req.Trace, fixer.Span{Start: a, End: b})
		}
	}
	for _, o := range h.Offers {
		if other, err := e.offer(o); err != nil {
			return Mended{}, err
		} else if other != nil {
			req.Offers = append(req.Offers, *other)
		}
	}
	req.Around = h.Around
	subject := subjectOf(u, start, end, len(h.Trace) > 0)
	fixers := h.Fixers
	if h.Rule >= 0 {
		known, err := e.language(u.Language)
		if err != nil {
			return Mended{}, err
		}
		if h.Rule >= len(e.read) || e.read[h.Rule] == nil {
			return Mended{Refused: "the rule is for another language"}, nil
		}
		r := e.read[h.Rule]
		req.Rule = r.ID
		m, found := matchAt(known.set.On(u), r, start, end)
		if found {
			req.Env = m.Env
			if p := template(r, m, u); p != nil && h.Skip == 0 {
				return Mended{Proposal: p, Subject: subject}, nil
			}
		}
		if len(fixers) == 0 {
			fixers = r.Fixers
		}
	}
	reason := "the rule has no fix"
	for i, name := range fixers {
		f, ok := fixer.Find(name)
		if !ok || i < h.Skip {
			continue
		}
		p, err := f.Apply(req)
		if err == nil {
			return Mended{Proposal: p, Subject: subject, Tried: i + 1}, nil
		}
		reason = err.Error()
	}
	return Mended{Refused: finding.Visible(reason, 300)}, nil
}

// offer reads the file of an offer; nil where it cannot be read, or is no longer as it was.
func (e *engine) offer(o Offer) (*fixer.Offer, error) {
	u, _, err := e.unit(o.Path, o.Language, o.Text)
	if err != nil || u == nil {
		return nil, err
	}
	start, end, ok := newViewer(u).bytes(spanAt(o.At))
	if !ok {
		return nil, nil
	}
	return &fixer.Offer{Unit: u, Span: fixer.Span{Start: start, End: end}, Role: o.Role}, nil
}

// unit reads a file as rules see it; nil for a language that is not read.
func (e *engine) unit(path, language string, text []byte) (*search.Unit, *generic.File, error) {
	get := lang.For(language, path)
	if get == nil {
		return nil, nil, nil
	}
	l, err := get()
	if err != nil {
		return nil, nil, err
	}
	p := e.parsers.Get().(*syntax.Parser)
	file, _, err := l.Read(p, text)
	e.parsers.Put(p)
	if err != nil {
		return nil, nil, err
	}
	if len(file.Nodes) < 2 {
		return nil, file, nil
	}
	return &search.Unit{Path: path, Language: l.Name, Text: text, Table: names.Resolve(file)}, file, nil
}

// bytes turns lines and columns into places.
func (v *viewer) bytes(s span) (start, end uint32, ok bool) {
	place := func(line, column int) (uint32, bool) {
		if line < 1 || line > len(v.lines) || column < 1 {
			return 0, false
		}
		at := uint64(v.lines[line-1]) + uint64(column) - 1
		return uint32(at), at <= uint64(len(v.unit.Text))
	}
	start, ok1 := place(s.Line, s.Column)
	end, ok2 := place(s.EndLine, s.EndColumn)
	return start, end, ok1 && ok2 && start < end
}

// matchAt gives the match of a rule, or of a sink of a taint rule, that has a place.
func matchAt(p *search.Pass, r *formula.Rule, start, end uint32) (search.Match, bool) {
	var all []search.Match
	switch {
	case r.Formula != nil:
		all = p.Find(r)
	case r.Taint != nil:
		for _, s := range r.Taint.Sinks {
			all = append(all, p.Eval(s.Formula, &r.Options)...)
		}
	}
	i := slices.IndexFunc(all, func(m search.Match) bool { return m.Start == start && m.End == end })
	if i < 0 {
		return search.Match{}, false
	}
	return all[i], true
}

// template gives the repair that a rule writes down itself: fix, or fix-regex. It replaces the match.
func template(r *formula.Rule, m search.Match, u *search.Unit) *fixer.Proposal {
	text := m.Fix
	if text == "" {
		text = r.Fix
	}
	old := string(u.Text[m.Start:m.End])
	made := ""
	switch {
	case text != "":
		made = search.Interpolate(text, m, u)
	case r.FixRegex != nil:
		re, err := formula.CompileRegex(r.FixRegex.Regex, true)
		if err != nil {
			return nil
		}
		made = rewrite(re, old, r.FixRegex)
	}
	if text == "" && r.FixRegex == nil || made == old {
		return nil
	}
	p := &fixer.Proposal{Title: "the rule's own fix", Safe: true, Edits: []fixer.Edit{{Start: m.Start, End: m.End, New: made}}}
	for _, at := range called.FindAllStringIndex(made, 20) {
		p.Calls = append(p.Calls, made[at[0]:at[1]-1])
	}
	return p
}

// called finds the names of calls in a text.
var called = lazyregexp.New(`\w+\(`)

// rewrite replaces what a regular expression matches; \1 in the replacement is a group.
func rewrite(re *formula.Regexp, old string, f *formula.FixRegex) string {
	most := f.Count
	if most <= 0 {
		most = -1
	}
	all, _ := re.FindAll([]byte(old), most)
	var b strings.Builder
	at := 0
	for _, m := range all {
		if len(m) < 2 || m[0] < at {
			continue
		}
		b.WriteString(old[at:m[0]])
		for i := 0; i < len(f.Replacement); i++ {
			c := f.Replacement[i]
			if c != '\\' || i+1 == len(f.Replacement) {
				b.WriteByte(c)
				continue
			}
			i++
			switch d := f.Replacement[i]; {
			case d >= '0' && d <= '9':
				if n := int(d - '0'); 2*n+1 < len(m) && m[2*n] >= 0 {
					b.WriteString(old[m[2*n]:m[2*n+1]])
				}
			case d == 'n':
				b.WriteByte('\n')
			case d == 't':
				b.WriteByte('\t')
			default:
				b.WriteByte(d)
			}
		}
		at = m[1]
	}
	return b.String() + old[at:]
}

// subjectOf names the call that a finding is about: the one that the place of a flow's end is handed to, else the place itself
// or what is around it.
func subjectOf(u *search.Unit, start, end uint32, flow bool) string {
	best, own := generic.ID(0), generic.ID(0)
	for id := generic.ID(1); int(id) < len(u.Nodes); id++ {
		n := &u.Nodes[id]
		if (n.Kind == generic.Call || n.Kind == generic.New) && n.Start <= start && end <= n.End {
			if n.Start == start && n.End == end {
				own = id
			} else {
				best = id
			}
		}
	}
	if own != 0 && (!flow || best == 0) {
		best = own
	}
	if best == 0 {
		return ""
	}
	return calleeName(u.File, u.First(best))
}

// templated holds where a rule, or a part of it, says what to write in the place of a match.
func templated(r *formula.Rule) bool {
	if r.Fix != "" || r.FixRegex != nil || hasFix(r.Formula) {
		return true
	}
	return r.Taint != nil && slices.ContainsFunc(r.Taint.Sinks, func(s formula.Spec) bool { return hasFix(s.Formula) })
}

func hasFix(f *formula.Formula) bool {
	return f != nil && (f.Fix != "" || slices.ContainsFunc(f.Kids, hasFix))
}
