package target

import (
	"context"
	"os"
	"syscall"
	"testing"
	"fmt"
	"runtime"
)

func TestZZ(t *testing.T) {
	o := Options{}
	if os.Getenv("HIST") != "" { o.History = true }
	inv, err := Open(context.Background(), os.Getenv("TREE"), o)
	if err != nil { t.Fatal(err) }
	var a, c syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &a)
	syscall.Getrusage(syscall.RUSAGE_CHILDREN, &c)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	ms := func(t syscall.Timeval) int64 { return t.Sec*1000 + t.Usec/1000 }
	fmt.Println(len(inv.Files), "files; self ms", ms(a.Utime)+ms(a.Stime), "git ms", ms(c.Utime)+ms(c.Stime), "rss MB", a.Maxrss/1024, "heap sys MB", m.HeapSys>>20, "dirty", inv.Dirty, len(inv.Lost), len(inv.Passed), inv.Lost[:min(3,len(inv.Lost))])
	inv.Close()
}
