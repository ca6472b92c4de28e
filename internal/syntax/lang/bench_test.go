//go:build unix

package lang

import (
	"syscall"
	"testing"

	"bartizan/internal/syntax"
)

// cpu gives the seconds of processor time that this process has had.
func cpu(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

// BenchmarkRead measures parsing with flattening, and lowering, over the samples of each language. MB/cpu-s is by
// processor time, the collector's included, and so the same on a machine that others use too.
func BenchmarkRead(b *testing.B) {
	by := map[string][]sample{}
	for _, s := range samples(b) {
		l, err := s.lang()
		if err != nil {
			b.Fatal(err)
		}
		if len(s.text) > 2000 && len(s.text) < 1<<20 {
			by[l.Name] = append(by[l.Name], s)
		}
	}
	for _, e := range Languages {
		l, err := e.Get()
		if err != nil {
			b.Fatal(err)
		}
		p := syntax.NewParser()
		defer p.Close()
		size := 0
		for _, s := range by[e.Name] {
			size += len(s.text)
		}
		b.Run(e.Name+"/parse", func(b *testing.B) {
			b.SetBytes(int64(size))
			start := cpu(b)
			for b.Loop() {
				for _, s := range by[e.Name] {
					if _, err := p.Parse(l.Grammar, s.text); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(size*b.N)/1e6/(cpu(b)-start), "MB/cpu-s")
		})
		b.Run(e.Name+"/read", func(b *testing.B) {
			b.SetBytes(int64(size))
			start := cpu(b)
			for b.Loop() {
				for _, s := range by[e.Name] {
					if _, _, err := l.Read(p, s.text); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(size*b.N)/1e6/(cpu(b)-start), "MB/cpu-s")
		})
	}
}
