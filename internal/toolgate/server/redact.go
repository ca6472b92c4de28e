package server

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strings"

	"bartizan/internal/lazyregexp"
)

// maxShown is how much of one word is ever shown, in bytes.
const maxShown = 4096

// Hidden stands in every output where a secret, or what may be one, stood.
const Hidden = "[redacted]"

var (
	secretName    = lazyregexp.New(`(?i)(pass(w(or)?d|phrase|code)?$|passw|pwd|secret|token|api-?key|access-?key|private-?key|(^|-)key$|credential|bearer|cookie|session|signature|(^|-)(sig|pat|jwt|dsn|auth|sas)($|-)|authorization|conn(ection)?-?str|(^|-)pw$)`)
	publicName    = lazyregexp.New(`(?i)(file|path|dir|type|url|uri|endpoint|name|count|limit|timeout|ttl|length|budget|tokenizer|max-?tokens|env(-var)?|scopes?|mode|host|port|issuer|provider)$`)
	reference     = lazyregexp.New(`^((Bearer|Basic|Token)\s+)?(\$\{[^}]*\}|\$[A-Za-z_]\w*|\$env:\w+|%\w+%|\{\{[^}]*\}\}|\{env:[^}]*\}|<[^<>]*>)$`)
	addressStart  = lazyregexp.New(`[A-Za-z][A-Za-z0-9+.-]*://`)
	inlineSecret  = lazyregexp.New(`(?i)\b([a-z0-9_.-]*(?:passwd|password|pwd|secret|token|api[_-]?key|access[_-]?key|accountkey|sharedaccesskey)[a-z0-9_]*[\\"']*\s*[=:]\s*[\\"']*)([^\s;&,"'\\}]+)`)
	schemeSecret  = lazyregexp.New(`(?i)\b(bearer|basic|token|negotiate|digest|apikey)(\s+|:\s*)([A-Za-z0-9._~+/=-]{6,})`)
	headerSecret  = lazyregexp.New(`(?i)\b((?:proxy-)?authorization|cookie|x-[a-z-]*(?:token|key|secret|auth)[a-z-]*)(?:\s*:\s*)[^'"\n$]+`)
	knownToken    = lazyregexp.New(`\b(sk-|sk_|pk_live_|rk_|gh[opsur]_|github_pat_|glpat-|glptt-|xox[abeoprs]-|xapp-|AKIA|ASIA|AIza|ya29\.|eyJ|npm_|pypi-|hf_|dop_v1_|shpat_|SG\.|lin_api_|ntn_|secret_|figd_|dckr_pat_|tvly-|sntrys_|sbp_|r8_|fc-|ctx7sk|pplx-|gsk_|xai-|AGE-SECRET-KEY-)[A-Za-z0-9_.+/=-]{8,}`)
	tokenRun      = lazyregexp.New(`[A-Za-z0-9_+=-]{16,}`)
	uuidRun       = lazyregexp.New(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	hexRun        = lazyregexp.New(`^[0-9a-fA-F]{24,}$`)
	headerLine    = lazyregexp.New(`^([A-Za-z0-9!#$%&'*+.^_|~-]+\s*:\s*)(.*)$`)
	environmental = lazyregexp.New(`^[A-Z_][A-Z0-9_]*$`)
)

// Redacted returns a copy that may be shown: words and addresses that carry secrets hold Hidden in their place. What is
// only a reference to a variable stays. Environment, header and OAuth values are not part of any encoding.
func (e Entry) Redacted() Entry {
	e.Argv = RedactArgv(e.Argv)
	e.Command = RedactArgv(e.Command)
	e.URL = RedactURL(e.URL[:min(len(e.URL), maxShown)])
	e.Local = redactWord(e.Local[:min(len(e.Local), maxShown)])
	e.Cwd = redactWord(e.Cwd)
	e.EnvFile = redactWord(e.EnvFile)
	if e.Package != nil {
		p := redactPackage(*e.Package)
		e.Package = &p
	}
	e.Also = slices.Clone(e.Also)
	for i := range e.Also {
		e.Also[i] = redactPackage(e.Also[i])
	}
	blank := func(vars []Var) []Var {
		vars = slices.Clone(vars)
		for i := range vars {
			vars[i].Value = ""
		}
		return vars
	}
	e.Env, e.Headers, e.Auth, e.ArgEnv = blank(e.Env), blank(e.Headers), blank(e.Auth), blank(e.ArgEnv)
	return e
}

func redactPackage(p Package) Package {
	if p.Type == "url" || p.Type == "git" || p.Type == "file" {
		p.Name = redactWord(p.Name)
	} else {
		p.Name = knownToken.ReplaceAllString(RedactURL(p.Name), Hidden)
	}
	return p
}

// SecretName reports that a value under this name (option, variable, header, query parameter) is to be taken for a
// secret.
func SecretName(name string) bool {
	name = strings.TrimLeft(name, "-")
	n := strings.ReplaceAll(name, "_", "-")
	return secretName.MatchString(n) && !publicName.MatchString(n)
}

// RedactArgv redacts a command line word by word, knowing which word is the value of the option before it.
func RedactArgv(argv []string) []string {
	if argv == nil {
		return nil
	}
	out := make([]string, len(argv))
	expect := ""
	for i, w := range argv {
		cut := ""
		if len(w) > maxShown {
			w, cut = w[:maxShown], "…"
		}
		out[i], expect = redactNext(w, expect)
		out[i] += cut
	}
	return out
}

// redactNext redacts one word. before is what the word before asks for: "secret", "header", "env" or nothing.
func redactNext(w, before string) (out, after string) {
	switch {
	case before == "" || strings.HasPrefix(w, "--"):
	case reference.MatchString(w):
		return w, ""
	case before == "secret":
		return Hidden, ""
	case before == "header":
		if m := headerLine.FindStringSubmatch(w); m != nil {
			if reference.MatchString(m[2]) {
				return w, ""
			}
			return m[1] + Hidden, ""
		}
		return Hidden, ""
	case before == "env":
		if name, value, ok := strings.Cut(w, "="); ok && !reference.MatchString(value) {
			return name + "=" + Hidden, ""
		}
	case before == "user" && strings.Contains(w, ":"):
		return Hidden, ""
	}
	name, value, given := strings.Cut(w, "=")
	option := strings.HasPrefix(w, "-") && !strings.ContainsAny(name, " \t\n")
	if !option && strings.ContainsAny(w, " \t\n") {
		return redactScript(w), ""
	}
	if option {
		kind := optionKind(name)
		switch {
		case !given && kind != "":
			return w, kind
		case !given:
			return redactWord(w), ""
		case kind != "":
			v, _ := redactNext(value, kind)
			return name + "=" + v, ""
		}
		v, _ := redactNext(value, "")
		return name + "=" + v, ""
	}
	if given && !reference.MatchString(value) && value != "" &&
		(environmental.MatchString(name) || SecretName(name) && !strings.Contains(name, "://")) {
		return name + "=" + Hidden, ""
	}
	return redactWord(w), ""
}

func optionKind(name string) string {
	switch name {
	case "-H", "--header", "--headers":
		return "header"
	case "-e", "--env", "--env-var", "--build-arg":
		return "env"
	case "-u", "--user", "--userpwd", "--auth":
		return "user"
	}
	if SecretName(name) {
		return "secret"
	}
	return ""
}

// redactScript redacts a word that is a command line of its own.
func redactScript(s string) string {
	s = headerSecret.ReplaceAllString(s, "$1: "+Hidden)
	s = schemeSecret.ReplaceAllString(s, "$1$2"+Hidden)
	s = inlineSecret.ReplaceAllStringFunc(s, redactPair)
	var b strings.Builder
	expect := ""
	for len(s) > 0 {
		i := strings.IndexAny(s, " \t\n")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			word := strings.Trim(s[:i], `"'`)
			out, after := redactNext(word, expect)
			expect = after
			b.WriteString(strings.Replace(s[:i], word, out, 1))
		}
		if i < len(s) {
			b.WriteByte(s[i])
			i++
		}
		s = s[i:]
	}
	return b.String()
}

func redactPair(m string) string {
	part := inlineSecret.FindStringSubmatch(m)
	if reference.MatchString(strings.Trim(part[2], `"'`)) || strings.HasPrefix(part[2], "//") {
		return m
	}
	return part[1] + Hidden
}

// redactWord redacts what a single word may hold: an address, name=secret pairs, an authorization value, a token.
func redactWord(w string) string {
	if w == "" {
		return w
	}
	if at := addressStart.FindStringIndex(w); at != nil {
		if at[0] == 0 {
			return RedactURL(w)
		}
		return redactTokens(w[:at[0]]) + RedactURL(w[at[0]:])
	}
	w = schemeSecret.ReplaceAllString(w, "$1$2"+Hidden)
	w = inlineSecret.ReplaceAllStringFunc(w, redactPair)
	return redactTokens(w)
}

func redactTokens(s string) string {
	s = knownToken.ReplaceAllString(s, Hidden)
	return replaceRuns(s, tokenRun, func(before, run string) bool {
		if strings.HasSuffix(before, "sha256:") || strings.HasSuffix(before, "sha512:") || strings.HasSuffix(before, "[") {
			return false
		}
		// a git commit behind its repository is a version, not a secret
		if (strings.HasSuffix(before, "#") || strings.HasSuffix(before, "@") || strings.HasSuffix(before, "/commit/") || strings.HasSuffix(before, "/archive/")) && fullCommit.MatchString(run) {
			return false
		}
		return random(run)
	})
}

func replaceRuns(s string, re *lazyregexp.Regexp, hide func(before, run string) bool) string {
	var b strings.Builder
	last := 0
	for _, m := range re.FindAllStringIndex(s, -1) {
		if hide(s[:m[0]], s[m[0]:m[1]]) {
			b.WriteString(s[last:m[0]])
			b.WriteString(Hidden)
			last = m[1]
		}
	}
	return b.String() + s[last:]
}

// random reports that a run of letters and digits looks drawn, not written: hexadecimal of some length, or letters and
// digits that take turns with high entropy.
func random(s string) bool {
	if hexRun.MatchString(s) || uuidRun.MatchString(s) {
		return strings.ContainsAny(s, "0123456789")
	}
	for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-_+=", r) }) {
		if m := measure(piece); len(piece) >= 20 && m.digitGroups >= 2 && m.turns*4 >= len(piece) && Entropy(piece) >= 3.5 {
			return true
		}
	}
	m := measure(s)
	return len(s) >= 24 && m.upper > 0 && m.lower > 0 && m.digitGroups >= 2 && m.longest <= 6 && Entropy(s) >= 4
}

// measured counts classes of characters: how many, how often they take turns, and the longest row of small letters.
type measured struct{ lower, upper, digitGroups, turns, longest int }

func measure(s string) (m measured) {
	last, row := byte(0), 0
	for i := range len(s) {
		c := s[i]
		class := byte('-')
		switch {
		case c >= 'a' && c <= 'z':
			class = 'a'
			m.lower++
		case c >= 'A' && c <= 'Z':
			class = 'A'
			m.upper++
		case c >= '0' && c <= '9':
			class = '0'
		}
		if class != last {
			m.turns++
			row = 0
			if class == '0' {
				m.digitGroups++
			}
		}
		if row++; class == 'a' {
			m.longest = max(m.longest, row)
		}
		last = class
	}
	return m
}

// Entropy is the Shannon entropy of the bytes of s, in bits per byte.
func Entropy(s string) float64 {
	var count [256]int
	for i := range len(s) {
		count[s[i]]++
	}
	h := 0.0
	for _, n := range count {
		if n > 0 {
			p := float64(n) / float64(len(s))
			h -= p * math.Log2(p)
		}
	}
	return h
}

// RedactURL hides userinfo, the values of secret-named parameters, and drawn-looking parts of path, query and fragment.
// It works on the text: what is no valid URL is redacted all the same.
func RedactURL(s string) string {
	if at := addressStart.FindStringIndex(s); at == nil {
		return redactTokens(s)
	} else if at[0] > 0 {
		out, _ := redactNext(s, "")
		return out
	}
	at := strings.Index(s, "://")
	scheme, rest := s[:at+3], s[at+3:]
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, tail := rest[:end], rest[end:]
	// a password may itself hold / ? or #: userinfo goes to the last @ in front of what still looks like a host
	if i := strings.LastIndex(rest, "@"); i > end && strings.Contains(host, ":") && !strings.ContainsAny(rest[i:], " ") && !hostPort(host) {
		host, tail = rest[:i+1], rest[i+1:]
		if j := strings.IndexAny(tail, "/?#"); j >= 0 {
			host, tail = host+tail[:j], tail[j:]
		} else {
			host, tail = host+tail, ""
		}
	}
	if i := strings.LastIndex(host, "@"); i >= 0 {
		user := host[:i]
		if user != "git" && !reference.MatchString(user) {
			host = Hidden + host[i:]
		}
	}
	path, query, _ := strings.Cut(tail, "?")
	out := scheme + host + redactTokens(path)
	if query == "" && !strings.Contains(tail, "?") {
		return out
	}
	fragment := ""
	if i := strings.IndexByte(query, '#'); i >= 0 {
		query, fragment = query[:i], redactTokens(query[i:])
	}
	parts := strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' })
	for i, p := range parts {
		name, value, ok := strings.Cut(p, "=")
		switch {
		case ok && SecretName(name) && value != "" && !reference.MatchString(value):
			parts[i] = name + "=" + Hidden
		case ok:
			parts[i] = name + "=" + redactTokens(value)
		default:
			parts[i] = redactTokens(p)
		}
	}
	return out + "?" + strings.Join(parts, "&") + fragment
}

// hostPort reports host:port without userinfo.
func hostPort(s string) bool {
	_, port, ok := strings.Cut(s, ":")
	return ok && port != "" && strings.Trim(port, "0123456789") == ""
}

// LaunchDigest names what would run: sha256 over argv, url, the names of the environment variables (sorted) and the
// working folder, each with its length in front, so that no two launches share one text.
func (e Entry) LaunchDigest() string {
	h := sha256.New()
	list := func(items []string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(items)))
		h.Write(n[:])
		for _, s := range items {
			binary.BigEndian.PutUint64(n[:], uint64(len(s)))
			h.Write(n[:])
			h.Write([]byte(s))
		}
	}
	names := make([]string, len(e.Env))
	for i, v := range e.Env {
		names[i] = v.Name
	}
	slices.Sort(names)
	list([]string{"bartizan/launch/v1", e.URL, e.Cwd})
	list(e.Argv)
	list(names)
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
