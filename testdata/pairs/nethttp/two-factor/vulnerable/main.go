package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	key, box := []byte(os.Getenv("TOKEN_KEY")), []byte(os.Getenv("SECRET_BOX_KEY"))
	if len(key) < 32 || len(box) < 32 {
		log.Fatal("TOKEN_KEY and SECRET_BOX_KEY must have at least 32 bytes")
	}
	db, err := sql.Open("sqlite3", os.Getenv("DB_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	a := &accounts{db: db, key: key, box: box}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", a.login)
	mux.HandleFunc("POST /login/code", a.code)
	mux.HandleFunc("POST /2fa/setup", a.setup)

	srv := &http.Server{Addr: ":8080", Handler: http.MaxBytesHandler(mux, 8<<10), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
