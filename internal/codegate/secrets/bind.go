package secrets

import (
	"strings"

	"bartizan/internal/match"
)

// constructors are calls whose argument is the value, for the rest of a binding: []byte("…"), SecretStr("…").
var constructors = set(`byte string str bytes bytearray from secretstr secretstring valueof b64decode atob frombase64string getbytes some secret securestring sensitive
	ptr pointer symmetricsecuritykey secretkeyspec hmacshakeyfor fernet stringptr decodebase64 decodestring new encoder tobytes bytesof cstring literal to`)

// hashers are calls that make a stored password or an encoded key of their argument: it is the secret itself.
var hashers = set(`bcrypt make_password generate_password_hash hashpw hashsync password_hash encode encodetostring encodebase64string getpasswordhash hashpassword hash_password encrypt sha256 sha1 md5 sha512
	b64encode urlsafe_b64encode btoa base64_encode encodebase64 encodeasbase64 hash.make bcrypt.hash argon2.hash scrypt.hash hasher.hash passwordhasher.hash pwd_context.hash create_hash`)

// hashed reports that the call whose argument begins at inside is one of hashers.
func (f *file) hashed(callee string, from, inside int) bool {
	if l, ok := f.literal(f.space(inside)); ok && charset(l.value) {
		return false // text.encode("utf-8")
	}
	if hashers[callee] {
		return true
	}
	parts := strings.FieldsFunc(strings.ToLower(string(f.data[from:inside-1])), func(r rune) bool { return strings.ContainsRune(`.:>-\`, r) })
	return len(parts) > 1 && hashers[parts[len(parts)-2]+"."+callee]
}

// charset reports names of character sets and error handlers that conversions of text take.
func charset(s string) bool {
	s = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(s))
	for _, p := range []string{"utf", "latin", "iso", "cp1", "windows12", "ascii", "usascii", "idna", "punycode", "base64", "hex", "rot13", "shiftjis", "gb", "big5", "eucjp", "mbcs", "rawunicode", "unicodeescape", "binary"} {
		if rest, ok := strings.CutPrefix(s, p); ok && strings.Trim(rest, "0123456789lbesig") == "" {
			return true
		}
	}
	return false
}

// settersOf are calls that take a name and its value.
var settersOf = set(`define put set add setproperty setdefault insert append setenv putenv environ header setheader addheader withenv entry pair mapentry of config configure const_set setvar
	addproperty property withproperty setattribute setconfig setting with useconfig export addparameter setparameter param`)

// getters are calls that take a name and a value for the case that nothing is set.
var getters = set(`getenv get env fetch getordefault environ lookup getstring getproperty getenvironmentvariable envor getconfig config option setting getvalue envstring string envdefault getenvdefault getenvor opt str value stringvar`)

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// receivers are where constructors may be found; any other lower-case name is a value whose method is called.
var receivers = set("buffer base64 b64 bytes hex aws to utf8 ptr pointer encoding secrecy keys text")

// callee reads a chain of names before an opening parenthesis at i, such as Buffer.from( or []byte(; inside is the place
// after the parenthesis.
func (f *file) callee(i int) (last string, inside int, ok bool) {
	d := f.data
	for n := 0; n < 2; n++ {
		for _, skip := range []string{"new ", "await ", "[]", "&", "*", "return "} {
			if f.has(i, skip) {
				i += len(skip)
			}
		}
	}
	if encode := "TextEncoder().encode("; f.has(i, encode) {
		return "bytes", i + len(encode), true
	}
	from := i
	receiver := ""
	for j := i; j < len(d) && j < i+80; j++ {
		switch c := d[j]; {
		case c == '(':
			if j == from || receiver != "" && !('A' <= receiver[0] && receiver[0] <= 'Z') && !receivers[strings.ToLower(receiver)] && constructors[strings.ToLower(string(d[from:j]))] {
				return "", 0, false
			}
			return strings.ToLower(string(d[from:j])), j + 1, true
		case c == '.' || c == ':' || c == '>' && d[j-1] == '-':
			if j > from {
				receiver = string(d[from:j])
			}
			from = j + 1
		case nameByte(c) || c == '-' || c == '!':
		default:
			return "", 0, false
		}
	}
	return "", 0, false
}

// wrapped reads a value inside of calls or after a lookup, and reports whether it did.
func (f *file) wrapped(n name, i int) bool {
	for range 3 {
		callee, inside, ok := f.callee(i)
		if !ok {
			return f.afterLookup(n, i)
		}
		from := i
		i = f.space(inside)
		l, isLiteral := f.literal(i)
		switch {
		case f.hashed(callee, from, inside):
			if isLiteral && !l.joined {
				f.bindLiteral(n, l, match.Argument, "argument")
			}
			return isLiteral
		case constructors[callee]:
			if !isLiteral {
				continue
			}
			if !l.joined {
				f.bindLiteral(n, l, match.Literal, "")
			}
			return true
		case getters[callee] || strings.Contains(callee, "env"):
			return f.lookupDefault(n, i)
		default:
			return false
		}
	}
	return false
}

// lookupDefault reads the second argument of a lookup, or what is taken instead of its result.
func (f *file) lookupDefault(n name, i int) bool {
	end := min(len(f.data), i+200)
	l, named := f.literal(i)
	if named {
		i = l.after
	} else {
		for i < end && (nameByte(f.data[i]) || f.data[i] == '.') {
			i++
		}
	}
	i = f.space(i)
	if i < end && f.data[i] == ',' {
		i = f.space(i + 1)
		if j := f.namedArgument(i); j > 0 {
			i = j
		}
		if l, ok := f.literal(i); ok && !l.joined && (named || match.ClassifyKey(l.value).Class == match.NoSecret) {
			f.bindLiteral(n, l, match.Default, "default of a missing setting")
			return true
		}
		return false
	}
	for i < end && f.data[i] == ')' {
		i = f.space(i + 1)
	}
	return f.orElse(n, i)
}

// namedArgument passes over default= and the like.
func (f *file) namedArgument(i int) int {
	j := i
	for j < len(f.data) && j < i+30 && nameByte(f.data[j]) {
		j++
	}
	if j == i || j >= len(f.data) {
		return -1
	}
	if k := f.blanks(j); k < len(f.data) && (f.data[k] == '=' || f.data[k] == ':') {
		return f.space(k + 1)
	}
	return -1
}

// afterLookup reads the literal of settings.name || "…".
func (f *file) afterLookup(n name, i int) bool {
	j := i
	for j < len(f.data) && j < i+120 && (nameByte(f.data[j]) || strings.IndexByte(".[]'\"?!", f.data[j]) >= 0) {
		j++
	}
	if j == i {
		return false
	}
	return f.orElse(n, f.space(j))
}

func (f *file) orElse(n name, i int) bool {
	for _, op := range []string{"||", "??", "?:", "or "} {
		if f.has(i, op) {
			l, ok := f.literal(f.space(i + len(op)))
			if ok && !l.joined {
				f.bindLiteral(n, l, match.Default, "default of a missing setting")
			}
			return ok
		}
	}
	return false
}

// pair reads the value of ("name", "value").
func (f *file) pair(n name, i int) {
	if f.style.kind == tree {
		return // the tree tells names from values
	}
	if !n.quoted {
		// define(NAME, …) takes a bare name in some languages; a bare name in a list of arguments says nothing.
		return
	}
	l, ok := f.literal(f.space(i))
	wrapped := false
	if !ok {
		callee, inside, isCall := f.callee(f.space(i))
		if !isCall || !constructors[callee] && !f.hashed(callee, f.space(i), inside) {
			// setdefault("name", os.getenv(…)) and the like are no literals.
			if k := f.namedArgument(f.space(i)); k > 0 && f.has(f.space(i), "default") {
				l, ok = f.literal(k)
			}
			if !ok {
				return
			}
		} else if l, wrapped = f.literal(f.space(inside)); !wrapped {
			return
		}
	}
	if l.joined {
		return
	}
	callee, first := f.calleeBefore(n.start)
	switch {
	case !first, callee == "" && match.NameLike(l.value), callee != "" && f.option(n.start): // the last declares an option
		return
	case getters[callee] || strings.Contains(callee, "env") && !settersOf[callee]:
		f.bindLiteral(n, l, match.Default, "default of a missing setting")
	case settersOf[callee]:
		f.bindLiteral(n, l, match.Literal, "")
	default:
		f.bindLiteral(n, l, match.Comparison, "pair")
	}
}

// calleeBefore gives the name of the call whose first argument ends a quoted name at start; first also holds for the first
// element of a list without a call.
func (f *file) calleeBefore(start int) (callee string, first bool) {
	i := start
	for n := 0; n < 60 && i > 0 && !isQuote(f.data[i-1]); n++ {
		i--
	}
	i--
	for i > 0 && strings.IndexByte(" \t\r\n@", f.data[i-1]) >= 0 {
		i--
	}
	if i <= 0 || strings.IndexByte("([{", f.data[i-1]) < 0 {
		return "", false
	}
	end := i - 1
	from := end
	for from > 0 && end-from < 40 && nameByte(f.data[from-1]) {
		from--
	}
	if f.data[end] != '(' {
		return "", true
	}
	return strings.ToLower(string(f.data[from:end])), true
}

// setter reads .password("…") and setPassword("…").
func (f *file) setter(n name, i int) {
	if n.spaced || f.style.kind != program {
		return
	}
	ws := match.Words(n.text)
	if len(ws) == 0 {
		return
	}
	rest := n.text
	switch {
	case len(ws) > 1 && (ws[0] == "set" || ws[0] == "with" || ws[0] == "add"):
		rest = strings.Join(ws[1:], "_")
	case n.start > 0 && f.data[n.start-1] == '.':
	default:
		return
	}
	if match.ClassifyKey(rest).Class == match.NoSecret {
		return
	}
	n.text = rest
	i = f.space(i)
	l, ok := f.literal(i)
	if !ok {
		callee, inside, isCall := f.callee(i)
		if !isCall || !constructors[callee] {
			return
		}
		if l, ok = f.literal(f.space(inside)); !ok {
			return
		}
	}
	if j := f.space(l.after); !l.joined && j < len(f.data) && (f.data[j] == ')' || f.data[j] == '.') {
		f.bindLiteral(n, l, match.Argument, "argument")
	}
}
