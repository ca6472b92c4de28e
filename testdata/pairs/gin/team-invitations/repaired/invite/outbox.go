package invite

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Outbox hands mails to the delivery worker.
type Outbox struct {
	DB *pgxpool.Pool
}

func (o *Outbox) Invite(ctx context.Context, email, link string, delay time.Duration) error {
	_, err := o.DB.Exec(ctx, `INSERT INTO outbox (template, recipient, link, send_after)
		VALUES ('invitation', $1, $2, $3)`, email, link, time.Now().Add(delay))
	return err
}
