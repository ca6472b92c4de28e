package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
)

func (k *kitchen) addPhoto(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	picture, header, err := r.FormFile("photo")
	if err != nil {
		http.Error(w, "no photo in the form", http.StatusBadRequest)
		return
	}
	defer picture.Close()

	name := uuid.NewString() + filepath.Ext(header.Filename)
	result, err := k.db.ExecContext(r.Context(),
		`UPDATE recipes SET photo = ? WHERE id = ? AND author = ?`, name, id, cookOf(r))
	if err != nil {
		broken(w, err)
		return
	}
	if n, _ := result.RowsAffected(); n == 0 {
		http.NotFound(w, r)
		return
	}
	file, err := os.Create(filepath.Join(k.photoDir, name))
	if err != nil {
		broken(w, err)
		return
	}
	defer file.Close()
	if _, err := io.Copy(file, picture); err != nil {
		broken(w, err)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (k *kitchen) photo(w http.ResponseWriter, r *http.Request) {
	wanted := filepath.Join(k.photoDir, r.URL.Query().Get("file"))
	data, err := os.ReadFile(wanted)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", http.DetectContentType(data))
	_, _ = w.Write(data)
}
