package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

const maxImage = 8 << 20

var errNotAllowed = errors.New("address not allowed")

// fetcher downloads images from the configured suppliers.
type fetcher struct {
	hosts  map[string]bool
	client *http.Client
}

func newFetcher(hosts []string) *fetcher {
	f := &fetcher{hosts: map[string]bool{}}
	for _, h := range hosts {
		f.hosts[strings.ToLower(strings.TrimSpace(h))] = true
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: publicOnly}
	f.client = &http.Client{
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{DialContext: dialer.DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return f
}

// publicOnly runs after name resolution and refuses internal addresses.
func publicOnly(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := ap.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ap.Port() != 443 {
		return errNotAllowed
	}
	return nil
}

func (f *fetcher) image(ctx context.Context, raw string) ([]byte, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" || u.User != nil || !f.hosts[strings.ToLower(u.Host)] {
		return nil, errNotAllowed
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New("unexpected status " + resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxImage+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxImage || !strings.HasPrefix(http.DetectContentType(data), "image/") {
		return nil, errors.New("not an image or too large")
	}
	return data, nil
}
