package target
import ("testing";"os";"fmt";"context";"time")
func TestZZ2(t *testing.T) {
	b := time.Now()
	inv, err := Open(context.Background(), os.Getenv("TREE"), Options{History: os.Getenv("HIST") != ""})
	if err != nil { t.Fatal(err) }
	n, errs, bin, min, gen := 0, 0, 0, 0, 0
	byLang := map[string]int{}
	var unk []string
	for _, f := range inv.Files {
		c, err := f.Content()
		if err != nil { errs++; continue }
		n += len(c.Bytes)
		if c.Binary { bin++ }
		if c.Minified { min++; }
		if c.Generated { gen++ ; if f.Role != Lockfile { fmt.Println("gen", f.Path) } }
		byLang[f.Language]++
		if f.Role == 0 { unk = append(unk, f.Path) }
	}
	fmt.Println(len(inv.Files), "files", n, "bytes", errs, "errors", bin, "binary", min, "minified", gen, "generated", time.Since(b))
	fmt.Println(byLang)
	fmt.Println(len(unk), unk[:min2(len(unk), 25)])
	fmt.Println(inv.Lost, inv.Passed[:min2(len(inv.Passed), 10)], inv.Dirty)
}
func min2(a, b int) int { if a < b { return a }; return b }
