package pattern

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"
)

// corpus compiles patterns of one's own: a file with {"lang": …, "text": …} on each line.
var (
	corpus = flag.String("corpus", "", "a file of patterns, one JSON object with lang and text a line")
	dump   = flag.Bool("dump", false, "with -corpus: print what they became")
)

// TestCorpus compiles the patterns of -corpus and prints the share that compiles.
func TestCorpus(t *testing.T) {
	if *corpus == "" {
		return
	}
	file, err := os.Open(*corpus)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	type count struct {
		all, bad int
		time     time.Duration
	}
	counts := map[string]*count{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p struct{ Lang, Text, Rule string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		c := counts[p.Lang]
		if c == nil {
			c = &count{}
			counts[p.Lang] = c
		}
		start := time.Now()
		compiled, err := Compile(p.Text, p.Lang)
		c.time += time.Since(start)
		c.all++
		if err != nil {
			c.bad++
			fmt.Printf("FAIL %s %s\n%s\n  %v\n", p.Lang, p.Rule, p.Text, err)
			continue
		}
		if *dump {
			fmt.Printf("==== %s %s\n%s\n---- %v %v\n", p.Lang, p.Rule, p.Text, compiled.Names, compiled.Literals)
			for _, c := range compiled.Candidates {
				fmt.Println(c.Form)
				for _, r := range c.Roots {
					fmt.Println("  " + c.Tree.Canonical(r))
				}
			}
		}
	}
	for l, c := range counts {
		fmt.Printf("%-12s %5d patterns, %4d fail, %.2f %%, %v each\n", l, c.all, c.bad, 100*float64(c.all-c.bad)/float64(c.all), c.time/time.Duration(c.all))
	}
}
