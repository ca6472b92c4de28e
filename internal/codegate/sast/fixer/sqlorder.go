package fixer

import (
	"strings"

	"bartizan/internal/lazyregexp"
	g "bartizan/internal/syntax/generic"
)

// selected is the list of columns of a statement.
var (
	selected   = lazyregexp.New(`(?is)^\s*select\s+(?:distinct\s+)?(.*?)\s+from\b`)
	columnName = lazyregexp.New(`^(?:\w+\.)?"?([A-Za-z_]\w*)"?$`)
)

// orders lets a statement be ordered by its own columns only. It tells whether all holes that are no values are mended so.
func (w *work) orders(b *built, r *sqlReading) (bool, error) {
	var text strings.Builder
	for _, s := range b.segments {
		if s.hole == 0 {
			text.WriteString(w.cut(s.at))
		} else {
			text.WriteByte('\x00')
		}
	}
	var columns []string
	if m := selected.FindStringSubmatch(text.String()); m != nil {
		for item := range strings.SplitSeq(m[1], ",") {
			item = strings.TrimSpace(item)
			if i := strings.LastIndex(strings.ToLower(item), " as "); i >= 0 {
				item = strings.TrimSpace(item[i+4:])
			}
			if c := columnName.FindStringSubmatch(item); c != nil && len(columns) < 20 {
				columns = append(columns, strings.ReplaceAll(item, `"`, ""))
			}
		}
	}
	done := 0
	for i, k := range r.kept {
		if k.why != "the order is no value" {
			continue
		}
		list := columns
		if i > 0 && r.kept[i-1].why == k.why && w.between(r.kept[i-1].hole, k.hole) { // ORDER BY a DESC
			list = []string{"ASC", "DESC"}
		}
		if kind := w.kind(k.hole); len(list) == 0 || kind != g.Ident && kind != g.Member && kind != g.Index {
			return false, refuse("the order is no value: choose %s from a fixed list, no placeholder can stand for it", w.brief(k.hole))
		}
		if err := w.oneOf(b, k.hole, list); err != nil {
			return false, err
		}
		done++
	}
	return done > 0 && done == len(r.kept), nil
}

// between holds where nothing but a space stands between two holes of a text.
func (w *work) between(a, b g.ID) bool {
	if w.Nodes[a].End > w.Nodes[b].Start {
		return false
	}
	text := w.cut(Span{w.Nodes[a].End, w.Nodes[b].Start})
	return strings.Trim(text, "{}$+ \"'`") == "" && len(text) < 16
}

// oneOf writes a choice in the place of a hole: its value if that is one of a list, else the first of the list.
func (w *work) oneOf(b *built, hole g.ID, list []string) error {
	quote := func(text string) string { return w.quoted(text) }
	if w.python() {
		for _, s := range b.segments {
			if s.hole == hole && s.at.Start < w.Nodes[hole].Start { // inside of a literal: with the other quotes
				q := `"`
				if strings.HasPrefix(b.operands[s.op].end, `"`) {
					q = "'"
				}
				quote = func(text string) string { return q + text + q }
			}
		}
	}
	var all []string
	for _, name := range list {
		all = append(all, quote(name))
	}
	items, src := strings.Join(all, ", "), w.src(hole)
	text := ""
	switch {
	case w.script():
		text = "[" + items + "].includes(" + src + ") ? " + src + " : " + all[0]
	case w.python():
		text = src + " if " + src + " in (" + items + ",) else " + all[0]
		if len(all) > 1 {
			text = strings.Replace(text, ",)", ")", 1)
		}
	case w.java():
		name := w.fresh("allowedColumns", "sortableColumns")
		if list[0] == "ASC" {
			name = w.fresh("allowedDirections", "sortableDirections")
		}
		if err := w.before(hole, "java.util.List<String> "+name+" = java.util.List.of("+items+");"); err != nil {
			return err
		}
		text = name + ".contains(" + src + ") ? " + src + " : " + all[0]
	case w.golang():
		d, _ := w.def(hole)
		if d == nil || w.kind(hole) != g.Ident {
			return refuse("the order is no value: choose %s from a fixed list, no placeholder can stand for it", w.brief(hole))
		}
		module, err := w.use("slices", "")
		if err != nil {
			return err
		}
		st := w.statement(hole)
		if st == 0 {
			return refuse("there is no place for a check")
		}
		in := w.indent(w.Nodes[st].Start)
		return w.before(hole, "if !"+module+".Contains([]string{"+items+"}, "+src+") {\n"+in+"\t"+src+" = "+all[0]+"\n"+in+"}")
	default:
		return errLanguage
	}
	inside := false
	for _, s := range b.segments {
		inside = inside || s.hole == hole && s.at.Start < w.Nodes[hole].Start
	}
	if !inside {
		text = "(" + text + ")"
	}
	w.put(hole, text)
	return nil
}
