package fixer

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// tokenVerify checks the signature of a token with the key that the same file signs with.
func tokenVerify(w *work) error {
	w.review()
	call := w.self(w.node, g.Call)
	for call != 0 && !strings.Contains(strings.ToLower(w.word(call)), "decode") && w.word(call) != "ParseUnverified" {
		call = w.around(call, g.Call)
	}
	if call == 0 {
		return errVerify
	}
	switch {
	case w.script():
		return w.scriptVerify(call)
	case w.golang():
		return w.goVerify(call)
	case w.java():
		return w.javaVerifyToken(call)
	}
	return errVerify
}

var errVerify = Refusal("check the signature with the key that tokens are signed with, and pin the algorithm")

// signing finds the call of the file that signs, and its argument at a place; a key that it names must be known everywhere in the
// file.
func (w *work) signing(word string, at int) string {
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		_, args := w.args(id)
		if w.kind(id) != g.Call || w.word(id) != word || len(args) <= at {
			continue
		}
		known := true
		for c := args[at]; c < w.End(args[at]); c++ {
			if d, _ := w.def(c); d != nil && d.Scope != 1 && w.kind(w.up(c)) != g.Member {
				known = false
			}
		}
		if known {
			return w.src(args[at])
		}
	}
	return ""
}

func (w *work) scriptVerify(call g.ID) error {
	_, args := w.args(call)
	algorithm, _ := w.signedWith()
	if len(args) == 0 {
		return errVerify
	}
	if w.word(call) == "decodeJwt" {
		key := w.signing("sign", 0)
		if key == "" || !w.waits(call) {
			return errVerify
		}
		name := "jwtVerify"
		if !w.knows(name) {
			done := false
			for c := range w.Children(1) {
				if w.kind(c) != g.Import || w.Name(w.First(c)) != "jose" {
					continue
				}
				for i := range w.Children(c) {
					if w.kind(i) == g.ImportItem && w.src(i) == "decodeJwt" {
						w.put(i, name)
						done = true
					}
				}
			}
			if !done {
				return errVerify
			}
		}
		w.Calls = []string{name}
		w.put(call, "(await "+name+"("+w.src(args[0])+", "+key+", { algorithms: ["+w.quoted(algorithm)+"] })).payload")
		return nil
	}
	key := w.signing("sign", 1)
	if w.kind(w.First(call)) != g.Member || key == "" {
		return errVerify
	}
	w.Calls = []string{"verify"}
	w.put(call, w.src(w.object(call))+".verify("+w.src(args[0])+", "+key+", { algorithms: ["+w.quoted(algorithm)+"] })")
	return nil
}

// goVerify parses with the key that SignedString is given in a method of the same receiver.
func (w *work) goVerify(call g.ID) error {
	_, args := w.args(call)
	key := ""
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		if _, a := w.args(id); w.kind(id) == g.Call && w.word(id) == "SignedString" && len(a) == 1 {
			key = w.src(a[0])
			if root := w.rootName(a[0]); root != 0 {
				if d, _ := w.def(root); d != nil && d.Scope != 1 && !w.receiver(call, w.Name(root)) {
					return errVerify
				}
			}
		}
	}
	method := "HS256"
	if algorithm, _ := w.signedWith(); strings.HasPrefix(algorithm, "HS") {
		method = algorithm
	} else {
		return errVerify
	}
	pkg := ""
	for _, path := range []string{"github.com/golang-jwt/jwt/v5", "github.com/golang-jwt/jwt/v4"} {
		if name, _ := w.imported(path); name != "" {
			pkg = name
		}
	}
	if key == "" || pkg == "" || len(args) != 2 {
		return errVerify
	}
	assign := w.up(call)
	if w.kind(assign) == g.Args {
		return errVerify
	}
	// Three results become two: token, parts, err.
	st := w.statement(call)
	head := w.cut(Span{w.Nodes[st].Start, w.Nodes[call].Start})
	short := strings.Replace(head, "_, _, err", "_, err", 1)
	if short == head {
		return errVerify
	}
	w.Calls = []string{"ParseWithClaims"}
	w.replace(Span{w.Nodes[st].Start, w.Nodes[call].Start}, short)
	w.put(call, pkg+".ParseWithClaims("+w.src(args[0])+", "+w.src(args[1])+", func(*"+pkg+".Token) (any, error) { return "+key+", nil },\n"+w.indent(w.Nodes[st].Start)+"\t"+pkg+`.WithValidMethods([]string{"`+method+`"}))`)
	return nil
}

// receiver holds where the method around a node has a receiver of a name.
func (w *work) receiver(id g.ID, name string) bool {
	fn := w.around(id, g.Func)
	if fn == 0 {
		return false
	}
	for _, p := range w.params(fn) {
		if p == name {
			return true
		}
	}
	head := w.cut(Span{w.Nodes[fn].Start, min(w.Nodes[fn].Start+80, w.Nodes[fn].End)})
	return strings.HasPrefix(head, "func ("+name+" ")
}

// javaVerifyToken requires the algorithm that the class signs with.
func (w *work) javaVerifyToken(call g.ID) error {
	_, args := w.args(call)
	key := ""
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		if _, a := w.args(id); w.kind(id) == g.Call && w.word(id) == "sign" && len(a) == 1 && w.kind(a[0]) == g.Ident {
			if d, _ := w.def(a[0]); d == nil || w.function(d.At) == 0 {
				key = w.src(a[0])
			}
		}
	}
	object := w.object(call)
	if key == "" || len(args) != 1 || w.src(object) != "JWT" {
		return errVerify
	}
	w.Calls = []string{"verify"}
	w.put(call, "JWT.require("+key+").build().verify("+w.src(args[0])+")")
	for id := w.around(call, g.Try); id != 0; id = 0 { // what verification throws
		for c := range w.Children(id) {
			if w.kind(c) == g.Catch {
				for p := c; p < w.End(c); p++ {
					if w.kind(p) == g.TypeName && w.src(p) == "JWTDecodeException" {
						name, err := w.use("", "com.auth0.jwt.exceptions.JWTVerificationException")
						if err != nil {
							return err
						}
						w.put(p, name)
					}
				}
			}
		}
	}
	return nil
}

// jwtError answers 401 where the error of parsing a token was left aside.
func jwtError(w *work) error {
	w.review()
	st := w.statement(w.node)
	http, _ := w.imported("net/http")
	if !w.golang() || st == 0 || http == "" {
		return errVerify
	}
	head := w.cut(Span{w.Nodes[st].Start, w.Nodes[w.node].Start})
	before, rest, ok := strings.Cut(head, ", _ :=")
	if !ok || strings.Contains(before, ",") {
		return refuse("look at the error of the parser, and answer 401")
	}
	bad, err := w.reject(w.node, http+".StatusUnauthorized", "invalid token")
	if err != nil {
		return err
	}
	in := w.indent(w.Nodes[st].Start)
	w.replace(Span{w.Nodes[st].Start, w.Nodes[w.node].Start}, before+", err :="+rest)
	return w.after(st, "if err != nil {", "\t"+strings.ReplaceAll(bad, "\n\t", "\n"+in+"\t"), "}")
}
