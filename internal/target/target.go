// Package target turns what the user pointed at into an Inventory: walked once, read at most once, classified once.
package target

import (
	"cmp"
	"errors"
	"path/filepath"

	"bartizan/internal/finding"
)

// Scope says which files of the target are in question.
type Scope string

const (
	All     Scope = "all"
	Changed Scope = "changed" // differs from HEAD (or from Options.Since), or untracked
	Staged  Scope = "staged"  // what the next commit would hold, read from git's index
)

// State is what git says of a file. Zero outside a repository, and when git could not be asked.
type State uint8

const (
	Tracked   State = 1 << iota
	IsStaged        // the index differs from HEAD
	IsChanged       // the work tree differs from HEAD
	Untracked       // in a repository, not tracked, not ignored
	InHistory       // a version that is not in the work tree
)

// Role is what a file is for, by its name. A scanner asks for roles, never for names of its own.
type Role uint8

const (
	Source   Role = iota + 1 // program text, Language says which
	Manifest                 // declares dependencies: package.json, go.mod, pyproject.toml …
	Lockfile                 // generated list of resolved dependencies
	Config                   // settings: .env, ini, properties, yaml …
	Document                 // prose: Markdown, reStructuredText, text
	Data                     // csv, sql dumps, fixtures of bytes
	Media                    // pictures, fonts, archives: binary by nature
)

// A File is one file of the inventory. Its bytes come through scan.Pass.Each, once.
type File struct {
	Path     string // slash-separated, relative to the root, valid UTF-8 (other bytes as \xNN); or git://COMMIT/PATH
	Size     int64  // bytes
	Language string // lower-case name ("javascript", "dockerfile", "yaml"), empty when not known
	Role     Role   // zero when not known
	State    State

	exec  bool                   // may be executed by its owner
	stamp uint64                 // size and times, comparable with git's index
	name  string                 // what src opens, where that is not Path
	src   *source                // where the bytes are; nil for a file made by NewFile
	read  func() ([]byte, error) // the bytes of a file made by NewFile
}

// A source is where the bytes of an inventory's files are: below a folder, or in git's objects.
type source struct {
	dir   string
	blobs *blobs
	max   int64
}

// NewFile makes a virtual file, one whose bytes are not found at Path below the root.
func NewFile(path string, size int64, read func() ([]byte, error)) *File {
	f := &File{Path: path, Size: size, read: read}
	f.Language, f.Role = Classify(path)
	return f
}

// Content reads the file and classifies what it holds; nothing is kept. It may be called from several goroutines for
// different files. The error is a reason fit to stand beside the path: "permission denied", "larger than 64 MiB", "not a
// regular file". Scanners take their bytes from scan.Pass.Each.
func (f *File) Content() (*Content, error) {
	data, err := f.bytes()
	if err != nil {
		return nil, err
	}
	return classify(data, f.Role == Lockfile), nil
}

func (f *File) bytes() ([]byte, error) {
	switch {
	case f.src == nil && f.read == nil:
		return nil, errors.New("no bytes stand behind it")
	case f.src == nil:
		data, err := f.read()
		if err == nil && len(data) > DefaultMaxFile {
			err = errTooLarge(DefaultMaxFile)
		}
		return data, err
	case f.src.blobs != nil && f.Size > f.src.max:
		return nil, errTooLarge(f.src.max)
	case f.src.blobs != nil:
		return f.src.blobs.read(f.name, f.Size)
	}
	return readRegular(f.src.dir+sep+filepath.FromSlash(f.raw()), f.src.max)
}

// raw returns the name on disk, from the root.
func (f *File) raw() string { return cmp.Or(f.name, f.Path) }

// Content is what reading a file gave. Text with a UTF-16 byte order mark, and what is plainly UTF-16 without one, has been
// turned into UTF-8; a UTF-8 mark is kept out of Bytes.
type Content struct {
	Bytes     []byte
	Binary    bool // holds a NUL byte in its first 8,000 bytes, as git decides it (UTF-16 with a mark is text)
	Minified  bool // text with a mean line longer than 500 bytes
	Generated bool // says so in its first lines, or is a lockfile
}

// An Inventory is everything a run may look at, and what it may not with the reason.
type Inventory struct {
	Root   string // absolute, clean
	Scope  Scope
	Commit string           // HEAD, 40 or 64 hex digits; empty outside a repository or before the first commit
	Dirty  bool             // the work tree (untracked files too) or the index differs from HEAD
	Files  []*File          // sorted by Path
	Lost   []finding.Unread // should have been looked at and could not be: makes a scan partial
	Passed []finding.Unread // left out on purpose: ignored, not a regular file, outside the scope's reach
	Focus  map[string]bool  // the paths in question where the others only help to judge them; nil is all

	blobs *blobs
}

// Close ends the git process that reads objects, if there is one. Files of the staged scope and of the history cannot be
// read afterwards.
func (inv *Inventory) Close() error {
	if inv.blobs == nil {
		return nil
	}
	return inv.blobs.close()
}
