package main

import "time"

type Person struct {
	ID       uint
	Email    string `gorm:"uniqueIndex"`
	PassHash []byte
	Role     string // organiser or treasurer
}

type Visit struct {
	Digest   string `gorm:"primaryKey"`
	PersonID uint
	Person   Person
	EndsAt   time.Time
}

type Campaign struct {
	ID          uint
	OrganiserID uint
	Title       string `form:"title"`
	Story       string `form:"story"`
	GoalCents   int64  `form:"goal_cents"`
	RaisedCents int64  `form:"raised_cents"`
	Verified    bool   `form:"verified"`
	PaidOut     bool   `form:"paid_out"`
}

func (c Campaign) sound() bool {
	return len(c.Title) >= 5 && len(c.Title) <= 120 && len(c.Story) <= 8000 &&
		c.GoalCents > 0 && c.GoalCents <= 100_000_000
}
