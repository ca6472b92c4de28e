package main

import (
	"crypto/rand"
	"sync"
)

// sessions keeps the signed-in users in memory.
type sessions struct {
	mu    sync.Mutex
	users map[string]string
}

func newSessions() *sessions {
	return &sessions{users: map[string]string{}}
}

func (s *sessions) start(user string) string {
	id := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[id] = user
	return id
}

func (s *sessions) user(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users[id]
}
