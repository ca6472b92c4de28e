package main

import (
	"context"
	"net/http"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

type user struct {
	ID      string
	Manager bool
}

type userKey struct{}

func currentUser(r *http.Request) user {
	u, _ := r.Context().Value(userKey{}).(user)
	return u
}

// managersOnly must run after RequireUser.
func managersOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !currentUser(r).Manager {
			http.Error(w, "managers only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// RequireUser puts the user of the bearer token into the context.
func (a *API) RequireUser(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		token, err := jwt.Parse(raw, func(t *jwt.Token) (any, error) { return a.Key, nil },
			jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired())
		if err != nil {
			http.Error(w, "please sign in", http.StatusUnauthorized)
			return
		}
		claims, _ := token.Claims.(jwt.MapClaims)
		id, _ := claims["sub"].(string)
		if id == "" {
			http.Error(w, "please sign in", http.StatusUnauthorized)
			return
		}
		manager, _ := claims["manager"].(bool)
		ctx := context.WithValue(r.Context(), userKey{}, user{ID: id, Manager: manager})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
