package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

type reading struct {
	MeterID int64     `json:"meter_id"`
	Kwh     float64   `json:"kwh"`
	TakenAt time.Time `json:"taken_at"`
}

func (in reading) plausible(now time.Time) bool {
	return in.MeterID > 0 && in.Kwh >= 0 && in.Kwh < 10_000_000 &&
		in.TakenAt.Before(now.Add(time.Minute)) && in.TakenAt.After(now.AddDate(0, 0, -7))
}

func (u *utility) storeReading(w http.ResponseWriter, r *http.Request) {
	var in reading
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || !in.plausible(time.Now()) {
		http.Error(w, "this is no reading", http.StatusBadRequest)
		return
	}
	_, err := u.db.ExecContext(r.Context(),
		`INSERT INTO readings (meter_id, kwh, taken_at) VALUES (?, ?, ?)`, in.MeterID, in.Kwh, in.TakenAt)
	if err != nil {
		trouble(w, "store reading", err)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (u *utility) listMeters(w http.ResponseWriter, r *http.Request) {
	rows, err := u.db.QueryContext(r.Context(),
		`SELECT id, street FROM meters WHERE customer_id = ? ORDER BY id LIMIT 50`, callerOf(r).ID)
	if err != nil {
		trouble(w, "list meters", err)
		return
	}
	defer rows.Close()
	meters := map[int64]string{}
	for rows.Next() {
		var id int64
		var street string
		if err := rows.Scan(&id, &street); err != nil {
			trouble(w, "read meters", err)
			return
		}
		meters[id] = street
	}
	reply(w, meters)
}

// chart draws the last month of a meter of the caller with the round-robin files of the collector.
func (u *utility) chart(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	var mine int
	err = u.db.QueryRowContext(r.Context(),
		`SELECT 1 FROM meters WHERE id = ? AND customer_id = ?`, id, callerOf(r).ID).Scan(&mine)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	title := r.URL.Query().Get("title")
	if len(title) > 80 {
		title = title[:80]
	}
	file := fmt.Sprintf("DEF:kwh=/var/lib/meters/%d.rrd:kwh:AVERAGE", id)
	png, err := exec.CommandContext(r.Context(), "rrdtool", "graph", "-", "--start", "-30d",
		"--title="+title, file, "LINE2:kwh#0a6:kWh").Output()
	if err != nil {
		trouble(w, "chart", err)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(png)
}

// gridLoad gives the consumption of every household in the area for the control room.
func (u *utility) gridLoad(w http.ResponseWriter, r *http.Request) {
	rows, err := u.db.QueryContext(r.Context(), `SELECT m.street, MAX(r.kwh) FROM meters m
		JOIN readings r ON r.meter_id = m.id WHERE r.taken_at > NOW() - INTERVAL 1 DAY
		GROUP BY m.id, m.street ORDER BY m.id LIMIT 1000`)
	if err != nil {
		trouble(w, "grid load", err)
		return
	}
	defer rows.Close()
	type household struct {
		Street string  `json:"street"`
		Kwh    float64 `json:"kwh"`
	}
	load := []household{}
	for rows.Next() {
		var h household
		if err := rows.Scan(&h.Street, &h.Kwh); err != nil {
			trouble(w, "read grid load", err)
			return
		}
		load = append(load, h)
	}
	reply(w, load)
}

var tariffCode = regexp.MustCompile(`^[A-Z]{2}[0-9]{3}$`)

func (u *utility) setTariff(w http.ResponseWriter, r *http.Request) {
	var in struct {
		MilliCents int `json:"milli_cents_per_kwh"`
	}
	code := r.PathValue("code")
	err := json.NewDecoder(r.Body).Decode(&in)
	if err != nil || !tariffCode.MatchString(code) || in.MilliCents < 1 || in.MilliCents > 500_000 {
		http.Error(w, "tariff code or price do not fit", http.StatusBadRequest)
		return
	}
	_, err = u.db.ExecContext(r.Context(),
		`UPDATE tariffs SET milli_cents = ? WHERE code = ?`, in.MilliCents, code)
	if err != nil {
		trouble(w, "set tariff", err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
