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

func (s *Store) Insert(ctx context.Context, team, by int64, email, role, token string) (id int64, err error) {
	err = s.DB.QueryRow(ctx, `INSERT INTO invitations (team_id, invited_by, email, role, token)
		VALUES ($1, $2, $3, $4, $5) RETURNING id`, team, by, email, role, token).Scan(&id)
	return id, err
}

func (s *Store) Delete(ctx context.Context, id int64) error {
	_, err := s.DB.Exec(ctx, `DELETE FROM invitations WHERE id = $1`, id)
	return err
}

// Take returns the invitation with the token and deletes it.
func (s *Store) Take(ctx context.Context, token string) (inv Invitation, err error) {
	err = s.DB.QueryRow(ctx, `DELETE FROM invitations WHERE token = $1 RETURNING team_id, role`, token).
		Scan(&inv.Team, &inv.Role)
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
