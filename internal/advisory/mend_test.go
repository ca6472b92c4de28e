package advisory

import (
	"crypto/sha256"
	"encoding/binary"
)

// mend writes the hashes of a changed store anew, as far as its table says where they are.
func mend(data []byte) {
	if len(data) < headerSize+entrySize {
		return
	}
	offset, length := binary.LittleEndian.Uint64(data[headerSize+8:]), binary.LittleEndian.Uint64(data[headerSize+16:])
	size := uint64(len(data))
	if offset > size || length > size-offset || offset < headerSize {
		return
	}
	sums, rest := data[offset:offset+length], data[offset+length:]
	for i := 0; len(rest) > 0 && (i+1)*sha256.Size <= len(sums); i++ {
		n := min(len(rest), chunkSize)
		sum := sha256.Sum256(rest[:n])
		copy(sums[i*sha256.Size:], sum[:])
		rest = rest[n:]
	}
	root := rootOf(data, data[headerSize:offset+length])
	copy(data[24:], root[:])
}
