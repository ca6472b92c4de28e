package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/crypto/bcrypt"
)

const visitCookie = "gw_visit"

func sealed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func (s *site) signIn(c echo.Context) error {
	password := c.FormValue("password")
	var p Person
	err := s.db.Where("email = ?", c.FormValue("email")).First(&p).Error
	if err != nil || bcrypt.CompareHashAndPassword(p.PassHash, []byte(password)) != nil {
		return echo.NewHTTPError(http.StatusUnauthorized, "E-mail or password is wrong")
	}

	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return err
	}
	token := hex.EncodeToString(raw)
	visit := Visit{Digest: sealed(token), PersonID: p.ID, EndsAt: time.Now().Add(8 * time.Hour)}
	if err := s.db.Create(&visit).Error; err != nil {
		return err
	}
	c.SetCookie(&http.Cookie{
		Name: visitCookie, Value: token, Path: "/", Expires: visit.EndsAt,
		HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode,
	})
	return c.Redirect(http.StatusSeeOther, landing(c.QueryParam("next")))
}

// landing gives one of the pages that people are sent to after the sign-in.
func landing(wanted string) string {
	switch wanted {
	case "/campaigns/new", "/desk/payouts":
		return wanted
	}
	return "/campaigns/new"
}

func (s *site) visitor(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		cookie, err := c.Cookie(visitCookie)
		if err != nil {
			return c.Redirect(http.StatusSeeOther, "/sign-in")
		}
		var visit Visit
		err = s.db.Preload("Person").Where("digest = ? AND ends_at > ?", sealed(cookie.Value), time.Now()).First(&visit).Error
		if err != nil {
			return c.Redirect(http.StatusSeeOther, "/sign-in")
		}
		c.Set("person", visit.Person)
		return next(c)
	}
}

func treasurer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if p, ok := c.Get("person").(Person); !ok || p.Role != "treasurer" {
			return echo.ErrForbidden
		}
		return next(c)
	}
}
