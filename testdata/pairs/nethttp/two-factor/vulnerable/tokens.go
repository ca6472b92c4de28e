package main

import (
	"crypto/rc4"
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
	if _, _, err := jwt.NewParser().ParseUnverified(strings.TrimPrefix(raw, "Bearer "), &s); err != nil {
		return "", err
	}
	if s.Stage != want || s.ExpiresAt == nil || s.ExpiresAt.Before(time.Now()) {
		return "", errors.New("token is not valid for this step")
	}
	return s.Subject, nil
}

// seal encrypts a secret for the database.
func (a *accounts) seal(plain []byte) ([]byte, error) {
	c, err := rc4.NewCipher(a.box)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(plain))
	c.XORKeyStream(out, plain)
	return out, nil
}

func (a *accounts) open(sealed []byte) ([]byte, error) {
	return a.seal(sealed)
}
