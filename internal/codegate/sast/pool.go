package sast

import (
	"slices"
	"sync"
	"time"

	"bartizan/internal/state"
)

// A Pool keeps workers between runs, so that the next run of a project need not start one and tell it the rules, and the facts
// of files that have not changed, again. A worker of one project, or of other rules, is never given to another. Its zero value
// is ready; it is safe for concurrent use.
type Pool struct {
	mu   sync.Mutex
	idle []*hand // the one that was used last is last
}

// Bounds of a pool.
const (
	maxIdle = 2
	idleFor = 10 * time.Minute
	maxHeld = 16 << 20 // bytes of facts, encoded, that a worker holds between runs
)

// A hand is a worker with what it holds.
type hand struct {
	Worker
	of    string // the project and the rules
	held  map[state.Key]held
	timer *time.Timer
}

// A held file is one whose facts a worker has.
type held struct {
	answer
	size int // of the facts
}

// take gives a worker that is idle, or nil.
func (p *Pool) take(of string) *hand {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.idle, func(h *hand) bool { return h.of == of })
	if i < 0 {
		return nil
	}
	h := p.idle[i]
	p.idle = slices.Delete(p.idle, i, i+1)
	h.timer.Stop()
	return h
}

// put takes a worker back.
func (p *Pool) put(h *hand) {
	p.mu.Lock()
	defer p.mu.Unlock()
	h.timer = time.AfterFunc(idleFor, func() { p.drop(h) })
	p.idle = append(p.idle, h)
	if len(p.idle) > maxIdle {
		p.idle[0].timer.Stop()
		p.idle[0].Close()
		p.idle = slices.Delete(p.idle, 0, 1)
	}
}

// drop ends a worker that is still idle.
func (p *Pool) drop(h *hand) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(p.idle, h); i >= 0 {
		p.idle = slices.Delete(p.idle, i, i+1)
		h.Close()
	}
}

// Close ends all idle workers.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, h := range p.idle {
		h.timer.Stop()
		h.Close()
	}
	p.idle = nil
}

// forget drops what a worker holds of a family but for some files, as the worker does.
func (h *hand) forget(family string, but map[state.Key]bool) {
	for k, f := range h.held {
		if f.Family == family && !but[k] {
			delete(h.held, k)
		}
	}
}

// size is that of all facts that it holds.
func (h *hand) size() (n int) {
	for _, f := range h.held {
		n += f.size
	}
	return n
}
