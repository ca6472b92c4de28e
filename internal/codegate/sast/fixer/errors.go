package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// answerText is what a client is told in place of an error's own words.
const answerText = "internal error"

// errorGeneric answers with a constant text in the place of an error's own words, and logs the error on the server.
func errorGeneric(w *work) error {
	sink := w.node
	source := g.ID(0)
	if len(w.Trace) > 0 {
		source = w.at(w.Trace[0])
	}
	if call, _ := w.argument(sink); w.word(call) == "printStackTrace" || w.word(w.around(sink, g.Call)) == "printStackTrace" && w.object(w.around(sink, g.Call)) == sink {
		return w.printedTrace(sink)
	}
	places, root := w.errorPlaces(sink, source)
	if len(places) == 0 {
		return refuse("the error's text comes from elsewhere: answer with a constant text there")
	}
	for _, p := range places {
		w.put(p, w.constantAnswer(p))
		if w.kind(p) == g.Call {
			w.drop(w.First(p))
		}
	}
	return w.logError(sink, root, source)
}

// constantAnswer is the constant text in the form that the place wants.
func (w *work) constantAnswer(p g.ID) string {
	call, _ := w.argument(p)
	if w.script() && w.kind(p) == g.Ident && (w.word(call) == "json" || w.word(call) == "send" || w.word(call) == "jsonp") {
		return "{ error: " + w.quoted(answerText) + " }"
	}
	return w.quoted(answerText)
}

// errorPlaces finds the expressions inside of the answer that hold the error's words, and the name of the error.
func (w *work) errorPlaces(sink, source g.ID) (places []g.ID, root g.ID) {
	inside := func(id g.ID) bool {
		return w.Nodes[id].Start >= w.Nodes[sink].Start && w.Nodes[id].End <= w.Nodes[sink].End
	}
	root = w.rootName(source)
	name := ""
	if root != 0 {
		name = w.Name(root)
	}
	for id := sink; id < w.End(sink); id++ {
		if w.kind(id) != g.Ident && !(source != 0 && id == source) {
			continue
		}
		hit := id == source
		if w.kind(id) == g.Ident && !hit {
			switch {
			case name != "" && w.Name(id) == name && w.Uses[id] == w.Uses[root] && w.isValue(id):
				hit = true
			case source != 0 && !inside(source):
				o, _ := w.Reaching(id)
				hit = o != 0 && o <= source && source < w.End(o)
			}
		}
		if !hit {
			continue
		}
		p := w.textAround(id, sink)
		for len(places) > 0 && places[len(places)-1] >= p && places[len(places)-1] < w.End(p) {
			places = places[:len(places)-1]
		}
		if len(places) == 0 || p >= w.End(places[len(places)-1]) {
			places = append(places, p)
		}
	}
	return places, root
}

// isValue holds where an identifier is no name of a member and no key.
func (w *work) isValue(id g.ID) bool {
	p := w.up(id)
	switch w.kind(p) {
	case g.Member:
		return w.First(p) == id
	case g.Pair, g.NamedArg:
		return w.valueOf(p) == id
	}
	return true
}

// rootName is the variable that an expression begins with: err of err.message, str(err), `${err}`.
func (w *work) rootName(id g.ID) g.ID {
	for n := 0; id != 0 && n < 20; n++ {
		switch w.kind(id) {
		case g.Ident:
			return id
		case g.Member, g.Index:
			id = w.First(id)
		case g.Call:
			if o := w.object(id); o != 0 && (w.kind(o) == g.Ident && w.Uses[o] != 0 || w.kind(o) == g.Member || w.kind(o) == g.Call) {
				if d, _ := w.def(o); d == nil || d.Canonical == "" {
					id = o
					continue
				}
			}
			_, args := w.args(id)
			if len(args) == 0 {
				return 0
			}
			id = args[0]
		case g.StrConcat, g.Binary:
			next := g.ID(0)
			for c := range w.Children(id) {
				if w.kind(c) != g.String {
					next = c
				}
			}
			id = next
		default:
			return 0
		}
	}
	return 0
}

// textAround climbs from a part of an error to the whole text that is made of it, inside of the answer.
func (w *work) textAround(id, sink g.ID) g.ID {
	for id != sink {
		p := w.up(id)
		switch w.kind(p) {
		case g.Member, g.StrConcat, g.Cond, g.Cast:
		case g.Binary:
			if op := w.Nodes[p].Op; op != g.Add && op != g.Or && op != g.Nullish && op != g.Mod {
				return id
			}
		case g.Call:
			if w.First(p) != id { // of a call of the error's own method
				return id
			}
		case g.Args:
			switch c := w.up(p); w.word(c) {
			case "str", "repr", "String", "format", "Sprint", "Sprintf", "escape", "inspect", "valueOf", "stringify", "getStackTrace", "getStackTraceAsString", "toString", "byte":
				if c < sink {
					return id
				}
				id = c
				continue
			default:
				return id
			}
		default:
			return id
		}
		id = p
	}
	return id
}

// logError puts a call that logs the error before the statement that answers, unless the code around logs it already.
func (w *work) logError(at, root, source g.ID) error {
	name := ""
	if root != 0 {
		name = w.Name(root)
		if d, _ := w.def(root); d == nil || d.Canonical != "" {
			name = ""
		}
	}
	block := w.around(at, g.Catch, g.Func, g.Lambda)
	if block != 0 && w.logged(block, name) {
		return nil
	}
	line, err := w.logLine(at, name, source)
	if err != nil {
		return err
	}
	return w.beforeAny(at, line)
}

// logged holds where a function or a handler of errors logs an error already.
func (w *work) logged(block g.ID, name string) bool {
	for id := block; id < w.End(block); id++ {
		if w.kind(id) != g.Call {
			continue
		}
		callee := strings.ToLower(w.src(w.First(id)))
		if strings.HasPrefix(callee, "console.") || strings.Contains(callee, "log") && (strings.HasSuffix(callee, "error") || strings.HasSuffix(callee, "exception") || strings.HasSuffix(callee, "warn") || strings.HasSuffix(callee, "warning") || strings.Contains(callee, "print") || strings.HasSuffix(callee, "severe")) {
			args, _ := w.args(id)
			if name == "" || args != 0 && strings.Contains(w.src(args), name) || strings.HasSuffix(callee, "exception") {
				return true
			}
		}
	}
	return false
}

func (w *work) logLine(at g.ID, name string, source g.ID) (string, error) {
	switch {
	case w.script():
		if name == "" {
			name = "new Error(" + w.quoted("request failed") + ")"
		}
		if w.knows("logger") {
			return "logger.error(" + name + ")" + w.style().semi, nil
		}
		return "console.error(" + name + ")" + w.style().semi, nil
	case w.python():
		call := ""
		switch {
		case w.knows("logger"):
			call = "logger"
		case strings.Contains(string(w.Text), "app.logger."):
			call = "app.logger"
		default:
			module, err := w.use("logging", "")
			if err != nil {
				return "", err
			}
			call = module
		}
		if w.around(at, g.Catch) == 0 && name != "" {
			return call + ".error(" + w.quoted("request failed") + ", exc_info=" + name + ")", nil
		}
		return call + ".exception(" + w.quoted("request failed") + ")", nil
	case w.golang():
		if name == "" {
			name = "string(" + w.src(source) + ")"
			if source == 0 {
				return "", refuse("the error has no name here")
			}
		}
		if slog, _ := w.imported("log/slog"); slog != "" {
			return slog + `.Error("request failed", "error", ` + name + ")", nil
		}
		module, err := w.use("log", "")
		if err != nil {
			return "", err
		}
		return module + ".Print(" + name + ")", nil
	case w.java():
		if name == "" {
			return "", refuse("the error has no name here")
		}
		for _, l := range []string{"log", "logger", "LOG", "LOGGER"} {
			if w.knows(l) && w.taken(l) {
				word := ".error("
				if strings.Contains(string(w.Text), "java.util.logging") {
					return l + `.log(java.util.logging.Level.SEVERE, "request failed", ` + name + ");", nil
				}
				return l + word + `"request failed", ` + name + ");", nil
			}
		}
		class := "Object"
		if c := w.around(at, g.Class); c != 0 && w.Part(c, 0) != 0 {
			class = w.Name(w.Part(c, 0))
		}
		return "System.getLogger(" + class + `.class.getName()).log(System.Logger.Level.ERROR, "request failed", ` + name + ");", nil
	}
	return "", errLanguage
}

// beforeAny puts a statement before the one that a node is part of, and makes a block where a header has none.
func (w *work) beforeAny(id g.ID, line string) error {
	st := w.statement(id)
	if st == 0 {
		return refuse("there is no place for a statement before this one")
	}
	block := w.up(st)
	n, b := w.Nodes[st], w.Nodes[block]
	nl, unit := w.style().newline, w.style().unit
	owner := w.up(block)
	braced := b.Start < b.End && w.Text[b.Start] == '{'
	switch {
	case w.python() && !w.first(n.Start): // except E: return x
		return refuse("the statement shares its line with its header")
	case w.kind(owner) == g.Lambda && !braced && (w.script() || w.java()):
		arrow := w.Nodes[owner]
		if b.End != arrow.End && strings.TrimSpace(w.cut(Span{b.End, arrow.End})) != "" {
			return refuse("the function is not understood")
		}
		semi := w.style().semi
		if semi == "" {
			semi = ";"
		}
		in := w.indent(n.Start)
		from := w.Nodes[id]
		_ = from
		w.insert(b.Start, "{"+nl+in+unit+line+nl+in+unit+"return ")
		w.insert(b.End, semi+nl+in+"}")
		return nil
	case b.Op == g.Implicit && !braced && w.kind(owner) != g.Case && !w.python() && !w.golang():
		in := w.indent(w.Nodes[owner].Start)
		w.insert(n.Start, "{"+nl+in+unit+line+nl+in+unit)
		w.insert(n.End, nl+in+"}")
		return nil
	case !w.first(n.Start): // { return x }
		w.insert(n.Start, line+" ")
		if w.golang() {
			w.Edits[len(w.Edits)-1].New = line + "; "
		}
		return nil
	}
	w.insert(n.Start, line+nl+w.indent(n.Start))
	return nil
}

// printedTrace answers with a constant text where a stack trace was printed into the answer.
func (w *work) printedTrace(sink g.ID) error {
	call := w.around(sink, g.Call)
	_, args := w.args(call)
	object := w.object(call)
	if !w.java() || len(args) != 1 || object == 0 {
		return refuse("the stack trace is printed in a way that is not understood")
	}
	w.put(call, w.src(args[0])+".print("+w.quoted(answerText)+")")
	w.Calls = []string{"print"}
	return w.logError(call, object, 0)
}
