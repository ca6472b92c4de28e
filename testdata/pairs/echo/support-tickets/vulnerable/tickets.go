package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

type claims struct {
	UserID uint `json:"uid"`
	Agent  bool `json:"agent"`
	jwt.RegisteredClaims
}

type Ticket struct {
	ID        uint      `gorm:"primaryKey" json:"id"`
	UserID    uint      `gorm:"index" json:"user_id"`
	Subject   string    `gorm:"size:120" json:"subject"`
	Body      string    `gorm:"size:4000" json:"body"`
	Status    string    `gorm:"size:20;default:open" json:"status"`
	Priority  int       `json:"priority"`
	CreatedAt time.Time `json:"created_at"`
}

type tickets struct {
	db *gorm.DB
}

func current(c echo.Context) *claims {
	return c.Get("user").(*jwt.Token).Claims.(*claims)
}

type ticketInput struct {
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

func (in *ticketInput) valid() bool {
	in.Subject, in.Body = strings.TrimSpace(in.Subject), strings.TrimSpace(in.Body)
	return in.Subject != "" && len(in.Subject) <= 120 && in.Body != "" && len(in.Body) <= 4000
}

func (t *tickets) create(c echo.Context) error {
	var in ticketInput
	if err := c.Bind(&in); err != nil || !in.valid() {
		return echo.ErrBadRequest
	}
	ticket := Ticket{UserID: current(c).UserID, Subject: in.Subject, Body: in.Body, Status: "open"}
	if err := t.db.Create(&ticket).Error; err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, ticket)
}

func (t *tickets) find(c echo.Context) (*Ticket, error) {
	var ticket Ticket
	if err := t.db.First(&ticket, c.Param("id")).Error; err != nil {
		return nil, err
	}
	return &ticket, nil
}

func (t *tickets) show(c echo.Context) error {
	ticket, err := t.find(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, ticket)
}

func (t *tickets) update(c echo.Context) error {
	ticket, err := t.find(c)
	if err != nil {
		return err
	}
	if err := c.Bind(ticket); err != nil {
		return echo.ErrBadRequest
	}
	if err := t.db.Save(ticket).Error; err != nil {
		return err
	}
	return c.JSON(http.StatusOK, ticket)
}

// print renders a simple page for the browser's print dialog.
func (t *tickets) print(c echo.Context) error {
	ticket, err := t.find(c)
	if err != nil {
		return err
	}
	page := fmt.Sprintf("<html><head><title>Ticket #%d</title></head><body><h1>%s</h1><p>%s</p></body></html>",
		ticket.ID, ticket.Subject, ticket.Body)
	return c.HTML(http.StatusOK, page)
}

// queue lists the open tickets of all users for the support agents.
func (t *tickets) queue(c echo.Context) error {
	var list []Ticket
	if err := t.db.Where("status = ?", "open").Order("created_at").Limit(100).Find(&list).Error; err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}
