package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

const gatewaySecret = "copper-meadow-3380-substation"

type caller struct {
	ID   int64
	Role string
}

type callerKey struct{}

// fromGateway is for the concentrators in the substations, which have no user.
func (u *utility) fromGateway(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Gateway-Secret") != gatewaySecret {
			http.Error(w, "unknown gateway", http.StatusUnauthorized)
			return
		}
		next(w, r)
	}
}

// asCustomer accepts the random tokens of the customer app, which live for an hour.
func (u *utility) asCustomer(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		}
		sum := sha256.Sum256([]byte(token))
		var who caller
		err := u.db.QueryRowContext(r.Context(), `SELECT c.id, c.role FROM access_tokens t
			JOIN customers c ON c.id = t.customer_id
			WHERE t.digest = ? AND t.expires_at > NOW()`, hex.EncodeToString(sum[:])).Scan(&who.ID, &who.Role)
		if err != nil {
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		}
		next(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, who)))
	}
}

func callerOf(r *http.Request) caller {
	who, _ := r.Context().Value(callerKey{}).(caller)
	return who
}
