module example.com/apikeys

go 1.26.0

require (
	github.com/go-chi/chi/v5 v5.5.0
	github.com/go-chi/jwtauth/v5 v5.3.3
	github.com/jackc/pgx/v5 v5.12.0
)
