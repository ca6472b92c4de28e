package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	_ "modernc.org/sqlite"
)

type kitchen struct {
	db       *sql.DB
	photoDir string
}

func env(name string) string {
	value, ok := os.LookupEnv(name)
	if !ok || value == "" {
		log.Fatalf("please set %s", name)
	}
	return value
}

func main() {
	db, err := sql.Open("sqlite", env("POTLUCK_DB"))
	if err != nil {
		log.Fatal(err)
	}
	k := &kitchen{db: db, photoDir: env("POTLUCK_PHOTOS")}

	r := chi.NewRouter()
	r.Use(middleware.Recoverer, middleware.Timeout(20*time.Second))
	r.Get("/recipes", k.browse)
	r.Get("/photo", k.photo)

	r.Group(func(r chi.Router) {
		r.Use(k.cook)
		r.With(middleware.RequestSize(64<<10)).Post("/recipes", k.share)
		r.Delete("/recipes/{id}", k.withdraw)
		r.Post("/recipes/{id}/photo", k.addPhoto)
	})

	server := &http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
