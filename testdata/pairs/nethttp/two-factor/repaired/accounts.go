package main

import (
	"database/sql"
	"encoding/json"
	"log"
	"net/http"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/crypto/bcrypt"
)

type accounts struct {
	db       *sql.DB
	key, box []byte
	attempts *attempts
}

func reply(w http.ResponseWriter, v map[string]string, err error) {
	if err != nil {
		log.Printf("request failed: %v", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// login checks the password and returns a token for the second step.
func (a *accounts) login(w http.ResponseWriter, r *http.Request) {
	var in struct{ Email, Password string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Email == "" || len(in.Email) > 254 || in.Password == "" {
		http.Error(w, "email and password are required", http.StatusBadRequest)
		return
	}
	if !a.attempts.allow("login", in.Email) {
		http.Error(w, "too many attempts", http.StatusTooManyRequests)
		return
	}
	var hash []byte
	err := a.db.QueryRowContext(r.Context(), "SELECT password_hash FROM users WHERE email = ?", in.Email).Scan(&hash)
	if err != nil || bcrypt.CompareHashAndPassword(hash, []byte(in.Password)) != nil {
		http.Error(w, "wrong email or password", http.StatusUnauthorized)
		return
	}
	token, err := a.issue(in.Email, "password", 5*time.Minute)
	reply(w, map[string]string{"token": token}, err)
}

// code checks the code of the authenticator app and returns the access token.
func (a *accounts) code(w http.ResponseWriter, r *http.Request) {
	email, err := a.subject(r.Header.Get("Authorization"), "password")
	if err != nil {
		http.Error(w, "start again", http.StatusUnauthorized)
		return
	}
	if !a.attempts.allow("code", email) {
		http.Error(w, "too many attempts", http.StatusTooManyRequests)
		return
	}
	var in struct{ Code string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || len(in.Code) != 6 {
		http.Error(w, "a code of six digits is required", http.StatusBadRequest)
		return
	}
	var sealed []byte
	err = a.db.QueryRowContext(r.Context(), "SELECT totp_secret FROM users WHERE email = ?", email).Scan(&sealed)
	if err != nil || len(sealed) == 0 {
		http.Error(w, "start again", http.StatusUnauthorized)
		return
	}
	secret, err := a.open(sealed)
	if err != nil || !totp.Validate(in.Code, string(secret)) {
		http.Error(w, "wrong code", http.StatusUnauthorized)
		return
	}
	token, err := a.issue(email, "full", 30*time.Minute)
	reply(w, map[string]string{"token": token}, err)
}

// setup creates the secret of an account that has none yet and returns the address for the QR code.
func (a *accounts) setup(w http.ResponseWriter, r *http.Request) {
	email, err := a.subject(r.Header.Get("Authorization"), "password")
	if err != nil {
		http.Error(w, "sign in first", http.StatusUnauthorized)
		return
	}
	k, err := totp.Generate(totp.GenerateOpts{Issuer: "Example", AccountName: email})
	if err != nil {
		reply(w, nil, err)
		return
	}
	sealed, err := a.seal([]byte(k.Secret()))
	if err != nil {
		reply(w, nil, err)
		return
	}
	res, err := a.db.ExecContext(r.Context(),
		"UPDATE users SET totp_secret = ? WHERE email = ? AND totp_secret IS NULL", sealed, email)
	if err == nil {
		if n, _ := res.RowsAffected(); n == 0 {
			http.Error(w, "two-factor login is already set up", http.StatusConflict)
			return
		}
	}
	reply(w, map[string]string{"uri": k.URL()}, err)
}
