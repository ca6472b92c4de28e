module example.com/settings

go 1.26.0

require (
	github.com/gorilla/sessions v1.4.0
	github.com/labstack/echo/v4 v4.16.0
	github.com/mattn/go-sqlite3 v1.14.52
	golang.org/x/crypto v0.58.0
	golang.org/x/time v0.16.0
)
