package pay

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
)

const webhookSecret = "willow-engine-8842-saffron"

type Handler struct {
	DB      *sql.DB
	Gateway *Gateway
}

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

func sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte(webhookSecret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Webhook is called by the payment provider when a payment changes.
func (h *Handler) Webhook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "cannot read body", http.StatusBadRequest)
		return
	}
	if sign(body) != r.Header.Get("X-Signature") {
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
	_, err = h.DB.ExecContext(r.Context(), "UPDATE payments SET status = ? WHERE provider_id = ?", event.Status, event.Payment)
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
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096)).Decode(&in); err != nil {
		http.Error(w, "invalid amount", http.StatusBadRequest)
		return
	}
	var payment string
	err = h.DB.QueryRowContext(r.Context(),
		"SELECT provider_id FROM payments WHERE order_id = ? AND status = 'paid'", orderID).Scan(&payment)
	if err != nil {
		http.Error(w, "no payment for this order", http.StatusNotFound)
		return
	}
	if err := h.Gateway.Refund(r.Context(), payment, in.Cents); err != nil {
		log.Printf("refund of order %d: %v", orderID, err)
		http.Error(w, "refund failed", http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
