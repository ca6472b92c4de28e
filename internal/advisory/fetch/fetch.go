// Package fetch gets files over the network: whole, within a size, and not slower than a trickle.
//
// It is the one package that can: who is not handed a Source cannot reach the network.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// A Source is an address below which files lie.
type Source struct {
	base   *url.URL
	client *http.Client
	stall  time.Duration
}

// New returns the source at an address: https, or http to this machine. Stall is the longest wait for the next bytes, 30
// seconds if it is zero. Redirections are followed within the same rule, five of them, and never from https to http.
func New(address string, stall time.Duration) (*Source, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the address to fetch from cannot be read: give https://host/path")
	}
	if !allowed(u) {
		return nil, fmt.Errorf("the address to fetch from, %s, is not one of https: give https://host/path", u.Redacted())
	}
	if stall <= 0 {
		stall = 30 * time.Second
	}
	client := &http.Client{CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > 5 || !allowed(r.URL) || u.Scheme == "https" && r.URL.Scheme != "https" {
			return errors.New("the redirection is refused")
		}
		return nil
	}}
	return &Source{u, client, stall}, nil
}

// Origin returns the address without what may be secret in it: user, password, query.
func (s *Source) Origin() string { return s.base.Scheme + "://" + s.base.Host + s.base.EscapedPath() }

func allowed(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	loopback := u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && loopback)
}

// Copy writes the file at a path below the source, each element of which is escaped, to w: at most limit bytes. It fails when
// the server answers anything but 200, the file is longer, breaks off or has no marked end, or nothing comes for too long.
// Part of the file may be written by then. The error names the path.
func (s *Source) Copy(ctx context.Context, w io.Writer, limit int64, path ...string) error {
	var escaped []string
	for _, element := range path {
		escaped = append(escaped, url.PathEscape(element))
	}
	name := strings.Join(escaped, "/")
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slow := fmt.Errorf("nothing came for %s", s.stall)
	watch := time.AfterFunc(s.stall, func() { cancel(slow) })
	defer watch.Stop()
	err := s.copy(ctx, w, limit, name, func() { watch.Reset(s.stall) })
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return fmt.Errorf("fetching %s: %w", name, err)
	}
	return nil
}

func (s *Source) copy(ctx context.Context, w io.Writer, limit int64, name string, progress func()) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(s.Origin(), "/")+"/"+name, nil)
	if err != nil {
		return err
	}
	if user := s.base.User; user != nil {
		password, _ := user.Password()
		r.SetBasicAuth(user.Username(), password)
	}
	response, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("the server answers %d", response.StatusCode)
	case response.ContentLength > limit:
		return fmt.Errorf("it has %d bytes, more than %d", response.ContentLength, limit)
	case response.ContentLength < 0 && response.ProtoMajor == 1 && len(response.TransferEncoding) == 0 && !response.Uncompressed:
		return errors.New("the server does not say where it ends")
	}
	buffer := make([]byte, 64<<10)
	for {
		n, err := response.Body.Read(buffer)
		if n > 0 {
			progress()
		}
		if limit -= int64(n); limit < 0 {
			return errors.New("it is longer than it may be")
		}
		if _, err := w.Write(buffer[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
