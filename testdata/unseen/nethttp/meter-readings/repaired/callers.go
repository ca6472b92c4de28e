package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
)

type caller struct {
	ID   int64
	Role string
}

type callerKey struct{}

// fromGateway is for the concentrators in the substations, which have no user.
func (u *utility) fromGateway(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		shown := sha256.Sum256([]byte(r.Header.Get("X-Gateway-Secret")))
		if subtle.ConstantTimeCompare(shown[:], u.gatewayDigest[:]) != 1 {
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

func (u *utility) asOperator(next http.HandlerFunc) http.HandlerFunc {
	return u.asCustomer(func(w http.ResponseWriter, r *http.Request) {
		if callerOf(r).Role != "operator" {
			http.Error(w, "operators only", http.StatusForbidden)
			return
		}
		next(w, r)
	})
}

func callerOf(r *http.Request) caller {
	who, _ := r.Context().Value(callerKey{}).(caller)
	return who
}
