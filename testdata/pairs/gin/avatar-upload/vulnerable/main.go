package main

import (
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/cookie"
	"github.com/gin-gonic/gin"
	_ "github.com/mattn/go-sqlite3"
)

const avatarDir = "data/avatars"

type app struct {
	db *sql.DB
}

// requireUser loads the user id that the sign-in service put into the shared session.
func requireUser(c *gin.Context) {
	uid, ok := sessions.Default(c).Get("uid").(int64)
	if !ok {
		c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "please sign in"})
		return
	}
	c.Set("uid", uid)
	c.Next()
}

func (a *app) uploadAvatar(c *gin.Context) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "invalid user id"})
		return
	}
	file, err := c.FormFile("avatar")
	if err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "no file uploaded"})
		return
	}

	name := fmt.Sprintf("%d-%s", id, file.Filename)
	if err := c.SaveUploadedFile(file, filepath.Join(avatarDir, name)); err != nil {
		log.Printf("save avatar: %v", err)
		c.JSON(http.StatusInternalServerError, gin.H{"error": "could not store the file"})
		return
	}
	if _, err := a.db.ExecContext(c, "UPDATE users SET avatar = ? WHERE id = ?", name, id); err != nil {
		log.Printf("update avatar: %v", err)
		c.JSON(http.StatusInternalServerError, gin.H{"error": "could not update the profile"})
		return
	}
	c.JSON(http.StatusOK, gin.H{"avatar": "/avatars?file=" + name})
}

func (a *app) showAvatar(c *gin.Context) {
	name := c.Query("file")
	if name == "" {
		name = "default.png"
	}
	c.Header("Cache-Control", "public, max-age=300")
	c.File(filepath.Join(avatarDir, name))
}

func main() {
	db, err := sql.Open("sqlite3", "data/app.db")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(avatarDir, 0o750); err != nil {
		log.Fatal(err)
	}

	store := cookie.NewStore([]byte("maple-orbit-3390-velvet-canyon"))
	store.Options(sessions.Options{Path: "/", MaxAge: 8 * 3600})

	a := &app{db: db}
	r := gin.Default()
	r.GET("/avatars", a.showAvatar)

	users := r.Group("/users", sessions.Sessions("app", store), requireUser)
	users.POST("/:id/avatar", a.uploadAvatar)

	srv := &http.Server{
		Addr:              ":8080",
		Handler:           r,
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(srv.ListenAndServe())
}
