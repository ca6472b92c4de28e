package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// stage tells how far the sign-in of a token's owner has come.
type stage struct {
	Stage string `json:"stage"`
	jwt.RegisteredClaims
}

func (a *accounts) issue(email, name string, ttl time.Duration) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, stage{name, jwt.RegisteredClaims{
		Subject:   email,
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(ttl)),
	}}).SignedString(a.key)
}

// subject returns the email of a token of the wanted stage.
func (a *accounts) subject(raw, want string) (string, error) {
	var s stage
	_, err := jwt.ParseWithClaims(strings.TrimPrefix(raw, "Bearer "), &s,
		func(*jwt.Token) (any, error) { return a.key, nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())
	if err != nil {
		return "", err
	}
	if s.Stage != want {
		return "", errors.New("token is not valid for this step")
	}
	return s.Subject, nil
}

// seal encrypts a secret for the database.
func (a *accounts) seal(plain []byte) ([]byte, error) {
	aead, err := a.aead()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return aead.Seal(nonce, nonce, plain, nil), nil
}

func (a *accounts) open(sealed []byte) ([]byte, error) {
	aead, err := a.aead()
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("sealed secret is too short")
	}
	return aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], nil)
}

func (a *accounts) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(a.box)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
