package main

import (
	"log"
	"os"

	"example.com/accounts/auth"
	"example.com/accounts/models"
	"github.com/gin-gonic/gin"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

func main() {
	db, err := gorm.Open(postgres.Open(os.Getenv("DATABASE_URL")), &gorm.Config{})
	if err != nil {
		log.Fatalf("connect database: %v", err)
	}
	if err := db.AutoMigrate(&models.User{}); err != nil {
		log.Fatalf("migrate: %v", err)
	}

	h := &auth.Handler{DB: db}
	r := gin.Default()

	api := r.Group("/api")
	{
		api.POST("/register", h.Register)
		api.POST("/login", h.Login)
		api.GET("/me", auth.Required(), h.Me)
	}

	if err := r.Run(":8080"); err != nil {
		log.Fatal(err)
	}
}
