package match

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestKeywords(t *testing.T) {
	words := []string{"she", "he", "", "hers", "HE", "é", "absent"}
	k := NewKeywords(words)
	into := make([]bool, 1, 20)
	into[0] = true
	if got := fmt.Sprint(k.Present([]byte("usHErs"), into)); got != "[true true false true true false false]" {
		t.Error(got)
	}
	if got := fmt.Sprint(k.Present([]byte("é"), nil)); got != "[false false false false false true false]" {
		t.Error(got)
	}
	if got := k.Present(nil, nil); strings.Contains(fmt.Sprint(got), "true") {
		t.Error(got)
	}
}

func TestKeywordsAgainstContains(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abAB"[rng.IntN(4)]
		}
		return string(b)
	}
	for range 500 {
		words := make([]string, rng.IntN(20))
		for i := range words {
			words[i] = word(1 + rng.IntN(6))
		}
		text := word(rng.IntN(40))
		for i, in := range NewKeywords(words).Present([]byte(text), nil) {
			if want := strings.Contains(foldAll(text), foldAll(words[i])); in != want {
				t.Fatalf("%q in %q: %v", words[i], text, in)
			}
		}
	}
}

func BenchmarkPresent(b *testing.B) {
	words := make([]string, 2000)
	for i := range words {
		words[i] = fmt.Sprintf("%c%cname%d", 'a'+i%26, 'a'+i/26%26, i)
	}
	copy(words, strings.Fields("request path query exec name data eval require import config server token"))
	k := NewKeywords(words)
	data := corpus(4 << 20)
	b.SetBytes(int64(len(data)))
	var into []bool
	for b.Loop() {
		into = k.Present(data, into)
	}
}
