package secrets

import (
	"bytes"
	"net/url"
	"strings"

	"bartizan/internal/match"
)

// A place is a byte string near which a credential can stand without a name, and the reader that looks there. start and end
// span the byte string.
type placeReader struct {
	word string
	read func(f *file, start, end int) // nil: the tree tells
}

// places are what the readers look for beside names.
func places() []placeReader {
	out := []placeReader{
		{"kty", nil},
		{"enctype", nil},
		{"://", (*file).url},
		{"bearer ", (*file).bearer},
		{"basic ", (*file).basic},
		{"sshpass", (*file).sshpass},
		{"curl ", (*file).userOption},
		{"wget ", (*file).userOption},
		{"http ", (*file).userOption},
		{"mysql", (*file).mysqlOption},
		{"mariadb", (*file).mysqlOption},
		{"docker login", (*file).loginOption},
		{"podman login", (*file).loginOption},
		{"redis-cli", (*file).loginOption},
		{"@tcp(", (*file).driverDSN},
		{"@unix(", (*file).driverDSN},
		{"jdbc:oracle:thin:", (*file).oracleURL},
		{"chpasswd", (*file).chpasswd},
		{"convertto-securestring", (*file).secureString},
		{"identified by", (*file).identifiedBy},
		{"password '", (*file).quotedPassword},
		{"password('", (*file).quotedPassword},
		{"insert into", (*file).insert},
		{"requirepass", (*file).redisSetting},
		{"masterauth", (*file).redisSetting},
	}
	for _, c := range calls {
		out = append(out, placeReader{c.name, func(f *file, start, end int) { f.call(c, start, end) }})
	}
	return out
}

var placeList = places()

func placeWords() (out []string) {
	for _, p := range places() {
		out = append(out, p.word)
	}
	return out
}

// special looks at the i-th place. It reports whether the tree of the file would tell more.
func (f *file) special(i, start, end int) bool {
	p := placeList[i]
	if f.lock && p.word != "://" {
		return false
	}
	if p.read == nil {
		return true
	}
	p.read(f, start, end)
	return false
}

// url reads scheme://user:password@host.
func (f *file) url(start, end int) {
	d := f.data
	from := start
	for from > 0 && start-from < 24 && (alnum(d[from-1]) || strings.IndexByte("+.-", d[from-1]) >= 0) {
		from--
	}
	if from == start {
		return
	}
	to := end
	for limit := min(len(d), end+2048); to < limit && d[to] > ' ' && strings.IndexByte("\"'`<>|\\^", d[to]) < 0; to++ {
	}
	if !f.spend(to - from) {
		return
	}
	authority := d[end:to]
	if i := bytes.IndexAny(authority, "/?#"); i >= 0 {
		authority = authority[:i]
	}
	at := bytes.LastIndexByte(authority, '@')
	if at <= 0 || at == len(authority)-1 {
		return
	}
	info, host := string(authority[:at]), string(authority[at+1:])
	if strings.ContainsAny(info, "()[]*,;") && !strings.Contains(info, "%") && strings.ContainsAny(info, "([") || !hostLike(host) {
		return
	}
	user, password, both := strings.Cut(info, ":")
	b := bound{start: end + len(user) + 1, end: end + at, value: password, key: user, reader: match.Setting, class: match.Password, family: "url", company: true, source: "URL", program: f.style.kind == program || f.style.kind == prose}
	if !both || len(user) >= 16 && match.RandomBits(user) > 20 {
		// A token can stand alone before the host, or where a user should.
		if strings.Contains(host, "sentry") || strings.HasSuffix(host, "ingest.io") {
			return // a DSN is public by design
		}
		b.start, b.end, b.value, b.key, b.class, b.company = end, end+len(user), user, "", match.Token, false
	}
	if b.value == "" || isVerb(b.value) {
		return
	}
	if f.commented(start) {
		b.reader, b.company = match.Comment, false
	}
	if decoded, err := url.PathUnescape(b.value); err == nil {
		b.value = decoded
	}
	f.urlScore(b, user, host, string(d[from:start]))
}

// driverDSN reads user:password@tcp(host)/database of Go's MySQL drivers.
func (f *file) driverDSN(start, end int) {
	from := start
	for from > 0 && start-from < 200 && f.data[from-1] > ' ' && !isQuote(f.data[from-1]) {
		from--
	}
	user, password, ok := strings.Cut(string(f.data[from:start]), ":")
	if !ok || password == "" || isVerb(password) {
		return
	}
	f.bind(bound{start: from + len(user) + 1, end: start, value: password, key: "password of " + user, class: match.Password, reader: match.Setting, company: true, program: f.style.kind == program, family: "connection-string", source: "connection string"})
}

// oracleURL reads jdbc:oracle:thin:user/password@host.
func (f *file) oracleURL(start, end int) {
	to := end
	for to < len(f.data) && to-end < 200 && f.data[to] > ' ' && !isQuote(f.data[to]) && f.data[to] != '@' {
		to++
	}
	user, password, ok := strings.Cut(string(f.data[end:to]), "/")
	if !ok || password == "" || to >= len(f.data) || f.data[to] != '@' {
		return
	}
	f.bind(bound{start: to - len(password), end: to, value: password, key: "password of " + user, class: match.Password, reader: match.Setting, company: true, program: f.style.kind == program, family: "connection-string", source: "connection string"})
}

// chpasswd reads the user:password that an echo before it hands over.
func (f *file) chpasswd(start, end int) {
	from := f.lineStart(start)
	i := bytes.LastIndex(f.data[from:start], []byte("echo "))
	if i < 0 {
		return
	}
	for _, w := range f.command(from + i + len("echo ")) {
		if user, password, ok := strings.Cut(w.text, ":"); ok && password != "" && user != "" {
			f.commandValue("chpasswd", shellWord{password, w.start + len(user) + 1, w.end})
			return
		}
	}
}

// urlScore lowers what stands in URLs of manuals: user:pass@example.com.
func (f *file) urlScore(b bound, user, host, scheme string) {
	b.inLock = true
	user, host = strings.ToLower(user), strings.ToLower(host)
	domain, _, _ := strings.Cut(host, ":")
	taught := strings.HasSuffix(domain, "example.com") || strings.HasSuffix(domain, "example.org") || strings.HasSuffix(domain, "example.net") || strings.HasSuffix(domain, ".example") || strings.HasSuffix(domain, ".test") || strings.HasSuffix(domain, ".invalid") ||
		domain == "host" || domain == "hostname" || domain == "server" || domain == "domain" || domain == "domain.com" || domain == "foo.com" || domain == "bar.com" || domain == "myhost" || domain == "foo" || domain == "bar" || domain == "ip" || domain == "address"
	named := match.ClassifyKey(b.value).Class == match.Password && match.NameLike(b.value) || b.value == "pass" || match.Weak(b.value) && (user == "user" || user == "username") || b.value == user && match.NameLike(b.value) && scheme != "amqp" && scheme != "postgres" && scheme != "postgresql"
	if b.class == match.Password && (taught || named && (user == "user" || user == "username" || user == "name" || user == "login" || user == "foo" || user == "admin" && taught)) {
		b.soft = true
		b.company = false
		if taught && match.RandomBits(b.value) < 20 {
			b.reader = match.Comparison
			b.program = true
		}
		if named {
			b.reader = match.Comment
			b.program = true
		}
	}
	if b.class == match.Password && !taught && !b.soft && f.place == match.Ordinary && ownedBy(b.value, user, host) {
		b.program = false // named after what it opens: nobody's label
	}
	if b.key != "" {
		b.key = "password of " + b.key
		if strings.Contains(user, strings.ToLower(b.value)) {
			b.key = ""
		}
	}
	f.bind(b)
}

// ownedBy reports a password such as billing_password for the user or the host billing.
func ownedBy(password, user, host string) bool {
	ws := match.Words(password)
	if len(ws) < 2 || match.ClassifyKey(ws[len(ws)-1]).Class == match.NoSecret {
		return false
	}
	switch ws[0] {
	case "my", "your", "the", "some", "db", "database", "user", "username", "login", "test", "example":
		return false
	}
	return strings.HasPrefix(strings.ToLower(user), ws[0]) || strings.HasPrefix(strings.ToLower(host), ws[0])
}

// hostLike reports that what follows an @ can be a host.
func hostLike(s string) bool {
	for i := range len(s) {
		if c := s[i]; !alnum(c) && strings.IndexByte(".-_:[]{}$,%()", c) < 0 {
			return false
		}
	}
	return s != "" && s[0] != '.'
}

func alnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// isVerb reports a formatting verb or a route's parameter in place of a value.
func isVerb(s string) bool {
	return len(s) <= 3 && s[0] == '%' || s[0] == ':' || s[0] == '{' && s[len(s)-1] == '}' || strings.HasPrefix(s, "%(") || s[0] == '$' && len(s) < 40 && !strings.ContainsAny(s, "!@#%^&*")
}

// bearer reads the token after "Bearer ".
func (f *file) bearer(start, end int) {
	v, from, to := f.token68(end)
	if len(v) < 16 || match.RandomBits(v) < 14 {
		return
	}
	f.bind(bound{start: from, end: to, value: v, key: "Authorization", class: match.Token, reader: match.Argument, family: "authorization", source: "header"})
}

// basic reads the credentials after "Basic ".
func (f *file) basic(start, end int) {
	v, from, to := f.token68(end)
	user, password, ok := strings.Cut(string(match.DecodeBase64(v)), ":")
	if !ok || len(v) < 8 || password == "" || !printable([]byte(user+password)) {
		return
	}
	f.bind(bound{start: from, end: to, value: password, key: "Authorization", class: match.Password, reader: match.Argument, family: "authorization", company: true, source: "header"})
}

// token68 reads what RFC 9110 allows as a credential in one word.
func (f *file) token68(i int) (string, int, int) {
	i = f.blanks(i)
	j := i
	for limit := min(len(f.data), i+4096); j < limit && (alnum(f.data[j]) || strings.IndexByte("-._~+/", f.data[j]) >= 0); j++ {
	}
	for n := 0; n < 2 && j < len(f.data) && f.data[j] == '='; n++ {
		j++
	}
	f.spend(j - i)
	return string(f.data[i:j]), i, j
}

// command reads the words that follow on the command's line, with continued lines, at most 40.
func (f *file) command(i int) (out []shellWord) {
	limit := min(len(f.data), i+1000)
	if f.style.kind == program { // a command ends with the string that it stands in
		if q := f.openQuote(i); q != 0 && q != '`' {
			for j := i; j < limit && f.data[j] != '\n'; j++ {
				if f.data[j] == '\\' {
					j++
				} else if f.data[j] == q {
					limit = j
				}
			}
		}
	}
	for i < limit && len(out) < 40 {
		switch c := f.data[i]; {
		case c == ' ' || c == '\t' || c == ',': // the comma: commands as lists
			i++
		case c == '\\' && i+1 < limit && (f.data[i+1] == '\n' || f.data[i+1] == '\r'):
			i += 2
		case c == '\n' || c == ';' || c == '|' || c == '&' || c == '`' || c == '#' || c == ')' || c == '<' || c == '>':
			return out
		default:
			v, from, to := f.wordAt(i)
			if to <= i && v == "" {
				return out
			}
			out = append(out, shellWord{v, from, to})
			i = max(to, i+1)
			if i < limit && isQuote(f.data[i]) {
				i++
			}
		}
	}
	return out
}

type shellWord struct {
	text       string
	start, end int
}

// commandWord reports that a word at start begins a command, rather than a sentence.
func (f *file) commandWord(start int) bool {
	if start > 0 && (nameByte(f.data[start-1]) || strings.IndexByte(".-", f.data[start-1]) >= 0) {
		return false
	}
	return f.style.kind != program || f.insideString(start)
}

func (f *file) commandValue(key string, w shellWord) {
	if w.text == "" || w.text[0] == '-' {
		return
	}
	f.bind(bound{start: w.start, end: w.end, value: w.text, key: key, class: match.Password, reader: match.Export, company: true, program: f.style.kind == program || f.style.kind == prose, family: "command-line", source: "command line"})
}

// userOption reads user:password after -u or --user.
func (f *file) userOption(start, end int) {
	if !f.commandWord(start) {
		return
	}
	ws := f.command(end)
	for i, w := range ws {
		if (w.text == "-u" || w.text == "--user" || w.text == "-a" || w.text == "--proxy-user" || w.text == "-U") && i+1 < len(ws) {
			if user, password, ok := strings.Cut(ws[i+1].text, ":"); ok && password != "" && !strings.HasPrefix(password, "//") {
				f.commandValue(w.text, shellWord{password, ws[i+1].start + len(user) + 1, ws[i+1].end})
			}
		}
	}
}

func (f *file) sshpass(start, end int) {
	ws := f.command(end)
	for i, w := range ws {
		if w.text == "-p" && i+1 < len(ws) {
			f.commandValue("sshpass -p", ws[i+1])
		} else if v, ok := strings.CutPrefix(w.text, "-p"); ok && v != "" {
			f.commandValue("sshpass -p", shellWord{v, w.start + 2, w.end})
		}
	}
}

// mysqlOption reads -pPASSWORD, which takes no blank.
func (f *file) mysqlOption(start, end int) {
	if !f.commandWord(start) {
		return
	}
	// mysqldump, mysqladmin and the like are the same.
	for end < len(f.data) && nameByte(f.data[end]) {
		end++
	}
	if end >= len(f.data) || f.data[end] != ' ' {
		return
	}
	for _, w := range f.command(end) {
		if v, ok := strings.CutPrefix(w.text, "-p"); ok && v != "" && v[0] != '-' {
			f.commandValue("mysql -p", shellWord{v, w.start + 2, w.end})
		}
	}
}

// loginOption reads -p or -a and its value.
func (f *file) loginOption(start, end int) {
	if !f.commandWord(start) {
		return
	}
	ws := f.command(end)
	for i, w := range ws {
		if (w.text == "-p" && f.data[start] != 'r' && f.data[start] != 'R' || w.text == "-a") && i+1 < len(ws) {
			f.commandValue(w.text, ws[i+1])
		}
	}
}

// secureString reads PowerShell's ConvertTo-SecureString "…" -AsPlainText.
func (f *file) secureString(start, end int) {
	ws := f.command(end)
	for i, w := range ws {
		if i == 0 && w.text != "" && w.text[0] != '-' || i > 0 && strings.EqualFold(ws[i-1].text, "-String") {
			f.commandValue("ConvertTo-SecureString", w)
		}
	}
}

// redisSetting reads a line of a Redis configuration.
func (f *file) redisSetting(start, end int) {
	if strings.Trim(string(f.data[f.lineStart(start):start]), " \t") != "" || end >= len(f.data) || f.data[end] != ' ' {
		return
	}
	if v, from, to := f.wordAt(f.blanks(end)); v != "" {
		f.bind(bound{start: from, end: to, value: v, key: string(f.data[start:end]), class: match.Password, reader: match.Setting, company: true, source: "setting"})
	}
}
