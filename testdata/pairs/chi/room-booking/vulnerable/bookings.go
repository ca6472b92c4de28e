package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
)

type API struct {
	DB  *sql.DB
	Key []byte
}

type Booking struct {
	ID     int64     `json:"id"`
	UserID string    `json:"user_id"`
	RoomID int64     `json:"room_id"`
	Starts time.Time `json:"starts"`
	Ends   time.Time `json:"ends"`
}

func (a *API) bookings() http.Handler {
	r := chi.NewRouter()
	r.Use(a.RequireUser)
	r.Post("/", a.Book)
	r.Get("/{id}", a.Show)
	return r
}

func (a *API) admin() http.Handler {
	r := chi.NewRouter()
	r.Use(a.RequireUser)
	r.Get("/bookings", a.All)
	return r
}

func writeJSON(w http.ResponseWriter, v any, err error) {
	if err != nil {
		log.Printf("request failed: %v", err)
		http.Error(w, "something went wrong", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (a *API) query(r *http.Request, where string, args ...any) ([]Booking, error) {
	rows, err := a.DB.QueryContext(r.Context(),
		"SELECT id, user_id, room_id, starts, ends FROM bookings WHERE "+where+" ORDER BY starts LIMIT 200", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Booking{}
	for rows.Next() {
		var b Booking
		if err := rows.Scan(&b.ID, &b.UserID, &b.RoomID, &b.Starts, &b.Ends); err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	return list, rows.Err()
}

// Rooms lists the rooms with enough seats, for everybody.
func (a *API) Rooms(w http.ResponseWriter, r *http.Request) {
	seats := r.URL.Query().Get("seats")
	if seats == "" {
		seats = "1"
	}
	var names sql.NullString
	query := fmt.Sprintf("SELECT string_agg(name, ', ' ORDER BY name) FROM rooms WHERE seats >= %s", seats)
	err := a.DB.QueryRowContext(r.Context(), query).Scan(&names)
	writeJSON(w, map[string]string{"rooms": names.String}, err)
}

func (a *API) Book(w http.ResponseWriter, r *http.Request) {
	var b Booking
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		http.Error(w, "invalid booking", http.StatusBadRequest)
		return
	}
	b.UserID = currentUser(r).ID
	err := a.DB.QueryRowContext(r.Context(),
		"INSERT INTO bookings (user_id, room_id, starts, ends) VALUES ($1, $2, $3, $4) RETURNING id",
		b.UserID, b.RoomID, b.Starts, b.Ends).Scan(&b.ID)
	writeJSON(w, b, err)
}

func (a *API) Show(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	list, err := a.query(r, "id = $1", id)
	if err == nil && len(list) == 0 {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, list, err)
}

// All is the calendar of the office management.
func (a *API) All(w http.ResponseWriter, r *http.Request) {
	list, err := a.query(r, "ends > now()")
	writeJSON(w, list, err)
}
