package match

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"bartizan/internal/rule"
)

// corpus makes n bytes of text that reads like a program, with a keyword now and then.
func corpus(n int) []byte {
	rng := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("func return if err nil value request handler string token password config server for range import package const type struct user name path data key index result")
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(words[rng.IntN(len(words))])
		b.WriteByte(" \n\t(){}.,="[rng.IntN(10)])
	}
	return []byte(b.String()[:n])
}

func rulesFor(b *testing.B, n int) []*rule.Rule {
	var rs []*rule.Rule
	for i := range n {
		p := fmt.Sprintf("p%c%c%d_", 'a'+i%26, 'a'+i/26%26, i)
		rs = append(rs, parse(b, fmt.Sprintf("r%d", i), fmt.Sprintf("keywords: [%s]\nregex: '\\b%s[0-9A-Za-z]{36}\\b'", p, p)))
	}
	return rs
}

func BenchmarkFind(b *testing.B) {
	s, err := Compile(rulesFor(b, 600), NameTriggers())
	if err != nil {
		b.Fatal(err)
	}
	data := corpus(4 << 20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		s.Find("a.go", data, Finder{Match: func(Match) {}})
	}
}

func BenchmarkCompile(b *testing.B) {
	rs := rulesFor(b, 600)
	for b.Loop() {
		if _, err := Compile(rs, NameTriggers()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	v := Value{Text: "bluewhale-8341-signs", Key: "JWT_SECRET", Class: Secret, Reader: Literal, Program: true}
	for b.Loop() {
		Score(v)
	}
}
