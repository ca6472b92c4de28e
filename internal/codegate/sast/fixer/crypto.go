package fixer

import (
	"slices"
	"strings"

	"bartizan/internal/lazyregexp"
	g "bartizan/internal/syntax/generic"
)

// strongHash gives the name in the place of a weak hash's, in the same spelling; "" for what is none.
func strongHash(name string) string {
	lower := strings.ToLower(name)
	for _, weak := range []string{"md5", "md4", "md2", "sha-1", "sha1"} {
		i := strings.Index(lower, weak)
		if i < 0 {
			continue
		}
		rest := name[i+len(weak):]
		if rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			return ""
		}
		strong := "sha256"
		switch word := name[i : i+len(weak)]; {
		case strings.HasPrefix(name, "SHA-1") && i == 0, name == "MD5" || name == "MD2" || name == "SHA":
			strong = "SHA-256"
			if i == 0 && rest != "" {
				strong = "SHA256"
			}
		case strings.ToUpper(word) == word:
			strong = "SHA256"
		case word[0] >= 'A' && word[0] <= 'Z':
			strong = "Sha256"
		}
		return name[:i] + strong + rest
	}
	return ""
}

// weakHash hashes with SHA-256. Values that were hashed before do not fit any more: somebody has to look.
func weakHash(w *work) error {
	w.review()
	n := 0
	for id := w.node; id < w.End(w.node) && n == 0; id++ {
		switch w.kind(id) {
		case g.String:
			if strong := strongHash(w.Name(id)); strong != "" && len(w.Name(id)) < 30 {
				if !w.java() {
					strong = strings.ReplaceAll(strong, "SHA-256", "SHA256")
				} else if strings.HasPrefix(strong, "SHA256") && !strings.Contains(strong, "with") {
					strong = "SHA-256"
				}
				if err := w.newContent(id, strong); err != nil {
					return err
				}
				n++
			}
		case g.Call:
			done, err := w.weakCall(id)
			if err != nil {
				return err
			}
			if done {
				n++
			}
		case g.Member:
			if w.kind(w.up(id)) == g.Args || w.kind(w.up(id)) == g.NamedArg {
				name := w.Name(w.Child(id, 1))
				if strong := strongHash(name); strong != "" && w.lastName(w.First(id)) != "" {
					w.put(w.Child(id, 1), strong)
					n++
				}
			}
		}
	}
	if n == 0 {
		return refuse("use SHA-256")
	}
	return nil
}

// weakCall rewrites hashlib.md5(…), md5.Sum(…), DigestUtils.md5Hex(…), Hashing.md5().
func (w *work) weakCall(call g.ID) (bool, error) {
	callee := w.First(call)
	if w.kind(callee) != g.Member {
		return false, nil
	}
	last := w.Child(callee, 1)
	if w.golang() {
		pkg := w.Name(w.First(callee))
		if strongHash(pkg) == "" || w.kind(w.First(callee)) != g.Ident {
			return false, nil
		}
		to := map[string]string{"Sum": "Sum256", "New": "New"}[w.Name(last)]
		if to == "" {
			return false, nil
		}
		name, err := w.use("crypto/sha256", "")
		if err != nil {
			return false, err
		}
		w.put(callee, name+"."+to)
		w.drop(callee)
		w.Calls = []string{to}
		return true, nil
	}
	name := w.Name(last)
	strong := strongHash(name)
	if strong == "" {
		return false, nil
	}
	w.put(last, strong)
	w.Calls = []string{strong}
	return true, nil
}

// passwordHash hashes passwords with a function that is made for them, and compares with its own.
func passwordHash(w *work) error {
	w.review()
	id := w.node
	if w.kind(id) == g.Binary {
		return w.comparePassword(id)
	}
	switch {
	case w.java():
		if w.kind(id) == g.Call || w.kind(id) == g.New {
			if strings.Contains(w.src(id), "PasswordEncoder") {
				name, err := w.use("", "org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder")
				if err != nil {
					return err
				}
				w.put(id, "new "+name+"(12)")
				w.Calls = []string{"BCryptPasswordEncoder"}
				return nil
			}
		}
		return refuse("store encoder.encode(password) of a BCryptPasswordEncoder, check with encoder.matches")
	case w.script():
		return w.scriptPassword(id)
	case w.python():
		return w.pythonPassword(id)
	}
	return refuse("use bcrypt: hash when the password is set, compare with the library's function")
}

// bcryptJS gives the name of bcrypt, and notes that the project needs it.
func (w *work) bcryptJS() (string, error) {
	for _, module := range []string{"bcrypt", "bcryptjs"} {
		if name, _ := w.imported(module); name != "" {
			return name, nil
		}
	}
	module := "bcrypt"
	if w.hints("bcryptjs") {
		module = "bcryptjs"
	}
	name, err := w.use(module, "")
	if !w.hints(module) {
		w.needs("npm", "bcrypt", "^5.1.1")
	}
	return name, err
}

// waits holds where the function around a node is asynchronous.
func (w *work) waits(id g.ID) bool {
	fn := w.function(id)
	if fn == 0 {
		return false
	}
	for c := range w.Children(fn) {
		if w.kind(c) == g.Attr && w.Name(c) == "async" {
			return true
		}
	}
	return strings.HasPrefix(w.src(fn), "async ")
}

func (w *work) scriptPassword(id g.ID) error {
	password := id
	for c := w.self(id, g.Call); c != 0; c = w.around(c, g.Call) { // createHash(…).update(password).digest(…)
		if w.word(c) == "update" || w.word(c) == "md5" || w.word(c) == "sha1" || w.word(c) == "sha256" || w.word(c) == "MD5" || w.word(c) == "SHA256" || w.word(c) == "SHA1" || w.word(c) == "SHA512" {
			_, args := w.args(c)
			if len(args) == 0 {
				break
			}
			password, id = args[0], c
			for m := w.up(id); w.kind(m) == g.Member && (w.Name(w.Child(m, 1)) == "digest" || w.Name(w.Child(m, 1)) == "toString"); m = w.up(id) {
				id = w.up(m)
			}
			break
		}
	}
	switch w.kind(password) {
	case g.Ident, g.Member:
	case g.List:
		return w.scriptList(password)
	default:
		return refuse("store await bcrypt.hash(password, 12)")
	}
	if p := w.up(id); w.kind(p) == g.Binary { // a hash that is compared
		stored := w.First(p)
		if stored == id {
			stored = w.Child(p, 1)
		}
		return w.scriptCompare(p, password, stored)
	}
	bcrypt, err := w.bcryptJS()
	if err != nil {
		return err
	}
	if err := w.checkedWith(id, bcrypt); err != nil {
		return err
	}
	hash := bcrypt + ".hashSync(" + w.src(password) + ", 12)"
	if w.waits(id) {
		hash = "await " + bcrypt + ".hash(" + w.src(password) + ", 12)"
	}
	if p := w.up(id); w.kind(p) == g.Pair && w.First(p) != id && w.Nodes[w.First(p)].Start == w.Nodes[id].Start {
		w.put(p, w.src(id)+": "+hash) // {password}
	} else {
		w.put(id, hash)
	}
	w.Calls = []string{"hash", "hashSync"}
	return nil
}

// hashesElsewhere holds where the project hashes passwords with a function that is made for them.
func (w *work) hashesElsewhere() bool {
	return slices.ContainsFunc(w.everywhere(), func(text string) bool { return passwordHashed.MatchString(text) })
}

var (
	passwordHashed = lazyregexp.New(`bcrypt\w*\.hash|argon2\w*\.hash|scrypt|generate_password_hash|make_password|set_password|hasher\.hash|pbkdf2|hashpw|create_user\(`)
	comparedPass   = lazyregexp.New(`(?i)(?:pass\w*["'\])]*\s*[!=]==?\s*[a-z_]\w*|[\w\])]\s*[!=]==?\s*[\w.\[\]"']*pass|(?:compare_digest|timingSafeEqual|equals)\(.*pass)`)
	plainCompare   = lazyregexp.New(`(?i)(?:[!=]==?|compare_digest|timingSafeEqual|equals\()`)
)

// checkedWith changes the comparisons of a hash together with the hash: those of calls of the function that it is the result
// of. Where another file compares, it refuses: nobody could sign in any more.
func (w *work) checkedWith(hash g.ID, bcrypt string) error {
	fn := w.function(hash)
	name := ""
	if fn != 0 && (w.around(hash, g.Return) > fn || w.kind(fn) == g.Lambda) {
		if n := w.Part(fn, 0); n != 0 && w.kind(n) == g.Ident {
			name = w.Name(n)
		} else if p := w.up(fn); w.kind(p) == g.Var || w.kind(p) == g.Field {
			name = w.lastName(w.Part(p, 0))
		}
	}
	apart := Refusal("the hash is compared elsewhere: change both, with the library's functions for hashing and checking")
	if name == "" { // stored where it is made: what checks it must know
		for _, text := range w.everywhere() {
			for line := range strings.Lines(text) {
				if lower := strings.ToLower(line); strings.Contains(lower, "pass") && comparedPass.MatchString(line) && !strings.Contains(line, "typeof") && !strings.Contains(line, "isinstance") {
					return apart
				}
			}
		}
		return nil
	}
	for _, t := range w.Around {
		for line := range strings.Lines(string(t.Text)) {
			if strings.Contains(line, name+"(") && plainCompare.MatchString(line) {
				return apart
			}
		}
	}
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		if w.kind(id) != g.Call || w.word(id) != name || id >= fn && id < w.End(fn) {
			continue
		}
		_, args := w.args(id)
		side := id
		for call, at := w.argument(side); call != 0 && at == 0 && (w.word(call) == "from" || w.word(call) == "String" || w.word(call) == "encode"); call, at = w.argument(side) {
			side = call
		}
		whole, stored := w.up(side), g.ID(0)
		if w.kind(whole) == g.Binary {
			if stored = w.First(whole); stored == side {
				stored = w.Child(whole, 1)
			}
			if op := w.Nodes[whole].Op; op != g.Eq && op != g.Ne && op != g.Same && op != g.NotSame {
				stored = 0
			}
		} else if call, at := w.argument(side); call != 0 && at < 2 && (w.word(call) == "compare_digest" || w.word(call) == "timingSafeEqual") {
			_, both := w.args(call)
			if whole = call; len(both) == 2 {
				stored = both[1-at]
			}
		}
		switch {
		case stored == 0:
			if st := w.statement(id); st != 0 && w.kind(st) != g.Return && plainCompare.MatchString(w.src(st)) && w.kind(st) == g.If {
				return apart
			}
			continue // it is stored
		case len(args) != 1:
			return apart
		}
		if w.word(stored) == "from" {
			if _, inner := w.args(stored); len(inner) > 0 {
				stored = inner[0]
			}
		}
		if w.python() {
			check, err := w.pythonHasher("check_password_hash", "check_password")
			if err != nil {
				return err
			}
			text := check + "(" + w.src(stored) + ", " + w.src(args[0]) + ")"
			if strings.HasSuffix(check, "check_password") {
				text = check + "(" + w.src(args[0]) + ", " + w.src(stored) + ")"
			}
			if w.kind(whole) == g.Binary && (w.Nodes[whole].Op == g.Ne || w.Nodes[whole].Op == g.NotSame) {
				text = "not " + text
			}
			w.put(whole, text)
			continue
		}
		text := bcrypt + ".compareSync(" + w.src(args[0]) + ", " + w.src(stored) + ")"
		if w.kind(whole) == g.Binary && (w.Nodes[whole].Op == g.Ne || w.Nodes[whole].Op == g.NotSame) {
			text = "!" + text
		}
		w.put(whole, text)
	}
	return nil
}

// scriptList hashes the password among the values of a statement.
func (w *work) scriptList(list g.ID) error {
	for c := range w.Children(list) {
		if name := strings.ToLower(w.lastName(c)); strings.Contains(name, "pass") || name == "pwd" {
			bcrypt, err := w.bcryptJS()
			if err != nil {
				return err
			}
			if w.waits(c) {
				w.put(c, "await "+bcrypt+".hash("+w.src(c)+", 12)")
			} else {
				w.put(c, bcrypt+".hashSync("+w.src(c)+", 12)")
			}
			return nil
		}
	}
	return refuse("store await bcrypt.hash(password, 12)")
}

func (w *work) pythonPassword(id g.ID) error {
	call := w.self(id, g.Call)
	_, args := w.args(call)
	if len(args) == 0 || !strings.HasPrefix(w.callee(call), "hashlib.") {
		return refuse("store a hash of argon2 or bcrypt")
	}
	password := args[0]
	if w.word(password) == "encode" {
		password = w.object(password)
	}
	if k := w.kind(password); k != g.Ident && k != g.Member && k != g.Index {
		return refuse("store a hash of argon2 or bcrypt")
	}
	whole := call
	if m := w.up(call); w.kind(m) == g.Member && (w.Name(w.Child(m, 1)) == "hexdigest" || w.Name(w.Child(m, 1)) == "digest") {
		whole = w.up(m)
	}
	if p := w.up(whole); w.kind(p) == g.Binary {
		return refuse("the hash is compared here: check with the library's function")
	}
	name, err := w.pythonHasher("generate_password_hash", "make_password")
	if err != nil {
		return err
	}
	if err := w.checkedWith(whole, ""); err != nil {
		return err
	}
	w.put(whole, name+"("+w.src(password)+")")
	w.Calls = []string{"generate_password_hash", "make_password"}
	return nil
}

// pythonHasher gives a function of the framework's that hashes or checks passwords.
func (w *work) pythonHasher(flask, django string) (string, error) {
	if strings.Contains(string(w.Text), "django") || w.hints("django") || w.hints("Django") {
		return w.use("django.contrib.auth.hashers", django)
	}
	if !w.hints("flask") && !w.hints("Flask") && !w.hints("werkzeug") && !strings.Contains(string(w.Text), "flask") {
		w.needs("PyPI", "werkzeug", ">=3.0")
	}
	return w.use("werkzeug.security", flask)
}

// comparePassword compares a password with what is stored by the library's function.
func (w *work) comparePassword(id g.ID) error {
	op := w.Nodes[id].Op
	if op != g.Eq && op != g.Ne && op != g.Same && op != g.NotSame {
		return refuse("compare with the library's function")
	}
	not := op == g.Ne || op == g.NotSame
	left, right := w.First(id), w.Child(id, 1)
	stored, given := left, right
	if !w.storedLike(left) && w.storedLike(right) {
		stored, given = right, left
	}
	if !w.hashesElsewhere() {
		return refuse("the password is stored as it is: store a hash first, then compare with the library's function")
	}
	switch {
	case w.script():
		return w.scriptCompare(id, given, stored)
	case w.python():
		name, err := w.pythonHasher("check_password_hash", "check_password")
		if err != nil {
			return err
		}
		text := name + "(" + w.src(stored) + ", " + w.src(given) + ")"
		if strings.HasSuffix(name, "check_password") {
			text = name + "(" + w.src(given) + ", " + w.src(stored) + ")"
		}
		if not {
			text = "not " + text
		}
		w.put(id, text)
		return nil
	}
	return refuse("compare with the library's function")
}

// scriptCompare writes a comparison by bcrypt in the place of one by an operator.
func (w *work) scriptCompare(id, given, stored g.ID) error {
	op := w.Nodes[id].Op
	if op != g.Eq && op != g.Ne && op != g.Same && op != g.NotSame {
		return refuse("compare with bcrypt.compare")
	}
	bcrypt, err := w.bcryptJS()
	if err != nil {
		return err
	}
	text := bcrypt + ".compareSync(" + w.src(given) + ", " + w.src(stored) + ")"
	if w.waits(id) {
		text = "(await " + bcrypt + ".compare(" + w.src(given) + ", " + w.src(stored) + "))"
	}
	if op == g.Ne || op == g.NotSame {
		text = "!" + text
	}
	w.put(id, text)
	w.Calls = []string{"compare", "compareSync"}
	return nil
}

// storedLike tells the side of a comparison that comes from the database: a member of a record.
func (w *work) storedLike(id g.ID) bool {
	text := strings.ToLower(w.src(id))
	return (w.kind(id) == g.Member || w.kind(id) == g.Index) && !strings.HasPrefix(text, "req") && !strings.Contains(text, "body") && !strings.Contains(text, "form") && !strings.HasPrefix(text, "data")
}

// timingSafe compares in a time that does not depend on where the texts differ.
func timingSafe(w *work) error {
	id := w.node
	if c := w.kind(id); c != g.Binary && c != g.Call {
		if p := w.up(id); w.kind(p) == g.Binary {
			id = p
		} else if call, _ := w.argument(id); call != 0 {
			id = call
		}
	}
	var left, right g.ID
	not, call := false, w.kind(id) == g.Call
	if call {
		_, args := w.args(id)
		switch {
		case len(args) == 2:
			left, right = args[0], args[1]
		case len(args) == 1 && w.object(id) != 0:
			left, right = w.object(id), args[0]
		default:
			return refuse("compare in constant time")
		}
	} else {
		op := w.Nodes[id].Op
		if w.kind(id) != g.Binary || op != g.Eq && op != g.Ne && op != g.Same && op != g.NotSame {
			return refuse("compare in constant time")
		}
		left, right, not = w.First(id), w.Child(id, 1), op == g.Ne || op == g.NotSame
	}
	var text string
	switch {
	case w.script() && !call:
		crypto, err := w.use("crypto", "")
		if err != nil {
			return err
		}
		side := func(s g.ID) string {
			return crypto + ".createHash(" + w.quoted("sha256") + ").update(String(" + w.src(s) + ")).digest()"
		}
		text = crypto + ".timingSafeEqual(" + side(left) + ", " + side(right) + ")"
		if not {
			text = "!" + text
		}
	case w.python() && !call:
		name, err := w.use("hmac", "")
		if err != nil {
			return err
		}
		side := func(s g.ID) string {
			if w.word(s) == "get" {
				if _, args := w.args(s); len(args) == 1 {
					return w.src(s) + " or " + w.quoted("")
				}
			}
			return w.src(s)
		}
		text = name + ".compare_digest(" + side(left) + ", " + side(right) + ")"
		if not {
			text = "not " + text
		}
	case w.golang():
		name, err := w.use("crypto/subtle", "")
		if err != nil {
			return err
		}
		bytes := w.word(id) == "Equal" && call
		side := func(s g.ID) string {
			if bytes || strings.HasPrefix(w.Type(s), "[]") || strings.HasPrefix(w.src(s), "[]byte(") {
				return w.src(s)
			}
			return "[]byte(" + w.src(s) + ")"
		}
		if call && !bytes {
			return refuse("compare with subtle.ConstantTimeCompare")
		}
		op := " == 1"
		if not {
			op = " != 1"
		}
		w.drop(w.First(id))
		text = name + ".ConstantTimeCompare(" + side(left) + ", " + side(right) + ")" + op
		if p := w.up(id); call && w.kind(p) == g.Unary && w.Nodes[p].Op == g.Not {
			text = strings.TrimSuffix(text, op) + " != 1"
			id = p
		}
		w.Calls = []string{"ConstantTimeCompare"}
	case w.java() && call:
		name, err := w.use("", "java.security.MessageDigest")
		if err != nil {
			return err
		}
		utf := ".getBytes(java.nio.charset.StandardCharsets.UTF_8)"
		if w.word(id) == "equals" && w.object(id) == left {
			text = name + ".isEqual(" + w.src(left) + utf + ", " + w.src(right) + utf + ")"
			if strings.HasPrefix(w.src(w.First(id)), "Arrays.") {
				text = name + ".isEqual(" + w.src(left) + ", " + w.src(right) + ")"
			}
		} else {
			text = name + ".isEqual(" + w.src(left) + ", " + w.src(right) + ")"
		}
		w.Calls = []string{"isEqual"}
	default:
		return refuse("compare in constant time")
	}
	w.put(id, text)
	return nil
}
