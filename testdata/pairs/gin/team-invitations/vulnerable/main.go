package main

import (
	"context"
	"crypto/sha256"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/teams/invite"
	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"
)

// signedIn resolves the opaque bearer token of the request to a user id.
func signedIn(db *pgxpool.Pool) gin.HandlerFunc {
	return func(c *gin.Context) {
		sum := sha256.Sum256([]byte(strings.TrimPrefix(c.GetHeader("Authorization"), "Bearer ")))
		var userID int64
		err := db.QueryRow(c, `SELECT user_id FROM sessions WHERE token_hash = $1 AND expires_at > now()`, sum[:]).Scan(&userID)
		if err != nil {
			c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "not signed in"})
			return
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 16<<10)
		c.Set("user", userID)
		c.Next()
	}
}

func main() {
	db, err := pgxpool.New(context.Background(), os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatalf("database: %v", err)
	}
	svc := &invite.Service{Store: &invite.Store{DB: db}, BaseURL: os.Getenv("BASE_URL")}
	r := gin.Default()
	invite.Routes(r.Group("/", signedIn(db)), svc)
	srv := &http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
