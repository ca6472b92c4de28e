package target
import ("testing";"os";"fmt";"strings")
func TestZZ3(t *testing.T) {
	inv := open(t, os.Getenv("TREE"), Options{History: true})
	un, named, idx := 0, 0, 0
	for _, f := range inv.Files {
		switch {
		case strings.HasPrefix(f.Path, "git://unreachable"): un++
		case strings.HasPrefix(f.Path, "git://index"): idx++
		case strings.HasPrefix(f.Path, "git://"): named++
		}
	}
	fmt.Println("unreachable", un, "named", named, "index", idx)
}
