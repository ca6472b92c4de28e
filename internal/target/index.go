package target

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"
)

// An object is an object name of a repository: 20 or 32 bytes, the rest zero.
type object [32]byte

func parseObject(s string) (o object, ok bool) {
	if !isOID(s) {
		return o, false
	}
	_, err := hex.Decode(o[:], []byte(s))
	return o, err == nil
}

// An indexEntry is one path of git's index.
type indexEntry struct {
	path  string // from the top of the work tree, raw
	oid   object
	stamp uint64 // times and size of the work tree's file when git last saw them equal
	mode  uint32 // octal as git writes it: 100644, 100755, 120000 (link), 160000 (repository)
	flags entryFlags
}

type entryFlags uint8

const (
	unmerged   entryFlags = 1 << iota
	intentOnly            // git add --intent-to-add: no content in the index
	skipTree              // outside a sparse checkout
	staged                // differs from HEAD
	racy                  // written in the second in which the index was, or later: an equal stamp proves nothing
)

// Bits of `ls-files --debug` flags, from git's read-cache.
const (
	bitIntentToAdd  = 1 << 29
	bitSkipWorktree = 1 << 30
)

// An entry of git's index file takes about this many bytes, names included; a guess is not more than maxIndexGuess.
const (
	indexEntryBytes = 80
	maxIndexGuess   = 1 << 20
)

const (
	modeFile = 0o100000
	modeLink = 0o120000
	modeRepo = 0o160000
)

// readIndex reads `ls-files --stage --debug -z`: mode, object, stage, a tab, the path, a NUL, and five lines of what the
// index remembers of the file. The result is sorted by path; of an unmerged path one entry is kept. guess is how many
// entries there may be, written when the index was (seconds).
func readIndex(r *bufio.Reader, useCtime bool, guess, written int64) ([]indexEntry, error) {
	entries := make([]indexEntry, 0, guess)
	var paths pathArena
	for {
		// A path may hold line ends, the fields before it cannot: read to the tab, then to the NUL.
		head, err := r.ReadSlice('\t')
		if err == io.EOF && len(head) == 0 {
			break
		}
		if err != nil {
			return nil, errFormat
		}
		f := bytes.Fields(head)
		if len(f) != 3 {
			return nil, errFormat
		}
		e := indexEntry{}
		mode, err := strconv.ParseUint(string(f[0]), 8, 32)
		oid, ok := parseObject(string(f[1]))
		if kind := mode &^ 0o777; err != nil || !ok || kind != modeFile && kind != modeLink && kind != modeRepo {
			return nil, errFormat // git itself reads a cut index without a word
		}
		e.mode, e.oid = uint32(mode), oid
		if string(f[2]) != "0" {
			e.flags |= unmerged
		}
		if e.path, err = paths.readZ(r); err != nil || e.path == "" {
			return nil, errFormat
		}
		if err := readDebug(r, &e, useCtime, written); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	byPath := func(a, b indexEntry) int { return cmp.Compare(a.path, b.path) }
	if !slices.IsSortedFunc(entries, byPath) {
		slices.SortStableFunc(entries, byPath)
	}
	entries = slices.CompactFunc(entries, func(a, b indexEntry) bool { return a.path == b.path })
	return entries, nil
}

// readDebug reads the five lines after a path:
//
//	ctime: 1795184166:278164477
//	mtime: 1795184166:278164477
//	dev: 65024	ino: 9978023
//	uid: 0	gid: 0
//	size: 3	flags: 0
func readDebug(r *bufio.Reader, e *indexEntry, useCtime bool, written int64) error {
	var n [8]int64 // ctime, its nanoseconds, mtime, its nanoseconds; then pairs of a line
	for i, key := range [...]string{"  ctime: ", "  mtime: ", "  dev: ", "  uid: ", "  size: "} {
		line, err := r.ReadSlice('\n')
		if err != nil || len(line) < len(key) || string(line[:len(key)]) != key {
			return errFormat
		}
		line = line[len(key) : len(line)-1]
		switch i {
		case 0, 1:
			sec, nsec, ok := bytes.Cut(line, []byte(":"))
			a, okA := number(sec)
			b, okB := number(nsec)
			if !ok || !okA || !okB {
				return errFormat
			}
			n[2*i], n[2*i+1] = a, b
		case 4:
			size, flags, ok := bytes.Cut(line, []byte("\tflags: "))
			s, okS := number(size)
			bits, err := strconv.ParseUint(string(flags), 16, 32)
			if !ok || !okS || err != nil {
				return errFormat
			}
			n[4] = s
			if bits&bitIntentToAdd != 0 {
				e.flags |= intentOnly
			}
			if bits&bitSkipWorktree != 0 {
				e.flags |= skipTree
			}
		}
	}
	if !useCtime {
		n[0], n[1] = 0, 0
	}
	if n[2] >= written {
		e.flags |= racy
	}
	e.stamp = stamp(n[2], n[3], n[0], n[1], n[4])
	return nil
}

func number(b []byte) (n int64, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<40 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(b) > 0
}

// pathArena keeps many short strings in few allocations.
type pathArena struct{ chunk strings.Builder }

const arenaChunk = 16 << 10

func (a *pathArena) readZ(r *bufio.Reader) (string, error) {
	part, err := r.ReadSlice(0)
	switch err {
	case nil:
		return a.keep(part[:len(part)-1]), nil
	case bufio.ErrBufferFull:
		head := string(part)
		tail, err := readZ(r)
		return head + tail, err
	}
	return "", errFormat
}

// keep copies b behind what the chunk holds: strings given out before stay as they are, a chunk is never grown.
func (a *pathArena) keep(b []byte) string {
	if a.chunk.Len()+len(b) > a.chunk.Cap() {
		a.chunk = strings.Builder{}
		a.chunk.Grow(max(arenaChunk, len(b)))
	}
	start := a.chunk.Len()
	a.chunk.Write(b)
	return a.chunk.String()[start:]
}

// searchIndex returns where path stands or would stand.
func searchIndex(entries []indexEntry, path string) (int, bool) {
	return slices.BinarySearchFunc(entries, path, func(e indexEntry, p string) int { return cmp.Compare(e.path, p) })
}

// holds reports whether the index has path itself, or for a folder something below it.
func holds(entries []indexEntry, path string, folder bool) bool {
	if _, found := searchIndex(entries, path); found {
		return true
	}
	if folder {
		i, _ := searchIndex(entries, path+"/")
		return i < len(entries) && strings.HasPrefix(entries[i].path, path+"/")
	}
	return false
}
