package advisory

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"
)

// signatureSize is the size of a signature: the 64 bytes of the store's head, and 64 of Ed25519.
const signatureSize = headerSize + ed25519.SignatureSize

// signatureContext stands before the signed head, so that a key's signature for another purpose is none for this one.
const signatureContext = "bartizan advisory store v1\x00"

var (
	// ErrSignature says that a store is not signed by the key that was asked for.
	ErrSignature = errors.New("the advisory store is not signed by the given key")
	// ErrStale says that what was offered is older than what is there.
	ErrStale = errors.New("what was offered is older than what is there")
)

// Sign returns the signature of a store: what a publisher puts beside it as <name>.sig.
func Sign(data []byte, key ed25519.PrivateKey) ([]byte, error) {
	s, err := FromBytes(data)
	if err == nil {
		err = s.Verify()
	}
	if err != nil {
		return nil, fmt.Errorf("signing the advisory store: %w", err)
	}
	head := data[:headerSize]
	return append(bytes.Clone(head), ed25519.Sign(key, append([]byte(signatureContext), head...))...), nil
}

// checkSignature returns the head that a signature vouches for.
func checkSignature(signature []byte, key ed25519.PublicKey) (header, error) {
	if len(signature) != signatureSize || len(key) != ed25519.PublicKeySize {
		return header{}, ErrSignature
	}
	head := signature[:headerSize]
	if !ed25519.Verify(key, append([]byte(signatureContext), head...), signature[headerSize:]) {
		return header{}, ErrSignature
	}
	return decodeHeader(head)
}

// VerifySignature says whether a store's bytes are those that key signed. It reads the head only: Install checks the rest
// against it.
func VerifySignature(data, signature []byte, key ed25519.PublicKey) error {
	_, err := checkSignature(signature, key)
	if err == nil && (len(data) < headerSize || !bytes.Equal(data[:headerSize], signature[:headerSize])) {
		err = ErrSignature
	}
	if err != nil {
		return fmt.Errorf("checking the signature of the advisory store: %w", err)
	}
	return nil
}

// fresh refuses what is older than the store that is there (old may be nil), and what claims to be of the future, for nothing
// could follow it.
func (h header) fresh(old *Store, now time.Time) error {
	switch {
	case h.built.After(now.Add(24 * time.Hour)):
		return fmt.Errorf("it says that it was made on %s, which is not yet: %w", h.built.Format(time.DateOnly), ErrCorrupt)
	case old != nil && h.built.Before(old.Built()):
		return fmt.Errorf("it was made on %s, the one that is there on %s: %w", h.built.Format(time.DateOnly), old.Built().Format(time.DateOnly), ErrStale)
	}
	return nil
}
