package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"log"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/jwtauth/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type Server struct {
	db       *pgxpool.Pool
	opsToken string
}

type apiKey struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Prefix    string    `json:"prefix"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

func respond(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func serverError(w http.ResponseWriter, r *http.Request, err error) {
	log.Printf("%s %s: %v", r.Method, chi.RouteContext(r.Context()).RoutePattern(), err)
	respond(w, http.StatusInternalServerError, map[string]string{"error": "internal error"})
}

func userID(r *http.Request) string {
	token, _, err := jwtauth.FromContext(r.Context())
	if err != nil || token == nil {
		return ""
	}
	return token.Subject()
}

func (s *Server) opsOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, want := sha256.Sum256([]byte(r.Header.Get("X-Ops-Token"))), sha256.Sum256([]byte(s.opsToken))
		if subtle.ConstantTimeCompare(got[:], want[:]) == 0 {
			respond(w, http.StatusForbidden, map[string]string{"error": "forbidden"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// created is the only answer that contains the key itself.
type created struct {
	apiKey
	Key string `json:"key"`
}

func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name string `json:"name"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Name == "" || len(in.Name) > 60 {
		respond(w, http.StatusBadRequest, map[string]string{"error": "a name of up to 60 characters is required"})
		return
	}
	key := "ak_" + rand.Text()
	sum := sha256.Sum256([]byte(key))
	k := created{apiKey: apiKey{Name: in.Name, Prefix: key[:7]}, Key: key}
	err := s.db.QueryRow(r.Context(),
		`INSERT INTO api_keys (user_id, name, prefix, key_hash, expires_at)
		 VALUES ($1, $2, $3, $4, now() + interval '90 days') RETURNING id, created_at, expires_at`,
		userID(r), k.Name, k.Prefix, sum[:]).Scan(&k.ID, &k.CreatedAt, &k.ExpiresAt)
	if err != nil {
		serverError(w, r, err)
		return
	}
	log.Printf("user %s created api key %d", userID(r), k.ID)
	respond(w, http.StatusCreated, k)
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	rows, err := s.db.Query(r.Context(),
		`SELECT id, name, prefix, created_at, expires_at FROM api_keys WHERE user_id = $1 ORDER BY id LIMIT 200`, userID(r))
	if err != nil {
		serverError(w, r, err)
		return
	}
	keys, err := pgx.CollectRows(rows, pgx.RowToStructByPos[apiKey])
	if err != nil {
		serverError(w, r, err)
		return
	}
	respond(w, http.StatusOK, keys)
}

func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		respond(w, http.StatusNotFound, map[string]string{"error": "not found"})
		return
	}
	_, err = s.db.Exec(r.Context(), `DELETE FROM api_keys WHERE id = $1 AND user_id = $2`, id, userID(r))
	if err != nil {
		serverError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) count(w http.ResponseWriter, r *http.Request) {
	var n int
	if err := s.db.QueryRow(r.Context(), `SELECT count(*) FROM api_keys`).Scan(&n); err != nil {
		serverError(w, r, err)
		return
	}
	respond(w, http.StatusOK, map[string]int{"keys": n})
}
