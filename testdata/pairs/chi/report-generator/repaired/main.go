package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/golang-jwt/jwt/v5"
)

const reportDir = "/var/lib/reports"

var (
	namePattern  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	monthPattern = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])$`)
)

type identity struct {
	Department string `json:"dept"`
	jwt.RegisteredClaims
}

type ctxKey struct{}

func authenticate(secret []byte) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			raw, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
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

func department(name string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if id, ok := r.Context().Value(ctxKey{}).(identity); !ok || id.Department != name {
				http.Error(w, "forbidden", http.StatusForbidden)
				return
			}
			next.ServeHTTP(w, r)
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
	err := json.NewDecoder(r.Body).Decode(&req)
	if err != nil || !namePattern.MatchString(req.Name) || !monthPattern.MatchString(req.Month) {
		http.Error(w, "invalid request", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	page := "http://127.0.0.1:9000/ledger/" + req.Month
	out := reportDir + "/" + req.Name + ".pdf"
	output, err := exec.CommandContext(ctx, "wkhtmltopdf", "--quiet", page, out).CombinedOutput()
	if err != nil {
		log.Printf("wkhtmltopdf: %v: %q", err, output)
		http.Error(w, "the report could not be generated", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func download(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	w.Header().Set("Content-Type", "application/pdf")
	f, err := os.OpenInRoot(reportDir, name)
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
		log.Fatal("JWT_SECRET is missing or too short")
	}

	r := chi.NewRouter()
	r.Use(middleware.Heartbeat("/ping"))
	r.Use(middleware.RequestSize(8 << 10))
	r.Group(func(r chi.Router) {
		r.Use(authenticate([]byte(secret)), department("finance"))
		r.Post("/reports", generate)
		r.Get("/reports/download", download)
		r.Delete("/reports/old", cleanup)
	})

	srv := http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 3 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
