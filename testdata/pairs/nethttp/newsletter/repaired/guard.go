package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// adminArea asks for the editor's credentials below /admin/.
func adminArea(user, password string, next http.Handler) http.Handler {
	want := sha256.Sum256([]byte(user + ":" + password))
	attempts := rate.NewLimiter(rate.Every(2*time.Second), 10)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/admin/") {
			u, p, _ := r.BasicAuth()
			got := sha256.Sum256([]byte(u + ":" + p))
			if !attempts.Allow() {
				http.Error(w, "slow down", http.StatusTooManyRequests)
				return
			}
			if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
				w.Header().Set("WWW-Authenticate", `Basic realm="newsletter"`)
				http.Error(w, "sign in first", http.StatusUnauthorized)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// throttled limits how many mails can be triggered in all.
func throttled(next http.HandlerFunc) http.HandlerFunc {
	limiter := rate.NewLimiter(rate.Every(time.Second), 20)
	return func(w http.ResponseWriter, r *http.Request) {
		if !limiter.Allow() {
			http.Error(w, "please try again later", http.StatusTooManyRequests)
			return
		}
		next(w, r)
	}
}
