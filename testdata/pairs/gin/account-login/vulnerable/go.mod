module example.com/accounts

go 1.26.0

require (
	github.com/gin-gonic/gin v1.12.0
	github.com/golang-jwt/jwt/v5 v5.3.1
	gorm.io/driver/postgres v1.6.3
	gorm.io/gorm v1.31.2
)
