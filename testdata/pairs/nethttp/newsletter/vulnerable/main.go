package main

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"net/mail"
	"net/smtp"
	"os"
	"text/template"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

const smtpPassword = "copper-harvest-6173"

type Subscriber struct {
	Email string
	Name  string
	Token string
}

type app struct {
	db      *sql.DB
	baseURL string
}

var listPage = template.Must(template.New("list").Parse(`<!doctype html>
<h1>Subscribers</h1>
<ul>{{range .}}<li>{{.Name}} &lt;{{.Email}}&gt;</li>{{end}}</ul>
`))

func (a *app) send(to, subject, body string) error {
	msg := fmt.Sprintf("To: %s\r\nSubject: %s\r\n\r\n%s", to, subject, body)
	auth := smtp.PlainAuth("", "news", smtpPassword, os.Getenv("SMTP_HOST"))
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
	target := r.FormValue("return")
	if target == "" {
		target = "/"
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

func (a *app) subscribers(r *http.Request) ([]Subscriber, error) {
	rows, err := a.db.QueryContext(r.Context(), `SELECT email, name, token FROM subscribers WHERE confirmed`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Subscriber
	for rows.Next() {
		var s Subscriber
		if err := rows.Scan(&s.Email, &s.Name, &s.Token); err != nil {
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

// campaign sends a text with placeholders like {{.Name}} to all subscribers.
func (a *app) campaign(w http.ResponseWriter, r *http.Request) {
	tmpl, err := template.New("mail").Parse(r.PostFormValue("text"))
	if err != nil {
		http.Error(w, "the text has an invalid placeholder", http.StatusBadRequest)
		return
	}
	subs, err := a.subscribers(r)
	if err != nil {
		log.Printf("campaign: %v", err)
		http.Error(w, "could not load subscribers", http.StatusInternalServerError)
		return
	}
	for _, s := range subs {
		var body bytes.Buffer
		if err := tmpl.Execute(&body, s); err != nil {
			log.Printf("campaign: %v", err)
			continue
		}
		if err := a.send(s.Email, "Newsletter", body.String()); err != nil {
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
	a := &app{db: db, baseURL: os.Getenv("BASE_URL")}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /subscribe", a.subscribe)
	mux.HandleFunc("GET /confirm", a.confirm)
	mux.HandleFunc("GET /admin/subscribers", a.list)
	mux.HandleFunc("POST /admin/campaigns", a.campaign)

	srv := &http.Server{Addr: ":8080", Handler: http.MaxBytesHandler(mux, 256<<10), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(srv.ListenAndServe())
}
