package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

type userKey struct{}

// withUser wraps a handler so that it only runs for a valid session token.
func withUser(db *sql.DB, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")))
		var id int64
		err := db.QueryRowContext(r.Context(),
			"SELECT user_id FROM sessions WHERE token_hash = ? AND expires_at > unixepoch()", sum[:]).Scan(&id)
		if err != nil {
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		}
		next(w, r.WithContext(context.WithValue(r.Context(), userKey{}, id)))
	})
}

func main() {
	db, err := sql.Open("sqlite3", os.Getenv("DB_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	f := &files{db: db, dir: os.Getenv("UPLOAD_DIR")}

	mux := http.NewServeMux()
	mux.Handle("POST /files", withUser(db, f.upload))
	mux.Handle("GET /files/{id}", withUser(db, f.download))
	mux.Handle("POST /files/{id}/share", withUser(db, f.share))
	mux.HandleFunc("GET /s/{token}", f.shared)

	srv := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
