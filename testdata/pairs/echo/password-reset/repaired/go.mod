module example.com/passwords

go 1.26.0

require (
	github.com/jmoiron/sqlx v1.4.0
	github.com/labstack/echo/v4 v4.16.0
	github.com/lib/pq v1.12.3
	golang.org/x/crypto v0.58.0
	golang.org/x/time v0.16.0
)
