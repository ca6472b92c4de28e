package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	_ "github.com/lib/pq"
)

func main() {
	db, err := sql.Open("postgres", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	key := []byte(os.Getenv("JWT_KEY"))
	if len(key) < 32 {
		log.Fatal("JWT_KEY must have at least 32 bytes")
	}
	api := &API{DB: db, Key: key}

	r := chi.NewRouter()
	r.Use(middleware.RequestSize(16 << 10))
	r.Get("/rooms", api.Rooms)
	r.Mount("/bookings", api.bookings())
	r.Mount("/admin", api.admin())

	srv := &http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
