package scan

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/target"
)

// Options are what a run may use.
type Options struct {
	Scanners []Scanner
	Rules    func(scanner string) ([]*rule.Rule, error)
	Granted  Needs
	Workers  int            // files read at a time; 0 is one for each processor
	Progress func(Progress) // nil for none; called from several goroutines
}

// Progress says how far one scanner is.
type Progress struct {
	Scanner     string
	Done, Total int // files
	Findings    int
	Ended       bool
}

// A Result is what a run produced. A scanner that failed or was skipped is part of it.
type Result struct {
	Findings []finding.Finding // sealed: sorted, with IDs and fingerprints
	Coverage []finding.Coverage
}

// Run runs the scanners over an inventory, in parallel. The result lists coverage in the order of Options.Scanners.
func Run(ctx context.Context, inv *target.Inventory, o Options) Result {
	r := &reading{ctx: ctx, inv: inv, workers: o.Workers, progress: o.Progress, done: make(chan struct{})}
	if r.workers <= 0 {
		r.workers = runtime.GOMAXPROCS(0)
	}
	if r.progress == nil {
		r.progress = func(Progress) {}
	}
	for _, s := range o.Scanners {
		if s.Reads && s.Run != nil && s.Needs&^o.Granted == 0 {
			r.awaited++
		}
	}
	outs := make([]output, len(o.Scanners))
	coverage := make([]finding.Coverage, len(o.Scanners))
	var wg sync.WaitGroup
	for i, s := range o.Scanners {
		wg.Go(func() {
			start := time.Now()
			err := runOne(ctx, s, &outs[i], o, r)
			coverage[i] = outs[i].coverage(s.Name, err)
			coverage[i].MS = time.Since(start).Milliseconds()
			r.progress(Progress{Scanner: s.Name, Done: coverage[i].Files, Total: len(inv.Files), Findings: len(outs[i].findings), Ended: true})
		})
	}
	wg.Wait()
	var all []finding.Finding
	for i := range outs {
		all = append(all, outs[i].findings...)
	}
	return Result{Findings: finding.Seal(all), Coverage: coverage}
}

// runOne runs one scanner and returns how it ended. A panic ends as an error.
func runOne(ctx context.Context, s Scanner, out *output, o Options, r *reading) (err error) {
	switch {
	case s.Run == nil:
		return Skip("this version does not have it")
	case s.Needs&^o.Granted&Network != 0:
		return Skip("needs the network, which was not granted")
	case s.Needs&^o.Granted != 0:
		return Skip("needs to run programs, which was not granted")
	}
	v := &visitor{name: s.Name, out: out, alone: s.Alone}
	if s.Reads {
		// Without this, a scanner that ends before Each would keep the others waiting.
		defer r.join(v)
	}
	defer func() {
		if p := recover(); p != nil { // a scanner's bug is that scanner's coverage
			err = fmt.Errorf("the scanner broke: %s", panicText(p))
		}
	}()
	rules, err := o.Rules(s.Name)
	if err != nil {
		return err
	}
	pass := &Pass{Inventory: r.inv, Rules: rules, out: out}
	pass.each = func(visit visit) error {
		if !s.Reads || v.visit != nil {
			return errors.New("reading files: the scanner did not announce it, or did it twice")
		}
		v.visit = visit
		r.join(v)
		<-r.done
		if broke := v.broke.Load(); broke != nil {
			return *broke
		}
		return ctx.Err()
	}
	if err := s.Run(ctx, pass); err != nil {
		return err
	}
	return ctx.Err()
}

// ended gives the status for the error a scanner ended with.
func ended(err error) (finding.Status, string) {
	var s skip
	switch {
	case err == nil:
		return finding.OK, ""
	case errors.As(err, &s):
		return finding.Skipped, string(s)
	case errors.Is(err, context.DeadlineExceeded):
		return finding.Timeout, "the time allowed ran out"
	case errors.Is(err, context.Canceled):
		return finding.Failed, "cancelled"
	}
	return finding.Failed, finding.Visible(err.Error(), 500)
}

// panicText names a panic without its value's text, which may hold what was scanned; the runtime's own errors hold none.
func panicText(p any) string {
	if e, ok := p.(runtime.Error); ok {
		return e.Error()
	}
	return fmt.Sprintf("panic of type %T", p)
}

// reading is the one pass over the files that all scanners share.
type reading struct {
	ctx      context.Context
	inv      *target.Inventory
	workers  int
	progress func(Progress)

	mu       sync.Mutex
	awaited  int // scanners that have neither called Each nor ended
	visitors []*visitor
	done     chan struct{} // closed when every file was visited or the context ended
}

// A visitor is one scanner's part in the reading.
type visitor struct {
	name   string
	alone  bool
	out    *output
	visit  visit
	joined bool
	broke  atomic.Pointer[error] // the first panic; no further files then
}

// join enters a scanner, with or without a visit, and starts the reading when none is awaited any more.
func (r *reading) join(v *visitor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v.joined {
		return
	}
	v.joined = true
	if v.visit != nil {
		r.visitors = append(r.visitors, v)
	}
	if r.awaited--; r.awaited == 0 {
		go r.read()
	}
}

func (r *reading) read() {
	defer close(r.done)
	if len(r.visitors) == 0 {
		return
	}
	for _, v := range r.visitors {
		v.out.mu.Lock()
		v.out.lost = append(v.out.lost, r.inv.Lost...)
		v.out.passed = append(v.out.passed, r.inv.Passed...)
		v.out.mu.Unlock()
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(r.workers, len(r.inv.Files)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(r.inv.Files) || r.ctx.Err() != nil {
					return
				}
				r.one(r.inv.Files[i])
			}
		})
	}
	wg.Wait()
}

// one reads a file and shows it to every visitor.
func (r *reading) one(f *target.File) {
	aside := r.inv.Focus != nil && !r.inv.Focus[f.Path]
	if aside && !slices.ContainsFunc(r.visitors, func(v *visitor) bool { return !v.alone }) {
		return
	}
	content, err := f.Content()
	for _, v := range r.visitors {
		switch {
		case aside && v.alone:
			continue
		case v.broke.Load() != nil:
			continue
		case err != nil:
			v.out.lose(f.Path, err.Error())
			continue
		}
		v.show(f, content)
		files, findings := v.out.counts()
		r.progress(Progress{Scanner: v.name, Done: files, Total: len(r.inv.Files), Findings: findings})
	}
}

// show calls the visit. A panic ends this scanner's reading and no other's.
func (v *visitor) show(f *target.File, c *target.Content) {
	defer func() {
		if p := recover(); p != nil {
			err := fmt.Errorf("the scanner broke on %s: %s", finding.Visible(f.Path, 200), panicText(p))
			v.broke.CompareAndSwap(nil, &err)
			v.out.lose(f.Path, "the scanner broke here")
		}
	}()
	v.out.saw(1)
	v.visit(f, c)
}

// Names lists the scanners' names in order.
func Names(ss []Scanner) []string {
	var names []string
	for _, s := range ss {
		names = append(names, s.Name)
	}
	return names
}

// Pick returns the scanners with the given names, in the order of all. An unknown name is an error that lists the known.
func Pick(all []Scanner, names []string) ([]Scanner, error) {
	known := Names(all)
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, fmt.Errorf("unknown scanner %q: use %v", n, known)
		}
	}
	var picked []Scanner
	for _, s := range all {
		if slices.Contains(names, s.Name) {
			picked = append(picked, s)
		}
	}
	return picked, nil
}
