package main

import (
	"database/sql"
	"html/template"
	"io"
	"log"
	"os"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	_ "github.com/mattn/go-sqlite3"
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
	s := &site{db: db, store: store}

	e := echo.New()
	e.Renderer = renderer{template.Must(template.ParseFiles("views/pages.html"))}
	e.Server.ReadHeaderTimeout = 5 * time.Second
	e.Use(middleware.Recover(), middleware.BodyLimit("32K"))
	e.GET("/login", s.loginForm)
	e.POST("/login", s.login)

	admin := e.Group("/admin", s.signedIn)
	admin.GET("/settings", s.settings)
	admin.POST("/settings", s.save)
	e.Logger.Fatal(e.Start(":8080"))
}
