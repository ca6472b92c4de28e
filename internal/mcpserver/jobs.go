package mcpserver

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
)

// jobs are the scans that outlasted the wait of the call which started them.
type jobs struct {
	mu   sync.Mutex
	name string // of this process: an id of another one must not lead to a scan of this
	next int
	byID map[string]*job
}

// A job is one scan under way, or ended.
type job struct {
	done   chan struct{}
	scanID string // set before done is closed, as is err
	err    error
}

// maxJobs bounds how many scans may be under way at once.
const maxJobs = 4

func newJobs() *jobs { return &jobs{name: rand.Text()[:6], byID: map[string]*job{}} }

// start runs work and returns its job and the id under which it can be asked for. The id holds only in this process.
func (j *jobs) start(ctx context.Context, work func(context.Context) (string, error)) (string, *job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	under := 0
	for _, running := range j.byID {
		select {
		case <-running.done:
		default:
			under++
		}
	}
	if under >= maxJobs {
		return "", nil, fmt.Errorf("%d scans are under way: ask for one of them with findings", under)
	}
	j.next++
	id := fmt.Sprintf("r_%s%d", j.name, j.next)
	one := &job{done: make(chan struct{})}
	j.byID[id] = one
	go func() {
		defer close(one.done)
		one.scanID, one.err = work(ctx)
	}()
	return id, one, nil
}

// resolve turns the id of a job into its scan_id. Other ids pass unchanged.
func (j *jobs) resolve(id string) (scanID string, running bool, err error) {
	j.mu.Lock()
	one := j.byID[id]
	j.mu.Unlock()
	if one == nil {
		return id, false, nil
	}
	select {
	case <-one.done:
		return one.scanID, false, one.err
	default:
		return "", true, nil
	}
}
