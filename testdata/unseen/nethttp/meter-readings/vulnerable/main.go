package main

import (
	"database/sql"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	_ "github.com/go-sql-driver/mysql"
)

type utility struct {
	db *sql.DB
}

func main() {
	dsn := os.Getenv("METERS_DSN")
	if dsn == "" {
		log.Fatal("METERS_DSN is missing")
	}
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		log.Fatal(err)
	}
	u := &utility{db: db}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /gateway/readings", u.fromGateway(u.storeReading))
	mux.HandleFunc("GET /meters", u.asCustomer(u.listMeters))
	mux.HandleFunc("GET /meters/{id}/chart", u.asCustomer(u.chart))
	mux.HandleFunc("GET /grid/load", u.gridLoad)
	mux.HandleFunc("PUT /tariffs/{code}", u.asCustomer(u.setTariff))

	server := &http.Server{
		Addr:              ":8080",
		Handler:           http.MaxBytesHandler(mux, 32<<10),
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Print("reply: ", err)
	}
}

func trouble(w http.ResponseWriter, where string, err error) {
	log.Printf("%s: %v", where, err)
	http.Error(w, "please try again later", http.StatusInternalServerError)
}
