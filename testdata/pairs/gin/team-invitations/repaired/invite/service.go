package invite

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"log"
	mrand "math/rand/v2"
	"time"
)

var ErrNotFound = errors.New("not found")

// Mailer queues the invitation mail, not before the given delay.
type Mailer interface {
	Invite(ctx context.Context, email, link string, delay time.Duration) error
}

type Service struct {
	Store   *Store
	Mail    Mailer
	BaseURL string
}

func digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Invite creates an invitation and mails its link to the invitee.
func (s *Service) Invite(ctx context.Context, user, team int64, email, role string) (int64, error) {
	if err := s.Store.RequireOwner(ctx, team, user); err != nil {
		return 0, err
	}
	token := rand.Text()
	id, err := s.Store.Insert(ctx, team, user, email, role, digest(token))
	if err != nil {
		return 0, err
	}
	log.Printf("invitation %d created for team %d", id, team)
	delay := time.Duration(mrand.IntN(5000)) * time.Millisecond
	return id, s.Mail.Invite(ctx, email, s.BaseURL+"/join?token="+token, delay)
}

// Revoke deletes an open invitation of the user's own team.
func (s *Service) Revoke(ctx context.Context, user, team, id int64) error {
	if err := s.Store.RequireOwner(ctx, team, user); err != nil {
		return err
	}
	return s.Store.Delete(ctx, team, id)
}

// Accept adds the user to the team of the invitation.
func (s *Service) Accept(ctx context.Context, user int64, token string) error {
	inv, err := s.Store.Take(ctx, digest(token))
	if err != nil {
		return err
	}
	return s.Store.AddMember(ctx, inv.Team, user, inv.Role)
}
