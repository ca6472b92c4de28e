package sast

import (
	"flag"
	"testing"

	"bartizan/internal/scan"
	"bartizan/internal/state"
	"bartizan/internal/target"
	"bartizan/rules"
)

// corpus is a folder of source of one's own: go test -bench . ./internal/codegate/sast -args -corpus DIR
var (
	corpus = flag.String("corpus", ".", "the folder that benchmarks scan")
	own    = flag.String("rules", "", "rules in Semgrep's syntax to run in the place of the pack")
)

// BenchmarkCold scans the corpus with nothing kept, in this process.
func BenchmarkCold(b *testing.B) { bench(b, Options{}) }

// BenchmarkWarm scans it with everything kept.
func BenchmarkWarm(b *testing.B) {
	cache := state.Dir(b.TempDir()).Cache("facts")
	bench(b, Options{Cache: &cache})
}

func bench(b *testing.B, o Options) {
	inv, err := target.Open(b.Context(), *corpus, target.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer inv.Close()
	if *own != "" {
		if o.User, err = ReadRules(*own); err != nil {
			b.Fatal(err)
		}
		o.User.Only = true
	}
	run := func() int {
		res := scan.Run(b.Context(), inv, scan.Options{Scanners: []scan.Scanner{Scanner(o)}, Rules: rules.For})
		if c := res.Coverage[0]; c.Status != "ok" && c.Status != "partial" {
			b.Fatalf("%+v", c)
		}
		return res.Coverage[0].Files
	}
	files := run()
	b.ResetTimer()
	for b.Loop() {
		run()
	}
	b.ReportMetric(float64(files), "files")
}
