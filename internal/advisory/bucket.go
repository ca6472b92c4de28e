package advisory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"bartizan/internal/advisory/osv"
)

const (
	maxDelta   = 2000      // changed records that are fetched one by one; of more, the whole ecosystem
	maxChanges = 256 << 20 // bytes of modified_id.csv
	maxZip     = 4 << 30   // bytes of all.zip
	workers    = 8
)

// updateEcosystem amends or replaces one ecosystem in b, or leaves it as it was.
func (r *Remote) updateEcosystem(ctx context.Context, b *builder, ecosystem string) (u Updated) {
	u.Ecosystem = ecosystem
	changes, err := r.changes(ctx, ecosystem)
	if err != nil {
		u.Err = err
		return u
	}
	var before Ecosystem
	if i := slices.IndexFunc(b.info.Ecosystems, func(e Ecosystem) bool { return e.Name == ecosystem }); i >= 0 {
		before = b.info.Ecosystems[i]
	}
	newest := slices.MaxFunc(changes, func(a, b change) int { return a.when.Compare(b.when) }).when
	if newest.Before(before.Synced) {
		u.Err = fmt.Errorf("its last change is of %s, the store has one of %s: %w", newest.Format(time.RFC3339), before.Synced.Format(time.RFC3339), ErrStale)
		return u
	}
	known := b.ids(ecosystem)
	due := slices.DeleteFunc(slices.Clone(changes), func(c change) bool {
		return c.when.Before(before.Synced) || c.when.Equal(before.Synced) && known[c.id]
	})
	fresh := newBuilder(b.built)
	if u.Whole = r.Full || before.Synced.IsZero() || len(due) > maxDelta; u.Whole {
		due, u.Err = r.whole(ctx, fresh, ecosystem, changes)
	}
	if u.Err == nil {
		u.Err = r.records(ctx, fresh, ecosystem, due)
	}
	if u.Err != nil {
		return u
	}
	records := fresh.ids(ecosystem)
	if u.Whole && !r.Full && len(records) < before.Records*9/10 {
		u.Err = fmt.Errorf("it has shrunk from %d to %d records: fetch it in full if that is right", before.Records, len(records))
		return u
	}
	u.Changed, u.Refused = len(due), fresh.report.Refused
	if u.Whole {
		u.Changed = len(changes)
		b.replace(Folder{Ecosystem: ecosystem, Origin: r.Origin, License: before.License})
	} else {
		ids := map[string]bool{}
		for _, c := range due {
			ids[c.id] = true
		}
		b.drop(ecosystem, ids)
	}
	b.merge(fresh, ecosystem)
	return u
}

// changes fetches the list of records of an ecosystem and the moment of each one's last change, sorted by id.
func (r *Remote) changes(ctx context.Context, ecosystem string) ([]change, error) {
	text, err := r.get(ctx, maxChanges, ecosystem, "modified_id.csv")
	if err != nil {
		return nil, err
	}
	var out []change
	for n := 1; len(text) > 0; n++ {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		stamp, id, _ := strings.Cut(string(line), ",")
		c := change{id, osv.Date(stamp)}
		if !osv.ValidID(id) || strings.Contains(id, "/") || c.when.IsZero() {
			return nil, fmt.Errorf("reading the list of changes: line %d is not a date and an id", n)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, errors.New("the list of changes is empty")
	}
	slices.SortFunc(out, compareChanges)
	return slices.CompactFunc(out, func(a, b change) bool { return a.id == b.id }), nil
}

// whole reads all.zip into fresh and returns the records that the list has and the zip has not, or only an older one of.
func (r *Remote) whole(ctx context.Context, fresh *builder, ecosystem string, changes []change) ([]change, error) {
	tmp, err := os.CreateTemp("", "bartizan-advisories-*.zip")
	if err != nil {
		return nil, err
	}
	defer os.Remove(tmp.Name())
	err = errors.Join(r.Copy(ctx, tmp, maxZip, ecosystem, "all.zip"), tmp.Close())
	if err != nil {
		return nil, err
	}
	fresh.seen = map[string]time.Time{}
	if err := fresh.addFolder(ctx, Folder{Ecosystem: ecosystem, Path: tmp.Name()}); err != nil {
		return nil, fmt.Errorf("reading all.zip: %w", err)
	}
	late := slices.DeleteFunc(slices.Clone(changes), func(c change) bool {
		modified, ok := fresh.seen[c.id]
		return ok && !modified.Before(c.when.Truncate(time.Second))
	})
	if len(late) > maxDelta {
		return nil, fmt.Errorf("all.zip lacks %d of %d records, or has older ones", len(late), len(changes))
	}
	ids := map[string]bool{}
	for _, c := range late {
		ids[c.id] = true
	}
	fresh.drop(ecosystem, ids)
	return late, nil
}

// records fetches single records into fresh. A record that cannot be read is counted; one that cannot be fetched, is another
// one, or is older than the list says, is an error.
func (r *Remote) records(ctx context.Context, fresh *builder, ecosystem string, due []change) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan int)
	results := make([][]byte, len(due))
	var wait sync.WaitGroup
	for range min(workers, len(due)) {
		wait.Go(func() {
			for i := range work {
				data, err := r.get(ctx, osv.MaxBytes, ecosystem, due[i].id+".json")
				if err != nil {
					cancel(err)
				}
				results[i] = data
			}
		})
	}
	for i := range due {
		work <- i
	}
	close(work)
	wait.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for i, c := range due {
		record, err := osv.Read(results[i])
		if err != nil {
			fresh.problem(ecosystem, c.id, err)
			continue
		}
		switch {
		case record.ID != c.id:
			return fmt.Errorf("the file of %s holds %s", c.id, record.ID)
		case !record.Modified.IsZero() && record.Modified.Before(c.when.Truncate(time.Second)):
			return fmt.Errorf("the file of %s is of %s, the list says %s: %w", c.id, record.Modified.Format(time.RFC3339), c.when.Format(time.RFC3339), ErrStale)
		}
		if err := fresh.add(record, ecosystem); err != nil {
			return err
		}
	}
	return nil
}

// ids returns the ids of all records of a family.
func (b *builder) ids(ecosystem string) map[string]bool {
	out := map[string]bool{}
	for n, p := range b.packs {
		if family(n.ecosystem) == ecosystem {
			for _, w := range p.rows {
				out[w.id] = true
			}
		}
	}
	for _, n := range b.names {
		if b.info.Ecosystems[n.ecosystem].Name == ecosystem {
			out[formatMAL(n.record)] = true
		}
	}
	return out
}

// merge adds what another builder has of one family.
func (b *builder) merge(fresh *builder, ecosystem string) {
	number := b.info.number(ecosystem)
	for at, p := range fresh.packs {
		if old := b.packs[at]; old != nil {
			old.rows = append(old.rows, p.rows...)
		} else {
			b.packs[at] = p
		}
	}
	for _, n := range fresh.names {
		n.ecosystem = uint16(number)
		b.names = append(b.names, n)
	}
	e, news := &b.info.Ecosystems[number], fresh.info.Ecosystems[fresh.info.number(ecosystem)]
	e.Refused += news.Refused
	if e.Records == 0 { // the whole ecosystem is new: see replace
		e.Withdrawn = news.Withdrawn
	}
	if news.Newest.After(e.Newest) {
		e.Newest = news.Newest
	}
	if news.Synced.After(e.Synced) {
		e.Synced = news.Synced
	}
	b.report.Refused += fresh.report.Refused
}
