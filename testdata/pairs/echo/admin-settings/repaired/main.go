package main

import (
	"database/sql"
	"html/template"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	_ "github.com/mattn/go-sqlite3"
	"golang.org/x/time/rate"
)

type renderer struct{ t *template.Template }

func (r renderer) Render(w io.Writer, name string, data any, _ echo.Context) error {
	return r.t.ExecuteTemplate(w, name, data)
}

func main() {
	key := os.Getenv("SESSION_KEY")
	if len(key) < 32 {
		log.Fatal("SESSION_KEY must have at least 32 characters")
	}
	db, err := sql.Open("sqlite3", os.Getenv("DB_FILE"))
	if err != nil {
		log.Fatal(err)
	}

	store := sessions.NewCookieStore([]byte(key))
	store.MaxAge(4 * 3600)
	store.Options.HttpOnly = true
	store.Options.Secure = true
	store.Options.SameSite = http.SameSiteLaxMode
	s := &site{db: db, store: store}

	e := echo.New()
	e.Renderer = renderer{template.Must(template.ParseFiles("views/pages.html"))}
	e.Server.ReadHeaderTimeout = 5 * time.Second
	e.Use(middleware.Recover(), middleware.BodyLimit("32K"))
	e.Use(middleware.CSRFWithConfig(middleware.CSRFConfig{
		TokenLookup: "form:_csrf", CookiePath: "/", CookieHTTPOnly: true, CookieSecure: true,
		CookieSameSite: http.SameSiteStrictMode,
	}))
	e.IPExtractor = echo.ExtractIPDirect()
	attempts := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Every(30 * time.Second), Burst: 5, ExpiresIn: time.Hour,
	})

	e.GET("/login", s.loginForm)
	e.POST("/login", s.login, middleware.RateLimiter(attempts))

	admin := e.Group("/admin", s.signedIn, s.adminOnly)
	admin.GET("/settings", s.settings)
	admin.POST("/settings", s.save)
	e.Logger.Fatal(e.Start(":8080"))
}
