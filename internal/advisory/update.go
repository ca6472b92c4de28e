package advisory

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// A Remote is where Update gets advisories from.
type Remote struct {
	// Copy writes the file at a path below the remote to w, at most limit bytes; see fetch.Source. This package cannot reach
	// the network by itself. Copy is called from several goroutines.
	Copy func(ctx context.Context, w io.Writer, limit int64, path ...string) error
	// Origin is the remote's address, for Info.
	Origin string
	// Key, if set, is the publisher's: the remote has one finished store, advisories.badv, and its signature,
	// advisories.badv.sig. Without a key it has the layout of the public bucket: <ecosystem>/modified_id.csv, all.zip and
	// <id>.json. Those are not signed: they are as good as the connection and the host.
	Key ed25519.PublicKey
	// Ecosystems are the families to fetch beside those that are in the store already ("npm", "Debian").
	Ecosystems []string
	// Full fetches each ecosystem as a whole, and believes it even if it has shrunk.
	Full bool
	// Now is the moment of the update; it is written into the store.
	Now time.Time
}

// get returns a file of at most limit bytes.
func (r *Remote) get(ctx context.Context, limit int64, path ...string) ([]byte, error) {
	var b bytes.Buffer
	err := r.Copy(ctx, &b, limit, path...)
	return b.Bytes(), err
}

// An Updated is what Update did to one ecosystem.
type Updated struct {
	Ecosystem string
	Changed   int   // records that were fetched
	Whole     bool  // the ecosystem was replaced, not amended
	Refused   int   // records among them that could not be read
	Err       error // why it stays as it was
}

// Update brings the current store of a directory up to date; see Install for how, and Remote for from where. Where an
// ecosystem cannot be fetched whole, in order and newer than what is there, it stays as it was, with its old dates; the others
// are updated. The error joins what went wrong, and wraps ErrStale or ErrSignature where they apply; the list says what was
// done all the same. When nothing could be fetched the directory is not touched.
func Update(ctx context.Context, dir string, from Remote) ([]Updated, error) {
	done, err := update(ctx, dir, from)
	if err != nil {
		return done, fmt.Errorf("updating the advisories: %w", err)
	}
	return done, nil
}

func update(ctx context.Context, dir string, from Remote) ([]Updated, error) {
	old, err := Current(dir)
	switch {
	case err == nil:
		defer old.Close()
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrCorrupt):
		old = nil // there is nothing to keep
	default:
		return nil, err
	}
	if from.Key != nil {
		return nil, from.updateSigned(ctx, dir, old)
	}
	b := newBuilder(from.Now)
	if old != nil {
		if err := (header{built: b.built}).fresh(old, from.Now); err != nil {
			return nil, fmt.Errorf("the clock is behind the store: %w", err)
		}
		if err := b.load(old); err != nil {
			return nil, err
		}
	}
	var done []Updated
	var failures []error
	for _, e := range wanted(b, from) {
		u := from.updateEcosystem(ctx, b, e)
		if u.Err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", e, u.Err))
		}
		done = append(done, u)
	}
	if len(done) == 0 {
		return nil, errors.New("no ecosystem is named and none is in the store")
	}
	if len(failures) == len(done) {
		return done, errors.Join(failures...)
	}
	data, err := b.encode()
	if err == nil {
		err = Install(dir, data)
	}
	if err != nil {
		return nil, err
	}
	return done, errors.Join(failures...)
}

// wanted returns the families to update, sorted.
func wanted(b *builder, from Remote) []string {
	names := slices.Clone(from.Ecosystems)
	for i := range names {
		names[i] = family(names[i])
	}
	for _, e := range b.info.Ecosystems {
		names = append(names, e.Name)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool { return strings.Trim(n, ".") == "" || strings.Contains(n, "/") })
}

// updateSigned fetches a finished store if there is a newer one.
func (r *Remote) updateSigned(ctx context.Context, dir string, old *Store) error {
	signature, err := r.get(ctx, signatureSize, "advisories"+suffix+".sig")
	if err != nil {
		return err
	}
	head, err := checkSignature(signature, r.Key)
	if err == nil {
		err = head.fresh(old, r.Now)
	}
	if err != nil || old != nil && head.root == old.head.root {
		return err
	}
	data, err := r.get(ctx, maxFile, "advisories"+suffix)
	if err == nil {
		err = VerifySignature(data, signature, r.Key)
	}
	if err != nil {
		return err
	}
	return Install(dir, data)
}

// A change is a line of modified_id.csv.
type change struct {
	id   string
	when time.Time
}

// compareChanges orders changes by id, and the later one of an id first.
func compareChanges(a, b change) int {
	return cmp.Or(cmp.Compare(a.id, b.id), b.when.Compare(a.when))
}
