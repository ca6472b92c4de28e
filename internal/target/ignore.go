package target

import (
	"fmt"
	"strings"
)

// Rules of ignore files, as git has them (gitignore(5) and git's dir.c):
//   - of the files on the way from the top the deepest that says anything about a path decides; in one file the last
//     matching line; `!` takes back;
//   - what lies in an ignored folder is ignored, whatever later lines say of it;
//   - a pattern with a slash before its end is matched from the folder of its file, any other against the last
//     component; a slash at the end asks for a folder;
//   - .bartizanignore is asked before .gitignore and .git/info/exclude: if it speaks, they are not heard.

const (
	gitIgnore = ".gitignore"
	ownIgnore = ".bartizanignore"

	maxIgnoreBytes    = 1 << 20
	maxIgnorePatterns = 50_000
	// matchBudget bounds the steps spent on one path: what is left undecided then counts as not ignored. A million files
	// under the worst of patterns cost about a minute.
	matchBudget = 30_000
)

// An ignoreFile is one file of patterns.
type ignoreFile struct {
	name     string // as a reason shows it
	base     int    // length of the folder it stands in, with slash, in the full paths that it is asked about
	fold     bool
	patterns []pattern
	names    map[string][]int32 // literal patterns without a slash, by text; indexes into patterns, last first
	paths    map[string][]int32 // literal patterns with a slash
	wild     []int32            // all others
}

type pattern struct {
	text       string // without the ! before, the slash before and the slash after it
	glob       *glob  // of text[prefix:]; nil for a literal and for *suffix
	prefix     int32  // bytes of text before the first wildcard, where the pattern is anchored
	line       int32
	take       bool // !pattern: not ignored
	folderOnly bool
	anchored   bool
}

// parseIgnore reads an ignore file. cut says that there are more patterns than are taken.
func parseIgnore(name string, base int, data string, fold bool) (f *ignoreFile, cut bool) {
	f = &ignoreFile{name: name, base: base, fold: fold, names: map[string][]int32{}, paths: map[string][]int32{}}
	data = strings.TrimPrefix(data, "\uFEFF")
	line := int32(0)
	for text := range strings.SplitSeq(data, "\n") {
		line++
		text = strings.TrimSuffix(text, "\r")
		text, _, _ = strings.Cut(text, "\x00")
		if text == "" || text[0] == '#' {
			continue
		}
		if len(f.patterns) == maxIgnorePatterns {
			return f, true
		}
		f.add(trimSpaces(text), line)
	}
	return f, false
}

// trimSpaces cuts spaces at the end that no backslash protects.
func trimSpaces(s string) string {
	cut := -1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ':
			if cut < 0 {
				cut = i
			}
			continue
		case '\\':
			if i++; i == len(s) {
				return s
			}
		}
		cut = -1
	}
	if cut >= 0 {
		return s[:cut]
	}
	return s
}

func (f *ignoreFile) add(text string, line int32) {
	p := pattern{line: line}
	text, p.take = strings.CutPrefix(text, "!")
	whole := text
	text, p.folderOnly = strings.CutSuffix(text, "/")
	p.anchored = strings.Contains(text, "/")
	text = strings.TrimPrefix(text, "/")
	if text == "" {
		return
	}
	p.text = text
	n := int32(len(f.patterns))
	first := strings.IndexAny(text, special)
	switch {
	case first < 0 && p.anchored:
		f.paths[f.key(text)] = append(f.paths[f.key(text)], n)
	case first < 0:
		f.names[f.key(text)] = append(f.names[f.key(text)], n)
	case !p.anchored && first == 0 && text[0] == '*' && !strings.ContainsAny(whole[1:], special):
		f.wild = append(f.wild, n) // *suffix
	default:
		if p.anchored {
			p.prefix = int32(first)
		}
		p.glob = compileGlob(text[p.prefix:], f.fold)
		f.wild = append(f.wild, n)
	}
	f.patterns = append(f.patterns, p)
}

func (f *ignoreFile) key(s string) string {
	if f.fold {
		return asciiLower(s)
	}
	return s
}

// match returns the pattern that decides about a path, nil when none does. full is the path from the top, slashes
// between components.
func (f *ignoreFile) match(full string, folder bool, budget *int) *pattern {
	rel := full[f.base:]
	name := rel[strings.LastIndexByte(rel, '/')+1:]
	best := int32(-1)
	if len(f.names) > 0 {
		best = f.last(f.names[f.key(name)], folder)
	}
	if len(f.paths) > 0 {
		best = max(best, f.last(f.paths[f.key(rel)], folder))
	}
	for i := len(f.wild) - 1; i >= 0 && f.wild[i] > best; i-- {
		if *budget <= 0 {
			break
		}
		*budget--
		p := &f.patterns[f.wild[i]]
		if (folder || !p.folderOnly) && p.matches(rel, name, f.fold, budget) {
			return p
		}
	}
	if best < 0 {
		return nil
	}
	return &f.patterns[best]
}

func (f *ignoreFile) last(found []int32, folder bool) int32 {
	for i := len(found) - 1; i >= 0; i-- {
		if folder || !f.patterns[found[i]].folderOnly {
			return found[i]
		}
	}
	return -1
}

func (p *pattern) matches(rel, name string, fold bool, budget *int) bool {
	if !p.anchored {
		if p.glob == nil {
			return len(name) >= len(p.text)-1 && equal(name[len(name)-len(p.text)+1:], p.text[1:], fold)
		}
		return p.glob.match(name, budget)
	}
	n := int(p.prefix)
	return len(rel) >= n && equal(rel[:n], p.text[:n], fold) && p.glob.match(rel[n:], budget)
}

// A level is one folder's word on what is ignored, on top of the folders above it.
type level struct {
	up       *level
	git, own *ignoreFile
	exclude  *ignoreFile // .git/info/exclude, where a repository begins
	edge     bool        // a repository begins here: .gitignore files above it do not reach below
}

// A verdict is what ignore files say of one path.
type verdict struct {
	file    *ignoreFile
	pattern *pattern
	own     bool // by .bartizanignore
	costly  bool // the budget ended: some patterns were not tried
}

func (v verdict) ignored() bool { return v.pattern != nil && !v.pattern.take }

func (v verdict) reason() string {
	return fmt.Sprintf("ignored by %s:%d", v.file.name, v.pattern.line)
}

// ask says what the ignore files at and above l say of a path.
func (l *level) ask(full string, folder bool) verdict {
	budget := matchBudget
	v := l.askOwn(full, folder, &budget)
	if v.pattern == nil {
		v = l.askGit(full, folder, &budget)
	}
	if budget <= 0 {
		return verdict{costly: true}
	}
	return v
}

func (l *level) askOwn(full string, folder bool, budget *int) verdict {
	for ; l != nil; l = l.up {
		if l.own != nil {
			if p := l.own.match(full, folder, budget); p != nil {
				return verdict{file: l.own, pattern: p, own: true}
			}
		}
	}
	return verdict{}
}

func (l *level) askGit(full string, folder bool, budget *int) verdict {
	for ; l != nil; l = l.up {
		for _, f := range [...]*ignoreFile{l.git, l.exclude} {
			if f != nil {
				if p := f.match(full, folder, budget); p != nil {
					return verdict{file: f, pattern: p}
				}
			}
		}
		if l.edge {
			break
		}
	}
	return verdict{}
}

func equal(a, b string, fold bool) bool {
	if !fold || len(a) != len(b) {
		return a == b
	}
	for i := range len(a) {
		if lower(a[i], true) != lower(b[i], true) {
			return false
		}
	}
	return true
}

func asciiLower(s string) string {
	for i := range len(s) {
		if lower(s[i], true) != s[i] {
			b := []byte(s)
			for j := i; j < len(b); j++ {
				b[j] = lower(b[j], true)
			}
			return string(b)
		}
	}
	return s
}
