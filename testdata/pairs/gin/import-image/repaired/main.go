package main

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

type importRequest struct {
	URL     string `json:"url" binding:"required,url,max=2000"`
	Product int    `json:"product" binding:"required,min=1"`
}

func mustEnv(name string) string {
	v := os.Getenv(name)
	if v == "" {
		log.Fatalf("%s is not set", name)
	}
	return v
}

// apiToken lets only callers with the shared service token pass.
func apiToken(token string) gin.HandlerFunc {
	want := sha256.Sum256([]byte("Bearer " + token))
	return func(c *gin.Context) {
		got := sha256.Sum256([]byte(c.GetHeader("Authorization")))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "unauthorized"})
		}
	}
}

func importImage(f *fetcher, dir string) gin.HandlerFunc {
	return func(c *gin.Context) {
		var req importRequest
		if err := c.ShouldBindJSON(&req); err != nil {
			c.JSON(http.StatusBadRequest, gin.H{"error": "url and product are required"})
			return
		}

		data, err := f.image(c, req.URL)
		if err != nil {
			log.Printf("import for product %d: %v", req.Product, err)
			c.JSON(http.StatusUnprocessableEntity, gin.H{"error": "the image could not be downloaded"})
			return
		}

		path := filepath.Join(dir, fmt.Sprintf("product-%d.img", req.Product))
		if err := os.WriteFile(path, data, 0o640); err != nil {
			log.Printf("write %s: %v", path, err)
			c.JSON(http.StatusInternalServerError, gin.H{"error": "could not store the image"})
			return
		}
		sum := md5.Sum(data)
		c.Header("ETag", `"`+hex.EncodeToString(sum[:])+`"`)
		c.JSON(http.StatusCreated, gin.H{"product": req.Product, "bytes": len(data)})
	}
}

func main() {
	dir, token := mustEnv("IMAGE_DIR"), mustEnv("API_TOKEN")
	origins := strings.Split(mustEnv("ALLOWED_ORIGINS"), ",")
	f := newFetcher(strings.Split(mustEnv("IMAGE_HOSTS"), ","))

	router := gin.Default()
	router.Use(cors.New(cors.Config{
		AllowOriginFunc:  func(origin string) bool { return slices.Contains(origins, origin) },
		AllowMethods:     []string{"GET", "POST"},
		AllowHeaders:     []string{"Content-Type", "Authorization"},
		AllowCredentials: true,
	}))

	router.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	router.POST("/imports", apiToken(token), importImage(f, dir))

	server := http.Server{Addr: ":8080", Handler: http.MaxBytesHandler(router, 16<<10), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
