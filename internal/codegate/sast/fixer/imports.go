package fixer

import (
	"bytes"
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// use gives the name under which the file has something of a library, and imports it where it has not. Module and item are
// as the language writes them: "crypto" and "" for a module, "html" and "escape" for one thing of it, "" and
// "java.security.SecureRandom" for a class.
func (w *work) use(module, item string) (string, error) {
	switch {
	case w.script():
		return w.useScript(module)
	case w.python():
		return w.usePython(module, item)
	case w.golang():
		return w.useGo(module)
	case w.java():
		return w.useJava(item)
	}
	return "", errLanguage
}

// imported finds the name under which a canonical name is imported at the top of the file.
func (w *work) imported(canonical string) (name string, sym names.Symbol) {
	for i := range w.Defs {
		d := &w.Defs[i]
		if d.Kind == names.Imported && d.Canonical == canonical && !d.Maybe {
			return d.Name, names.Symbol(i)
		}
		if d.Kind != names.Imported && d.Writes == 1 && d.Value != 0 && d.Path == "" && w.kind(d.Scope) == g.Block && d.Scope == 1 {
			if n, _ := w.Canonical(d.Value); n == canonical && w.kind(d.Value) == g.Call { // const x = require('x')
				return d.Name, names.Symbol(i)
			}
		}
	}
	return "", 0
}

// useScript imports a module of Node whole.
func (w *work) useScript(module string) (string, error) {
	if name, _ := w.imported(module); name != "" {
		return name, nil
	}
	if name, _ := w.imported("node:" + module); name != "" {
		return name, nil
	}
	name := module[strings.LastIndexByte(module, '/')+1:]
	if w.knows(name) {
		for id := range w.Nodes { // the global of browsers, or a variable of that name
			if n := g.ID(id); w.kind(n) == g.Ident && w.Name(n) == name && w.Uses[n] != 0 {
				return "", refuse("the name %s is taken in this file: import %s by another one", name, module)
			}
		}
	}
	st := w.style()
	esm := w.language() == "module"
	line := "const " + name + " = require(" + w.quoted(module) + ")" + st.semi
	if esm {
		line = "import " + w.wholeModule(name) + " from " + w.quoted(module) + st.semi
	}
	var last g.ID
	for c := range w.Children(1) {
		if w.kind(c) == g.Import && w.Nodes[c].Op != g.Export || !esm && w.requires(c) {
			last = c
		} else if last != 0 {
			break
		}
	}
	w.importLine(last, line)
	return name, nil
}

// wholeModule writes what an ES import of a whole module of CommonJS binds: its default, which TypeScript has only where it is
// set so. The file's other imports show that.
func (w *work) wholeModule(name string) string {
	if w.Language == "javascript" {
		return name
	}
	for c := range w.Children(1) {
		if w.kind(c) != g.Import || w.Nodes[c].Op == g.Export {
			continue
		}
		text := strings.TrimSpace(strings.TrimPrefix(w.src(c), "import"))
		if strings.HasPrefix(text, "* as ") {
			return "* as " + name
		}
		if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "type ") && !strings.HasPrefix(text, "'") && !strings.HasPrefix(text, "\"") && !strings.Contains(text, "from '.") && !strings.Contains(text, "from \".") {
			return name
		}
	}
	if strings.Contains(w.Hints, "esModuleInterop") || strings.Contains(w.Hints, `"next"`) || strings.Contains(w.Hints, `"type": "module"`) {
		return name
	}
	return "* as " + name
}

// language tells ES modules from CommonJS.
func (w *work) language() string {
	lower := strings.ToLower(w.Path)
	switch {
	case strings.HasSuffix(lower, ".mjs"), strings.HasSuffix(lower, ".mts"):
		return "module"
	case strings.HasSuffix(lower, ".cjs"), strings.HasSuffix(lower, ".cts"):
		return "commonjs"
	}
	required := false
	for c := range w.Children(1) {
		switch k := w.kind(c); {
		case k == g.Import && w.Nodes[c].Op != g.Require:
			return "module"
		case w.requires(c):
			required = true
		}
	}
	if bytes.Contains(w.Text, []byte("\nexport ")) || !required && (w.Language != "javascript" || strings.Contains(w.Hints, `"type": "module"`)) {
		return "module"
	}
	return "commonjs"
}

// requires holds for a declaration whose value is a call of require.
func (w *work) requires(id g.ID) bool {
	if w.kind(id) != g.Var {
		return w.kind(id) == g.Import
	}
	v := w.Part(id, 2)
	return v != 0 && w.kind(v) == g.Call && w.lastName(w.First(v)) == "require"
}

// importLine puts a line behind a statement at the top, or, where there is none, before the file's first statement that is no
// directive and no doc comment.
func (w *work) importLine(last g.ID, line string) {
	nl := w.style().newline
	if last != 0 {
		w.insert(w.lineEnd(w.Nodes[last].End), nl+line)
		return
	}
	for c := range w.Children(1) {
		directive := w.kind(c) == g.Directive && strings.HasPrefix(w.Name(c), "use ") || w.kind(c) == g.Package ||
			w.kind(c) == g.ExprStmt && w.kind(w.First(c)) == g.String // "use strict", a docstring
		if directive {
			last = c
			continue
		}
		break
	}
	if last != 0 {
		w.insert(w.lineEnd(w.Nodes[last].End), nl+line)
		return
	}
	at := uint32(0)
	if bytes.HasPrefix(w.Text, []byte("#!")) || w.python() && bytes.HasPrefix(w.Text, []byte("#")) {
		for int(at) < len(w.Text) && w.Text[at] == '#' {
			at = min(w.lineEnd(at)+uint32(len(nl)), uint32(len(w.Text)))
		}
	}
	w.insert(at, line+nl)
}

// usePython imports a module, or one thing of it, as the file imports others.
func (w *work) usePython(module, item string) (string, error) {
	whole := module
	if item != "" {
		whole += "." + item
	}
	if name, _ := w.imported(whole); name != "" {
		return name, nil
	}
	if name, _ := w.imported(module); name != "" && (item == "" || !strings.Contains(module, ".")) {
		return join(name, item), nil
	}
	line, name := "import "+module, module
	if item != "" && !w.taken(item) {
		prefix := "from " + module + " import "
		for i := range w.Edits { // one that was just added
			if e := &w.Edits[i]; e.Start == e.End && strings.Contains(e.New, prefix) {
				e.New = strings.Replace(e.New, prefix, prefix+item+", ", 1)
				return item, nil
			}
		}
		for c := range w.Children(1) {
			if w.kind(c) != g.Import || w.Nodes[c].Op != g.From || w.Name(w.First(c)) != module {
				continue
			}
			last := g.ID(0)
			for i := range w.Children(c) {
				last = i
			}
			if w.kind(last) == g.ImportItem && w.Nodes[last].Op != g.Wildcard {
				w.insert(w.Nodes[last].End, ", "+item)
				return item, nil
			}
		}
	}
	if item != "" {
		line, name = "from "+module+" import "+item, item
	}
	if i := strings.IndexByte(name, '.'); w.taken(strings.Split(name, ".")[0]) && i < 0 {
		return "", refuse("the name %s is taken in this file: import %s by another one", name, whole)
	}
	var last g.ID
	for c := range w.Children(1) {
		if w.kind(c) == g.Import {
			last = c
		}
		if k := w.kind(c); k == g.Func || k == g.Class || k == g.If || k == g.Try {
			break
		}
	}
	if last != 0 { // of a group over several lines, behind its parenthesis
		n := &w.Nodes[last]
		end := w.lineEnd(n.End)
		if bytes.Count(w.Text[n.Start:end], []byte("(")) > bytes.Count(w.Text[n.Start:end], []byte(")")) {
			i := bytes.IndexByte(w.Text[end:], ')')
			if i < 0 {
				return "", refuse("the imports of this file are not understood")
			}
			w.insert(w.lineEnd(end+uint32(i)), w.style().newline+line)
			return name, nil
		}
	}
	w.importLine(last, line)
	return name, nil
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + "." + b
}

// taken holds where the file defines a name that is no import.
func (w *work) taken(name string) bool {
	return slices.ContainsFunc(w.Defs, func(d names.Def) bool { return d.Name == name && d.Kind != names.Member && d.Kind != names.NoDef })
}

// useJava imports a class.
func (w *work) useJava(class string) (string, error) {
	short := class[strings.LastIndexByte(class, '.')+1:]
	pkg := strings.TrimSuffix(class, "."+short)
	var last g.ID
	for c := range w.Children(1) {
		if w.kind(c) != g.Import {
			continue
		}
		line := strings.Join(strings.Fields(strings.TrimSuffix(w.src(c), ";")), " ")
		if line == "import "+class || line == "import "+pkg+".*" {
			return short, nil
		}
		if strings.HasPrefix(line, "import ") && strings.HasSuffix(line, "."+short) && !strings.HasPrefix(line, "import static ") {
			return class, nil // another class of that name: ours is written out
		}
		last = c
	}
	if w.taken(short) {
		return class, nil
	}
	line := "import " + class + ";"
	if last == 0 {
		if p := w.First(1); p != 0 && w.kind(p) == g.Package {
			line = w.style().newline + line
		}
	}
	w.importLine(last, line)
	return short, nil
}

// useGo imports a package.
func (w *work) useGo(path string) (string, error) { return w.useGoAs("", path) }

// useGoAs imports a package under a name of its own; "" is the package's.
func (w *work) useGoAs(alias, path string) (string, error) {
	name := names.PackageName(path)
	if alias != "" {
		name = alias
	}
	var first, last, after, std, foreign, firstForeign g.ID
	dotted := strings.Contains(path[:strings.IndexByte(path+"/", '/')], ".")
	for c := range w.Children(1) {
		if w.kind(c) != g.Import {
			continue
		}
		source := w.First(c)
		if w.kind(source) != g.String {
			continue
		}
		if w.Name(source) == path {
			if item := w.Child(c, 1); item != 0 {
				if a := w.Child(item, 1); a != 0 && w.kind(a) == g.Ident {
					name = w.Name(a)
				}
				if name == "_" || name == "." || w.Nodes[item].Op == g.Wildcard {
					return "", refuse("the package %s is imported without a name", path)
				}
			}
			return name, nil
		}
		if alias == "" && names.PackageName(w.Name(source)) == name {
			return "", refuse("another package named %s is imported: import %s under a name of its own", name, path)
		}
		if first == 0 {
			first = c
		}
		other := w.Name(source)
		if strings.Contains(other[:strings.IndexByte(other+"/", '/')], ".") {
			if firstForeign == 0 {
				firstForeign = source
			}
			if other < path {
				foreign = source
			}
		} else {
			std = source
			if other < path {
				after = c
			}
		}
		last = c
	}
	if w.taken(name) {
		return "", refuse("the name %s is taken in this file", name)
	}
	nl := w.style().newline
	quoted := `"` + path + `"`
	if alias != "" {
		quoted = alias + " " + quoted
	}
	switch {
	case last == 0:
		w.importLine(0, nl+"import "+quoted)
	case strings.HasPrefix(strings.TrimSpace(string(w.Text[w.lineStart(w.Nodes[w.First(last)].Start):])), "import"): // not in a group
		w.insert(w.lineEnd(w.Nodes[w.First(last)].End), nl+"import "+quoted)
	case dotted && foreign != 0:
		w.insert(w.lineEnd(w.Nodes[foreign].End), nl+w.indent(w.Nodes[foreign].Start)+quoted)
	case dotted && firstForeign != 0:
		at := w.lineStart(w.Nodes[firstForeign].Start)
		w.insert(w.lineEnd(at-1), nl+w.indent(w.Nodes[firstForeign].Start)+quoted)
	case dotted && std != 0:
		w.insert(w.lineEnd(w.Nodes[std].End), nl+nl+w.indent(w.Nodes[std].Start)+quoted)
	case !dotted && after != 0:
		spec := w.First(after)
		w.insert(w.lineEnd(w.Nodes[spec].End), nl+w.indent(w.Nodes[spec].Start)+quoted)
	default:
		first = w.First(first)
		at := w.lineStart(w.Nodes[first].Start)
		w.insert(w.lineEnd(at-1), nl+w.indent(w.Nodes[first].Start)+quoted)
	}
	return name, nil
}

// drop notes that the use of a Go package is edited away: an import without uses does not compile.
func (w *work) drop(callee g.ID) {
	if !w.golang() {
		return
	}
	for w.kind(callee) == g.Member || w.kind(callee) == g.Call {
		callee = w.First(callee)
	}
	if d, _ := w.def(callee); d != nil && d.Kind == names.Imported {
		w.dropped = append(w.dropped, callee)
	}
}

// dropImports removes the imports of Go of which all uses were dropped and no edit writes a new one.
func (w *work) dropImports() {
	for len(w.dropped) > 0 {
		sym := w.Uses[w.dropped[0]]
		gone := 0
		w.dropped = slices.DeleteFunc(w.dropped, func(id g.ID) bool {
			if w.Uses[id] == sym {
				gone++
				return true
			}
			return false
		})
		d := &w.Defs[sym]
		if w.mentions(d.Name+".") > gone || slices.ContainsFunc(w.Edits, func(e Edit) bool { return strings.Contains(e.New, d.Name+".") }) {
			continue
		}
		imp := w.self(d.Owner, g.Import)
		if imp == 0 {
			continue
		}
		n := w.Nodes[imp]
		start, end := w.lineStart(n.Start), w.lineEnd(n.End)
		line := strings.TrimSpace(string(w.Text[start:end]))
		if line != strings.TrimSpace(w.src(imp)) && line != "import "+strings.TrimSpace(w.src(imp)) {
			continue
		}
		// With the line break before it, so that what is inserted at the line's end or start does not meet it.
		if start > 0 {
			start--
			if start > 0 && w.Text[start-1] == '\r' {
				start--
			}
			w.replace(Span{start, end}, "")
		}
	}
}

// mentions counts the places where a text stands that begins a word.
func (w *work) mentions(text string) (n int) {
	for at := 0; ; {
		i := bytes.Index(w.Text[at:], []byte(text))
		if i < 0 {
			return n
		}
		if at += i; at == 0 || !wordByte(w.Text[at-1]) && w.Text[at-1] != '.' {
			n++
		}
		at += len(text)
	}
}
