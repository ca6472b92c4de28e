module example.com/avatars

go 1.26.0

require (
	github.com/gin-contrib/sessions v1.0.4
	github.com/gin-gonic/gin v1.12.0
	github.com/mattn/go-sqlite3 v1.14.52
)
