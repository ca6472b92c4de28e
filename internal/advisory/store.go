package advisory

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"sync/atomic"
	"time"
)

// A Store is an open advisory file. It is read in pieces when they are asked for, each checked once against its hash and then
// kept; it takes no lock on the file, and any number of goroutines may ask. Whoever opens it closes it.
type Store struct {
	file     io.ReaderAt
	close    func() error
	head     header
	sections map[uint32]section
	info     Info

	dataAt int64 // where the chunks begin
	dataTo int64 // the end of the file
	sums   []byte
	chunks []atomic.Pointer[[]byte] // nil until read
}

// Open opens a store file: a regular one. It reads and checks the head, the hashes and the list of sources, no more.
func Open(path string) (*Store, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no regular file", path)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the advisory store: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the advisory store: %w", err)
	}
	s, err := newStore(f, info.Size())
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("opening the advisory store %s: %w", path, err)
	}
	s.close = f.Close
	return s, nil
}

// FromBytes opens a store in memory, which must not change while it is in use.
func FromBytes(data []byte) (*Store, error) {
	s, err := newStore(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("opening the advisory store: %w", err)
	}
	return s, nil
}

// Close lets go of the file. What was answered stays valid; what is asked later fails.
func (s *Store) Close() error {
	if s.close == nil {
		return nil
	}
	return s.close()
}

// Built returns when the store was made.
func (s *Store) Built() time.Time { return s.head.built }

// ID names the content: 64 hex digits, the hash in the file's head.
func (s *Store) ID() string { return hex.EncodeToString(s.head.root[:]) }

// Info returns what the store was made from. It must not be changed.
func (s *Store) Info() *Info { return &s.info }

func newStore(file io.ReaderAt, size int64) (*Store, error) {
	if size < headerSize || size > maxFile {
		return nil, fmt.Errorf("it has %d bytes: %w", size, ErrCorrupt)
	}
	b := make([]byte, headerSize)
	if _, err := file.ReadAt(b, 0); err != nil {
		return nil, err
	}
	head, err := decodeHeader(b)
	if err != nil {
		return nil, err
	}
	s := &Store{file: file, head: head, dataTo: size}
	if err := s.readTable(); err != nil {
		return nil, err
	}
	sources := s.sections[kindSources]
	if sources.length > maxSources {
		return nil, fmt.Errorf("the list of sources has %d bytes: %w", sources.length, ErrCorrupt)
	}
	text, err := s.bytes(sources.offset, sources.length)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &s.info); err != nil || !s.info.sorted() {
		return nil, fmt.Errorf("reading the list of sources: %w", ErrCorrupt)
	}
	return s, nil
}

// readTable reads the section table and the hashes, and checks both against the head.
func (s *Store) readTable() error {
	corrupt := fmt.Errorf("reading the table of sections: %w", ErrCorrupt)
	tableTo := int64(headerSize + entrySize*s.head.sections)
	if tableTo > s.dataTo {
		return corrupt
	}
	table := make([]byte, tableTo-headerSize)
	if _, err := s.file.ReadAt(table, headerSize); err != nil {
		return err
	}
	s.sections = make(map[uint32]section, s.head.sections)
	at, last := tableTo, uint32(0)
	for e := table; len(e) > 0; e = e[entrySize:] {
		kind := binary.LittleEndian.Uint32(e)
		offset, length := binary.LittleEndian.Uint64(e[8:]), binary.LittleEndian.Uint64(e[16:])
		if kind <= last || binary.LittleEndian.Uint32(e[4:]) != 0 || offset != uint64(at) || length > uint64(s.dataTo-at) {
			return corrupt
		}
		s.sections[kind] = section{kind, at, int64(length)}
		at, last = at+int64(length), kind
	}
	sums := s.sections[kindChunks]
	s.dataAt = sums.offset + sums.length
	count := (s.dataTo - s.dataAt + chunkSize - 1) / chunkSize
	if at != s.dataTo || sums.offset != tableTo || sums.length != count*sha256.Size ||
		s.sections[kindIndex].length%indexRow != 0 || s.sections[kindMalicious].length%maliciousRow != 0 ||
		s.sections[kindKEV].length%listRow != 0 || s.sections[kindEPSS].length%listRow != 0 {
		return corrupt
	}
	s.sums = make([]byte, sums.length)
	if _, err := s.file.ReadAt(s.sums, sums.offset); err != nil {
		return err
	}
	if rootOf(s.head.raw[:], table, s.sums) != s.head.root {
		return corrupt
	}
	s.chunks = make([]atomic.Pointer[[]byte], count)
	return nil
}

// chunk returns piece i, read and checked once.
func (s *Store) chunk(i int64) ([]byte, error) {
	if p := s.chunks[i].Load(); p != nil {
		return *p, nil
	}
	from := s.dataAt + i*chunkSize
	b := make([]byte, min(chunkSize, s.dataTo-from))
	if _, err := s.file.ReadAt(b, from); err != nil {
		return nil, fmt.Errorf("reading the advisory store: %w", err)
	}
	if sha256.Sum256(b) != [sha256.Size]byte(s.sums[i*sha256.Size:]) {
		return nil, fmt.Errorf("reading bytes %d to %d: %w", from, from+int64(len(b)), ErrCorrupt)
	}
	s.chunks[i].Store(&b)
	return b, nil
}

// bytes returns checked bytes, which must not be changed.
func (s *Store) bytes(offset, length int64) ([]byte, error) {
	if length == 0 {
		return nil, nil
	}
	if offset < s.dataAt || length < 0 || length > s.dataTo-offset {
		return nil, fmt.Errorf("reading %d bytes at %d: %w", length, offset, ErrCorrupt)
	}
	first, at := (offset-s.dataAt)/chunkSize, (offset-s.dataAt)%chunkSize
	b, err := s.chunk(first)
	if err != nil {
		return nil, err
	}
	if at+length <= int64(len(b)) {
		return b[at : at+length], nil
	}
	out := append(make([]byte, 0, length), b[at:]...)
	for i := first + 1; int64(len(out)) < length; i++ {
		if b, err = s.chunk(i); err != nil {
			return nil, err
		}
		out = append(out, b[:min(int64(len(b)), length-int64(len(out)))]...)
	}
	return out, nil
}

// rowAt returns row i of a section of equal rows.
func (s *Store) rowAt(kind uint32, size, i int64) ([]byte, error) {
	return s.bytes(s.sections[kind].offset+i*size, size)
}

// find returns the first row of a sorted section whose head is not below want, and whether its head is want.
func (s *Store) find(kind uint32, size int64, compare func(row []byte) int) (i int64, found bool, err error) {
	lo, hi := int64(0), s.sections[kind].length/size
	n := hi
	for lo < hi {
		mid := int64(uint64(lo+hi) / 2)
		row, err := s.rowAt(kind, size, mid)
		if err != nil {
			return 0, false, err
		}
		if compare(row) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == n {
		return lo, false, nil
	}
	row, err := s.rowAt(kind, size, lo)
	return lo, err == nil && compare(row) == 0, err
}

// packOf returns what is known about a package, nil if nothing.
func (s *Store) packOf(k key, ecosystem, name string) (*pack, error) {
	i, found, err := s.find(kindIndex, indexRow, func(row []byte) int { return bytes.Compare(row[:12], k[:]) })
	if err != nil || !found {
		return nil, err
	}
	p, err := s.packAt(i)
	if err != nil {
		return nil, err
	}
	if p.ecosystem != ecosystem || normalName(ecosystem, p.name) != normalName(ecosystem, name) {
		return nil, nil
	}
	return p, nil
}

func (s *Store) packAt(i int64) (*pack, error) {
	row, err := s.rowAt(kindIndex, indexRow, i)
	if err != nil {
		return nil, err
	}
	packs := s.sections[kindPacks]
	length, offset := int64(binary.LittleEndian.Uint32(row[12:])), binary.LittleEndian.Uint64(row[16:])
	if length > maxPack || offset > uint64(packs.length) || length > packs.length-int64(offset) {
		return nil, fmt.Errorf("reading the index of packages: %w", ErrCorrupt)
	}
	blob, err := s.bytes(packs.offset+int64(offset), length)
	if err != nil {
		return nil, err
	}
	return decodePack(blob)
}

// packs returns all packages in the order of the index. It ends at the first error.
func (s *Store) packs() iter.Seq2[*pack, error] {
	return func(yield func(*pack, error) bool) {
		for i := range s.sections[kindIndex].length / indexRow {
			p, err := s.packAt(i)
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// section returns all bytes of a section, checked.
func (s *Store) section(kind uint32) ([]byte, error) {
	return s.bytes(s.sections[kind].offset, s.sections[kind].length)
}

// Verify reads and checks the whole file.
func (s *Store) Verify() error {
	for i := range s.chunks {
		if _, err := s.chunk(int64(i)); err != nil {
			return err
		}
	}
	for _, err := range s.packs() {
		if err != nil {
			return err
		}
	}
	return nil
}
