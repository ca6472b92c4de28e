package fixer

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// redacted stands in a log for what is secret.
const redacted = "[redacted]"

// logMask writes a constant text in the place of a secret in a log.
func logMask(w *work) error {
	call := w.logCall()
	if call == 0 {
		return refuse("leave the secret out of what is logged")
	}
	n := 0
	_, args := w.args(call)
	for _, a := range args {
		within := w.node == call || w.node <= a && a < w.End(w.node) || a <= w.node && w.node < w.End(a)
		if !within {
			continue
		}
		m, err := w.maskIn(a, a == w.node && w.kind(a) != g.StrConcat && w.kind(a) != g.Binary)
		if err != nil {
			return err
		}
		n += m
	}
	if n == 0 {
		return refuse("the secret is part of a larger value: log only the fields that are meant to be seen")
	}
	return nil
}

// logCall is the call that logs, at the finding or around it.
func (w *work) logCall() g.ID {
	for id := w.self(w.node, g.Call); id != 0; id = w.around(id, g.Call) {
		callee := strings.ToLower(w.src(w.First(id)))
		if len(callee) < 80 && (strings.Contains(callee, "log") || strings.HasPrefix(callee, "console.") || strings.HasPrefix(callee, "print") || strings.HasPrefix(callee, "fmt.print") || strings.Contains(callee, "println")) {
			return id
		}
	}
	return 0
}

// maskIn masks the secrets in an argument of a log; whole says that the argument itself is one.
func (w *work) maskIn(a g.ID, whole bool) (n int, err error) {
	if w.kind(a) == g.Dict {
		for c := range w.Children(a) {
			v := w.valueOf(c)
			if w.kind(c) != g.Pair || v == 0 || !w.secretValue(v) && !w.secretWord(w.Name(w.First(c))) {
				continue
			}
			if w.Nodes[w.First(c)].Start == w.Nodes[v].Start {
				w.put(c, w.src(v)+": "+w.quoted(redacted))
			} else {
				w.put(v, w.quoted(redacted))
			}
			n++
		}
		return n, nil
	}
	if w.kind(a) == g.NamedArg {
		a = w.valueOf(a)
	}
	b, berr := w.build(a)
	if berr != nil || len(b.segments) < 2 || b.format != 0 {
		if w.kind(a) == g.String || !whole && !w.secretValue(a) {
			return 0, nil
		}
		if err := w.stillUsed(a); err != nil {
			return 0, err
		}
		w.put(a, w.quoted(redacted))
		return 1, nil
	}
	for _, s := range b.segments {
		if s.hole == 0 || s.text != "" || !w.secretValue(s.hole) && !(w.node != a && w.node >= s.hole && w.node < w.End(s.hole)) {
			continue
		}
		if err := w.stillUsed(s.hole); err != nil {
			return 0, err
		}
		if s.at.Start == w.Nodes[s.hole].Start {
			w.put(s.hole, w.quoted(redacted))
		} else {
			w.replace(s.at, redacted)
		}
		n++
	}
	return n, nil
}

// stillUsed refuses to take the only use of a Go variable away: the file would not compile.
func (w *work) stillUsed(id g.ID) error {
	if !w.golang() {
		return nil
	}
	for c := id; c < w.End(id); c++ {
		if d, sym := w.def(c); d != nil && d.Scope != 1 && d.Owner != 0 && w.kind(d.Owner) != g.Param && len(w.uses(sym)) < 2 {
			return refuse("the value is used for the log alone: take both away")
		}
	}
	return nil
}

// secretValue holds for an expression whose names say that it is secret, also through the variable's own value.
func (w *work) secretValue(id g.ID) bool {
	if w.kind(id) == g.String || w.kind(id) == g.Int {
		return false
	}
	for c := id; c < w.End(id); c++ {
		switch w.kind(c) {
		case g.Ident:
			if w.secretWord(w.Name(c)) {
				return true
			}
			if d, _ := w.def(c); d != nil && d.Value != 0 && d.Path == "" && w.End(d.Value)-d.Value < 60 && c == id {
				if w.kind(d.Value) == g.StrConcat || w.kind(d.Value) == g.Binary {
					for v := d.Value; v < w.End(d.Value); v++ {
						if w.kind(v) == g.Ident && w.secretWord(w.Name(v)) {
							return true
						}
					}
				}
			}
		case g.String:
			if w.kind(w.up(c)) == g.Args && w.secretWord(w.Name(c)) { // get('authorization')
				return true
			}
		}
	}
	return false
}

// secretWord tells names of values that no log may hold.
func (w *work) secretWord(name string) bool {
	lower := strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(name, "_", ""), "-", ""))
	for _, part := range []string{"password", "passwd", "secret", "token", "apikey", "authorization", "cookie", "credential", "bearer", "jwt", "passcode", "privatekey", "headers", "sessionid", "cardnumber", "cvv", "otp"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return slices.Contains([]string{"pwd", "pass", "code", "pin", "key", "header", "hash", "card", "iban"}, lower)
}

// logLines takes the line breaks out of what a request puts into a log.
func logLines(w *work) error {
	text := w.src(w.node)
	call := w.logCall()
	if call == 0 || w.node == call || w.kind(w.node) == g.Dict {
		return refuse("take line breaks out of what is logged, or log it as a field of its own")
	}
	plain := w.kind(w.node) == g.Ident || w.kind(w.node) == g.Member || w.kind(w.node) == g.Call || w.kind(w.node) == g.StrConcat && !w.bare(w.node) || w.kind(w.node) == g.Index
	if !plain {
		text = "(" + text + ")"
	}
	w.Calls = append(w.Calls, w.word(call))
	switch {
	case w.script():
		if k := w.kind(w.node); k != g.StrConcat && k != g.Binary {
			text = "String(" + w.src(w.node) + ")"
		}
		w.put(w.node, text+".replace(/[\\r\\n]+/g, "+w.quoted(" ")+")")
	case w.python():
		if k := w.kind(w.node); k != g.StrConcat && k != g.Binary {
			text = "str(" + w.src(w.node) + ")"
		}
		w.put(w.node, text+".replace("+w.quoted(`\r`)+", "+w.quoted(" ")+").replace("+w.quoted(`\n`)+", "+w.quoted(" ")+")")
	case w.java():
		if k := w.kind(w.node); k != g.StrConcat && k != g.Binary {
			text = "String.valueOf(" + w.src(w.node) + ")"
		}
		w.put(w.node, text+`.replaceAll("[\\r\\n]+", " ")`)
	case w.golang():
		fmt, err := w.use("fmt", "")
		if err != nil {
			return err
		}
		if k := w.kind(w.node); k != g.Binary {
			text = fmt + ".Sprint(" + w.src(w.node) + ")"
		}
		module, err := w.use("strings", "")
		if err != nil {
			return err
		}
		w.put(w.node, module+`.NewReplacer("\r", " ", "\n", " ").Replace(`+strings.TrimSuffix(strings.TrimPrefix(text, "("), ")")+")")
		if k := w.kind(w.node); k != g.Binary {
			w.Edits[len(w.Edits)-1].New = module + `.NewReplacer("\r", " ", "\n", " ").Replace(` + text + ")"
		}
	default:
		return errLanguage
	}
	return nil
}

// bare holds for literals that stand beside each other without brackets.
func (w *work) bare(id g.ID) bool {
	n := 0
	for c := range w.Children(id) {
		if w.kind(c) == g.StrConcat || w.kind(c) == g.String && w.Text[w.Nodes[c].Start] == '"' {
			n++
		}
	}
	return n > 1 && w.python()
}
