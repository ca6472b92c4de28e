package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// uploadLimits bounds the size of uploaded files.
func uploadLimits(w *work) error {
	w.review()
	call := w.self(w.node, g.Call)
	node, args := w.args(call)
	if !w.script() || call == 0 {
		return errLanguage
	}
	limits := "{ fileSize: 5 * 1024 * 1024 }"
	at := 0
	if strings.HasSuffix(w.word(call), "Interceptor") {
		at = 1
	}
	switch {
	case len(args) == at:
		w.addItem(node, args, "{ limits: "+limits+" }", false)
	case len(args) > at && w.kind(args[at]) == g.Dict:
		if w.pair(args[at], "limits") != 0 {
			return refuse("set fileSize in the limits that are there")
		}
		w.setPair(args[at], "limits", limits)
	default:
		return refuse("the options are made elsewhere: set limits.fileSize there")
	}
	return nil
}

// uploadName gives an uploaded file a name of the server's own, and keeps the extension.
func uploadName(w *work) error {
	w.review()
	name := g.ID(0)
	for id := w.node; id < w.End(w.node); id++ {
		if w.kind(id) == g.Member && w.Name(w.Child(id, 1)) == "originalname" {
			name = id
		}
	}
	if !w.script() || name == 0 || w.kind(w.node) == g.Call {
		return refuse("store the file under a name that you make, and keep the client's for display")
	}
	path, err := w.use("path", "")
	if err != nil {
		return err
	}
	crypto, err := w.use("crypto", "")
	if err != nil {
		return err
	}
	w.Calls = append(w.Calls, "randomUUID")
	w.put(w.node, crypto+".randomUUID() + "+path+".extname("+w.src(name)+")")
	return nil
}

// bodyBounded bounds what is read of a request's body.
func bodyBounded(w *work) error {
	w.review()
	size := "1<<20"
	if strings.Contains(w.src(w.node), "Form") {
		size = "10<<20"
	}
	fn := w.function(w.node)
	if !w.golang() || fn == 0 {
		return errLanguage
	}
	writer, request := "", ""
	for c := range w.Children(fn) {
		if w.kind(c) != g.Params {
			continue
		}
		for p := range w.Children(c) {
			n, t := w.Part(p, 0), w.Part(p, 1)
			if n == 0 || t == 0 || w.kind(n) != g.Ident {
				continue
			}
			switch typ := w.src(t); {
			case strings.HasSuffix(typ, "http.ResponseWriter"):
				writer = w.Name(n)
			case strings.HasSuffix(typ, "http.Request"):
				request = w.Name(n)
			case strings.HasSuffix(typ, "gin.Context"):
				writer, request = w.Name(n)+".Writer", w.Name(n)+".Request"
			case strings.HasSuffix(typ, "echo.Context"):
				writer, request = w.Name(n)+".Response()", w.Name(n)+".Request()"
			}
		}
	}
	if writer == "" || request == "" {
		return refuse("bound the body where the request is known: http.MaxBytesReader")
	}
	http, err := w.use("net/http", "")
	if err != nil {
		return err
	}
	return w.before(w.node, request+".Body = "+http+".MaxBytesReader("+writer+", "+request+".Body, "+size+")")
}

// csrfOn takes an exemption from the protection against forged requests away.
func csrfOn(w *work) error {
	w.review()
	switch {
	case w.java():
		for id := w.node; id < w.End(w.node); id++ {
			if w.kind(id) != g.Call || w.word(id) != "csrf" {
				continue
			}
			node, args := w.args(id)
			if len(args) != 1 || !strings.Contains(w.src(args[0]), "disable") {
				continue
			}
			name, err := w.use("", "org.springframework.security.config.Customizer")
			if err != nil {
				return err
			}
			w.Calls = []string{"withDefaults", "csrf"}
			if w.kind(args[0]) == g.Lambda {
				w.Gone++
			}
			w.replace(w.inner(node), name+".withDefaults()")
			return nil
		}
	case w.python():
		fn := w.self(w.node, g.Func, g.Class)
		for c := range w.Children(fn) {
			if w.kind(c) != g.Decorator || w.lastName(w.First(c)) != "csrf_exempt" {
				continue
			}
			n := w.Nodes[c]
			if end := w.lineEnd(n.End); w.first(n.Start) && strings.TrimSpace(w.cut(Span{n.End, end})) == "" && int(end) < len(w.Text) {
				w.replace(Span{w.lineStart(n.Start), w.lineStart(end) + (end - w.lineStart(end)) + uint32(len(w.style().newline))}, "")
				return nil
			}
		}
	}
	return refuse("take the exemption away, and send the token with the form")
}
