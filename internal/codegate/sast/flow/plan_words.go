package flow

import (
	"fmt"
	"strings"

	"bartizan/internal/codegate/sast/formula"
)

// writeFormula writes a formula so that two with equal words match the same.
func writeFormula(b *strings.Builder, f *formula.Formula) {
	if f == nil {
		b.WriteByte('-')
		return
	}
	fmt.Fprintf(b, "(%d %q %q", f.Op, f.Text, f.Focus)
	for _, k := range f.Kids {
		writeFormula(b, k)
	}
	for _, c := range f.Conditions {
		fmt.Fprintf(b, "[%d %q %q %t %q %s %t %d %q %q", c.Test, c.Name, c.Regex, c.Constant, c.Language, words(c.Comparison), c.Strip, c.Base, c.Types, c.Analyzer)
		writeFormula(b, c.Formula)
		b.WriteByte(']')
	}
	b.WriteByte(')')
}

// words writes an expression so that two with equal words mean the same.
func words(e *formula.Expr) string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	writeExpr(&b, e)
	return b.String()
}

func writeExpr(b *strings.Builder, e *formula.Expr) {
	fmt.Fprintf(b, "(%s %q", e.Op, e.Text)
	for _, k := range e.Kids {
		writeExpr(b, k)
	}
	b.WriteByte(')')
}

// matching is what of a rule's options decides where its formulas hold.
func matching(o formula.Options) formula.Options {
	o.TaintUnifyMvars, o.TaintAssumeSafeFunctions, o.TaintAssumeSafeIndexes, o.TaintAssumeSafeComparisons = false, false, false, false
	o.TaintAssumeSafeBooleans, o.TaintAssumeSafeNumbers, o.TaintOnlyPropagateThroughAssignments = false, false, false
	o.TaintIntrafile, o.Interfile = false, false
	return o
}
