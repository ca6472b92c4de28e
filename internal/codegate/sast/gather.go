package sast

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"bartizan/internal/state"
)

// maxBatch is about how many bytes of facts go in one request.
const maxBatch = 1 << 20

// A whole is all that is found in the files of a family of languages, kept for when none of them has changed.
type whole struct {
	Answers []answer `json:"answers"` // in order of the files' paths, without Shown
	Partial []string `json:"partial,omitempty"`
}

// link joins the files' facts, a family of languages at a time, and adds what is found to the files' own findings.
func (r *run) link() error {
	if r.failed != nil {
		return r.failed
	}
	slices.SortFunc(r.read, func(a, b read) int { return cmp.Compare(a.file.Path, b.file.Path) })
	families := map[string][]*read{}
	for i := range r.read {
		of := familyOf(r.read[i].file)
		families[of] = append(families[of], &r.read[i])
	}
	for _, family := range slices.Sorted(maps.Keys(families)) {
		notes, err := r.family(family, families[family])
		if err != nil {
			return err
		}
		for _, note := range notes {
			r.pass.Unread(".", note)
		}
	}
	return nil
}

// family finds all that is to be found in the files of a family: what is kept of the last time, where none has changed.
func (r *run) family(name string, files []*read) (notes []string, err error) {
	parts := [][]byte{r.digest, []byte("family"), []byte(name)}
	for _, f := range files {
		parts = append(parts, f.key[:])
	}
	key := state.KeyOf(parts...)
	if data, ok := r.cached(key); ok {
		var w whole
		if json.Unmarshal(data, &w) == nil && len(w.Answers) == len(files) {
			for i, f := range files {
				f.answer = w.Answers[i]
			}
			return w.Partial, nil
		}
	}
	w, lost, err := r.handOver(files)
	if err != nil {
		return nil, err
	}
	var l linked
	if w != nil {
		if l, err = r.linked(w, name, files); err != nil {
			return nil, err
		}
	}
	all := whole{Partial: l.Partial}
	for _, f := range files {
		f.Shown = nil
		all.Answers = append(all.Answers, f.answer)
	}
	if data, err := json.Marshal(all); err == nil && !lost {
		r.keep(key, data)
	}
	return l.Partial, nil
}

// handOver completes what is known of files, and gives a worker those facts that it does not hold. The worker is nil where there
// are none. It says whether those of a file are lost, which is reported.
func (r *run) handOver(files []*read) (w *hand, lost bool, err error) {
	w = r.ready()
	any := false
	var batch []byte
	for i, f := range files {
		if w != nil {
			if h, ok := w.held[f.key]; ok {
				f.answer, f.said, any = h.answer, true, true
				f.Found = slices.Clip(f.Found)
			}
		}
		if w == nil || w.held[f.key].size == 0 {
			facts, err := r.load(f)
			if err != nil {
				lost = true
				r.pass.Unread(f.file.Path, "it is not known: "+err.Error())
			}
			if len(facts) > 0 {
				if w == nil { // all facts go to one
					if w, err = r.started(); err != nil {
						return nil, lost, err
					}
				}
				any = true
				batch = append(batch, f.key[:]...)
				batch = binary.LittleEndian.AppendUint32(batch, uint32(len(facts)))
				batch = append(batch, facts...)
				w.held[f.key] = held{f.answer, len(facts)}
			}
		}
		if len(batch) > maxBatch || len(batch) > 0 && i == len(files)-1 {
			if _, err := w.Do(r.ctx, pack(askKeep, nil, batch)); err != nil {
				return nil, lost, err
			}
			batch = batch[:0]
		}
	}
	if !any {
		return nil, lost, nil
	}
	return w, lost, nil
}

// load gives the facts of a file. It is read again where nothing keeps them.
func (r *run) load(f *read) (facts []byte, err error) {
	if f.facts != nil || f.said && f.Family == "" {
		return f.facts, nil
	}
	if data, ok := r.cached(f.key); ok {
		if facts, err := f.take(data); err == nil {
			return facts, nil
		}
	}
	content, err := f.file.Content()
	if err != nil {
		return nil, err
	}
	if r.keyOf(f.file, content) != f.key {
		return nil, errors.New("it changed while it was scanned")
	}
	return r.ask(f, content.Bytes)
}

// linked has a worker link files whose facts it holds, and adds what is found to their own findings.
func (r *run) linked(w *hand, family string, files []*read) (l linked, err error) {
	var keys []byte
	but := map[state.Key]bool{}
	for _, f := range files {
		if f.Family != "" {
			keys = append(keys, f.key[:]...)
			but[f.key] = true
		}
	}
	w.forget(family, but)
	header := linkHeader{Family: family, Keep: r.o.Pool != nil && w.size() <= maxHeld}
	if !header.Keep {
		w.forget(family, nil)
	}
	head, err := json.Marshal(header)
	if err != nil {
		return l, err
	}
	data, err := w.Do(r.ctx, pack(askLink, head, keys))
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(data, &l); err != nil || len(l.Ends) != len(l.Found) {
		return l, errGarbled
	}
	for i, f := range l.Found {
		at, ok := slices.BinarySearchFunc(files, f.Path, func(have *read, path string) int { return cmp.Compare(have.file.Path, path) })
		if !ok {
			return l, errGarbled
		}
		out := files[at]
		if s := slices.IndexFunc(out.Shown, func(s shown) bool { return s.Start == l.Ends[i].Start && s.End == l.Ends[i].End }); s >= 0 {
			f.Text, f.Anchor, f.Symbol = out.Shown[s].Text, out.Shown[s].Anchor, out.Shown[s].Symbol
		}
		out.Found = append(out.Found, f)
	}
	return l, nil
}
