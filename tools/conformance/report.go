package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// share is a part of a whole in per cent, "-" of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(whole))
}

func reportMarks(w io.Writer, o options, verdicts []*verdict) error {
	total := &verdict{Languages: map[string]*score{}}
	sum := score{}
	for _, v := range verdicts {
		for l, s := range v.Languages {
			total.of(l).add(*s)
			sum.add(*s)
		}
		total.Misses = append(total.Misses, v.Misses...)
		total.Ambiguous = append(total.Ambiguous, v.Ambiguous...)
		total.Crashes = append(total.Crashes, v.Crashes...)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "language\trules\tloaded\tcompiled\truleid right\tmissing\tshare\tok right\twrong\tshare\tboth\textra\tfiles\tstrict\tshare\t")
	line := func(name string, s score) {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%s\t%d\t%d\t%s\t%s\t%d\t%d\t%d\t%s\t\n", name, s.Rules, s.Loaded, s.Compiled, s.Found, s.Missing, share(s.Found, s.Found+s.Missing),
			s.Quiet, s.Flagged, share(s.Quiet, s.Quiet+s.Flagged), share(s.Found+s.Quiet, s.Found+s.Missing+s.Quiet+s.Flagged), s.Extra, s.Files, s.Strict, share(s.Strict, s.Files))
	}
	for _, l := range sortedKeys(total.Languages) {
		line(l, *total.Languages[l])
	}
	line("all", sum)
	if err := t.Flush(); err != nil {
		return err
	}
	buckets := map[string]int{}
	for _, m := range total.Misses {
		buckets[string(m.Bucket)]++
	}
	fmt.Fprintln(w)
	for _, b := range sortedKeys(buckets) {
		fmt.Fprintf(w, "%6d  %s\n", buckets[b], b)
	}
	if n := len(total.Ambiguous); n > 0 {
		fmt.Fprintf(w, "%6d  marks stand after code and may mean either line\n", n)
	}
	list(w, "crashes", total.Crashes, o.verbose)
	if !o.verbose {
		return nil
	}
	fmt.Fprintln(w)
	slices.SortStableFunc(total.Misses, func(a, b miss) int { return strings.Compare(string(a.Bucket), string(b.Bucket)) })
	for _, m := range total.Misses {
		note := ""
		if m.Note != "" {
			note = "  (" + m.Note + ")"
		}
		fmt.Fprintf(w, "%s: %s %s %s:%d%s\n", m.Bucket, m.Case, m.Rule, m.Target, m.Line, note)
	}
	list(w, "ambiguous marks", total.Ambiguous, true)
	return nil
}

// list prints lines under a title, the first ones only unless all are asked for.
func list(w io.Writer, title string, lines []string, all bool) {
	if len(lines) == 0 {
		return
	}
	const few = 10
	fmt.Fprintf(w, "\n%s: %d\n", title, len(lines))
	for i, l := range lines {
		if i == few && !all {
			fmt.Fprintf(w, "  … %d more\n", len(lines)-few)
			return
		}
		fmt.Fprintln(w, "  "+l)
	}
}
