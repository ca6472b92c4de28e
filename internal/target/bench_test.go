package target

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// largeTree makes a repository of 100,000 small files in 2,000 folders, three of a hundred ignored.
func largeTree(b *testing.B) string {
	dir := b.TempDir()
	extensions := strings.Fields("go js py ts java md json yaml txt css")
	for i := range 2000 {
		at := filepath.Join(dir, fmt.Sprintf("pkg%d/mod%d/part%d", i%50, i%400, i))
		if err := os.MkdirAll(at, 0o755); err != nil {
			b.Fatal(err)
		}
		for j := range 50 {
			name := fmt.Sprintf("%s/file_name_%d.%s", at, j, extensions[j%len(extensions)])
			if err := os.WriteFile(name, fmt.Appendf(nil, "%d.%d\n", i, j), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	write(b, filepath.Join(dir, gitIgnore), "node_modules/\n*.log\n*.py[cod]\n/dist\n.env\n.env.*\n!.env.example\n**/coverage/\n*~\n.DS_Store\nbuild/\nnpm-debug.log*\n*.egg-info/\n")
	run(b, dir, "init -q", "config gc.auto 0", "config maintenance.auto false", "add -A", "commit -qm x")
	settle(b, dir)
	return dir
}

func BenchmarkOpen(b *testing.B) {
	dir := largeTree(b)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	inv := open(b, dir, Options{})
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(inv.Files) != 100_001 || inv.Dirty || len(inv.Lost) > 0 {
		b.Fatalf("%d files, dirty %v, lost %v", len(inv.Files), inv.Dirty, inv.Lost)
	}
	b.ReportAllocs()
	for b.Loop() {
		open(b, dir, Options{})
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB-kept")
	runtime.KeepAlive(inv)
}

func BenchmarkClassify(b *testing.B) {
	paths := strings.Fields("src/a.js lib/mod/file_name_1.go package.json README.md .env.local a/b/c/Dockerfile.prod x/y/noextension img/logo.png")
	for b.Loop() {
		for _, p := range paths {
			Classify(p)
		}
	}
}
