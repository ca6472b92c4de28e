package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// pathContained resolves a path against its folder, and refuses what lies outside.
func pathContained(w *work) error {
	w.review()
	expr := w.node
	if w.kind(expr) == g.Dict || w.kind(expr) == g.List {
		return refuse("resolve the path against one folder and refuse what lies outside")
	}
	joined := expr
	if w.kind(joined) == g.Ident {
		next, err := w.pathOf(joined)
		if err != nil {
			return err
		}
		joined = next
	}
	switch {
	case w.script():
		return w.scriptPath(expr, joined)
	case w.python():
		return w.pythonPath(expr, joined)
	case w.golang():
		return w.goPath(joined)
	case w.java():
		return w.javaPath(joined)
	}
	return errLanguage
}

// pathOf is the expression of a variable in the same function.
func (w *work) pathOf(id g.ID) (g.ID, error) {
	value := w.Origin(id)
	if value == 0 || w.function(value) != w.function(id) {
		return 0, refuse("the path is put together elsewhere: check it there")
	}
	return value, nil
}

// split gives the constant folder and the rest of a joined path, as source.
func (w *work) splitPath(joined g.ID) (folder, rest []string, call g.ID) {
	if w.kind(joined) == g.Call && (w.word(joined) == "join" || w.word(joined) == "resolve" || w.word(joined) == "Join") {
		_, args := w.args(joined)
		for i, a := range args {
			if w.tainted(a) || len(rest) > 0 {
				rest = append(rest, w.src(a))
			} else {
				folder = append(folder, w.src(a))
			}
			_ = i
		}
		return folder, rest, joined
	}
	b, err := w.build(joined)
	if err != nil || b.format != 0 || len(b.segments) < 2 {
		return nil, nil, 0
	}
	// A constant beginning that ends a folder, then a longer rest.
	if f := b.segments[0]; len(b.segments) > 2 && f.hole == 0 && strings.HasSuffix(w.cut(f.at), "/") && !w.python() {
		first := b.operands[0]
		if len(b.operands) == 1 && first.end == "`" && w.script() {
			return []string{w.quoted(strings.TrimSuffix(w.cut(f.at), "/"))}, []string{"`" + w.cut(Span{b.segments[1].at.Start, first.content.End}) + "`"}, joined
		}
		if len(b.operands) > 1 && first.content.End == f.at.End {
			return []string{w.quoted(strings.TrimSuffix(w.cut(f.at), "/"))}, []string{w.cut(Span{b.operands[1].whole.Start, w.Nodes[joined].End})}, joined
		}
	}
	// A constant beginning that ends a folder, then the rest.
	first := b.segments[0]
	if first.hole == 0 {
		text := w.cut(first.at)
		if i := strings.LastIndexByte(text, '/'); i >= 0 && i == len(text)-1 && len(b.segments) == 2 && b.segments[1].hole != 0 {
			return []string{w.quoted(text[:max(i, 1)])}, []string{w.src(b.segments[1].hole)}, joined
		}
		return nil, nil, 0
	}
	if len(b.segments) == 3 && b.segments[1].hole == 0 && w.cut(b.segments[1].at) == "/" && b.segments[2].hole != 0 {
		return []string{w.src(first.hole)}, []string{w.src(b.segments[2].hole)}, joined
	}
	return nil, nil, 0
}

// tainted guesses whether the flow passes an argument: it is what the trace names, or a variable of the function.
func (w *work) tainted(id g.ID) bool {
	if w.kind(id) == g.String || w.known(id) != "" {
		return false
	}
	for n := id; n < w.End(id); n++ {
		if w.kind(n) != g.Ident {
			continue
		}
		if name := w.Name(n); name == "__dirname" || name == "__file__" || name == "process" {
			return false
		}
		if d, _ := w.def(n); d != nil {
			if fn := w.function(d.At); fn != 0 && fn == w.function(id) || w.outerFunction(d.At, id) {
				return true
			}
		} else if name := w.Name(n); name == "request" || name == "req" {
			return true
		}
	}
	return false
}

// outerFunction holds where a name is defined in a function around another place.
func (w *work) outerFunction(def, id g.ID) bool {
	fn := w.function(def)
	return fn != 0 && fn <= id && id < w.End(fn)
}

func (w *work) scriptPath(expr, joined g.ID) error {
	folder, rest, call := w.splitPath(joined)
	if call == 0 || len(rest) == 0 {
		return refuse("resolve the path against one folder and refuse what lies outside: path.resolve(root, name).startsWith(root + path.sep)")
	}
	path, err := w.use("path", "")
	if err != nil {
		return err
	}
	if len(folder) == 0 {
		return refuse("there is no folder to keep to: resolve the name against one")
	}
	bad, err := w.reject(expr, "400", "invalid path")
	if err != nil {
		return err
	}
	root := w.fresh("root", "rootFolder")
	file := w.fresh("safePath", "resolvedPath")
	semi := w.style().semi
	w.put(joined, file)
	unit := w.style().unit
	in := w.indent(w.Nodes[w.statement(joined)].Start)
	nl := w.style().newline
	_ = in
	return w.beforeBlock(joined,
		"const "+root+" = "+path+".resolve("+strings.Join(folder, ", ")+")"+semi,
		"const "+file+" = "+path+".resolve("+root+", "+strings.Join(rest, ", ")+")"+semi,
		"if (!"+file+".startsWith("+root+" + "+path+".sep)) {"+nl+"\x00"+unit+bad+nl+"\x00}")
}

// beforeBlock is before, with lines of more than one line: each \x00 in them stands for the indentation.
func (w *work) beforeBlock(id g.ID, lines ...string) error {
	st := w.statement(id)
	if st == 0 {
		return refuse("there is no place for a statement before this one")
	}
	in := w.indent(w.Nodes[st].Start)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], "\x00", in)
	}
	return w.before(id, lines...)
}

func (w *work) pythonPath(expr, joined g.ID) error {
	folder, rest, call := w.splitPath(joined)
	if call == 0 || len(rest) != 1 || len(folder) == 0 {
		return refuse("join below one folder and refuse what lies outside: werkzeug.utils.safe_join, os.path.realpath")
	}
	base := folder[0]
	if len(folder) > 1 {
		base = strings.TrimSuffix(w.src(w.First(joined)), "") + "(" + strings.Join(folder, ", ") + ")"
	}
	if send, at := w.argument(expr); send != 0 && at == 0 && w.word(send) == "send_file" && strings.Contains(string(w.Text), "flask") && expr == joined {
		name, err := w.use("flask", "send_from_directory")
		if err != nil {
			return err
		}
		w.put(w.First(send), name)
		w.put(joined, base+", "+rest[0])
		w.Calls = []string{"send_from_directory"}
		w.Safe = true
		return nil
	}
	bad, err := w.reject(expr, "404", "invalid path")
	if err != nil {
		return err
	}
	file := w.fresh("safe_path", "resolved_path")
	var lines []string
	if strings.Contains(string(w.Text), "flask") {
		join, err := w.use("werkzeug.utils", "safe_join")
		if err != nil {
			return err
		}
		lines = []string{file + " = " + join + "(" + base + ", " + rest[0] + ")", "if " + file + " is None:" + w.style().newline + "\x00" + w.style().unit + bad}
	} else {
		os, err := w.use("os", "")
		if err != nil {
			return err
		}
		root := w.fresh("root_folder", "safe_root")
		lines = []string{root + " = " + os + ".path.realpath(" + base + ")", file + " = " + os + ".path.realpath(" + os + ".path.join(" + root + ", " + rest[0] + "))",
			"if not " + file + ".startswith(" + root + " + " + os + ".sep):" + w.style().newline + "\x00" + w.style().unit + bad}
	}
	w.put(joined, file)
	return w.beforeBlock(joined, lines...)
}

func (w *work) goPath(joined g.ID) error {
	_, rest, call := w.splitPath(joined)
	if call == 0 || len(rest) != 1 {
		return refuse("check the name with filepath.IsLocal before joining, or open the folder with os.OpenRoot")
	}
	filepath, err := w.use("path/filepath", "")
	if err != nil {
		return err
	}
	http, _ := w.imported("net/http")
	status := "400"
	if http != "" {
		status = http + ".StatusBadRequest"
	}
	bad, err := w.reject(joined, status, "invalid path")
	if err != nil {
		return err
	}
	st := w.statement(joined)
	if st == 0 {
		return refuse("there is no place for a check")
	}
	in := w.indent(w.Nodes[st].Start)
	return w.before(joined, "if !"+filepath+".IsLocal("+rest[0]+") {\n"+in+"\t"+strings.ReplaceAll(bad, "\n\t", "\n"+in+"\t")+"\n"+in+"}")
}

func (w *work) javaPath(joined g.ID) error {
	_, args := w.args(joined)
	folder, name := "", ""
	in := w.indent(w.Nodes[max(w.statement(joined), 1)].Start)
	if w.word(joined) == "resolve" && len(args) == 1 && w.object(joined) != 0 {
		base, bad := w.src(w.object(joined)), w.style().newline+in+w.style().unit+`throw new IllegalArgumentException("invalid path");`+w.style().newline+in+"}"
		file := w.fresh("safePath", "resolvedPath")
		w.put(joined, file)
		return w.before(joined, "java.nio.file.Path "+file+" = "+base+".resolve("+w.src(args[0])+").normalize();", "if (!"+file+".startsWith("+base+")) {"+bad)
	}
	if w.kind(joined) == g.New && w.lastName(w.First(joined)) == "File" && len(args) == 2 {
		folder, name = w.src(args[0]), w.src(args[1])
	} else if w.kind(joined) == g.New && w.lastName(w.First(joined)) == "File" && len(args) == 1 {
		if f, rest, call := w.splitPath(args[0]); call != 0 && len(f) == 1 && len(rest) == 1 {
			folder, name = f[0], rest[0]
		}
	}
	if folder == "" {
		return refuse("resolve and compare: Path p = base.resolve(name).normalize(); if (!p.startsWith(base)) throw …")
	}
	paths := "java.nio.file.Path"
	root, file := w.fresh("root", "rootFolder"), w.fresh("safePath", "resolvedPath")
	w.put(joined, file+".toFile()")
	w.Calls = []string{"toFile"}
	return w.before(joined, paths+" "+root+" = new java.io.File("+folder+").toPath().toAbsolutePath().normalize();",
		paths+" "+file+" = "+root+".resolve("+name+").normalize();",
		"if (!"+file+".startsWith("+root+")) {"+w.style().newline+in+w.style().unit+`throw new IllegalArgumentException("invalid path");`+w.style().newline+in+"}")
}
