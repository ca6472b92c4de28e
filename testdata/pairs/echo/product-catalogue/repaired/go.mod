module example.com/catalogue

go 1.26.0

require (
	github.com/go-playground/validator/v10 v10.30.6
	github.com/labstack/echo/v4 v4.16.0
	go.mongodb.org/mongo-driver/v2 v2.9.3
)
