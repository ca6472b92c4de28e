package fixer

import (
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// lifetime is how long an access token lives.
const lifetime = "15m"

// tokenLifetime shortens a lifetime that is written as a literal, and gives one to tokens that have none.
func tokenLifetime(w *work) error {
	call := w.self(w.node, g.Call, g.New)
	switch {
	case w.script():
		for id := w.node; id < w.End(w.node); id++ {
			if w.kind(id) == g.Pair && w.Name(w.First(id)) == "expiresIn" {
				v := w.valueOf(id)
				if _, ok := w.literal(v); !ok {
					return refuse("the lifetime is no literal")
				}
				return w.newContent(v, lifetime)
			}
			if w.kind(id) == g.Pair && w.Name(w.First(id)) == "maxAge" && w.kind(w.node) == g.Dict { // of a session
				if v := w.valueOf(id); w.kind(v) == g.Int || w.kind(v) == g.Binary {
					w.review()
					life := "8 * 60 * 60"
					if strings.HasSuffix(strings.ReplaceAll(w.src(v), " ", ""), "*1000") {
						life += " * 1000"
					}
					w.put(v, life)
					return nil
				}
			}
			if w.word(id) == "setExpirationTime" {
				_, args := w.args(id)
				if len(args) == 1 && w.kind(args[0]) == g.String {
					return w.newContent(args[0], lifetime)
				}
			}
		}
		return w.scriptExpiry(call)
	case w.python():
		return w.pythonExpiry(call)
	case w.golang():
		return w.goExpiry(call)
	case w.java():
		return w.javaExpiry(call)
	}
	return errLanguage
}

// newContent writes other text between the quotes of a literal.
func (w *work) newContent(id g.ID, text string) error {
	n := w.Nodes[id]
	if n.End-n.Start < 2 || w.Text[n.Start] != w.Text[n.End-1] || strings.IndexByte("'\"`", w.Text[n.Start]) < 0 {
		return refuse("the literal is written in a way that is not understood")
	}
	w.replace(Span{n.Start + 1, n.End - 1}, text)
	return nil
}

func (w *work) scriptExpiry(call g.ID) error {
	node, args := w.args(call)
	w.review()
	item := "expiresIn: " + w.quoted(lifetime)
	switch {
	case len(args) == 2:
		w.addItem(node, args, "{ "+item+" }", false)
	case len(args) > 2 && w.dict(args[2]) != 0:
		w.setPair(w.dict(args[2]), "expiresIn", w.quoted(lifetime))
	case len(args) > 2 && (w.kind(args[2]) == g.Null || w.src(args[2]) == "undefined"):
		w.put(args[2], "{ "+item+" }")
	default:
		return refuse("the options of the token are set elsewhere: add expiresIn there")
	}
	return nil
}

// span15 is 15 minutes in Python.
func (w *work) span15() (string, error) {
	delta, err := w.use("datetime", "timedelta")
	return delta + "(minutes=15)", err
}

func (w *work) pythonExpiry(call g.ID) error {
	w.review()
	delta, err := w.span15()
	if err != nil {
		return err
	}
	for id := w.node; id < w.End(w.node); id++ { // timedelta(days=60)
		if _, args := w.args(id); w.kind(id) == g.Call && w.word(id) == "timedelta" && len(args) == 1 && w.kind(args[0]) == g.NamedArg {
			if key := strings.ToLower(w.src(w.up(w.up(id)))); len(key) < 200 && strings.Contains(key, "refresh") {
				continue
			}
			w.put(args[0], "minutes=15")
			return nil
		}
	}
	if p := w.self(w.node, g.Assign, g.Var); p != 0 && w.kind(w.Child(p, w.count(p)-1)) == g.Int { // ACCESS_TOKEN_EXPIRE_DAYS = 90
		name := strings.ToUpper(w.src(p))
		for unit, n := range map[string]string{"DAY": "1", "HOUR": "1", "MINUTE": "15", "SECOND": "900"} {
			if strings.Contains(name, unit) {
				w.put(w.Child(p, w.count(p)-1), n)
				return nil
			}
		}
	}
	if p := w.self(w.node, g.Assign, g.Var); p != 0 && w.kind(w.Child(p, w.count(p)-1)) == g.Bool { // a setting
		w.put(w.Child(p, w.count(p)-1), delta)
		return nil
	}
	node, args := w.args(call)
	if k := w.pair(node, "expires_delta"); k != 0 {
		w.put(w.valueOf(k), delta)
		return nil
	}
	if len(args) == 0 || w.dict(args[0]) == 0 {
		return refuse("the claims are put together elsewhere: add exp there")
	}
	now, err := w.use("datetime", "datetime")
	if err != nil {
		return err
	}
	zone, err := w.use("datetime", "timezone")
	if err != nil {
		return err
	}
	w.setPair(w.dict(args[0]), "exp", now+".now("+zone+".utc) + "+delta)
	return nil
}

func (w *work) count(id g.ID) (n int) {
	for range w.Children(id) {
		n++
	}
	return n
}

func (w *work) goExpiry(call g.ID) error {
	w.review()
	if w.shortenGo() {
		return nil
	}
	_, args := w.args(call)
	if w.kind(w.node) == g.New && strings.HasSuffix(w.src(w.First(w.node)), "RegisteredClaims") {
		args = []g.ID{0, w.node}
	}
	if len(args) < 2 {
		return refuse("the claims are not understood")
	}
	claims := args[1]
	if w.kind(claims) == g.Unary {
		claims = w.First(claims)
	}
	if w.kind(claims) == g.Ident {
		if claims = w.Origin(claims); claims != 0 && w.kind(claims) == g.Unary {
			claims = w.First(claims)
		}
	}
	if claims == 0 || w.kind(claims) != g.New {
		return refuse("the claims are put together elsewhere: add exp there")
	}
	time, err := w.use("time", "")
	if err != nil {
		return err
	}
	until := time + ".Now().Add(15 * " + time + ".Minute)"
	typ := w.src(w.First(claims))
	switch name := typ[strings.LastIndexByte(typ, '.')+1:]; name {
	case "MapClaims":
		w.setPair(w.Child(claims, 1), `"exp"`, until+".Unix()")
	case "RegisteredClaims":
		w.setPair(w.Child(claims, 1), "ExpiresAt", strings.TrimSuffix(typ, name)+"NewNumericDate("+until+")")
	case "StandardClaims":
		w.setPair(w.Child(claims, 1), "ExpiresAt", until+".Unix()")
	default:
		return refuse("the claims are of a type of your own: set ExpiresAt")
	}
	return nil
}

// shortenGo writes a short life in the place of a long one that is written as a product of units of time, at the finding or
// where its flow begins.
func (w *work) shortenGo() bool {
	spans := append([]Span{{w.Nodes[w.node].Start, w.Nodes[w.node].End}}, w.Trace...)
	for _, s := range spans {
		in := w.at(s)
		for id := in; id != 0 && id < w.End(in); id++ {
			if w.kind(id) != g.Binary || w.Nodes[id].Op != g.Mul {
				continue
			}
			text := w.src(id)
			i := strings.LastIndex(text, ".Hour")
			if i < 0 || i+len(".Hour") != len(text) {
				continue
			}
			pkg := text[strings.LastIndexAny(text[:i], " *(")+1 : i]
			space := " * "
			if !strings.Contains(text, " ") {
				space = "*"
			}
			w.put(id, "15"+space+pkg+".Minute")
			return true
		}
	}
	return false
}

func (w *work) javaExpiry(call g.ID) error {
	w.review()
	last := w.word(call)
	name := ""
	switch {
	case last == "sign":
		name = "withExpiresAt"
	case last == "compact" && strings.Contains(w.src(call), ".set"):
		name = "setExpiration"
	case last == "compact":
		name = "expiration"
	default:
		return refuse("the builder is not understood")
	}
	object := w.object(call)
	at := w.Nodes[object].End
	chain := ""
	if text := w.cut(Span{at, w.Nodes[call].End}); strings.ContainsRune(text[:strings.IndexByte(text, '.')+1], '\n') {
		chain = w.style().newline + w.indent(at+uint32(strings.IndexByte(text, '.')))
	}
	w.insert(at, chain+"."+name+"(new java.util.Date(System.currentTimeMillis() + 15 * 60 * 1000))")
	return nil
}

// jwtAlgorithms pins the algorithm that tokens are checked with.
func jwtAlgorithms(w *work) error {
	algorithm, sure := w.signedWith()
	if !sure {
		w.review()
	}
	call := w.self(w.node, g.Call)
	for id := w.node; id < w.End(w.node); id++ { // none
		text, ok := w.literal(id)
		if !ok || !strings.EqualFold(text, "none") {
			continue
		}
		list := w.up(id)
		w.review()
		if (w.kind(list) == g.List || w.kind(list) == g.Args && w.kind(w.up(list)) == g.New) && w.count(list) > 1 {
			for c := w.First(list); c != 0; c = w.Nodes[c].Next {
				if c == id {
					if next := w.Nodes[c].Next; next != 0 {
						w.replace(Span{w.Nodes[c].Start, w.Nodes[next].Start}, "")
					} else {
						prev := w.Child(list, w.count(list)-2)
						w.replace(Span{w.Nodes[prev].End, w.Nodes[c].End}, "")
					}
				}
			}
			return nil
		}
		return w.newContent(id, algorithm)
	}
	node, args := w.args(call)
	switch {
	case w.script():
		item := "{ algorithms: [" + w.quoted(algorithm) + "] }"
		switch {
		case w.word(call) != "verify" || len(args) < 2:
			return refuse("name the algorithm in algorithms")
		case len(args) > 2 && w.dict(args[2]) != 0:
			w.setPair(w.dict(args[2]), "algorithms", "["+w.quoted(algorithm)+"]")
		case len(args) == 2 || w.kind(args[2]) == g.Lambda:
			w.insert(w.grouped(args[1], w.inner(node)).End, ", "+item)
		default:
			return refuse("the options are set elsewhere: add algorithms there")
		}
	case w.python():
		if w.word(call) != "decode" {
			call = w.calls(w.node, "decode")
			if node, _ = w.args(call); call == 0 {
				return refuse("name the algorithm in algorithms=")
			}
		}
		w.setPair(node, "algorithms", "["+w.quoted(algorithm)+"]")
	case w.golang():
		if !strings.HasPrefix(w.word(call), "Parse") {
			return refuse("sign with a key, and accept only that method")
		}
		pkg := strings.TrimSuffix(w.src(w.First(call)), "."+w.word(call))
		w.addItem(node, args, pkg+`.WithValidMethods([]string{"`+algorithm+`"})`, false)
		w.tidyItem(args)
	default:
		return refuse("sign with a key and pin that algorithm: there is no key here")
	}
	return nil
}

// tidyItem keeps an added argument on the line where the last one ends.
func (w *work) tidyItem(args []g.ID) {
	e := &w.Edits[len(w.Edits)-1]
	if last := args[len(args)-1]; w.kind(last) == g.Lambda || w.kind(last) == g.Func {
		e.Start, e.End = w.Nodes[last].End, w.Nodes[last].End
		e.New = ", " + strings.TrimLeft(strings.TrimPrefix(e.New, ","), " \t\r\n")
	}
}

// signedWith says which algorithm the file signs with.
func (w *work) signedWith() (algorithm string, sure bool) {
	var found []string
	signs := false
	for id := range w.Nodes {
		n := g.ID(id)
		switch w.kind(n) {
		case g.String:
			switch name := w.Name(n); name {
			case "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA", "PS256":
				if !slices.Contains(found, name) {
					found = append(found, name)
				}
			}
		case g.Ident:
			if name, ok := strings.CutPrefix(w.Name(n), "SigningMethod"); ok && len(name) == 5 && !slices.Contains(found, name) {
				found = append(found, name)
			}
		case g.Call:
			signs = signs || w.word(n) == "sign" && w.script() || w.word(n) == "encode" && w.python()
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	key := strings.ToLower(w.src(w.node))
	if strings.Contains(key, "public") || strings.Contains(key, "cert") || strings.Contains(key, ".pem") || strings.Contains(key, "jwks") {
		return "RS256", false
	}
	return "HS256", len(found) == 0 && signs
}
