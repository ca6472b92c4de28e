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
	Title       string
	Story       string
	GoalCents   int64
	RaisedCents int64
	Verified    bool
	PaidOut     bool
}

type campaignForm struct {
	Title     string `form:"title"`
	Story     string `form:"story"`
	GoalCents int64  `form:"goal_cents"`
}

func (f campaignForm) sound() bool {
	return len(f.Title) >= 5 && len(f.Title) <= 120 && len(f.Story) <= 8000 &&
		f.GoalCents > 0 && f.GoalCents <= 100_000_000
}
