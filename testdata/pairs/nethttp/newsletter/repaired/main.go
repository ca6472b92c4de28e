package main

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"html/template"
	"log"
	"net/http"
	"net/mail"
	"net/smtp"
	"os"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

type Subscriber struct {
	Email string
	Name  string
}

type app struct {
	db           *sql.DB
	baseURL      string
	smtpPassword string
}

func requireEnv(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatalf("%s is not set", name)
	}
	return value
}

var listPage = template.Must(template.New("list").Parse(`<!doctype html>
<h1>Subscribers</h1>
<ul>{{range .}}<li>{{.Name}} &lt;{{.Email}}&gt;</li>{{end}}</ul>
`))

func (a *app) send(to, subject, body string) error {
	msg := fmt.Sprintf("To: %s\r\nSubject: %s\r\n\r\n%s", to, subject, body)
	auth := smtp.PlainAuth("", "news", a.smtpPassword, os.Getenv("SMTP_HOST"))
	return smtp.SendMail(os.Getenv("SMTP_HOST")+":587", auth, "news@example.com", []string{to}, []byte(msg))
}

func (a *app) subscribe(w http.ResponseWriter, r *http.Request) {
	addr, err := mail.ParseAddress(r.PostFormValue("email"))
	name := r.PostFormValue("name")
	if err != nil || len(addr.Address) > 254 || len(name) > 80 {
		http.Error(w, "please enter a valid address", http.StatusBadRequest)
		return
	}
	token := rand.Text()
	_, err = a.db.ExecContext(r.Context(), `INSERT INTO subscribers (email, name, token, confirmed)
		VALUES ($1, $2, $3, false) ON CONFLICT (email) DO UPDATE SET token = excluded.token`, addr.Address, name, token)
	if err == nil {
		err = a.send(addr.Address, "Please confirm", a.baseURL+"/confirm?token="+token)
	}
	if err != nil {
		log.Printf("subscribe: %v", err)
		http.Error(w, "please try again later", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, "Check your mailbox.")
}

func (a *app) confirm(w http.ResponseWriter, r *http.Request) {
	_, err := a.db.ExecContext(r.Context(), `UPDATE subscribers SET confirmed = true WHERE token = $1`, r.FormValue("token"))
	if err != nil {
		log.Printf("confirm: %v", err)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (a *app) subscribers(r *http.Request) ([]Subscriber, error) {
	rows, err := a.db.QueryContext(r.Context(), `SELECT email, name FROM subscribers WHERE confirmed`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Subscriber
	for rows.Next() {
		var s Subscriber
		if err := rows.Scan(&s.Email, &s.Name); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

func (a *app) list(w http.ResponseWriter, r *http.Request) {
	subs, err := a.subscribers(r)
	if err != nil {
		log.Printf("list: %v", err)
		http.Error(w, "could not load subscribers", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = listPage.Execute(w, subs)
}

// campaign sends a text with the placeholders {{name}} and {{email}} to all subscribers.
func (a *app) campaign(w http.ResponseWriter, r *http.Request) {
	text := r.PostFormValue("text")
	if text == "" || len(text) > 20000 {
		http.Error(w, "a text of up to 20000 characters is required", http.StatusBadRequest)
		return
	}
	subs, err := a.subscribers(r)
	if err != nil {
		log.Printf("campaign: %v", err)
		http.Error(w, "could not load subscribers", http.StatusInternalServerError)
		return
	}
	for _, s := range subs {
		body := strings.NewReplacer("{{name}}", s.Name, "{{email}}", s.Email).Replace(text)
		if err := a.send(s.Email, "Newsletter", body); err != nil {
			log.Printf("campaign: %v", err)
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	a := &app{db: db, baseURL: requireEnv("BASE_URL"), smtpPassword: requireEnv("SMTP_PASSWORD")}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /subscribe", throttled(a.subscribe))
	mux.HandleFunc("GET /confirm", a.confirm)
	mux.HandleFunc("GET /admin/subscribers", a.list)
	mux.HandleFunc("POST /admin/campaigns", a.campaign)

	guarded := adminArea(requireEnv("ADMIN_USER"), requireEnv("ADMIN_PASSWORD"), mux)
	handler := http.NewCrossOriginProtection().Handler(http.MaxBytesHandler(guarded, 256<<10))
	srv := &http.Server{Addr: ":8080", Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
