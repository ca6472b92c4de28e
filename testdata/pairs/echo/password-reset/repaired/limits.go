package main

import (
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// install sets the limits that hold for every route.
func install(e *echo.Echo) {
	e.IPExtractor = echo.ExtractIPDirect()
	e.Use(middleware.BodyLimit("8K"))
	e.Use(middleware.RateLimiter(middleware.NewRateLimiterMemoryStoreWithConfig(
		middleware.RateLimiterMemoryStoreConfig{Rate: rate.Every(20 * time.Second), Burst: 5, ExpiresIn: 10 * time.Minute},
	)))
}
