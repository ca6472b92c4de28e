package main

import (
	"crypto/rand"
	"sync"
	"time"
)

const sessionTime = 2 * time.Hour

type session struct {
	user    string
	expires time.Time
}

// sessions keeps the signed-in users in memory.
type sessions struct {
	mu   sync.Mutex
	open map[string]session
}

func newSessions() *sessions {
	return &sessions{open: map[string]session{}}
}

func (s *sessions) start(user string) string {
	id := rand.Text()
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for old, v := range s.open {
		if now.After(v.expires) {
			delete(s.open, old)
		}
	}
	s.open[id] = session{user: user, expires: now.Add(sessionTime)}
	return id
}

func (s *sessions) user(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.open[id]
	if !ok || time.Now().After(v.expires) {
		return ""
	}
	return v.user
}
