package match

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// naive finds all occurrences by comparing everywhere.
func naive(keywords []string, text string) (out []string) {
	lower := foldAll(text)
	for end := 1; end <= len(lower); end++ {
		for id, k := range keywords {
			if k != "" && strings.HasSuffix(lower[:end], foldAll(k)) {
				out = append(out, fmt.Sprint(id, " ", end))
			}
		}
	}
	slices.Sort(out)
	return out
}

func scanned(keywords []string, text string) (out []string) {
	newAutomaton(keywords).scan([]byte(text), func(k int32, end int) { out = append(out, fmt.Sprint(k, " ", end)) })
	slices.Sort(out)
	return out
}

func TestAutomaton(t *testing.T) {
	for _, c := range []struct {
		name     string
		keywords []string
		text     string
	}{
		{"none", nil, "abc"},
		{"empty keyword", []string{""}, "abc"},
		{"one inside of another", []string{"he", "she", "his", "hers"}, "ushers and his SHE"},
		{"the same twice", []string{"ab", "AB"}, "xAbab"},
		{"overlapping itself", []string{"aa", "aaa"}, "aaaaa"},
		{"other bytes", []string{"密码", "\x00\xff", "p@ss"}, "x密码\x00\xffP@SS"},
		{"suffix of a failed prefix", []string{"abcd", "bc"}, "abcx bcd abcd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, want := scanned(c.keywords, c.text), naive(c.keywords, c.text); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestAutomatonAgainstNaive(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abAB_"[rng.IntN(5)]
		}
		return string(b)
	}
	for range 300 {
		var keywords []string
		for range rng.IntN(12) {
			keywords = append(keywords, word(1+rng.IntN(5)))
		}
		text := word(rng.IntN(80))
		if got, want := scanned(keywords, text), naive(keywords, text); !slices.Equal(got, want) {
			t.Fatalf("%q in %q: got %v, want %v", keywords, text, got, want)
		}
	}
}
