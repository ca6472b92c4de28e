package secrets

import (
	"bytes"
	"path"
	"strings"

	"bartizan/internal/match"
)

// readKnownFile reads files whose name says which format of credentials they hold.
func (f *file) readKnownFile() {
	base := f.base
	dir := path.Base(path.Dir(strings.ToLower(f.name)))
	switch {
	case base == ".netrc" || base == "_netrc" || strings.HasSuffix(base, ".netrc") || base == "netrc":
		f.netrc()
	case base == ".pgpass" || base == "pgpass.conf" || base == "pgpass":
		f.eachLine(f.pgpass)
	case base == ".git-credentials" || dir == "git" && base == "credentials":
		f.eachLine(f.gitCredentials)
	case strings.Contains(base, "htpasswd") || strings.HasSuffix(base, "shadow") || strings.HasSuffix(base, "passwd") || strings.HasSuffix(base, "passwd-") || strings.Contains(base, "htdigest"):
		f.eachLine(f.passwordFile)
	case base == "chap-secrets" || base == "pap-secrets" || base == "srp-secrets":
		f.eachLine(f.pppSecret)
	case strings.HasSuffix(base, "ipsec.secrets") || dir == "ipsec.d" && strings.HasSuffix(base, ".secrets"):
		f.eachLine(f.ipsecSecret)
	case len(f.data) <= 1024 && f.style.kind != program && f.style.kind != tree:
		f.secretFile()
	}
}

// eachLine calls read with the offset and the text of each line, comments and blank lines left out.
func (f *file) eachLine(read func(at int, line string)) {
	at := 0
	for line := range bytes.Lines(f.data) {
		text := strings.TrimRight(string(line), "\r\n")
		if t := strings.TrimSpace(text); t != "" && t[0] != '#' && len(text) < maxLiteral {
			read(at, text)
		}
		at += len(line)
	}
}

// netrc reads "machine NAME login NAME password VALUE" in words (GNU inetutils, .netrc).
func (f *file) netrc() {
	machine := ""
	for i := 0; i < len(f.data); {
		v, _, to := f.netrcWord(i)
		if v == "" {
			return
		}
		i = to
		switch v {
		case "machine":
			machine, _, i = f.netrcWord(i)
		case "default":
			machine = "default"
		case "login", "account":
			_, _, i = f.netrcWord(i)
		case "macdef":
			end := bytes.Index(f.data[i:], []byte("\n\n"))
			if end < 0 {
				return
			}
			i += end
		case "password":
			v, from, to := f.netrcWord(i)
			if v != "" {
				f.stored("netrc", ".netrc", "password of "+machine, v, from, to, match.Password)
			}
			i = to
		}
	}
}

func (f *file) netrcWord(i int) (string, int, int) {
	for i < len(f.data) && (f.data[i] <= ' ' || f.data[i] == '#') {
		if f.data[i] == '#' {
			i = f.lineEnd(i)
			continue
		}
		i++
	}
	j := i
	for j < len(f.data) && f.data[j] > ' ' {
		j++
	}
	v := string(f.data[i:j])
	if len(v) > 2 && v[0] == '"' && v[len(v)-1] == '"' {
		return v[1 : len(v)-1], i + 1, j - 1
	}
	return v, i, j
}

// pgpass reads host:port:database:user:password, where \: and \\ are escapes (PostgreSQL, "The Password File").
func (f *file) pgpass(at int, line string) {
	fields, starts := 1, 0
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line):
			i++
			b.WriteByte(line[i])
		case line[i] == ':' && fields < 5:
			fields++
			starts = i + 1
			b.Reset()
		default:
			b.WriteByte(line[i])
		}
	}
	if fields == 5 && starts < len(line) {
		f.stored("pgpass", ".pgpass", "password", b.String(), at+starts, at+len(line), match.Password)
	}
}

// gitCredentials reads one URL on a line; the last @ ends the password (git-credential-store).
func (f *file) gitCredentials(at int, line string) {
	i := strings.Index(line, "://")
	j := strings.LastIndexByte(line, '@')
	if i < 0 || j < i+3 {
		return
	}
	_, password, ok := strings.Cut(line[i+3:j], ":")
	if !ok || password == "" {
		return
	}
	f.stored("git-credentials", ".git-credentials", "password of "+line[j+1:], password, at+j-len(password), at+j, match.Password)
}

// passwordFile reads user:hash:… of Unix, Apache and FTP servers. Hashes with a $ are found by their form anywhere.
func (f *file) passwordFile(at int, line string) {
	fields := strings.Split(line, ":")
	if len(fields) < 2 {
		return
	}
	value, start := fields[1], at+len(fields[0])+1
	if len(fields) == 3 && len(fields[2]) == 32 && match.Hex(fields[2]) { // user:realm:MD5
		value, start = fields[2], at+len(line)-32
	}
	des := len(value) == 13 && strings.Trim(value, "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == ""
	if des || len(value) == 32 && match.Hex(value) || strings.HasPrefix(value, "{") && strings.Contains(value, "}") || strings.HasPrefix(value, "$") && strings.Count(value, "$") >= 2 {
		f.stored("password-file", "password file", "hash of "+fields[0], value, start, start+len(value), match.Password)
	}
}

// pppSecret reads client, server, secret, addresses (pppd(8)).
func (f *file) pppSecret(at int, line string) {
	i := at
	for n := range 3 {
		v, from, to := f.wordAt(f.blanks(i))
		if v == "" || from >= at+len(line) {
			return
		}
		if n == 2 {
			f.stored("ppp-secrets", "pppd secrets", "secret", v, from, to, match.Password)
			return
		}
		if i = to; i < len(f.data) && isQuote(f.data[i]) {
			i++
		}
	}
}

// ipsecSecret reads "… : PSK "value"" (ipsec.secrets(5)).
func (f *file) ipsecSecret(at int, line string) {
	for _, kind := range []string{": PSK ", ":PSK ", ": XAUTH ", ": EAP "} {
		if i := strings.Index(line, kind); i >= 0 {
			if v, from, to := f.wordAt(f.blanks(at + i + len(kind))); v != "" {
				f.stored("ppp-secrets", "IPsec secrets", strings.Trim(kind, ": "), v, from, to, match.Password)
			}
		}
	}
}

// singles are names of files that tools fill with one secret.
var singles = set("master.key .vault-token vault-token .vault_pass .vault_pass.txt vault_pass.txt .vault_password vault_password.txt .erlang.cookie .secret secret_token .token token .passwd-s3fs rails_master_key")

// secretFile reads a file that is one secret, named after it: the file name is the key.
func (f *file) secretFile() {
	text := strings.TrimSpace(string(f.data))
	stem := strings.TrimSuffix(f.base, path.Ext(f.base))
	key := match.ClassifyKey(stem)
	ext := path.Ext(f.base)
	if (ext != "" && ext != ".txt" && ext != ".key" && ext != ".secret" && ext != ".token" && ext != ".pass" && ext != ".password" && !singles[f.base]) || text == "" || strings.ContainsAny(text, " \t\n") || len(text) < 8 {
		return
	}
	switch {
	case singles[f.base] || ext == ".token" || ext == ".secret" || ext == ".pass" || ext == ".password":
		key.Class = match.Secret
	case ext == ".key" && match.RandomBits(text) > 20:
		key.Class = match.Secret
	case key.Class == match.NoSecret || key.Class == match.Credential:
		return
	}
	if key.Class.Issued() && match.RandomBits(text) < 15 || strings.HasPrefix(text, "-----BEGIN") {
		return
	}
	start := bytes.Index(f.data, []byte(text))
	f.stored("secret-file", "file of one secret", f.base, text, start, start+len(text), key.Class)
}

// registryKey gives the family of names that package managers keep their credentials under.
func (f *file) registryKey(n name) (string, match.Class) {
	switch {
	case f.base == ".npmrc" || f.base == "npmrc" || strings.HasPrefix(f.base, ".yarnrc"):
		switch strings.ToLower(strings.TrimLeft(n.text, "/:")) {
		case "_authtoken", "npmauthtoken", "_auth", "npmauthident", "_password":
			return "registry", match.Token
		}
	case f.base == ".pypirc" || f.base == "pypirc":
		if n.text == "password" {
			return "registry", match.Password
		}
	case f.base == "credentials" && (strings.Contains(f.name, ".gem/") || strings.Contains(f.name, ".cargo/")):
		return "registry", match.Token
	}
	return "", match.NoSecret
}
