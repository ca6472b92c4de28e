package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"
)

type fleet struct {
	db       *pgxpool.Pool
	provider *http.Client
	liveURL  string
}

func mustEnv(name string) string {
	v := os.Getenv(name)
	if v == "" {
		log.Fatalf("%s is not set", name)
	}
	return v
}

func capBody(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 64<<10)
	c.Next()
}

func main() {
	pool, err := pgxpool.New(context.Background(), mustEnv("FLEET_DATABASE_URL"))
	if err != nil {
		log.Fatal("cannot reach the database: ", err)
	}
	f := &fleet{db: pool, provider: newProviderClient(), liveURL: mustEnv("FLEET_TELEMATICS_URL")}

	r := gin.New()
	if err := r.SetTrustedProxies(nil); err != nil {
		log.Fatal(err)
	}
	r.Use(gin.Recovery(), capBody)

	r.POST("/auth/shift", f.startShift)

	yard := r.Group("/vehicles", f.onShift)
	yard.GET("", f.listVehicles)
	yard.GET("/:id/live", f.livePosition)
	yard.POST("/:id/notes", f.addNote)

	srv := &http.Server{Addr: ":8080", Handler: r, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
