module example.org/fleet

go 1.22

require (
	github.com/gin-gonic/gin v1.10.0
	github.com/jackc/pgx/v5 v5.6.0
	github.com/ulule/limiter/v3 v3.11.2
	golang.org/x/crypto v0.26.0
)
