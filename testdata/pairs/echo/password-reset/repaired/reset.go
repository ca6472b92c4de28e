package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log"
	"net/http"

	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
	"golang.org/x/crypto/bcrypt"
)

type ResetService struct {
	DB      *sqlx.DB
	Mail    SMTPMailer
	BaseURL string
}

type forgotForm struct {
	Email string `json:"email" form:"email"`
}

type resetForm struct {
	Token    string `json:"token" form:"token"`
	Password string `json:"password" form:"password"`
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Forgot stores a reset token and mails the link. The answer is the same for unknown addresses.
func (s *ResetService) Forgot(c echo.Context) error {
	var form forgotForm
	if err := c.Bind(&form); err != nil || form.Email == "" {
		return c.JSON(http.StatusBadRequest, echo.Map{"error": "email is required"})
	}
	token := rand.Text()

	var email string
	err := s.DB.GetContext(c.Request().Context(), &email,
		"UPDATE users SET reset_hash = $1, reset_expires = now() + interval '30 minutes' WHERE email = $2 RETURNING email",
		digest(token), form.Email)
	if err == nil {
		link := s.BaseURL + "/reset?token=" + token
		go func() {
			if err := s.Mail.SendReset(email, link); err != nil {
				log.Printf("send password reset mail: %v", err)
			}
		}()
	}
	return c.JSON(http.StatusOK, echo.Map{"message": "If the address is known, a mail is on its way."})
}

// Reset sets a new password.
func (s *ResetService) Reset(c echo.Context) error {
	var form resetForm
	if err := c.Bind(&form); err != nil || form.Token == "" || len(form.Password) < 10 || len(form.Password) > 72 {
		return c.JSON(http.StatusBadRequest, echo.Map{"error": "token and a password of 10 to 72 characters are required"})
	}

	hash, err := bcrypt.GenerateFromPassword([]byte(form.Password), bcrypt.DefaultCost)
	if err != nil {
		return echo.ErrBadRequest
	}
	res, err := s.DB.ExecContext(c.Request().Context(),
		"UPDATE users SET password_hash = $1, reset_hash = NULL WHERE reset_hash = $2 AND reset_expires > now()",
		string(hash), digest(form.Token))
	if err != nil {
		log.Printf("reset password: %v", err)
		return echo.ErrInternalServerError
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return c.JSON(http.StatusBadRequest, echo.Map{"error": "the link is not valid any more"})
	}
	return c.JSON(http.StatusOK, echo.Map{"message": "password changed"})
}
