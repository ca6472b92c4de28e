module example.com/helpdesk

go 1.26.0

require (
	github.com/golang-jwt/jwt/v5 v5.3.1
	github.com/labstack/echo-jwt/v4 v4.4.0
	github.com/labstack/echo/v4 v4.16.0
	gorm.io/driver/mysql v1.6.0
	gorm.io/gorm v1.31.2
)
