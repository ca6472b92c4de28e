package invite

import (
	"context"
	"errors"
	"log"
	"math/rand"
)

var ErrNotFound = errors.New("not found")

type Service struct {
	Store   *Store
	BaseURL string
}

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789"

func newToken() string {
	b := make([]byte, 24)
	for i := range b {
		b[i] = alphabet[rand.Intn(len(alphabet))]
	}
	return string(b)
}

// Invite creates an invitation; a worker mails the link to the invitee.
func (s *Service) Invite(ctx context.Context, user, team int64, email, role string) (int64, error) {
	token := newToken()
	id, err := s.Store.Insert(ctx, team, user, email, role, token)
	if err != nil {
		return 0, err
	}
	log.Printf("invitation %d created: %s/join?token=%s", id, s.BaseURL, token)
	return id, nil
}

// Accept adds the user to the team of the invitation.
func (s *Service) Accept(ctx context.Context, user int64, token, role string) error {
	inv, err := s.Store.Take(ctx, token)
	if err != nil {
		return err
	}
	if role == "" {
		role = inv.Role
	}
	return s.Store.AddMember(ctx, inv.Team, user, role)
}
