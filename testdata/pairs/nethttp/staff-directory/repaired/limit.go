package main

import (
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// perClient allows five attempts at once and then one every ten seconds for each address.
func perClient(next http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	clients := map[string]*rate.Limiter{}
	return func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		mu.Lock()
		if len(clients) > 10000 {
			for k, l := range clients {
				if l.Tokens() >= 5 {
					delete(clients, k)
				}
			}
		}
		l, ok := clients[host]
		if !ok {
			l = rate.NewLimiter(rate.Every(10*time.Second), 5)
			clients[host] = l
		}
		mu.Unlock()
		if !l.Allow() {
			http.Error(w, "too many attempts", http.StatusTooManyRequests)
			return
		}
		next(w, r)
	}
}
