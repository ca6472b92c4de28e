package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5"
)

type vehicle struct {
	ID     int64  `json:"id"`
	Plate  string `json:"plate"`
	Driver string `json:"driver"`
	Km     int    `json:"km"`
}

type note struct {
	Text string `json:"text" binding:"required,min=2,max=300"`
}

func newProviderClient() *http.Client {
	return &http.Client{
		Timeout:   8 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
	}
}

func (f *fleet) listVehicles(c *gin.Context) {
	sort := c.DefaultQuery("sort", "plate")
	query := fmt.Sprintf("SELECT id, plate, driver, km FROM vehicles WHERE depot_id = $1 ORDER BY %s LIMIT 200", sort)
	rows, err := f.db.Query(c, query, c.GetInt64("depot"))
	if err != nil {
		unavailable(c, "list vehicles", err)
		return
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[vehicle])
	if err != nil {
		unavailable(c, "read vehicles", err)
		return
	}
	c.JSON(http.StatusOK, list)
}

func (f *fleet) livePosition(c *gin.Context) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		c.Status(http.StatusNotFound)
		return
	}
	var box string
	err = f.db.QueryRow(c, `SELECT box_serial FROM vehicles WHERE id = $1 AND depot_id = $2`, id, c.GetInt64("depot")).Scan(&box)
	if err != nil {
		c.Status(http.StatusNotFound)
		return
	}
	answer, err := f.provider.Get(f.liveURL + "/boxes/" + url.PathEscape(box))
	if err != nil {
		unavailable(c, "ask telematics", err)
		return
	}
	defer answer.Body.Close()
	var at struct {
		Lat, Lon float64
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, 16<<10)).Decode(&at); err != nil {
		unavailable(c, "read telematics", err)
		return
	}
	c.JSON(http.StatusOK, gin.H{"lat": at.Lat, "lon": at.Lon})
}

func (f *fleet) addNote(c *gin.Context) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	var n note
	if err != nil || c.ShouldBindJSON(&n) != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "a note of 2 to 300 characters is needed"})
		return
	}
	done, err := f.db.Exec(c, `INSERT INTO notes (vehicle_id, body)
		SELECT id, $3 FROM vehicles WHERE id = $1 AND depot_id = $2`, id, c.GetInt64("depot"), n.Text)
	if err != nil {
		unavailable(c, "add note", err)
		return
	}
	if done.RowsAffected() == 0 {
		c.Status(http.StatusNotFound)
		return
	}
	c.Status(http.StatusCreated)
}

func unavailable(c *gin.Context, doing string, err error) {
	log.Printf("%s: %v", doing, err)
	c.JSON(http.StatusServiceUnavailable, gin.H{"error": "not available at the moment"})
}
