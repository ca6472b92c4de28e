package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

type importRequest struct {
	URL     string `json:"url" binding:"required,url"`
	Product int    `json:"product" binding:"required,min=1"`
}

var client = &http.Client{
	Timeout: 20 * time.Second,
	Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	},
}

func importImage(dir string) gin.HandlerFunc {
	return func(c *gin.Context) {
		var req importRequest
		if err := c.ShouldBindJSON(&req); err != nil {
			c.JSON(http.StatusBadRequest, gin.H{"error": "url and product are required"})
			return
		}

		resp, err := client.Get(req.URL)
		if err != nil {
			c.JSON(http.StatusBadGateway, gin.H{"error": fmt.Sprintf("download failed: %v", err)})
			return
		}
		defer resp.Body.Close()

		if !strings.HasPrefix(resp.Header.Get("Content-Type"), "image/") {
			c.JSON(http.StatusUnprocessableEntity, gin.H{"error": "the address is not an image"})
			return
		}
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			c.JSON(http.StatusBadGateway, gin.H{"error": "download interrupted"})
			return
		}

		path := filepath.Join(dir, fmt.Sprintf("product-%d.img", req.Product))
		if err := os.WriteFile(path, data, 0o640); err != nil {
			log.Printf("write %s: %v", path, err)
			c.JSON(http.StatusInternalServerError, gin.H{"error": "could not store the image"})
			return
		}
		c.JSON(http.StatusCreated, gin.H{"product": req.Product, "bytes": len(data)})
	}
}

func main() {
	dir := os.Getenv("IMAGE_DIR")
	if dir == "" {
		log.Fatal("IMAGE_DIR is not set")
	}

	router := gin.Default()
	router.Use(cors.New(cors.Config{
		AllowOriginFunc:  func(origin string) bool { return true },
		AllowMethods:     []string{"GET", "POST"},
		AllowHeaders:     []string{"Content-Type", "Authorization"},
		AllowCredentials: true,
	}))

	router.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	router.POST("/imports", importImage(dir))

	server := http.Server{Addr: ":8080", Handler: http.MaxBytesHandler(router, 16<<10), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
