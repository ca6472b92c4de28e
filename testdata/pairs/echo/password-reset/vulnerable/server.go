package main

import (
	"log"
	"os"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	_ "github.com/lib/pq"
)

func main() {
	db, err := sqlx.Connect("postgres", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatalln("cannot reach the database:", err)
	}

	e := echo.New()
	e.HideBanner = true
	e.Server.ReadHeaderTimeout = 5 * time.Second
	e.Use(middleware.Recover())
	e.Use(middleware.BodyLimit("8K"))

	svc := &ResetService{
		DB:      db,
		Mail:    SMTPMailer{Addr: os.Getenv("SMTP_ADDR"), From: os.Getenv("MAIL_FROM")},
		BaseURL: os.Getenv("BASE_URL"),
	}
	e.POST("/password/forgot", svc.Forgot)
	e.POST("/password/reset", svc.Reset)

	e.Logger.Fatal(e.Start(":" + os.Getenv("PORT")))
}
