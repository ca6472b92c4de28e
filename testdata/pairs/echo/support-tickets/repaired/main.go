package main

import (
	"errors"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/golang-jwt/jwt/v5"
	echojwt "github.com/labstack/echo-jwt/v4"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

func errorHandler(err error, c echo.Context) {
	code := http.StatusInternalServerError
	var he *echo.HTTPError
	switch {
	case errors.As(err, &he):
		code = he.Code
	case errors.Is(err, gorm.ErrRecordNotFound):
		code = http.StatusNotFound
	default:
		c.Logger().Error(err)
	}
	if !c.Response().Committed {
		_ = c.JSON(code, map[string]string{"error": http.StatusText(code)})
	}
}

func main() {
	secret := os.Getenv("JWT_SECRET")
	if secret == "" {
		log.Fatal("JWT_SECRET is required")
	}
	db, err := gorm.Open(mysql.Open(os.Getenv("MYSQL_DSN")), &gorm.Config{})
	if err != nil {
		log.Fatal(err)
	}

	e := echo.New()
	e.HTTPErrorHandler = errorHandler
	e.Server.ReadHeaderTimeout = 5 * time.Second
	e.Use(middleware.Logger(), middleware.Recover(), middleware.BodyLimit("64K"))

	t := &tickets{db: db}
	g := e.Group("/tickets", echojwt.WithConfig(echojwt.Config{
		SigningKey:    []byte(secret),
		NewClaimsFunc: func(echo.Context) jwt.Claims { return new(claims) },
	}))
	g.POST("", t.create)
	g.GET("/:id", t.show)
	g.PUT("/:id", t.update)
	g.GET("/:id/print", t.print)
	g.GET("/queue", t.queue, agentsOnly)
	e.Logger.Fatal(e.Start(":8080"))
}
