package advisory

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"
)

// The file, little-endian:
//
//	0   8   "BTZNADV1"
//	8   4   format, 1
//	12  4   number of sections
//	16  8   built, seconds since 1970
//	24  32  SHA-256 of the 24 bytes before, and of all from 64 to the end of CHUNKS
//	56  8   zero
//	64      sections x {u32 kind, u32 zero, u64 offset, u64 length}
//	        CHUNKS, the first section: SHA-256 of each 16 KiB of what follows it, the last piece being shorter
//	        the other sections, by kind, without gaps, to the end of the file
//
// Thus a signature over the first 64 bytes covers every byte, and a reader can believe a piece without reading the rest.
//
//	1 CHUNKS     n x 32 bytes
//	2 SOURCES    JSON: Info
//	3 INDEX      n x {12 bytes key, u32 length, u64 offset in PACKS}, sorted by key
//	4 PACKS      per package: strings, then numbers (pack.encode)
//	5 KEV        n x {u32 CVE, u16 day, u8 ransomware, u8 zero}, sorted by CVE
//	6 EPSS       n x {u32 CVE, u16 probability, u16 percentile}, sorted by CVE
//	7 MALICIOUS  n x {12 bytes key, u32 record, u16 day published, u16 ecosystem in SOURCES}, sorted by key: packages of which
//	             every version is malicious and no more is known
//
// key is the head of SHA-256(ecosystem, 0, normal name). A pack holds the name in full and is compared with it; MALICIOUS is not,
// for 96 bits cannot be met on purpose. Sections of other kinds are skipped: readers outlive writers.
const (
	magic      = "BTZNADV1"
	formatOne  = 1
	headerSize = 64
	entrySize  = 24
	chunkSize  = 16 << 10

	kindChunks    = 1
	kindSources   = 2
	kindIndex     = 3
	kindPacks     = 4
	kindKEV       = 5
	kindEPSS      = 6
	kindMalicious = 7

	indexRow     = 24
	maliciousRow = 20
)

// Bounds on a file. The whole of the public data is a twentieth of it.
const (
	maxFile     = 1 << 30
	maxSections = 64
	maxPack     = 64 << 20
	maxSources  = 4 << 20
)

// A section is one part of a file.
type section struct {
	kind           uint32
	offset, length int64
}

// encodeFile writes the sections, which come by kind and without CHUNKS.
func encodeFile(built time.Time, kinds []uint32, sections [][]byte) []byte {
	size := 0
	for _, s := range sections {
		size += len(s)
	}
	chunks := (size + chunkSize - 1) / chunkSize
	dataAt := headerSize + entrySize*(1+len(sections)) + sha256.Size*chunks
	out := make([]byte, 0, dataAt+size)
	out = append(out, magic...)
	out = le32(le32(out, formatOne), uint32(1+len(sections)))
	out = le64(out, uint64(built.Unix()))
	out = append(out, make([]byte, headerSize-len(out))...)
	entry := func(kind uint32, offset, length int) {
		out = le32(le32(out, kind), 0)
		out = le64(le64(out, uint64(offset)), uint64(length))
	}
	entry(kindChunks, dataAt-sha256.Size*chunks, sha256.Size*chunks)
	at := dataAt
	for i, s := range sections {
		entry(kinds[i], at, len(s))
		at += len(s)
	}
	chunksAt := len(out)
	out = out[:dataAt]
	for _, s := range sections {
		out = append(out, s...)
	}
	for i := range chunks {
		piece := out[dataAt+i*chunkSize : min(dataAt+(i+1)*chunkSize, len(out))]
		sum := sha256.Sum256(piece)
		copy(out[chunksAt+i*sha256.Size:], sum[:])
	}
	root := rootOf(out[:headerSize], out[headerSize:dataAt])
	copy(out[24:], root[:])
	return out
}

// rootOf returns the hash that stands in the head: of the head before it, and of the table and CHUNKS.
func rootOf(head []byte, rest ...[]byte) (root [sha256.Size]byte) {
	hash := sha256.New()
	hash.Write(head[:24])
	for _, b := range rest {
		hash.Write(b)
	}
	return [sha256.Size]byte(hash.Sum(nil))
}

func le32(b []byte, n uint32) []byte { return binary.LittleEndian.AppendUint32(b, n) }

func le64(b []byte, n uint64) []byte { return binary.LittleEndian.AppendUint64(b, n) }

// A header is the first 64 bytes of a file.
type header struct {
	raw      [headerSize]byte
	sections int
	built    time.Time
	root     [sha256.Size]byte
}

func decodeHeader(b []byte) (h header, err error) {
	if len(b) < headerSize || string(b[:8]) != magic {
		return h, fmt.Errorf("reading the head of an advisory store: this is no such file: %w", ErrCorrupt)
	}
	if format := binary.LittleEndian.Uint32(b[8:]); format != formatOne {
		return h, fmt.Errorf("reading an advisory store of format %d: this program reads format %d: update the program", format, formatOne)
	}
	h.raw = [headerSize]byte(b)
	h.sections = int(binary.LittleEndian.Uint32(b[12:]))
	h.built = time.Unix(int64(binary.LittleEndian.Uint64(b[16:])), 0).UTC()
	h.root = [sha256.Size]byte(b[24:])
	if h.sections < 1 || h.sections > maxSections || binary.LittleEndian.Uint64(b[56:]) != 0 || h.built.Year() < 1970 || h.built.Year() > 9999 {
		return h, fmt.Errorf("reading the head of an advisory store: %w", ErrCorrupt)
	}
	return h, nil
}
