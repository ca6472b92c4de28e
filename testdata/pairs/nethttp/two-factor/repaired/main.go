package main

import (
	"database/sql"
	"encoding/hex"
	"log"
	"net/http"
	"os"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	key := []byte(os.Getenv("TOKEN_KEY"))
	box, err := hex.DecodeString(os.Getenv("SECRET_BOX_KEY"))
	if err != nil || len(key) < 32 || len(box) != 32 {
		log.Fatal("TOKEN_KEY (32 bytes or more) and SECRET_BOX_KEY (64 hex digits) must be set")
	}
	db, err := sql.Open("sqlite3", os.Getenv("DB_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	a := &accounts{db: db, key: key, box: box, attempts: newAttempts()}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", a.login)
	mux.HandleFunc("POST /login/code", a.code)
	mux.HandleFunc("POST /2fa/setup", a.setup)

	srv := &http.Server{Addr: ":8080", Handler: http.MaxBytesHandler(mux, 8<<10), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
