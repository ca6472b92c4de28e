package pay

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"time"
)

// Gateway talks to the payment provider.
type Gateway struct {
	BaseURL string
	Key     string
}

var client = &http.Client{Timeout: 10 * time.Second}

func (g *Gateway) Refund(ctx context.Context, paymentID string, cents int64) error {
	body, err := json.Marshal(map[string]any{"payment": paymentID, "amount": cents})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.BaseURL+"/v1/refunds", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+g.Key)
	req.Header.Set("Content-Type", "application/json")
	log.Printf("gateway request %s %s headers=%v", req.Method, req.URL, req.Header)

	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("gateway answered %s", resp.Status)
	}
	return nil
}
