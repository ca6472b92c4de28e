package models

import (
	"time"

	"golang.org/x/crypto/bcrypt"
	"gorm.io/gorm"
)

// User is an account that can sign in with email and password.
type User struct {
	ID           uint      `gorm:"primaryKey" json:"id"`
	Email        string    `gorm:"uniqueIndex;size:254" json:"email"`
	Name         string    `gorm:"size:80" json:"name"`
	Password     string    `gorm:"-" json:"-"`
	PasswordHash string    `gorm:"size:60" json:"-"`
	CreatedAt    time.Time `json:"created_at"`
}

// BeforeCreate turns the password into its bcrypt hash.
func (u *User) BeforeCreate(*gorm.DB) error {
	hash, err := bcrypt.GenerateFromPassword([]byte(u.Password), bcrypt.DefaultCost)
	if err != nil {
		return err
	}
	u.PasswordHash, u.Password = string(hash), ""
	return nil
}

// CheckPassword reports whether password belongs to the account.
func (u *User) CheckPassword(password string) bool {
	return bcrypt.CompareHashAndPassword([]byte(u.PasswordHash), []byte(password)) == nil
}
