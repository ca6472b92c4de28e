package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/payments/pay"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	_ "github.com/go-sql-driver/mysql"
)

func main() {
	db, err := sql.Open("mysql", os.Getenv("MYSQL_DSN"))
	if err != nil {
		log.Fatal(err)
	}
	gateway := &pay.Gateway{BaseURL: "https://gateway.example.com", Key: os.Getenv("GATEWAY_KEY")}
	h := &pay.Handler{DB: db, Gateway: gateway}

	r := chi.NewRouter()
	r.Use(middleware.RequestID, middleware.Recoverer)
	r.Post("/webhooks/payments", h.Webhook)
	r.With(h.Session).Post("/orders/{id}/refund", h.Refund)

	srv := &http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
