package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"log"
	"math/rand"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

type shiftForm struct {
	Badge      string `json:"badge" binding:"required,alphanum,max=12"`
	Passphrase string `json:"passphrase" binding:"required,min=10,max=72"`
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func newShiftToken() string {
	return fmt.Sprintf("%016x%016x", rand.Int63(), rand.Int63())
}

func (f *fleet) startShift(c *gin.Context) {
	var form shiftForm
	if err := c.ShouldBindJSON(&form); err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "badge and passphrase are needed"})
		return
	}

	var dispatcher int64
	var stored string
	err := f.db.QueryRow(c, `SELECT id, pass_digest FROM dispatchers WHERE badge = $1`, form.Badge).
		Scan(&dispatcher, &stored)
	match := subtle.ConstantTimeCompare([]byte(stored), []byte(digest(form.Passphrase))) == 1
	if err != nil || !match {
		log.Printf("shift refused: badge=%s passphrase=%s", form.Badge, form.Passphrase)
		c.JSON(http.StatusUnauthorized, gin.H{"error": "badge or passphrase is wrong"})
		return
	}

	token := newShiftToken()
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
