package pay

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
)

type Handler struct {
	DB            *sql.DB
	Gateway       *Gateway
	WebhookSecret []byte
}

// statuses maps the events of the provider to our states.
var statuses = map[string]string{"captured": "paid", "declined": "failed", "reversed": "refunded"}

type staff struct {
	ID   int64
	Role string
}

type staffKey struct{}

// Session resolves the bearer token to an employee.
func (h *Handler) Session(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")))
		var s staff
		err := h.DB.QueryRowContext(r.Context(),
			"SELECT e.id, e.role FROM sessions s JOIN employees e ON e.id = s.employee_id WHERE s.token_hash = ? AND s.expires_at > NOW()",
			sum[:]).Scan(&s.ID, &s.Role)
		if err != nil {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), staffKey{}, s)))
	})
}

// Role must be mounted after Session.
func Role(role string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if s, ok := r.Context().Value(staffKey{}).(staff); !ok || s.Role != role {
				http.Error(w, "forbidden", http.StatusForbidden)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func (h *Handler) signed(body []byte, signature string) bool {
	given, err := hex.DecodeString(signature)
	mac := hmac.New(sha256.New, h.WebhookSecret)
	mac.Write(body)
	return err == nil && hmac.Equal(given, mac.Sum(nil))
}

// Webhook is called by the payment provider when a payment changes.
func (h *Handler) Webhook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	if err != nil {
		http.Error(w, "cannot read body", http.StatusBadRequest)
		return
	}
	if !h.signed(body, r.Header.Get("X-Signature")) {
		http.Error(w, "bad signature", http.StatusUnauthorized)
		return
	}
	var event struct {
		Payment string `json:"payment"`
		Status  string `json:"status"`
	}
	if err := json.Unmarshal(body, &event); err != nil {
		http.Error(w, "bad event", http.StatusBadRequest)
		return
	}
	status, ok := statuses[event.Status]
	if !ok {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	_, err = h.DB.ExecContext(r.Context(), "UPDATE payments SET status = ? WHERE provider_id = ?", status, event.Payment)
	if err != nil {
		log.Printf("webhook: %v", err)
		http.Error(w, "try again", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) Refund(w http.ResponseWriter, r *http.Request) {
	orderID, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	var in struct {
		Cents int64 `json:"cents"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096)).Decode(&in); err != nil || in.Cents <= 0 {
		http.Error(w, "invalid amount", http.StatusBadRequest)
		return
	}
	switch err := h.refund(r.Context(), orderID, in.Cents); {
	case errors.Is(err, sql.ErrNoRows):
		http.Error(w, "no payment of this amount is left to refund", http.StatusNotFound)
	case err != nil:
		log.Printf("refund of order %d: %v", orderID, err)
		http.Error(w, "refund failed", http.StatusBadGateway)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// refund books the amount against what is left of the payment before it asks the provider.
func (h *Handler) refund(ctx context.Context, orderID, cents int64) error {
	tx, err := h.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var payment string
	err = tx.QueryRowContext(ctx, "SELECT provider_id FROM payments WHERE order_id = ? AND status = 'paid'"+
		" AND cents - refunded_cents >= ? FOR UPDATE", orderID, cents).Scan(&payment)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx,
		"UPDATE payments SET refunded_cents = refunded_cents + ? WHERE provider_id = ?", cents, payment)
	if err != nil {
		return err
	}
	if err := h.Gateway.Refund(ctx, payment, cents); err != nil {
		return err
	}
	return tx.Commit()
}
