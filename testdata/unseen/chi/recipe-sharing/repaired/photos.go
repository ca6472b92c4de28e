package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
)

const maxPhoto = 4 << 20

var (
	photoKinds = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
	photoName  = regexp.MustCompile(`^[0-9a-f-]{36}\.(jpg|png|webp)$`)
)

func (k *kitchen) addPhoto(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxPhoto)
	picture, _, err := r.FormFile("photo")
	if err != nil {
		http.Error(w, "no photo in the form", http.StatusBadRequest)
		return
	}
	defer picture.Close()

	data, err := io.ReadAll(picture)
	if err != nil {
		http.Error(w, "the photo cannot be read", http.StatusBadRequest)
		return
	}
	ending, allowed := photoKinds[http.DetectContentType(data)]
	if !allowed {
		http.Error(w, "only JPEG, PNG and WebP", http.StatusUnsupportedMediaType)
		return
	}

	name := uuid.NewString() + ending
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
	if err := os.WriteFile(filepath.Join(k.photoDir, name), data, 0o640); err != nil {
		broken(w, err)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (k *kitchen) photo(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query().Get("file")
	if !photoName.MatchString(asked) {
		http.NotFound(w, r)
		return
	}
	wanted := filepath.Join(k.photoDir, asked)
	data, err := os.ReadFile(wanted)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", http.DetectContentType(data))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(data)
}
