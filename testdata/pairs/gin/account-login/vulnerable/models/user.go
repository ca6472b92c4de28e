package models

import "time"

// User is an account that can sign in with email and password.
type User struct {
	ID           uint      `gorm:"primaryKey" json:"id"`
	Email        string    `gorm:"uniqueIndex;size:254" json:"email"`
	Name         string    `gorm:"size:80" json:"name"`
	PasswordHash string    `gorm:"size:64" json:"-"`
	CreatedAt    time.Time `json:"created_at"`
}
