package secrets

import (
	"strings"

	"bartizan/internal/match"
)

// secretCall is a function one of whose arguments is a credential.
type secretCall struct {
	name  string // lower case, with the opening parenthesis
	index int    // of the argument, from 0
	class match.Class
	first bool // the argument before must be there and not be a function
}

// calls are the functions of common libraries that take a credential in a fixed place: signing, encryption,
// connecting, logging in.
var calls = []secretCall{
	{name: "jwt.sign(", index: 1, class: match.Secret},
	{name: "jwt.verify(", index: 1, class: match.Secret},
	{name: "jwt.encode(", index: 1, class: match.Secret},
	{name: "jwt.decode(", index: 1, class: match.Secret},
	{name: "jsonwebtoken.sign(", index: 1, class: match.Secret},
	{name: "jsonwebtoken.verify(", index: 1, class: match.Secret},
	{name: "createhmac(", index: 1, class: match.Secret},
	{name: "createcipheriv(", index: 1, class: match.Secret},
	{name: "createdecipheriv(", index: 1, class: match.Secret},
	{name: "createcipher(", index: 1, class: match.Secret},
	{name: "createdecipher(", index: 1, class: match.Secret},
	{name: "hmac.new(", index: 0, class: match.Secret},
	{name: "hash_hmac(", index: 2, class: match.Secret},
	{name: "openssl_encrypt(", index: 2, class: match.Secret},
	{name: "openssl_decrypt(", index: 2, class: match.Secret},
	{name: "jwt::encode(", index: 1, class: match.Secret},
	{name: "cookieparser(", index: 0, class: match.Secret},
	{name: "fernet(", index: 0, class: match.Secret},
	{name: "newcookiestore(", index: 0, class: match.Secret},
	{name: "setsigningkey(", index: 0, class: match.Secret},
	{name: "signwith(", index: 1, class: match.Secret},
	{name: "hmacshakeyfor(", index: 0, class: match.Secret},
	{name: "algorithm.hmac256(", index: 0, class: match.Secret},
	{name: "algorithm.hmac384(", index: 0, class: match.Secret},
	{name: "algorithm.hmac512(", index: 0, class: match.Secret},
	{name: "signedstring(", index: 0, class: match.Secret},
	{name: "symmetricsecuritykey(", index: 0, class: match.Secret},
	{name: "secretkeyspec(", index: 0, class: match.Secret},
	{name: "pbekeyspec(", index: 0, class: match.Password},
	{name: "aes.new(", index: 0, class: match.Secret},
	{name: "aes.newcipher(", index: 0, class: match.Secret},
	{name: "aes.encrypt(", index: 1, class: match.Secret},
	{name: "aes.decrypt(", index: 1, class: match.Secret},
	{name: "hmacsha256(", index: 1, class: match.Secret},
	{name: "basicauth(", index: 1, class: match.Password},
	{name: "basic_auth(", index: 1, class: match.Password},
	{name: "digestauth(", index: 1, class: match.Password},
	{name: "auth.basic(", index: 1, class: match.Password},
	{name: ".login(", index: 1, class: match.Password, first: true},
	{name: "mysql_connect(", index: 2, class: match.Password},
	{name: "mysqli_connect(", index: 2, class: match.Password},
	{name: "new mysqli(", index: 2, class: match.Password},
	{name: "new pdo(", index: 2, class: match.Password},
	{name: "pg.connect(", index: 2, class: match.Password},
	{name: "ftp_login(", index: 2, class: match.Password},
	{name: "drivermanager.getconnection(", index: 2, class: match.Password},
	{name: "networkcredential(", index: 1, class: match.Password},
	{name: "usernamepasswordcredentials(", index: 1, class: match.Password},
	{name: "usernamepasswordcredential(", index: 1, class: match.Password},
	{name: "passwordauthentication(", index: 1, class: match.Password},
	{name: "plainauth(", index: 2, class: match.Password},
	{name: "ssh.password(", index: 0, class: match.Password},
	{name: "plaintextauthprovider(", index: 1, class: match.Password},
	{name: "plainpassword(", index: 0, class: match.Password},
	{name: "bcrypt.compare(", index: 0, class: match.Password},
	{name: "bcrypt.hash(", index: 0, class: match.Password},
	{name: "bcrypt.hashsync(", index: 0, class: match.Password},
	{name: "auth=(", index: 1, class: match.Password, first: true},
	{name: "scryptsync(", index: 0, class: match.Password},
	{name: "pbkdf2sync(", index: 0, class: match.Password},
	{name: "new sequelize(", index: 2, class: match.Password},
}

// call reads the argument of a call that holds a credential.
func (f *file) call(c secretCall, start, end int) {
	if f.style.kind != program && f.style.kind != prose || f.style.kind == program && f.openQuote(start) != 0 {
		return
	}
	if c.name[0] != '.' && start > 0 && nameByte(f.data[start-1]) && f.data[start-1] != '_' {
		// httpBasicAuth( and HTTPBasicAuth( are BasicAuth(.
		if !strings.HasSuffix(c.name, "auth(") && !strings.HasPrefix(c.name, "create") {
			return
		}
	}
	args := f.arguments(end, c.index+2)
	if c.index >= len(args) {
		return
	}
	if c.name == "hmac.new(" && f.style.lang == "go" {
		if c.index = 1; len(args) < 2 {
			return
		}
	}
	a := args[c.index]
	if c.first && (c.index == 0 || args[c.index-1] == nil) || a == nil || a.joined {
		return
	}
	name := strings.TrimSpace(string(f.data[start : end-1]))
	f.bind(bound{start: a.start, end: a.end, value: a.value, key: strings.TrimPrefix(name, "."), class: c.class, reader: match.Argument, program: true, company: c.class == match.Password, source: "argument"})
}

// arguments reads the first n arguments of a call whose parenthesis ends at i. An argument that is no string literal, bare
// or in a conversion, is nil.
func (f *file) arguments(i, n int) (out []*literal) {
	const reach = 1200
	limit := min(len(f.data), i+reach)
	f.spend(limit - i)
	var lit *literal
	depth, parts := 0, 0
	for i < limit && len(out) < n {
		switch c := f.data[i]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			i++
		case c == ',' && depth == 0:
			out = append(out, only(lit, parts))
			lit, parts = nil, 0
			i++
		case c == ')' && depth == 0:
			if lit != nil || parts > 0 {
				out = append(out, only(lit, parts))
			}
			return out
		case c == '(' || c == '[' || c == '{':
			depth++
			i++
			if c == '{' {
				parts += 2
			}
		case c == ')' || c == ']' || c == '}':
			if depth--; depth < 0 {
				return out
			}
			i++
		default:
			if l, ok := f.literal(i); ok {
				lit = &l
				parts++
				i = l.after
				continue
			}
			if callee, inside, ok := f.callee(i); ok && (constructors[callee]) {
				depth++
				i = inside
				continue
			}
			// Conversions after the literal, as in "…".getBytes(), belong to it.
			if c == '.' && lit != nil {
				if callee, inside, ok := f.callee(i + 1); ok && (constructors[callee] || callee == "tochararray" || callee == "getbytes" || callee == "to_s") {
					depth++
					i = inside
					continue
				}
			}
			if depth == 0 || lit == nil {
				parts += 2
			}
			if !nameByte(c) {
				i++ // an operator, or a quote that does not end
				continue
			}
			for i < limit && (nameByte(f.data[i]) || f.data[i] == '.') {
				i++
			}
		}
	}
	return out
}

// only gives the literal if nothing else makes up the argument.
func only(l *literal, parts int) *literal {
	if parts == 1 {
		return l
	}
	return nil
}
