package fixer

import (
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// randomSecure draws from the generator of the system, in the same range and form where there is one.
func randomSecure(w *work) error {
	switch {
	case w.script():
		return w.scriptRandom()
	case w.python():
		return w.pythonRandom()
	case w.java():
		return w.javaRandom()
	case w.golang():
		return w.goRandom()
	}
	return errLanguage
}

func (w *work) scriptRandom() error {
	in := w.node
	if len(w.Trace) > 0 {
		if src := w.at(w.Trace[0]); src != 0 && (src < in || src >= w.End(in)) {
			in = src
		}
	}
	n := 0
	for id := in; id < w.End(in); id++ {
		if w.kind(id) == g.Call && w.word(id) == "random" && w.src(w.First(id)) == "Math.random" {
			if err := w.mathRandom(id); err != nil {
				return err
			}
			n++
		}
	}
	if n == 0 {
		return refuse("use crypto.randomBytes or crypto.randomUUID")
	}
	return nil
}

// mathRandom replaces one call, with what is around it where that makes a text or a whole number.
func (w *work) mathRandom(id g.ID) error {
	crypto, err := w.use("crypto", "")
	if err != nil {
		return err
	}
	up := func(id g.ID, word string) g.ID { // id.word(…)
		m := w.up(id)
		if w.kind(m) == g.Member && w.First(m) == id && w.Name(w.Child(m, 1)) == word && w.kind(w.up(m)) == g.Call {
			return w.up(m)
		}
		return 0
	}
	if text := up(id, "toString"); text != 0 {
		whole := text
		for _, cut := range []string{"substring", "substr", "slice"} {
			if c := up(text, cut); c != 0 {
				whole = c
			}
		}
		w.put(whole, crypto+".randomBytes(16).toString("+w.quoted("hex")+")")
		w.Calls = append(w.Calls, "toString")
		return nil
	}
	if p := w.up(id); w.kind(p) == g.Binary && w.Nodes[p].Op == g.Mul {
		other := w.First(p)
		if other == id {
			other = w.Child(p, 1)
		}
		low, whole := "", p
		if q := w.up(p); w.kind(q) == g.Binary && w.Nodes[q].Op == g.Add {
			side := w.First(q)
			if side == p {
				side = w.Child(q, 1)
			}
			low, whole = w.src(side), q
		}
		if call, _ := w.argument(whole); w.word(call) == "floor" && strings.HasPrefix(w.src(w.First(call)), "Math.") {
			count := w.src(other)
			switch {
			case low == "":
				w.put(call, crypto+".randomInt("+count+")")
			default:
				a, err1 := strconv.Atoi(low)
				b, err2 := strconv.Atoi(count)
				if err1 == nil && err2 == nil {
					w.put(call, crypto+".randomInt("+low+", "+strconv.Itoa(a+b)+")")
				} else {
					w.put(call, crypto+".randomInt("+count+") + "+low)
				}
			}
			w.Calls = append(w.Calls, "randomInt")
			return nil
		}
		if call, _ := w.argument(p); w.word(call) == "floor" {
			if q := w.up(call); w.kind(q) == g.Binary {
				w.put(call, crypto+".randomInt("+w.src(other)+")")
				w.Calls = append(w.Calls, "randomInt")
				return nil
			}
		}
	}
	w.put(id, "("+crypto+".randomInt(2 ** 47) / 2 ** 47)")
	w.Calls = append(w.Calls, "randomInt")
	return nil
}

func (w *work) pythonRandom() error {
	call := w.self(w.node, g.Call)
	callee := w.callee(call)
	word, ok := strings.CutPrefix(callee, "random.")
	if !ok || strings.Contains(word, ".") {
		return refuse("use secrets.token_urlsafe, secrets.choice or secrets.randbelow")
	}
	_, args := w.args(call)
	secrets, err := w.use("secrets", "")
	if err != nil {
		return err
	}
	switch {
	case word == "choice" && len(args) == 1:
		w.put(w.First(call), secrets+".choice")
	case word == "randbytes" && len(args) == 1:
		w.put(w.First(call), secrets+".token_bytes")
		w.Calls = []string{"token_bytes"}
	case word == "seed":
		return refuse("take the seed away")
	default:
		w.put(w.First(call), secrets+".SystemRandom()."+word)
	}
	return nil
}

func (w *work) javaRandom() error {
	source := w.node
	if len(w.Trace) > 0 {
		source = w.at(w.Trace[0])
	}
	text := w.src(source)
	name, err := w.use("", "java.security.SecureRandom")
	if err != nil {
		return err
	}
	switch {
	case w.kind(source) == g.New && (strings.HasSuffix(w.src(w.First(source)), "Random")) && w.lastName(w.First(source)) == "Random":
		w.put(source, "new "+name+"()")
		w.Calls = []string{"SecureRandom"}
	case text == "Math.random()":
		w.put(source, "new "+name+"().nextDouble()")
		w.Calls = []string{"nextDouble"}
	case text == "ThreadLocalRandom.current()":
		w.review()
		w.put(source, "new "+name+"()")
		w.Calls = []string{"SecureRandom"}
	default:
		return refuse("draw from java.security.SecureRandom")
	}
	return nil
}

var errToken = Refusal("make tokens with crypto/rand: rand.Text(), rand.Read(b), rand.Int(rand.Reader, max)")

// goToken writes crypto/rand's Text in the place of what makes a token: the whole of a function that does nothing else, or a
// formatted number.
func (w *work) goToken() error {
	old := ""
	for _, path := range []string{"math/rand", "math/rand/v2"} {
		if name, _ := w.imported(path); name == "rand" {
			old = path
		}
	}
	if old == "" || !strings.Contains(w.Hints, "go 1.2") || strings.Contains(w.Hints, "go 1.20") || strings.Contains(w.Hints, "go 1.21") || strings.Contains(w.Hints, "go 1.22") || strings.Contains(w.Hints, "go 1.23") {
		return errToken
	}
	target := g.ID(0)
	body := g.ID(0)
	if fn := w.around(w.node, g.Func); fn != 0 && len(w.params(fn)) == 0 {
		for c := range w.Children(fn) {
			if w.kind(c) == g.Block {
				body = c
			}
		}
		head := w.cut(Span{w.Nodes[fn].Start, w.Nodes[max(body, fn)].Start})
		if body != 0 && strings.HasSuffix(strings.TrimSpace(head), " string") && strings.Contains(w.src(body), "rand.") && w.onlyMakes(body) {
			target = body
		}
	}
	if target == 0 {
		if w.word(w.node) != "Sprintf" || !strings.Contains(w.src(w.node), "rand.") || w.mentionsIn(w.node, "rand.") != 1 {
			return errToken
		}
		target = w.node
	}
	if w.mentions("rand.") != w.mentionsIn(target, "rand.") {
		return errToken
	}
	w.review()
	for c := range w.Children(1) {
		if w.kind(c) == g.Import && w.Name(w.First(c)) == old {
			if err := w.newContent(w.First(c), "crypto/rand"); err != nil {
				return err
			}
		}
	}
	for id := target; id < w.End(target); id++ {
		if w.kind(id) == g.Call && w.kind(w.First(id)) == g.Member && !strings.HasPrefix(w.src(w.First(id)), "rand.") {
			w.drop(w.First(id))
		}
		if w.kind(id) == g.TypeName {
			if pkg, _, ok := strings.Cut(w.src(id), "."); ok {
				w.dropName(pkg)
			}
		}
	}
	w.Calls = append(w.Calls, "Text")
	if target == body {
		w.put(target, "{"+w.style().newline+"\treturn rand.Text()"+w.style().newline+"}")
	} else {
		w.put(target, "rand.Text()")
	}
	return nil
}

// dropName drops the import of a package whose only mention is edited away.
func (w *work) dropName(pkg string) {
	for id := range w.Uses {
		if n := g.ID(id); w.kind(n) == g.Ident && w.Name(n) == pkg {
			if d, _ := w.def(n); d != nil && d.Canonical != "" {
				w.dropped = append(w.dropped, n)
				return
			}
		}
	}
}

func (w *work) mentionsIn(id g.ID, text string) int { return strings.Count(w.src(id), text) }

// onlyMakes holds for a body that calls nothing but what puts a random text together.
func (w *work) onlyMakes(body g.ID) bool {
	for id := body; id < w.End(body); id++ {
		if w.kind(id) != g.Call {
			continue
		}
		switch word := w.word(id); word {
		case "Intn", "Int", "Int63", "Int31", "Int31n", "Int63n", "IntN", "N", "Uint32", "Uint64", "Seed", "New", "NewSource", "WriteByte", "WriteRune", "WriteString", "String", "len", "make", "string", "append", "Sprintf", "Itoa", "FormatInt", "EncodeToString", "Read", "Now", "UnixNano", "Perm", "Grow", "byte", "rune":
		default:
			if w.kind(w.First(id)) != g.Ident || word != "" {
				return false
			}
		}
	}
	return true
}

// goRandom swaps the import where nothing but Read is used: crypto/rand has the same function.
func (w *work) goRandom() error {
	if err := w.goToken(); err == nil {
		return nil
	}
	for _, path := range []string{"math/rand", "math/rand/v2"} {
		name, _ := w.imported(path)
		if name == "" {
			continue
		}
		if w.mentions(name+".") != w.mentions(name+".Read(") {
			return refuse("make tokens with crypto/rand: rand.Text(), rand.Read(b), rand.Int(rand.Reader, max)")
		}
		for c := range w.Children(1) {
			if w.kind(c) == g.Import && w.Name(w.First(c)) == path {
				return w.newContent(w.First(c), "crypto/rand")
			}
		}
	}
	return refuse("make tokens with crypto/rand: rand.Text(), rand.Read(b), rand.Int(rand.Reader, max)")
}
