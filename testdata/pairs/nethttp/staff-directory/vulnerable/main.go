package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/go-ldap/ldap/v3"
)

const (
	baseDN  = "ou=people,dc=example,dc=com"
	cookie  = "directory"
	maxBody = 4 << 10
)

type server struct {
	ldapURL  string
	bindPW   string
	sessions *sessions
}

func (s *server) connect() (*ldap.Conn, error) {
	return ldap.DialURL(s.ldapURL, ldap.DialWithTLSConfig(&tls.Config{InsecureSkipVerify: true}))
}

func (s *server) login(w http.ResponseWriter, r *http.Request) {
	user, password := r.PostFormValue("user"), r.PostFormValue("password")
	if user == "" || password == "" {
		http.Error(w, "user and password are required", http.StatusBadRequest)
		return
	}
	conn, err := s.connect()
	if err != nil {
		http.Error(w, "directory unavailable: "+err.Error(), http.StatusBadGateway)
		return
	}
	defer conn.Close()
	dn := "uid=" + ldap.EscapeDN(user) + "," + baseDN
	if err := conn.Bind(dn, password); err != nil {
		slog.Warn("login failed", "user", user)
		http.Error(w, "login failed", http.StatusUnauthorized)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: s.sessions.start(user), Path: "/"})
	http.Redirect(w, r, "/search", http.StatusSeeOther)
}

func (s *server) requireSession(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie(cookie)
		if err != nil || s.sessions.user(c.Value) == "" {
			http.Error(w, "please sign in", http.StatusUnauthorized)
			return
		}
		next(w, r)
	}
}

func (s *server) search(w http.ResponseWriter, r *http.Request) {
	conn, err := s.connect()
	if err == nil {
		defer conn.Close()
		err = conn.Bind("cn=reader,dc=example,dc=com", s.bindPW)
	}
	if err != nil {
		slog.Error("directory unavailable", "err", err)
		http.Error(w, "directory unavailable", http.StatusBadGateway)
		return
	}
	filter := fmt.Sprintf("(&(objectClass=person)(cn=*%s*))", r.FormValue("q"))
	res, err := conn.Search(ldap.NewSearchRequest(baseDN, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 50, 5, false,
		filter, []string{"cn", "mail", "telephoneNumber"}, nil))
	if err != nil {
		slog.Error("search failed", "err", err)
		http.Error(w, "search failed", http.StatusInternalServerError)
		return
	}
	people := []map[string]string{}
	for _, e := range res.Entries {
		people = append(people, map[string]string{
			"name": e.GetAttributeValue("cn"), "mail": e.GetAttributeValue("mail"), "phone": e.GetAttributeValue("telephoneNumber"),
		})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(people)
}

func main() {
	s := &server{ldapURL: os.Getenv("LDAP_URL"), bindPW: os.Getenv("LDAP_PASSWORD"), sessions: newSessions()}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("GET /search", s.requireSession(s.search))

	srv := &http.Server{Addr: ":8080", Handler: http.MaxBytesHandler(mux, maxBody), ReadHeaderTimeout: 5 * time.Second}
	if err := srv.ListenAndServe(); err != nil {
		slog.Error("server stopped", "err", err)
		os.Exit(1)
	}
}
