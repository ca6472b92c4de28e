// Package target turns what the user pointed at into an Inventory: walked once, read at most once, classified once.
package target

import (
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
	Path     string // slash-separated, relative to the root; or a virtual address such as git://COMMIT/PATH
	Size     int64  // bytes
	Language string // lower-case name ("javascript", "dockerfile", "yaml"), empty when not known
	Role     Role   // zero when not known
	State    State

	read func() ([]byte, error)
}

// NewFile makes a virtual file, one whose bytes are not found at Path below the root.
func NewFile(path string, size int64, read func() ([]byte, error)) *File {
	f := &File{Path: path, Size: size, read: read}
	f.Language, f.Role = Classify(path)
	return f
}

// Content is what reading a file gave. Text with a UTF-16 byte order mark has been turned into UTF-8; a UTF-8 mark is
// kept out of Bytes.
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
	Dirty  bool             // the work tree or the index differs from HEAD
	Files  []*File          // sorted by Path
	Lost   []finding.Unread // should have been looked at and could not be: makes a scan partial
	Passed []finding.Unread // left out on purpose: ignored, not a regular file, outside the scope's reach
}
