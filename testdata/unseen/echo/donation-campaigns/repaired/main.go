package main

import (
	"log"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

type site struct{ db *gorm.DB }

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
	e.Use(middleware.CSRFWithConfig(middleware.CSRFConfig{
		TokenLookup:    "form:_csrf",
		CookiePath:     "/",
		CookieHTTPOnly: true,
		CookieSecure:   true,
		CookieSameSite: http.SameSiteLaxMode,
	}))
	patience := middleware.RateLimiter(middleware.NewRateLimiterMemoryStore(0.2))

	e.GET("/sign-in", signInPage)
	e.POST("/sign-in", s.signIn, patience)
	e.GET("/campaigns/:id", s.showCampaign)

	own := e.Group("", s.visitor)
	own.GET("/campaigns/new", campaignPage)
	own.POST("/campaigns", s.startCampaign)

	desk := own.Group("/desk", treasurer)
	desk.GET("/payouts", s.payoutPage)
	desk.POST("/campaigns/:id/payout", s.payOut)

	e.Logger.Fatal(e.Start(":8080"))
}
