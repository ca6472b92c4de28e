package main

import (
	"context"
	"crypto/subtle"
	"log"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"time"

	"github.com/go-playground/validator/v10"
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

type searchInput struct {
	Name     string `json:"name" validate:"max=60"`
	Category string `json:"category" validate:"max=40"`
	MaxCents int    `json:"max_cents" validate:"min=0"`
}

type productInput struct {
	Name     string `json:"name" bson:"name" validate:"required,max=120"`
	Category string `json:"category" bson:"category" validate:"required,max=40"`
	Cents    int    `json:"cents" bson:"cents" validate:"min=0,max=10000000"`
}

type structValidator struct{ v *validator.Validate }

func (s structValidator) Validate(i any) error { return s.v.Struct(i) }

// decode binds the request body and applies the validation tags.
func decode[T any](c echo.Context) (in T, err error) {
	if err = c.Bind(&in); err == nil {
		err = c.Validate(&in)
	}
	if err != nil {
		err = echo.NewHTTPError(http.StatusBadRequest, "invalid request body")
	}
	return in, err
}

type catalogue struct {
	products *mongo.Collection
}

func (h catalogue) list(c echo.Context) error {
	limit, err := strconv.ParseInt(c.QueryParam("limit"), 10, 64)
	if err != nil || limit < 1 || limit > 100 {
		limit = 20
	}
	return h.answer(c, bson.M{}, limit)
}

func (h catalogue) search(c echo.Context) error {
	in, err := decode[searchInput](c)
	if err != nil {
		return err
	}
	filter := bson.M{}
	if in.Name != "" {
		filter["name"] = bson.M{"$regex": "^" + regexp.QuoteMeta(in.Name), "$options": "i"}
	}
	if in.Category != "" {
		filter["category"] = in.Category
	}
	if in.MaxCents > 0 {
		filter["cents"] = bson.M{"$lte": in.MaxCents}
	}
	return h.answer(c, filter, 50)
}

func (h catalogue) answer(c echo.Context, filter any, limit int64) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 5*time.Second)
	defer cancel()
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
	changes, err := decode[productInput](c)
	if err != nil {
		return err
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
	key := os.Getenv("BACKOFFICE_KEY")
	if len(key) < 24 {
		log.Fatal("BACKOFFICE_KEY must have at least 24 characters")
	}
	client, err := mongo.Connect(options.Client().ApplyURI(os.Getenv("MONGODB_URI")))
	if err != nil {
		log.Fatal(err)
	}
	h := catalogue{client.Database("shop").Collection("products")}

	e := echo.New()
	e.Validator = structValidator{validator.New()}
	e.Server.ReadHeaderTimeout = 5 * time.Second
	e.Use(middleware.Recover(), middleware.BodyLimit("64K"))

	e.GET("/products", h.list)
	e.POST("/products/search", h.search)

	backoffice := e.Group("/products", middleware.KeyAuth(func(given string, _ echo.Context) (bool, error) {
		return subtle.ConstantTimeCompare([]byte(given), []byte(key)) == 1, nil
	}))
	backoffice.PUT("/:id", h.update)
	backoffice.DELETE("/:id", h.remove)
	e.Logger.Fatal(e.Start(":8080"))
}
