module example.com/catalogue

go 1.26.0

require (
	github.com/labstack/echo/v4 v4.16.0
	go.mongodb.org/mongo-driver/v2 v2.9.3
)
