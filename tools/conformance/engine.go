package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"bartizan/internal/codegate/sast/flow"
	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
	"bartizan/internal/syntax/lang"
	"bartizan/internal/syntax/names"
)

// A hit is one finding of a rule in a target.
type hit struct {
	Rule       *formula.Rule
	Start, End int
	Line       int // of Start, from 1
	EndLine    int // of End
}

// An outcome is what the engine says of one target.
type outcome struct {
	Hits    []hit
	Partial []string
	Unread  map[*formula.Rule]string // why a rule was not run
	Crash   string
}

// An engine runs rules over single files. It is used by one goroutine.
type engine struct {
	set    *search.Set
	parser *syntax.Parser
	inter  bool // follow data between functions
}

// run reads a target once for each language in which its rules want it.
func (e *engine) run(path string, text []byte, rules []*formula.Rule) (out outcome) {
	out.Unread = map[*formula.Rule]string{}
	defer func() {
		if p := recover(); p != nil {
			out.Crash = fmt.Sprintf("%v%s", p, where(string(debug.Stack())))
		}
	}()
	var languages []string
	byLanguage := map[string][]*formula.Rule{}
	for _, r := range rules {
		l := readAs(r, path)
		if !slices.Contains(languages, l) {
			languages = append(languages, l)
		}
		byLanguage[l] = append(byLanguage[l], r)
	}
	for _, l := range languages {
		e.language(&out, path, l, text, byLanguage[l])
	}
	for i := range out.Hits {
		h := &out.Hits[i]
		h.Line = 1 + bytes.Count(text[:h.Start], []byte("\n"))
		h.EndLine = h.Line + bytes.Count(text[h.Start:h.End], []byte("\n"))
	}
	slices.SortFunc(out.Hits, func(a, b hit) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		if a.End != b.End {
			return a.End - b.End
		}
		return strings.Compare(a.Rule.ID, b.Rule.ID)
	})
	slices.Sort(out.Partial)
	return out
}

// readAs gives the language in which a rule reads a file: that of the file's name if the rule is for it, else the rule's first.
func readAs(r *formula.Rule, path string) string {
	own := languageOf(path)
	for _, l := range r.Languages {
		if l == own || l == "typescript" && own == "tsx" {
			return own
		}
	}
	return r.Languages[0]
}

// textual are languages that are read without a grammar.
func textual(language string) bool { return language == "generic" || language == "regex" }

func (e *engine) language(out *outcome, path, language string, text []byte, rules []*formula.Rule) {
	u := &search.Unit{Path: path, Language: language, Text: text}
	if !textual(language) {
		get := lang.For(language, path)
		if get == nil {
			for _, r := range rules {
				out.Unread[r] = "language " + language
			}
			return
		}
		l, err := get()
		if err != nil {
			out.Crash = err.Error()
			return
		}
		file, report, err := l.Read(e.parser, text)
		if err != nil {
			out.Crash = err.Error()
			return
		}
		if cut := report.Partial(); cut != "" {
			out.Partial = append(out.Partial, cut)
		}
		u.Language, u.Table = l.Name, names.Resolve(file)
	}
	pass := e.set.On(u)
	taint := false
	for _, r := range rules {
		if r.Mode == formula.Taint {
			taint = true
			continue
		}
		for _, m := range pass.Find(r) {
			out.Hits = append(out.Hits, hit{Rule: r, Start: int(m.Start), End: int(m.End)})
		}
	}
	if taint && u.Table != nil {
		e.taint(out, u, pass, rules)
	}
	out.Partial = append(out.Partial, pass.Partial()...)
}

func (e *engine) taint(out *outcome, u *search.Unit, pass *search.Pass, rules []*formula.Rule) {
	plan := flow.NewPlan(u.Language, rules, nil)
	graphs, cut := flow.Local(u, plan, plan.Marks(pass))
	out.Partial = append(out.Partial, cut...)
	found, cut := flow.Link([]flow.File{flow.Facts(u, plan, graphs)}, plan, flow.LinkOptions{Intra: !e.inter})
	out.Partial = append(out.Partial, cut...)
	for _, f := range found {
		out.Hits = append(out.Hits, hit{Rule: plan.Rules[f.Rule], Start: int(f.Sink.Start), End: int(f.Sink.End)})
	}
}

// where shortens a stack to the first place in our own code below the panic.
func where(stack string) string {
	lines := strings.Split(stack, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "panic(") {
			for _, l := range lines[i+1:] {
				if strings.HasPrefix(l, "\t") && strings.Contains(l, "/internal/") {
					l = strings.TrimSpace(l)
					l, _, _ = strings.Cut(l, " +")
					return " at " + l[strings.Index(l, "/internal/")+1:]
				}
			}
		}
	}
	return ""
}

// compiles names the rules of a case whose patterns cannot be compiled.
func (e *engine) compiles(rules []*formula.Rule) (problems map[*formula.Rule]string) {
	problems = map[*formula.Rule]string{}
	for _, r := range rules {
		func() {
			defer func() {
				if p := recover(); p != nil {
					problems[r] = fmt.Sprintf("crash: %v%s", p, where(string(debug.Stack())))
				}
			}()
			// A language without a grammar is another matter.
			known := *r
			known.Languages = slices.DeleteFunc(slices.Clone(r.Languages), func(l string) bool { return !textual(l) && lang.For(l, "") == nil })
			if found := e.set.Check(&known); len(found) > 0 {
				problems[r] = found[0].Reason
			}
		}()
	}
	return problems
}

// largest is the size of the largest target, in bytes.
const largest = 4 << 20

func readTarget(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > largest {
		return nil, fmt.Errorf("%s is larger than %d MiB", path, largest>>20)
	}
	return os.ReadFile(path)
}
