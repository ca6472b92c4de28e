package httpx

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/ulule/limiter/v3"
	mgin "github.com/ulule/limiter/v3/drivers/middleware/gin"
	"github.com/ulule/limiter/v3/drivers/store/memory"
)

// RateLimit allows ten requests a minute per client address.
func RateLimit() gin.HandlerFunc {
	rate := limiter.Rate{Period: time.Minute, Limit: 10}
	return mgin.NewMiddleware(limiter.New(memory.NewStore(), rate))
}

// BodyLimit caps the size of request bodies.
func BodyLimit(max int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, max)
		c.Next()
	}
}
