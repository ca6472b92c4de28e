package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/jwtauth/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func main() {
	db, err := pgxpool.New(context.Background(), os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	secret := os.Getenv("JWT_SECRET")
	if len(secret) < 32 {
		log.Fatal("JWT_SECRET must have at least 32 characters")
	}
	opsToken := os.Getenv("OPS_TOKEN")
	if len(opsToken) < 24 {
		log.Fatal("OPS_TOKEN must have at least 24 characters")
	}
	s := &Server{db: db, opsToken: opsToken}
	tokens := jwtauth.New("HS256", []byte(secret), nil)

	r := chi.NewRouter()
	r.Use(middleware.Recoverer, middleware.RequestSize(16<<10))
	r.Route("/keys", func(r chi.Router) {
		r.Use(jwtauth.Verifier(tokens), jwtauth.Authenticator(tokens))
		r.Post("/", s.create)
		r.Get("/", s.list)
		r.Delete("/{id}", s.revoke)
	})
	r.With(s.opsOnly).Get("/ops/keys/count", s.count)

	srv := &http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
