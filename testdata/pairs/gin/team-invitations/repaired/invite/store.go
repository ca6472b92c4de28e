package invite

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type Store struct {
	DB *pgxpool.Pool
}

type Invitation struct {
	Team int64
	Role string
}

// RequireOwner returns ErrNotFound unless the user owns the team.
func (s *Store) RequireOwner(ctx context.Context, team, user int64) error {
	var one int
	err := s.DB.QueryRow(ctx, `SELECT 1 FROM members WHERE team_id = $1 AND user_id = $2 AND role = 'owner'`,
		team, user).Scan(&one)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

func (s *Store) Insert(ctx context.Context, team, by int64, email, role string, hash []byte) (id int64, err error) {
	err = s.DB.QueryRow(ctx, `INSERT INTO invitations (team_id, invited_by, email, role, token_hash, expires_at)
		VALUES ($1, $2, $3, $4, $5, now() + interval '3 days') RETURNING id`, team, by, email, role, hash).Scan(&id)
	return id, err
}

func (s *Store) Delete(ctx context.Context, team, id int64) error {
	_, err := s.DB.Exec(ctx, `DELETE FROM invitations WHERE id = $1 AND team_id = $2`, id, team)
	return err
}

// Take returns the open invitation with the token and deletes it.
func (s *Store) Take(ctx context.Context, hash []byte) (inv Invitation, err error) {
	err = s.DB.QueryRow(ctx, `DELETE FROM invitations WHERE token_hash = $1 AND expires_at > now()
		RETURNING team_id, role`, hash).Scan(&inv.Team, &inv.Role)
	if errors.Is(err, pgx.ErrNoRows) {
		return inv, ErrNotFound
	}
	return inv, err
}

func (s *Store) AddMember(ctx context.Context, team, user int64, role string) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO members (team_id, user_id, role) VALUES ($1, $2, $3)
		ON CONFLICT (team_id, user_id) DO NOTHING`, team, user, role)
	return err
}
