package flow
import ("testing";"fmt";"bartizan/internal/syntax";"bartizan/internal/syntax/lang";"bartizan/internal/syntax/names";"bartizan/internal/codegate/sast/search")
func TestDbg(t *testing.T) {
	l,_ := lang.For("go","a.go")()
	text := "package a\nfunc named(x string) (out string, err error) { out = x; return }\nfunc n2(x string) (out string, err error) { out = x; return out, nil }\n"
	f,_,_ := l.Read(syntax.NewParser(), []byte(text))
	fmt.Println(f.Dump(1))
	_, plan := factsOf(t, testRules, "-- a.go --\npackage a\n")
	u := &search.Unit{Path: "a.go", Language: "go", Text: []byte(text), Table: names.Resolve(f)}
	gs, _ := Local(u, plan, nil)
	for _, g := range gs { fmt.Println(g.Name); for _, e := range g.Edges { fmt.Printf("  %+v -> %+v\n", e.From, e.To) } }
}
