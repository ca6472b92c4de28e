package main

import (
	"fmt"
	"net/smtp"
)

type SMTPMailer struct {
	Addr string
	From string
}

// SendReset mails the link to an address that was read from the users table.
func (m SMTPMailer) SendReset(to, link string) error {
	msg := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: Reset your password\r\n\r\n"+
		"Open this link to choose a new password:\r\n%s\r\n", m.From, to, link)
	return smtp.SendMail(m.Addr, nil, m.From, []string{to}, []byte(msg))
}
