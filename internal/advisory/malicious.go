package advisory

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// parseMAL returns an id of the malicious-packages database as seven bits of the year since 2000 and 25 of the number.
func parseMAL(id string) (uint32, bool) {
	rest, ok := strings.CutPrefix(id, "MAL-")
	year, number, cut := strings.Cut(rest, "-")
	y, err := strconv.ParseUint(year, 10, 16)
	n, err2 := strconv.ParseUint(number, 10, 32)
	if !ok || !cut || err != nil || err2 != nil || y < 2000 || y >= 2000+128 || n >= 1<<25 || strconv.FormatUint(n, 10) != number || len(year) != 4 {
		return 0, false
	}
	return uint32(y-2000)<<25 | uint32(n), true
}

func formatMAL(record uint32) string {
	return fmt.Sprintf("MAL-%d-%d", 2000+record>>25, record&(1<<25-1))
}

// brief says whether a row fits into MALICIOUS: the whole package, and nothing else known that would be lost.
func (w *row) brief() bool {
	_, ok := parseMAL(w.id)
	return ok && w.kind == Malicious && len(w.aliases) == 0 && len(w.upstream) == 0 && w.always() && w.flags == 0
}

// A name is one entry of MALICIOUS.
type name struct {
	key       key
	record    uint32
	published uint16
	ecosystem uint16 // number in Info.Ecosystems
}

func (n name) encode() (b [maliciousRow]byte) {
	copy(b[:], n.key[:])
	binary.LittleEndian.PutUint32(b[12:], n.record)
	binary.LittleEndian.PutUint16(b[16:], n.published)
	binary.LittleEndian.PutUint16(b[18:], n.ecosystem)
	return b
}

func decodeName(b []byte) name {
	return name{key(b[:12]), binary.LittleEndian.Uint32(b[12:]), binary.LittleEndian.Uint16(b[16:]), binary.LittleEndian.Uint16(b[18:])}
}

// maxSameName bounds the records of one malicious package.
const maxSameName = 16

// malicious returns the entries of a package in MALICIOUS as rows.
func (s *Store) malicious(k key) ([]row, error) {
	i, found, err := s.find(kindMalicious, maliciousRow, func(row []byte) int { return bytes.Compare(row[:12], k[:]) })
	if err != nil || !found {
		return nil, err
	}
	var rows []row
	for end := s.sections[kindMalicious].length / maliciousRow; i < end && len(rows) < maxSameName; i++ {
		b, err := s.rowAt(kindMalicious, maliciousRow, i)
		if err != nil {
			return nil, err
		}
		n := decodeName(b)
		if n.key != k {
			break
		}
		rows = append(rows, row{id: formatMAL(n.record), kind: Malicious, cwe: []int{506}, published: uint64(n.published), intervals: []interval{{}}})
	}
	return rows, nil
}
