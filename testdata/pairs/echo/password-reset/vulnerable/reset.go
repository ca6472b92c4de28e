package main

import (
	"crypto/md5"
	"fmt"
	"log"
	"math/rand"
	"net/http"

	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
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

// Forgot stores a reset token and mails the link. The answer is the same for unknown addresses.
func (s *ResetService) Forgot(c echo.Context) error {
	var form forgotForm
	if err := c.Bind(&form); err != nil || form.Email == "" {
		return c.JSON(http.StatusBadRequest, echo.Map{"error": "email is required"})
	}
	token := fmt.Sprintf("%08d", rand.Intn(100000000))

	ctx := c.Request().Context()
	var email string
	err := s.DB.GetContext(ctx, &email, "UPDATE users SET reset_token = $1 WHERE email = $2 RETURNING email", token, form.Email)
	if err == nil {
		link := s.BaseURL + "/reset?token=" + token
		log.Printf("password reset for %s: %s", email, link)
		if err := s.Mail.SendReset(email, link); err != nil {
			log.Printf("send mail: %v", err)
		}
	}
	return c.JSON(http.StatusOK, echo.Map{"message": "If the address is known, a mail is on its way."})
}

// Reset sets a new password.
func (s *ResetService) Reset(c echo.Context) error {
	var form resetForm
	if err := c.Bind(&form); err != nil || form.Token == "" || len(form.Password) < 10 || len(form.Password) > 72 {
		return c.JSON(http.StatusBadRequest, echo.Map{"error": "token and a password of 10 to 72 characters are required"})
	}

	hash := fmt.Sprintf("%x", md5.Sum([]byte(form.Password)))
	res, err := s.DB.ExecContext(c.Request().Context(),
		"UPDATE users SET password_hash = $1, reset_token = NULL WHERE reset_token = $2", hash, form.Token)
	if err != nil {
		log.Printf("reset password: %v", err)
		return echo.ErrInternalServerError
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return c.JSON(http.StatusBadRequest, echo.Map{"error": "the link is not valid any more"})
	}
	return c.JSON(http.StatusOK, echo.Map{"message": "password changed"})
}
