package fix

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/fixer"
	"bartizan/internal/finding"
)

// A Change is what becomes of one file.
type Change struct {
	Path     string
	Old      []byte // nil for a file that is made
	New      []byte
	disk     string // "" for one that is not on disk
	mode     bool   // it exists
	language string
	mark     int      // bytes of a byte order mark at the beginning
	pieces   []piece  // New in terms of Old
	secret   []span   // places in Old that are not shown
	secrets  []string // texts that are not shown
}

// A piece of the new bytes: a part of the old ones, or something else.
type piece struct {
	old  span
	text string // where it is not of the old bytes
	made bool
}

type span struct{ start, end int }

// An Edit replaces bytes of a file on disk.
type Edit struct {
	Path    string `json:"path"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	OldHash string `json:"old_hash"` // SHA-256 of the whole file that the edit is for; empty for a file that does not exist
	New     string `json:"new"`
}

// Hash names the bytes of a file.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// file gives the present state of a file, unchanged ones too.
func (r *run) file(path string) (*Change, error) {
	if c := r.changes[path]; c != nil {
		return c, nil
	}
	f, ok := r.project.Find(path)
	if !ok {
		return nil, errGone
	}
	raw, err := f.Raw()
	if err != nil {
		return nil, err
	}
	c := &Change{Path: path, Old: raw, New: raw, disk: f.Disk(), mode: true, language: f.Language, pieces: []piece{{old: span{0, len(raw)}}}}
	if bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")) {
		c.mark = 3
	}
	content, err := f.Content()
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(content.Bytes, raw[c.mark:]) {
		return nil, errChanged
	}
	return c, nil
}

// text is the file as scanners see it.
func (c *Change) text() []byte { return c.New[c.mark:] }

// edited gives the change with further edits, which are for its text.
func (c *Change) edited(edits []fixer.Edit) *Change {
	next := *c
	next.pieces = nil
	var out []byte
	at := 0 // in the present bytes
	take := func(from, to int) {
		pos := 0
		for _, p := range c.pieces {
			size := p.old.end - p.old.start
			if p.made {
				size = len(p.text)
			}
			lo, hi := max(from, pos), min(to, pos+size)
			if lo < hi {
				q := p
				if p.made {
					q.text = p.text[lo-pos : hi-pos]
				} else {
					q.old = span{p.old.start + lo - pos, p.old.start + hi - pos}
				}
				next.pieces = append(next.pieces, q)
			}
			pos += size
		}
		out = append(out, c.New[from:to]...)
	}
	for _, e := range edits {
		start, end := int(e.Start)+c.mark, int(e.End)+c.mark
		take(at, start)
		if e.New != "" {
			next.pieces = append(next.pieces, piece{text: e.New, made: true})
			out = append(out, e.New...)
		}
		at = end
	}
	take(at, len(c.New))
	next.New = out
	return &next
}

// Edits gives the change as edits of the old bytes, sorted.
func (c *Change) Edits() (edits []Edit) {
	hash := ""
	if c.mode {
		hash = Hash(c.Old)
	}
	at, text := 0, ""
	flush := func(to int) {
		if to > at || text != "" {
			edits = append(edits, Edit{c.Path, at, to, hash, text})
		}
		text = ""
	}
	for _, p := range c.pieces {
		if p.made {
			text += p.text
			continue
		}
		if p.old.start > at || text != "" {
			flush(p.old.start)
		}
		at = p.old.end
	}
	flush(len(c.Old))
	return edits
}

// hide marks what is not shown: the literals that a repair takes out because they are secret, and what secret findings stand
// at.
func (c *Change) hide(fs []finding.Finding) {
	lines := lineStarts(c.Old)
	for _, f := range fs {
		if f.Path != c.Path || f.Line < 1 || f.Line > len(lines) || !secretFinding(f) {
			continue
		}
		last := min(max(f.EndLine, f.Line), len(lines))
		end := len(c.Old)
		if last < len(lines) {
			end = lines[last]
		}
		c.secret = append(c.secret, span{lines[f.Line-1], end})
		for _, t := range f.Trace {
			if t.Path == c.Path && t.Line >= 1 && t.Line < len(lines) {
				c.secret = append(c.secret, span{lines[t.Line-1], lines[t.Line]})
			}
		}
	}
}

// secretFinding tells findings whose code holds a secret.
func secretFinding(f finding.Finding) bool {
	if f.Scanner == "secrets" {
		return true
	}
	return slices.ContainsFunc(f.CWE, func(c int) bool { return c == 798 || c == 259 || c == 321 || c == 1392 })
}

// shown gives a line of the old bytes as it may be shown.
func (c *Change) shown(line []byte, start int) string {
	text := string(line)
	for _, s := range c.secrets {
		if strings.Contains(text, s) {
			return masked(text)
		}
	}
	for _, s := range c.secret {
		if start < s.end && s.start < start+len(line) {
			return masked(text)
		}
	}
	return text
}

// masked leaves out the contents of what stands in quotes, and all of a line in which a quote is not closed.
func masked(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); {
		c := line[i]
		if c != '"' && c != '\'' && c != '`' {
			b.WriteByte(c)
			i++
			continue
		}
		j := i + 1
		for j < len(line) && line[j] != c {
			if line[j] == '\\' {
				j++
			}
			j++
		}
		if j >= len(line) {
			b.WriteString("…")
			if strings.HasSuffix(line, "\n") {
				b.WriteByte('\n')
			}
			return b.String()
		}
		b.WriteString(string(c) + "…" + string(c))
		i = j + 1
	}
	if b.String() == line { // a secret without quotes
		in := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		return in + "…" + line[len(strings.TrimRight(line, "\r\n")):]
	}
	return b.String()
}

func lineStarts(data []byte) []int {
	starts := []int{0}
	for i, b := range data {
		if b == '\n' && i+1 < len(data) {
			starts = append(starts, i+1)
		}
	}
	return starts
}
