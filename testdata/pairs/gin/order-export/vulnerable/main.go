package main

import (
	"log"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	_ "github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
)

func newRouter(db *sqlx.DB, secret []byte) *gin.Engine {
	r := gin.New()
	r.Use(gin.Logger(), gin.Recovery(), limitBody)

	orders := r.Group("/orders", authenticate(secret))
	orders.GET("", listOrders(db))
	orders.GET("/:id", getOrder(db))

	admin := r.Group("/admin", authenticate(secret))
	admin.GET("/orders/export", exportOrders(db))
	admin.PUT("/orders/:id/status", setStatus(db))
	return r
}

func main() {
	secret := os.Getenv("JWT_SECRET")
	if len(secret) < 32 {
		log.Fatal("JWT_SECRET is missing or too short")
	}
	db := sqlx.MustConnect("mysql", os.Getenv("MYSQL_DSN"))
	srv := &http.Server{
		Addr:              ":8080",
		Handler:           newRouter(db, []byte(secret)),
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(srv.ListenAndServe())
}
