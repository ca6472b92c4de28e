package main

import (
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

type Product struct {
	ID       bson.ObjectID `bson:"_id" json:"id"`
	Name     string        `bson:"name" json:"name"`
	Category string        `bson:"category" json:"category"`
	Cents    int           `bson:"cents" json:"cents"`
}

type catalogue struct {
	products *mongo.Collection
}

func (h catalogue) list(c echo.Context) error {
	limit, err := strconv.ParseInt(c.QueryParam("limit"), 10, 64)
	if err != nil {
		limit = 20
	}
	return h.answer(c, bson.M{}, limit)
}

func (h catalogue) search(c echo.Context) error {
	filter := bson.M{}
	if err := c.Bind(&filter); err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, "invalid filter")
	}
	return h.answer(c, filter, 50)
}

func (h catalogue) answer(c echo.Context, filter any, limit int64) error {
	ctx := c.Request().Context()
	cur, err := h.products.Find(ctx, filter, options.Find().SetLimit(limit))
	if err != nil {
		return err
	}
	items := []Product{}
	if err := cur.All(ctx, &items); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, items)
}

func (h catalogue) update(c echo.Context) error {
	id, err := bson.ObjectIDFromHex(c.Param("id"))
	if err != nil {
		return echo.ErrNotFound
	}
	changes := map[string]any{}
	if err := c.Bind(&changes); err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, "invalid product")
	}
	if _, err := h.products.UpdateByID(c.Request().Context(), id, bson.M{"$set": changes}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (h catalogue) remove(c echo.Context) error {
	id, err := bson.ObjectIDFromHex(c.Param("id"))
	if err != nil {
		return echo.ErrNotFound
	}
	if _, err := h.products.DeleteOne(c.Request().Context(), bson.M{"_id": id}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func main() {
	client, err := mongo.Connect(options.Client().ApplyURI(os.Getenv("MONGODB_URI")))
	if err != nil {
		log.Fatal(err)
	}
	h := catalogue{client.Database("shop").Collection("products")}

	e := echo.New()
	e.Debug = true
	e.Server.ReadHeaderTimeout = 5 * time.Second
	e.Use(middleware.Recover(), middleware.BodyLimit("64K"))

	e.GET("/products", h.list)
	e.POST("/products/search", h.search)
	e.PUT("/products/:id", h.update)
	e.DELETE("/products/:id", h.remove)
	e.Logger.Fatal(e.Start(":8080"))
}
