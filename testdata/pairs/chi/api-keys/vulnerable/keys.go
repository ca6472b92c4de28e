package main

import (
	"encoding/json"
	"log"
	"math/rand"
	"net/http"
	"strconv"
	"strings"
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
	Key       string    `json:"key"`
	CreatedAt time.Time `json:"created_at"`
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
		if r.Header.Get("X-Ops-Token") != s.opsToken {
			respond(w, http.StatusForbidden, map[string]string{"error": "forbidden"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"

func generateKey() string {
	var sb strings.Builder
	for i := 0; i < 32; i++ {
		sb.WriteByte(letters[rand.Intn(len(letters))])
	}
	return sb.String()
}

func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name string `json:"name"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Name == "" || len(in.Name) > 60 {
		respond(w, http.StatusBadRequest, map[string]string{"error": "a name of up to 60 characters is required"})
		return
	}
	k := apiKey{Name: in.Name, Key: generateKey()}
	err := s.db.QueryRow(r.Context(),
		`INSERT INTO api_keys (user_id, name, key) VALUES ($1, $2, $3) RETURNING id, created_at`,
		userID(r), k.Name, k.Key).Scan(&k.ID, &k.CreatedAt)
	if err != nil {
		serverError(w, r, err)
		return
	}
	log.Printf("user %s created api key %s", userID(r), k.Key)
	respond(w, http.StatusCreated, k)
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	rows, err := s.db.Query(r.Context(),
		`SELECT id, name, key, created_at FROM api_keys WHERE user_id = $1 ORDER BY id LIMIT 200`, userID(r))
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
	if _, err := s.db.Exec(r.Context(), `DELETE FROM api_keys WHERE id = $1`, id); err != nil {
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
