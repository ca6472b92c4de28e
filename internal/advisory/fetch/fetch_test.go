package fetch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestAddresses(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://example.org/x": true, "http://127.0.0.1:8080": true, "http://[::1]/": true, "http://localhost/x": true,
		"http://example.org/x": false, "ftp://127.0.0.1/": false, "127.0.0.1": false, "https://": false, "": false, "file:///etc": false, "https://a b/": false,
	} {
		if _, err := New(address, 0); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
	secret := strings.Repeat("s3", 4)
	s, err := New("https://user:"+secret+"@example.org/x?token="+secret, 0)
	if err != nil || strings.Contains(s.Origin(), "s3") || s.Origin() != "https://example.org/x" {
		t.Errorf("origin %s, %v", s.Origin(), err)
	}
	if _, err := New("http://user:"+secret+"@example.org/", 0); err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("a password is shown: %v", err)
	}
}

func TestCopy(t *testing.T) {
	hijack := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			conn, buffer, err := w.(http.Hijacker).Hijack()
			if err == nil {
				buffer.WriteString(text)
				buffer.Flush()
				conn.Close()
			}
		}
	}
	var server *httptest.Server
	routes := map[string]http.HandlerFunc{
		"/base/good":       func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("good")) },
		"/base/a b/c%2Fd":  func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("good")) },
		"/base/long":       func(w http.ResponseWriter, r *http.Request) { w.Write(bytes.Repeat([]byte("x"), 100)) },
		"/base/chunked":    hijack("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" + strings.Repeat("x", 100) + "\r\n0\r\n\r\n"),
		"/base/cut":        hijack("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"),
		"/base/cut-chunks": hijack("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"),
		"/base/endless":    hijack("HTTP/1.1 200 OK\r\n\r\ngood"),
		"/base/partial":    func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusPartialContent) },
		"/base/away": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		},
		"/base/round": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) },
		"/base/moved": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, server.URL+"/base/good", http.StatusFound)
		},
		"/base/stalled": func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("go"))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
	}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := routes[r.URL.Path]
		if r.URL.EscapedPath() == "/base/a%20b/c%2Fd" {
			h = routes["/base/a b/c%2Fd"]
		}
		if h == nil {
			h = http.NotFound
		}
		h(w, r)
	}))
	defer server.Close()
	s, err := New(server.URL+"/base/", 500*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"good": "", "a b|c/d": "", "moved": "", "none": "answers 404", "long": "it has 100 bytes", "chunked": "longer than", "cut": "EOF", "cut-chunks": "EOF",
		"endless": "where it ends", "partial": "answers 206", "away": "refused", "round": "refused", "stalled": "nothing came",
	} {
		var b bytes.Buffer
		err := s.Copy(context.Background(), &b, 20, strings.Split(path, "|")...)
		switch {
		case want == "" && (err != nil || b.String() != "good"):
			t.Errorf("%s: %q, %v", path, &b, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Copy(ctx, &bytes.Buffer{}, 20, "good"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
