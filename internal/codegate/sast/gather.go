package sast

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"bartizan/internal/state"
)

// maxBatch is how many bytes of facts go in one request, or little more.
const maxBatch = 1 << 20

// link joins the files' facts, a family of languages at a time, and adds what is found to the files' own findings.
func (r *run) link() error {
	if r.failed != nil {
		return r.failed
	}
	slices.SortFunc(r.read, func(a, b read) int { return cmp.Compare(a.file.Path, b.file.Path) })
	families := map[string][]*read{}
	for i := range r.read {
		if f := &r.read[i]; f.Family != "" {
			families[f.Family] = append(families[f.Family], f)
		}
	}
	for _, family := range slices.Sorted(maps.Keys(families)) {
		l, err := r.linked(family, families[family])
		if err != nil {
			return err
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
				f.Text, f.Anchor, f.Symbol = out.Shown[s].Text, out.Shown[s].Anchor, out.Shown[s].Symbol
			}
			out.Found = append(out.Found, f)
		}
	}
	return nil
}

// linked gives what joining the facts of a family finds: what is kept of the last time, where none of the files has changed.
func (r *run) linked(family string, files []*read) (l linked, err error) {
	parts := [][]byte{r.digest, []byte("linked"), []byte(family)}
	for _, f := range files {
		parts = append(parts, f.key[:])
	}
	key := state.KeyOf(parts...)
	data, ok := r.cached(key)
	if !ok {
		var lost bool
		if data, lost, err = r.join(family, files); err != nil {
			return l, err
		}
		if !lost {
			r.keep(key, data)
		}
	}
	if err := json.Unmarshal(data, &l); err != nil || len(l.Ends) != len(l.Found) {
		return l, errGarbled
	}
	return l, nil
}

// join hands the facts of files over to the worker, and has it link them. A file whose facts are lost is reported.
func (r *run) join(family string, files []*read) (data []byte, lost bool, err error) {
	w, err := r.started()
	if err != nil {
		return nil, false, err
	}
	var batch []byte
	for i, f := range files {
		facts, err := r.factsFor(f)
		if err != nil {
			lost = true
			r.pass.Unread(f.file.Path, "what flows through it is not known: "+err.Error())
			continue
		}
		batch = binary.LittleEndian.AppendUint32(batch, uint32(len(facts)))
		batch = append(batch, facts...)
		if len(batch) > maxBatch || i == len(files)-1 {
			if _, err := w.Do(r.ctx, pack(askKeep, nil, batch)); err != nil {
				return nil, false, err
			}
			batch = batch[:0]
		}
	}
	data, err = w.Do(r.ctx, pack(askLink, []byte(family), nil))
	return data, lost, err
}

// factsFor gives the facts of a file, which is read again where nothing keeps them.
func (r *run) factsFor(f *read) ([]byte, error) {
	if f.facts != nil {
		return f.facts, nil
	}
	if facts, ok := r.cached(factsOf(f.key)); ok {
		return facts, nil
	}
	content, err := f.file.Content()
	if err != nil {
		return nil, err
	}
	if r.keyOf(f.file, content) != f.key {
		return nil, fmt.Errorf("it changed while it was scanned")
	}
	again := read{file: f.file, key: f.key}
	return r.ask(&again, content.Bytes)
}
