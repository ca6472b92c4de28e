package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/golang-jwt/jwt/v5"
)

const reportDir = "/var/lib/reports"

type identity struct {
	Department string `json:"dept"`
	jwt.RegisteredClaims
}

type ctxKey struct{}

func authenticate(secret []byte) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			raw := strings.Split(r.Header.Get("Authorization"), " ")[1]
			var id identity
			_, err := jwt.ParseWithClaims(raw, &id, func(*jwt.Token) (any, error) { return secret, nil },
				jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())
			if err != nil {
				http.Error(w, "unauthorized", http.StatusUnauthorized)
				return
			}
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), ctxKey{}, id)))
		})
	}
}

type reportRequest struct {
	Name  string `json:"name"`
	Month string `json:"month"`
}

// generate renders the month's ledger page to PDF.
func generate(w http.ResponseWriter, r *http.Request) {
	var req reportRequest
	if err := json.NewDecoder(r.Body).Decode(&req); err != nil {
		http.Error(w, "invalid request", http.StatusBadRequest)
		return
	}
	out := filepath.Join(reportDir, filepath.Base(req.Name)+".pdf")
	command := fmt.Sprintf("wkhtmltopdf --quiet http://127.0.0.1:9000/ledger/%s '%s'", req.Month, out)
	output, err := exec.CommandContext(r.Context(), "sh", "-c", command).CombinedOutput()
	if err != nil {
		http.Error(w, fmt.Sprintf("report failed: %v\n%s", err, output), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func download(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	w.Header().Set("Content-Type", "application/pdf")
	f, err := os.Open(filepath.Join(reportDir, name))
	if err != nil {
		http.Error(w, "report not found", http.StatusNotFound)
		return
	}
	defer f.Close()
	http.ServeContent(w, r, "", time.Time{}, f)
}

// cleanup removes reports that are older than a month.
func cleanup(w http.ResponseWriter, r *http.Request) {
	err := exec.CommandContext(r.Context(), "sh", "-c", "find "+reportDir+" -name '*.pdf' -mtime +31 -delete").Run()
	if err != nil {
		http.Error(w, "cleanup failed", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	secret := os.Getenv("JWT_SECRET")
	if len(secret) < 32 {
		fmt.Fprintln(os.Stderr, "JWT_SECRET is missing or too short")
		os.Exit(1)
	}

	r := chi.NewRouter()
	r.Use(middleware.Heartbeat("/ping"))
	r.Use(middleware.RequestSize(8 << 10))
	r.Group(func(r chi.Router) {
		r.Use(authenticate([]byte(secret)))
		r.Post("/reports", generate)
		r.Get("/reports/download", download)
		r.Delete("/reports/old", cleanup)
	})

	srv := http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 3 * time.Second}
	if err := srv.ListenAndServe(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
