package main

import (
	"database/sql"
	"net/http"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
	"golang.org/x/crypto/bcrypt"
)

type site struct {
	db    *sql.DB
	store *sessions.CookieStore
}

func (s *site) loginForm(c echo.Context) error {
	return c.Render(http.StatusOK, "login", echo.Map{"Next": c.QueryParam("next")})
}

func (s *site) login(c echo.Context) error {
	var id int64
	var hash string
	err := s.db.QueryRowContext(c.Request().Context(),
		"SELECT id, password_hash FROM users WHERE email = ?", c.FormValue("email")).Scan(&id, &hash)
	if err != nil || bcrypt.CompareHashAndPassword([]byte(hash), []byte(c.FormValue("password"))) != nil {
		return c.String(http.StatusUnauthorized, "Wrong email or password.")
	}

	sess, _ := s.store.New(c.Request(), "sid")
	sess.Values["uid"] = id
	if err := sess.Save(c.Request(), c.Response()); err != nil {
		return err
	}
	next := c.FormValue("next")
	if next == "" {
		next = "/admin/settings"
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (s *site) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		sess, err := s.store.Get(c.Request(), "sid")
		if err != nil {
			return c.Redirect(http.StatusSeeOther, "/login")
		}
		uid, ok := sess.Values["uid"].(int64)
		if !ok {
			return c.Redirect(http.StatusSeeOther, "/login")
		}
		c.Set("uid", uid)
		return next(c)
	}
}

func (s *site) settings(c echo.Context) error {
	rows, err := s.db.QueryContext(c.Request().Context(), "SELECT name, value FROM settings")
	if err != nil {
		return err
	}
	defer rows.Close()
	values := map[string]string{}
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			return err
		}
		values[k] = v
	}
	return c.Render(http.StatusOK, "settings", echo.Map{"Values": values})
}

func (s *site) save(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return echo.ErrBadRequest
	}
	for name := range form {
		_, err := s.db.ExecContext(c.Request().Context(),
			"INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
			name, form.Get(name))
		if err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, "/admin/settings")
}
