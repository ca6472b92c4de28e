package main

import (
	"log"
	"os"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

type site struct{ db *gorm.DB }

const signInPage = `<form method="post"><input name="email" type="email">
<input name="password" type="password"><button>Sign in</button></form>`

func main() {
	dsn, ok := os.LookupEnv("GOODCAUSE_DSN")
	if !ok {
		log.Fatal("GOODCAUSE_DSN is not set")
	}
	db, err := gorm.Open(postgres.Open(dsn), &gorm.Config{})
	if err != nil {
		log.Fatal(err)
	}
	s := &site{db: db}

	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	e.Use(middleware.Recover(), middleware.BodyLimit("64K"))
	patience := middleware.RateLimiter(middleware.NewRateLimiterMemoryStore(0.2))

	e.GET("/sign-in", func(c echo.Context) error { return c.HTML(200, signInPage) })
	e.POST("/sign-in", s.signIn, patience)
	e.GET("/campaigns/:id", s.showCampaign)

	own := e.Group("", s.visitor)
	own.GET("/campaigns/new", s.campaignForm)
	own.POST("/campaigns", s.startCampaign)
	own.POST("/desk/campaigns/:id/payout", s.payOut)

	e.Logger.Fatal(e.Start(":8080"))
}
