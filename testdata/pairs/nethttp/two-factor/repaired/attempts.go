package main

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// attempts limits the tries for each step and account to five and then one a minute.
type attempts struct {
	mu       sync.Mutex
	accounts map[[2]string]*rate.Limiter
}

func newAttempts() *attempts {
	return &attempts{accounts: map[[2]string]*rate.Limiter{}}
}

func (a *attempts) allow(step, email string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	k := [2]string{step, email}
	l, ok := a.accounts[k]
	if !ok {
		if len(a.accounts) > 50000 {
			a.drop()
		}
		l = rate.NewLimiter(rate.Every(time.Minute), 5)
		a.accounts[k] = l
	}
	return l.Allow()
}

// drop forgets the accounts that were quiet for a while.
func (a *attempts) drop() {
	for k, l := range a.accounts {
		if l.Tokens() >= 5 {
			delete(a.accounts, k)
		}
	}
}
