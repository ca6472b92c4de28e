package main

import (
	"crypto/rand"
	"database/sql"
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

const (
	avatarDir = "data/avatars"
	maxAvatar = 2 << 20
)

var extensions = map[string]string{
	"image/png":  ".png",
	"image/jpeg": ".jpg",
	"image/webp": ".webp",
}

var served = map[string]bool{".png": true, ".jpg": true, ".webp": true}

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
	if err != nil || id != c.GetInt64("uid") {
		c.JSON(http.StatusForbidden, gin.H{"error": "you can only change your own avatar"})
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxAvatar)
	file, err := c.FormFile("avatar")
	if err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "no file uploaded or file too large"})
		return
	}
	src, err := file.Open()
	if err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "unreadable file"})
		return
	}
	defer src.Close()
	head := make([]byte, 512)
	n, _ := src.Read(head)
	ext, ok := extensions[http.DetectContentType(head[:n])]
	if !ok {
		c.JSON(http.StatusUnsupportedMediaType, gin.H{"error": "only PNG, JPEG and WebP images"})
		return
	}

	name := rand.Text() + ext
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
	name := filepath.Base(c.Query("file"))
	if !served[filepath.Ext(name)] {
		name = "default.png"
	}
	c.Header("Cache-Control", "public, max-age=300")
	c.Header("X-Content-Type-Options", "nosniff")
	c.File(filepath.Join(avatarDir, name))
}

func main() {
	key := os.Getenv("SESSION_KEY")
	if len(key) < 32 {
		log.Fatal("SESSION_KEY must be at least 32 characters")
	}
	db, err := sql.Open("sqlite3", "data/app.db")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(avatarDir, 0o750); err != nil {
		log.Fatal(err)
	}

	store := cookie.NewStore([]byte(key))
	store.Options(sessions.Options{
		Path: "/", MaxAge: 8 * 3600,
		HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode,
	})

	a := &app{db: db}
	r := gin.Default()
	r.GET("/avatars", a.showAvatar)

	users := r.Group("/users", sessions.Sessions("app", store), requireUser)
	users.POST("/:id/avatar", a.uploadAvatar)

	srv := &http.Server{
		Addr:              ":8080",
		Handler:           http.NewCrossOriginProtection().Handler(r),
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(srv.ListenAndServe())
}
