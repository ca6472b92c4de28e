package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

type files struct {
	db  *sql.DB
	dir string
}

func owner(r *http.Request) int64 {
	id, _ := r.Context().Value(userKey{}).(int64)
	return id
}

func (f *files) upload(w http.ResponseWriter, r *http.Request) {
	src, header, err := r.FormFile("file")
	if err != nil {
		http.Error(w, "no file", http.StatusBadRequest)
		return
	}
	defer src.Close()

	folder := filepath.Join(f.dir, r.FormValue("folder"))
	path := filepath.Join(folder, header.Filename)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		fail(w, err)
		return
	}
	dst, err := os.Create(path)
	if err != nil {
		fail(w, err)
		return
	}
	defer dst.Close()
	if _, err := io.Copy(dst, src); err != nil {
		fail(w, err)
		return
	}
	res, err := f.db.ExecContext(r.Context(), "INSERT INTO files (owner_id, name, path) VALUES (?, ?, ?)",
		owner(r), header.Filename, path)
	if err != nil {
		fail(w, err)
		return
	}
	id, _ := res.LastInsertId()
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]int64{"id": id})
}

func (f *files) download(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	var name, path string
	err = f.db.QueryRowContext(r.Context(), "SELECT name, path FROM files WHERE id = ?", id).Scan(&name, &path)
	send(w, r, name, path, err)
}

// share creates a link that works without an account for a week.
func (f *files) share(w http.ResponseWriter, r *http.Request) {
	token := fmt.Sprintf("%x", rand.Int63())
	res, err := f.db.ExecContext(r.Context(),
		"INSERT INTO shares (token, file_id, expires_at) SELECT ?, id, ? FROM files WHERE id = ? AND owner_id = ?",
		token, time.Now().AddDate(0, 0, 7).Unix(), r.PathValue("id"), owner(r))
	if err != nil {
		fail(w, err)
		return
	}
	if n, _ := res.RowsAffected(); n == 0 {
		http.NotFound(w, r)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]string{"link": "/s/" + token})
}

func (f *files) shared(w http.ResponseWriter, r *http.Request) {
	var name, path string
	err := f.db.QueryRowContext(r.Context(), `SELECT f.name, f.path FROM shares s JOIN files f ON f.id = s.file_id
		WHERE s.token = ? AND s.expires_at > unixepoch()`, r.PathValue("token")).Scan(&name, &path)
	send(w, r, name, path, err)
}

func send(w http.ResponseWriter, r *http.Request, name, path string, err error) {
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	http.ServeFile(w, r, path)
}

func fail(w http.ResponseWriter, err error) {
	log.Print(err)
	http.Error(w, err.Error(), http.StatusInternalServerError)
}
