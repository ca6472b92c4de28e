package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/crypto/bcrypt"
)

type shiftForm struct {
	Badge      string `json:"badge" binding:"required,alphanum,max=12"`
	Passphrase string `json:"passphrase" binding:"required,min=10,max=72"`
}

// digest is how shift tokens are stored, they are random and need no slow hash.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func newShiftToken() (string, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw), nil
}

func (f *fleet) startShift(c *gin.Context) {
	var form shiftForm
	if err := c.ShouldBindJSON(&form); err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "badge and passphrase are needed"})
		return
	}

	var dispatcher int64
	var stored []byte
	err := f.db.QueryRow(c, `SELECT id, pass_hash FROM dispatchers WHERE badge = $1`, form.Badge).
		Scan(&dispatcher, &stored)
	if err != nil || bcrypt.CompareHashAndPassword(stored, []byte(form.Passphrase)) != nil {
		log.Printf("shift refused: badge=%s passphrase rejected", form.Badge)
		c.JSON(http.StatusUnauthorized, gin.H{"error": "badge or passphrase is wrong"})
		return
	}

	token, err := newShiftToken()
	if err != nil {
		log.Printf("new shift token: %v", err)
		c.JSON(http.StatusInternalServerError, gin.H{"error": "try again later"})
		return
	}
	_, err = f.db.Exec(c, `INSERT INTO shifts (token_digest, dispatcher_id, ends_at) VALUES ($1, $2, $3)`,
		digest(token), dispatcher, time.Now().Add(9*time.Hour))
	if err != nil {
		log.Printf("store shift: %v", err)
		c.JSON(http.StatusInternalServerError, gin.H{"error": "try again later"})
		return
	}
	c.JSON(http.StatusCreated, gin.H{"token": token})
}

// onShift lets dispatchers through whose shift is still running and notes their depot.
func (f *fleet) onShift(c *gin.Context) {
	token, found := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	if !found {
		c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "no shift"})
		return
	}
	var depot int64
	err := f.db.QueryRow(c, `SELECT d.depot_id FROM shifts s JOIN dispatchers d ON d.id = s.dispatcher_id
		WHERE s.token_digest = $1 AND s.ends_at > now()`, digest(token)).Scan(&depot)
	if err != nil {
		c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "no shift"})
		return
	}
	c.Set("depot", depot)
	c.Next()
}
