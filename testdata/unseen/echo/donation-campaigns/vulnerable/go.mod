module example.org/goodcause

go 1.22

require (
	github.com/labstack/echo/v4 v4.12.0
	golang.org/x/crypto v0.26.0
	gorm.io/driver/postgres v1.5.9
	gorm.io/gorm v1.25.11
)
