package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// A shellWord is one word of a command line.
type shellWord struct{ parts []part }

// subprocessNoShell starts a program directly, where the command line is plainly words.
func subprocessNoShell(w *work) error {
	call := w.shellCall()
	if call == 0 {
		return refuse("call the program without a shell, with its arguments as a list")
	}
	_, args := w.args(call)
	word, callee := w.word(call), w.callee(call)
	switch {
	case w.script():
		if p := w.flipShell(args); p {
			w.review()
			return nil
		}
		return w.scriptCommand(call, args, word)
	case w.python():
		return w.pythonCommand(call, args, callee)
	case w.golang():
		return w.goCommand(call, args)
	case w.java():
		return w.javaCommand(call, args, word)
	}
	return errLanguage
}

// shellCall finds the call that starts the command.
func (w *work) shellCall() g.ID {
	if w.kind(w.node) == g.Call || w.kind(w.node) == g.New {
		if _, args := w.args(w.node); len(args) > 0 && w.startsProgram(w.node) {
			return w.node
		}
	}
	for id := w.node; id != 0 && w.kind(id) != g.Block; id = w.up(id) {
		if c, _ := w.argument(id); c != 0 && w.startsProgram(c) {
			return c
		}
	}
	return 0
}

func (w *work) startsProgram(call g.ID) bool {
	switch w.word(call) {
	case "exec", "execSync", "spawn", "spawnSync", "execFile", "execFileSync", "system", "popen", "run", "call", "check_call", "check_output", "Popen", "getoutput", "Command", "CommandContext", "ProcessBuilder":
		return true
	}
	return false
}

func (w *work) flipShell(args []g.ID) bool {
	for _, a := range args {
		if d := w.dict(a); d != 0 {
			if p := w.pair(d, "shell"); p != 0 && w.kind(w.valueOf(p)) == g.Bool && w.Nodes[w.valueOf(p)].Op == g.True && len(args) > 1 && (w.kind(args[1]) == g.List || w.kind(args[1]) == g.Ident) {
				w.put(w.valueOf(p), "false")
				return true
			}
		}
	}
	return false
}

// commandWords splits a command line into words, or says why it is more than words.
func (w *work) commandWords(id g.ID) ([]shellWord, g.ID, error) {
	expr := id
	for n := 0; w.kind(expr) == g.Ident; n++ {
		next, err := w.textOf(expr)
		if err != nil || n > 2 {
			return nil, 0, refuse("the command line is put together elsewhere: hand the arguments over as a list")
		}
		expr = next
	}
	b, err := w.build(expr)
	if err != nil {
		return nil, 0, err
	}
	var words []shellWord
	open := false
	quote := byte(0)
	add := func(p part) {
		if !open {
			words = append(words, shellWord{})
			open = true
		}
		l := &words[len(words)-1]
		if n := len(l.parts); n > 0 && p.hole == 0 && l.parts[n-1].hole == 0 {
			l.parts[n-1].text += p.text
			return
		}
		l.parts = append(l.parts, p)
	}
	for i := range b.segments {
		s := &b.segments[i]
		if s.hole != 0 {
			if !s.flat {
				return nil, 0, refuse("a value is formatted inside of the command line")
			}
			add(part{hole: s.hole})
			continue
		}
		o := &b.operands[s.op]
		for at := s.at.Start; at < s.at.End; at++ {
			c := w.Text[at]
			if c == '\\' && !o.raw && at+1 < s.at.End && (w.Text[at+1] == '"' || w.Text[at+1] == '\'') {
				at++
				c = w.Text[at]
			} else if c == '\\' {
				return nil, 0, refuse("the command line has escapes")
			}
			switch {
			case quote != 0 && c == quote:
				quote = 0
			case quote != 0:
				if quote == '"' && (c == '$' || c == '`') {
					return nil, 0, refuse("the shell replaces a part of the command line")
				}
				add(part{text: string(c)})
			case c == '\'' || c == '"':
				quote = c
				add(part{})
			case space(c):
				open = false
			case strings.IndexByte("|&;<>$`()*?[]{}~#!\n", c) >= 0:
				return nil, 0, refuse("the command line uses the shell (%c): do that part in the program", c)
			default:
				add(part{text: string(c)})
			}
		}
	}
	if quote != 0 || len(words) == 0 {
		return nil, 0, refuse("the command line is not understood")
	}
	if first := words[0].parts; len(first) != 1 || first[0].hole != 0 || strings.Contains(first[0].text, "=") {
		return nil, 0, refuse("which program runs is not constant: choose it from a fixed table")
	}
	if b.format != 0 && w.kind(b.format) == g.Call {
		w.drop(w.First(b.format))
	}
	return words, expr, nil
}

// listItems writes the words as expressions.
func (w *work) listItems(words []shellWord) []string {
	s := &sqlEdit{work: w, b: &built{}}
	var out []string
	for _, word := range words {
		parts := word.parts
		if len(parts) > 1 { // quotes leave empty texts
			kept := parts[:0:0]
			for _, p := range parts {
				if p.hole != 0 || p.text != "" {
					kept = append(kept, p)
				}
			}
			parts = kept
		}
		switch {
		case len(parts) == 1 && parts[0].hole == 0:
			out = append(out, w.quoted(parts[0].text))
		case len(parts) == 0:
			out = append(out, w.quoted(""))
		case len(parts) == 1 && w.python() && (w.Type(parts[0].hole) == "int" || w.Type(parts[0].hole) == "float"):
			out = append(out, "str("+w.src(parts[0].hole)+")")
		case len(parts) == 1:
			out = append(out, w.src(parts[0].hole))
		default:
			text, err := s.expression(value{parts: parts})
			if err != nil {
				return nil
			}
			out = append(out, text)
		}
	}
	return out
}

func (w *work) scriptCommand(call g.ID, args []g.ID, word string) error {
	to := map[string]string{"exec": "execFile", "execSync": "execFileSync"}[word]
	if to == "" || len(args) == 0 {
		return refuse("leave shell out, and hand the arguments over as a list")
	}
	words, expr, err := w.commandWords(args[0])
	if err != nil {
		return err
	}
	items := w.listItems(words)
	if items == nil {
		return refuse("the command line is not understood")
	}
	callee := w.First(call)
	switch w.kind(callee) {
	case g.Member:
		w.put(w.Child(callee, 1), to)
	case g.Ident:
		if err := w.bring(callee, word, to); err != nil {
			return err
		}
		w.put(callee, to)
	default:
		return refuse("call %s with the arguments as a list", to)
	}
	list := "[" + strings.Join(items[1:], ", ") + "]"
	w.Calls = []string{to}
	return w.moveWords(args[0], expr, items[0]+", "+list, list, items[0])
}

// moveWords writes the words into the call. Where the line stood in a variable, the variable holds the list from now on.
func (w *work) moveWords(arg, expr g.ID, both, list, program string) error {
	if arg == expr {
		w.replace(w.grouped(arg, w.inner(w.up(arg))), both)
		return nil
	}
	w.put(expr, list)
	if program != "" {
		w.insert(w.Nodes[arg].Start, program+", ")
	}
	_, sym := w.def(arg)
	if len(w.uses(sym)) > 1 {
		w.review()
	}
	if d, _ := w.def(arg); w.kind(d.Owner) == g.Var {
		if typ := w.Part(d.Owner, 1); typ != 0 {
			return refuse("the variable of the command line has a type: hand the arguments over as a list")
		}
	}
	return nil
}

// bring takes a further name out of a module, beside one that is taken out of it.
func (w *work) bring(callee g.ID, have, want string) error {
	d, _ := w.def(callee)
	if d == nil || w.taken(want) {
		if d != nil {
			return nil
		}
		return refuse("import %s from child_process", want)
	}
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		if w.kind(id) != g.Destructure && w.kind(id) != g.Import {
			continue
		}
		for c := range w.Children(id) {
			if k := w.kind(c); (k == g.Pair || k == g.ImportItem) && w.Name(w.First(c)) == have && (w.src(c) == have || w.src(c) == "{ "+have+" }") {
				w.insert(w.Nodes[c].End, ", "+want)
				return nil
			}
		}
	}
	return refuse("import %s from child_process", want)
}

func (w *work) pythonCommand(call g.ID, args []g.ID, callee string) error {
	if len(args) == 0 {
		return refuse("the command line is not understood")
	}
	words, expr, err := w.commandWords(args[0])
	if err != nil {
		return err
	}
	items := w.listItems(words)
	if items == nil {
		return refuse("the command line is not understood")
	}
	list := "[" + strings.Join(items, ", ") + "]"
	node := w.Child(call, 1)
	switch {
	case strings.HasPrefix(callee, "subprocess.") && callee != "subprocess.getoutput" && callee != "subprocess.getstatusoutput":
		p := w.pair(node, "shell")
		if p != 0 {
			i := 0
			for i < len(args) && args[i] != p {
				i++
			}
			w.replace(Span{w.Nodes[args[i-1]].End, w.Nodes[p].End}, "")
		}
		return w.moveWords(args[0], expr, list, list, "")
	case callee == "os.system" || callee == "os.popen" || callee == "subprocess.getoutput" || callee == "commands.getoutput":
		module, err := w.use("subprocess", "")
		if err != nil {
			return err
		}
		if args[0] != expr {
			w.put(expr, list)
			list = w.src(args[0])
		}
		w.Calls = []string{"run"}
		tail := ""
		switch {
		case callee == "os.system" && w.kind(w.up(call)) != g.ExprStmt:
			tail = ".returncode"
		case callee == "os.popen":
			m := w.up(call)
			read := w.up(m)
			if w.kind(m) != g.Member || w.word(read) != "read" {
				return refuse("what runs is read in steps: use subprocess.run with capture_output=True")
			}
			w.put(read, module+".run("+list+", capture_output=True, text=True).stdout")
			return nil
		case callee != "os.system":
			w.put(call, module+".run("+list+", capture_output=True, text=True).stdout")
			return nil
		}
		w.put(call, module+".run("+list+")"+tail)
		return nil
	}
	return refuse("use subprocess.run with a list")
}

func (w *work) goCommand(call g.ID, args []g.ID) error {
	at := 0
	if w.word(call) == "CommandContext" {
		at = 1
	}
	if len(args) != at+3 {
		return refuse("run the program itself and hand over the arguments as a list")
	}
	shell, _ := w.literal(args[at])
	flag, _ := w.literal(args[at+1])
	shell = shell[strings.LastIndexByte(shell, '/')+1:]
	if shell != "sh" && shell != "bash" && shell != "ash" && shell != "zsh" || flag != "-c" && flag != "-lc" {
		return refuse("run the program itself and hand over the arguments as a list")
	}
	words, expr, err := w.commandWords(args[at+2])
	if err != nil {
		return err
	}
	if expr != args[at+2] {
		return refuse("the command line stands in a variable: hand the arguments over one by one")
	}
	items := w.listItems(words)
	if items == nil {
		return refuse("the command line is not understood")
	}
	w.replace(Span{w.Nodes[args[at]].Start, w.Nodes[args[at+2]].End}, strings.Join(items, ", "))
	return nil
}

func (w *work) javaCommand(call g.ID, args []g.ID, word string) error {
	switch {
	case word == "exec" && len(args) >= 1 && w.kind(args[0]) != g.New:
		words, expr, err := w.commandWords(args[0])
		if err != nil {
			return err
		}
		if expr != args[0] {
			return refuse("the command line stands in a variable: use a ProcessBuilder with a list")
		}
		w.put(args[0], "new String[] {"+strings.Join(w.listItems(words), ", ")+"}")
		return nil
	case word == "ProcessBuilder" && len(args) == 3:
		shell, _ := w.literal(args[0])
		shell = shell[strings.LastIndexByte(shell, '/')+1:]
		if flag, _ := w.literal(args[1]); shell != "sh" && shell != "bash" || flag != "-c" {
			return refuse("pass the program and its arguments one by one")
		}
		words, expr, err := w.commandWords(args[2])
		if err != nil {
			return err
		}
		if expr != args[2] {
			return refuse("the command line stands in a variable: hand the arguments over one by one")
		}
		w.replace(Span{w.Nodes[args[0]].Start, w.Nodes[args[2]].End}, strings.Join(w.listItems(words), ", "))
		return nil
	}
	return refuse("pass the program and its arguments one by one, without a shell")
}
