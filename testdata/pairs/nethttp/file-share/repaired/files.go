package main

import (
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"io"
	"log"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const maxUpload = 20 << 20

// allowed are the file types that may be shared.
var allowed = map[string]bool{".pdf": true, ".png": true, ".jpg": true, ".txt": true, ".csv": true, ".docx": true}

type files struct {
	db  *sql.DB
	dir string
}

func owner(r *http.Request) int64 {
	id, _ := r.Context().Value(userKey{}).(int64)
	return id
}

func (f *files) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	src, header, err := r.FormFile("file")
	if err != nil {
		http.Error(w, "no file", http.StatusBadRequest)
		return
	}
	defer src.Close()

	name := filepath.Base(header.Filename)
	if len(name) > 120 || !allowed[strings.ToLower(filepath.Ext(name))] {
		http.Error(w, "this type of file cannot be shared", http.StatusUnsupportedMediaType)
		return
	}
	path := filepath.Join(f.dir, rand.Text())
	dst, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
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
		owner(r), name, path)
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
	err = f.db.QueryRowContext(r.Context(), "SELECT name, path FROM files WHERE id = ? AND owner_id = ?", id, owner(r)).Scan(&name, &path)
	send(w, r, name, path, err)
}

func digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// share creates a link that works without an account for a week.
func (f *files) share(w http.ResponseWriter, r *http.Request) {
	token := rand.Text()
	res, err := f.db.ExecContext(r.Context(),
		"INSERT INTO shares (token_hash, file_id, expires_at) SELECT ?, id, ? FROM files WHERE id = ? AND owner_id = ?",
		digest(token), time.Now().AddDate(0, 0, 7).Unix(), r.PathValue("id"), owner(r))
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
		WHERE s.token_hash = ? AND s.expires_at > unixepoch()`, digest(r.PathValue("token"))).Scan(&name, &path)
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
	http.Error(w, "internal error", http.StatusInternalServerError)
}
