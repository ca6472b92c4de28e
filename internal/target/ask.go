package target

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"bartizan/internal/finding"
)

// Root gives an inventory without files, for a run that looks only at what belongs to a root. It fails as Open does.
func Root(path string) (*Inventory, error) {
	op, err := newOpening(path, Options{})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", finding.Visible(path, 300), err)
	}
	return op.inv, nil
}

// Pattern compiles one gitignore pattern, anchored at the root. The function reports whether the pattern names a file's
// path or a folder above it. It takes what that cost from steps; out of steps it reports false. A pattern that can match
// nothing, and one that begins with !, is an error.
func Pattern(pattern string) (func(path string, steps *int) bool, error) {
	f, _ := parseIgnore("", 0, pattern, false)
	switch {
	case strings.ContainsAny(pattern, "\n\r\x00"):
		return nil, errors.New("a pattern is one line")
	case len(f.patterns) != 1:
		return nil, fmt.Errorf("%q is no gitignore pattern", pattern)
	case f.patterns[0].take:
		return nil, fmt.Errorf("%q: a pattern with ! takes back what another ignores; alone it means nothing", pattern)
	}
	return func(path string, steps *int) bool {
		if *steps <= 0 {
			return false
		}
		budget := min(*steps, matchBudget)
		before := budget
		defer func() { *steps -= before - budget + len(path) }()
		for i := range len(path) {
			if path[i] == '/' && i > 0 && f.match(path[:i], true, &budget) != nil {
				return true
			}
		}
		return f.match(path, false, &budget) != nil
	}, nil
}

// InRepository reports whether a folder lies in a git repository.
func InRepository(root string) bool {
	r, _ := findRepo(root)
	return r != nil
}

// Committed reads a file of a root as the last commit holds it, at most limit bytes. inRepository is false where there is
// no repository; data is nil where the commit has no such file, where there is no commit yet and where git cannot say.
func Committed(ctx context.Context, root, name string, limit int64) (data []byte, inRepository bool) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, false
	}
	r, _ := findRepo(real)
	if r == nil {
		return nil, false
	}
	if r.bin, err = findGit(); err != nil {
		return nil, true
	}
	r.cwd = real
	below, err := filepath.Rel(r.tree, real)
	if err != nil {
		return nil, true
	}
	err = r.run(ctx, nil, func(out *bufio.Reader) error {
		var err error
		if data, err = io.ReadAll(io.LimitReader(out, limit+1)); err == nil && int64(len(data)) > limit {
			err = errTooLarge(limit)
		}
		return err
	}, "cat-file", "blob", "HEAD:"+filepath.ToSlash(filepath.Join(below, name)))
	if err != nil {
		return nil, true
	}
	return append([]byte{}, data...), true
}

// NameFor gives the name of a file in a language, as Classify knows it: "code.js" for "javascript" and for "js".
func NameFor(language string) string {
	language = asciiLower(language)
	var extensions []string
	for ext, c := range byExtension {
		if c.language == language && c.role != Manifest {
			extensions = append(extensions, ext)
		}
	}
	if _, ok := byExtension[language]; ok || extensions == nil {
		return "code." + strings.Map(wordOnly, language)
	}
	// The shortest extension is a language's usual one; js comes before cjs.
	return "code." + slices.MinFunc(extensions, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
}

func wordOnly(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '+' {
		return r
	}
	return -1
}
