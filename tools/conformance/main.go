// Command conformance measures how the SAST engine stands to folders of Semgrep rules: their annotated tests, or Semgrep
// itself on the same files.
//
// Nothing that it reads is kept: rules, targets and the other engine are the user's own.
//
//	go run ./tools/conformance --rules DIR                                   annotated targets beside the rules
//	go run ./tools/conformance --rules DIR --oracle semgrep --targets DIR    both engines on the same files
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"

	"bartizan/internal/codegate/sast/formula"
	"bartizan/internal/codegate/sast/search"
	"bartizan/internal/syntax"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(2)
	}
}

// options are the command line.
type options struct {
	rules, targets, oracle string
	answer                 string
	language, rule         string
	verbose, inter         bool
	workers                int
}

func run(args []string, w io.Writer) error {
	var o options
	f := flag.NewFlagSet("conformance", flag.ContinueOnError)
	f.StringVar(&o.rules, "rules", "", "folder of rules, with their targets beside them")
	f.StringVar(&o.oracle, "oracle", "", "program to compare with: semgrep, or its path")
	f.StringVar(&o.targets, "targets", "", "folder of files that both engines read; with --oracle")
	f.StringVar(&o.answer, "answer", "", "file that keeps what the other program answered, and is read instead when it is there")
	f.StringVar(&o.language, "lang", "", "only rules of this language")
	f.StringVar(&o.rule, "rule", "", "only the rule with this id")
	f.BoolVar(&o.verbose, "verbose", false, "list every line that is not as annotated, every finding of one engine only")
	f.BoolVar(&o.inter, "inter", false, "follow data between functions, which plain annotations do not expect")
	f.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "how many cases are run at once")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if o.rules == "" || f.NArg() > 0 {
		return errors.New("--rules names the folder of rules: see --help")
	}
	if (o.oracle == "") != (o.targets == "") {
		return errors.New("--oracle and --targets belong together")
	}
	if o.language != "" {
		name, known := formula.Language(o.language)
		if !known || name == "" {
			return fmt.Errorf("--lang: %q is not scanned", o.language)
		}
		o.language = name
	}
	if o.oracle != "" {
		return compareEngines(o, w)
	}
	return compareMarks(o, w)
}

// only tells whether a rule is asked for.
func (o *options) only(id, language string) bool {
	if language == "tsx" {
		language = "typescript"
	}
	return (o.rule == "" || means(o.rule, id)) && (o.language == "" || o.language == language)
}

func compareMarks(o options, w io.Writer) error {
	cases, err := findCases(o.rules)
	if err != nil {
		return err
	}
	verdicts := make([]*verdict, len(cases))
	errs := make([]error, len(cases))
	each(o, len(cases), func(e *engine, i int) { verdicts[i], errs[i] = judge(e, cases[i], o.only) })
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return reportMarks(w, o, verdicts)
}

// each runs work for 0 to n-1 on several engines.
func each(o options, n int, work func(e *engine, i int)) {
	set := search.NewSet(nil)
	next := make(chan int)
	var wg sync.WaitGroup
	for range max(o.workers, 1) {
		wg.Go(func() {
			e := &engine{set: set, parser: syntax.NewParser(), inter: o.inter}
			for i := range next {
				work(e, i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// sortedKeys gives the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
