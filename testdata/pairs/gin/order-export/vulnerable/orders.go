package main

import (
	"encoding/csv"
	"log"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/jmoiron/sqlx"
)

type order struct {
	ID         int64  `db:"id" json:"id"`
	CustomerID string `db:"customer_id" json:"customer_id"`
	Status     string `db:"status" json:"status"`
	TotalCents int64  `db:"total_cents" json:"total_cents"`
	CreatedAt  string `db:"created_at" json:"created_at"`
}

const orderColumns = "id, customer_id, status, total_cents, created_at"

func listOrders(db *sqlx.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		page, err := strconv.Atoi(c.DefaultQuery("page", "1"))
		if err != nil || page < 1 || page > 1000 {
			page = 1
		}
		list := []order{}
		err = db.SelectContext(c, &list,
			"SELECT "+orderColumns+" FROM orders WHERE customer_id = ? ORDER BY id DESC LIMIT 20 OFFSET ?",
			c.GetString("customer"), (page-1)*20)
		if err != nil {
			log.Printf("list orders: %v", err)
			c.JSON(http.StatusInternalServerError, gin.H{"message": "could not load orders"})
			return
		}
		c.JSON(http.StatusOK, list)
	}
}

func getOrder(db *sqlx.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var o order
		err := db.GetContext(c, &o, "SELECT "+orderColumns+" FROM orders WHERE id = ?", c.Param("id"))
		if err != nil {
			c.JSON(http.StatusNotFound, gin.H{"message": "order not found"})
			return
		}
		c.JSON(http.StatusOK, o)
	}
}

func exportOrders(db *sqlx.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		sort := c.DefaultQuery("sort", "created_at")
		rows, err := db.QueryxContext(c, "SELECT "+orderColumns+" FROM orders ORDER BY "+sort)
		if err != nil {
			c.JSON(http.StatusInternalServerError, gin.H{"message": "export failed", "detail": err.Error()})
			return
		}
		defer rows.Close()

		c.Header("Content-Type", "text/csv")
		c.Header("Content-Disposition", `attachment; filename="orders.csv"`)
		w := csv.NewWriter(c.Writer)
		defer w.Flush()
		_ = w.Write([]string{"id", "customer", "status", "total_cents", "created_at"})
		for rows.Next() {
			var o order
			if err := rows.StructScan(&o); err != nil {
				log.Printf("export row: %v", err)
				return
			}
			_ = w.Write([]string{strconv.FormatInt(o.ID, 10), o.CustomerID, o.Status,
				strconv.FormatInt(o.TotalCents, 10), o.CreatedAt})
		}
	}
}

func setStatus(db *sqlx.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var body struct {
			Status string `json:"status"`
		}
		if err := c.ShouldBindJSON(&body); err != nil {
			c.JSON(http.StatusBadRequest, gin.H{"message": "invalid body"})
			return
		}
		_, err := db.ExecContext(c, "UPDATE orders SET status = ? WHERE id = ?", body.Status, c.Param("id"))
		if err != nil {
			log.Printf("set status: %v", err)
			c.JSON(http.StatusInternalServerError, gin.H{"message": "could not update order"})
			return
		}
		c.Status(http.StatusNoContent)
	}
}
