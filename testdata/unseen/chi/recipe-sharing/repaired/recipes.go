package main

import (
	"encoding/json"
	"log"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"
)

type recipe struct {
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	Servings int    `json:"servings"`
	Steps    string `json:"steps"`
}

func (rc recipe) wellFormed() bool {
	return len(rc.Title) > 2 && len(rc.Title) <= 100 && rc.Servings > 0 && rc.Servings <= 50 &&
		len(rc.Steps) > 10 && len(rc.Steps) <= 20000
}

func broken(w http.ResponseWriter, err error) {
	log.Print("recipes: ", err)
	http.Error(w, "could not be done, please try again", http.StatusInternalServerError)
}

func (k *kitchen) browse(w http.ResponseWriter, r *http.Request) {
	rows, err := k.db.QueryContext(r.Context(),
		`SELECT id, title, servings, steps FROM recipes WHERE title LIKE '%' || ? || '%' ORDER BY id DESC LIMIT 30`,
		r.URL.Query().Get("q"))
	if err != nil {
		broken(w, err)
		return
	}
	defer rows.Close()
	list := []recipe{}
	for rows.Next() {
		var rc recipe
		if err := rows.Scan(&rc.ID, &rc.Title, &rc.Servings, &rc.Steps); err != nil {
			broken(w, err)
			return
		}
		list = append(list, rc)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(list)
}

func (k *kitchen) share(w http.ResponseWriter, r *http.Request) {
	var rc recipe
	if json.NewDecoder(r.Body).Decode(&rc) != nil || !rc.wellFormed() {
		http.Error(w, "the recipe is not complete", http.StatusUnprocessableEntity)
		return
	}
	_, err := k.db.ExecContext(r.Context(),
		`INSERT INTO recipes (author, title, servings, steps) VALUES (?, ?, ?, ?)`,
		cookOf(r), rc.Title, rc.Servings, rc.Steps)
	if err != nil {
		broken(w, err)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (k *kitchen) withdraw(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if _, err := k.db.ExecContext(r.Context(), `DELETE FROM recipes WHERE id = ? AND author = ?`, id, cookOf(r)); err != nil {
		broken(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
