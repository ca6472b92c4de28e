package check

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"bartizan/internal/lazyregexp"
	"bartizan/internal/toolgate/server"
)

// Words of names that say what a value is. A name is cut at its case changes and at everything that is no letter or digit.
var (
	secretWords = []string{"password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "apikey", "apitoken", "authkey", "accesskey",
		"secretkey", "privatekey", "credential", "credentials", "jwt", "bearer", "pat", "authorization", "cookie"}
	// keyOwners make a "key" secret when they stand before it.
	keyOwners = []string{"api", "access", "private", "secret", "auth", "service", "account", "encryption", "signing", "master", "admin", "app",
		"application", "license", "subscription", "integration", "role", "project", "client", "host", "shared", "storage", "bot", "user", "functions"}
	// attributes at a name's end say that the value is about a secret and is none.
	attributes = []string{"file", "path", "url", "uri", "endpoint", "id", "name", "arn", "type", "limit", "expiry", "expires", "ttl", "timeout",
		"variable", "prefix", "header", "length", "count", "budget", "size", "scope", "scopes", "audience", "region", "store", "dir", "directory",
		"provider", "command", "cmd", "helper", "enabled", "required", "mode", "method", "alias", "ref", "reference", "source", "issuer", "host", "port",
		"lifetime", "age", "max", "min", "refresh", "cache", "version", "algorithm", "username", "user", "email", "auth", "check", "validation", "rotation"}
)

// nameWords cuts a name into lower-case words: dbPassword, DB_PASSWORD and db-password give the same.
func nameWords(name string) []string {
	var words []string
	var cur []rune
	flush := func() {
		if len(cur) > 0 {
			words = append(words, strings.ToLower(string(cur)))
			cur = cur[:0]
		}
	}
	var before rune
	for _, c := range name {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			flush()
		case unicode.IsUpper(c) && unicode.IsLower(before):
			flush()
			cur = append(cur, c)
		default:
			cur = append(cur, c)
		}
		before = c
	}
	flush()
	return words
}

// SecretName reports a name whose value is a secret: DB_PASSWORD, apiKey, X-Auth-Token; not MAX_TOKENS, TOKEN_FILE, PUBLIC_KEY.
func SecretName(name string) bool { return secretNameKind(name) != "" }

func secretNameKind(name string) string {
	words := nameWords(name)
	if len(words) == 0 || len(words) > 12 || slices.Contains(words, "public") || slices.Contains(words, "publishable") {
		return ""
	}
	last := words[len(words)-1]
	if len(words) > 1 && slices.Contains(attributes, last) {
		return ""
	}
	for i, w := range words {
		switch {
		case strings.HasSuffix(w, "password") || strings.HasSuffix(w, "passwd") || w == "pwd" || w == "pass" && i == len(words)-1 || w == "passphrase" || w == "passcode":
			if w == "pwd" && len(words) == 1 {
				return "" // the working directory
			}
			return "password"
		case strings.HasSuffix(w, "token"), strings.HasSuffix(w, "apikey"):
			return "token"
		case slices.Contains(secretWords, w):
			return strings.TrimSuffix(w, "s")
		case w == "key" && i > 0 && slices.Contains(keyOwners, words[i-1]):
			return "key"
		case w == "key" && i == len(words)-1 && i > 0 && !slices.Contains([]string{"primary", "sort", "partition", "cache", "foreign", "issue", "jira", "space", "row", "sheet", "idempotency"}, words[i-1]):
			return "key"
		case w == "string" && i > 0 && words[i-1] == "connection":
			return "connection string"
		}
	}
	return ""
}

// reference matches a whole value that stands for one that is kept elsewhere.
var reference = lazyregexp.New(`(?is)^(?:` +
	`\$\{[^}]*\}|\$[a-z_][a-z0-9_]*|\$env:[a-z_][a-z0-9_]*|%[a-z_][a-z0-9_()]*%|\{\{.*\}\}|\{[a-z_][a-z0-9_.:-]*\}|\$\(.*\)|` + "`.*`" +
	`|(?:op|vault|aws-sm|aws-ssm|gcp-sm|azure-kv|keychain|keyring|secret|secretref|bws|doppler|infisical|pass|sops|ssm|arn):.+` +
	`|env[.:][a-z_][a-z0-9_]*|!secret .+|process\.env\.\w+|os\.environ.*)$`)

// placeholder matches what documentation writes where a value goes.
var placeholder = lazyregexp.New(`(?is)^(?:<.*>|\[.*\]|\(.*\)|__.*__|[x*.•…_0-]+|[a-z]{0,8}[-_][x*.•…]+|(?:.*[^a-z])?(?:your|my|yours|insert|enter|replace|paste|put|fill|change|add|set)[-_ ].*|` +
	`.*(?:[x*•]{5,}|\.{3}|…|x{4,}).*|.*(?:example|placeholder|change[-_ ]?me|replace[-_ ]?me|redacted|dummy|goes[-_ ]?here|[-_ ]here$|to[-_ ]?do$|fixme|sample|not[-_ ]?(?:a|the)?[-_ ]?real).*|` +
	`your.*|(?:an?|the|some) .*|(?:.*[-_ ])?(?:api|access|auth|secret|private|bearer|bot|jwt|oauth|personal|client|user|db|database|app)?[-_ ]?(?:access[-_ ])?(?:key|token|password|passwd|secret|pass|pat|credentials?|value|string)|` +
	`none|null|nil|undefined|true|false|yes|no|optional|required|default|test|testing|foo|bar|baz|abc|abc123|123|1234|12345|123456|1234567890|key123|token123|n/a|string|value|empty|changeit)$`)

// hole matches a reference inside a longer value.
var hole = lazyregexp.New(`(?i)\$\{[^}]*\}|\$\([^)]*\)|%[a-z_][a-z0-9_]*%|\{\{[^}]*\}\}|<[^<>]+>`)

// isReference reports a value that holds no secret itself: empty, or standing for a value kept elsewhere.
func isReference(v string) bool {
	v = strings.TrimSpace(v)
	return v == "" || reference.MatchString(v)
}

// isPlaceholder reports what documentation writes in place of a value.
func isPlaceholder(v string) bool {
	return len(v) <= 512 && placeholder.MatchString(strings.TrimSpace(v))
}

// provider matches tokens that say themselves whose they are.
var provider = []struct {
	kind string
	form *lazyregexp.Regexp
}{
	{"GitHub token", lazyregexp.New(`^(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,})`)},
	{"GitLab token", lazyregexp.New(`^gl(?:pat|rt|ptt|dt)-[A-Za-z0-9_-]{18,}`)},
	{"Slack token", lazyregexp.New(`^xox[abeoprs]-[A-Za-z0-9-]{16,}`)},
	{"AWS access key id", lazyregexp.New(`^(?:AKIA|ASIA)[A-Z0-9]{16}$`)},
	{"Google API key", lazyregexp.New(`^AIza[A-Za-z0-9_-]{30,}`)},
	{"API key", lazyregexp.New(`^(?:sk|rk|pk|ak)[-_](?:[a-z0-9]{2,12}[-_])*[A-Za-z0-9_-]{18,}`)},
	{"npm token", lazyregexp.New(`^npm_[A-Za-z0-9]{30,}`)},
	{"PyPI token", lazyregexp.New(`^pypi-[A-Za-z0-9_-]{40,}`)},
	{"Hugging Face token", lazyregexp.New(`^hf_[A-Za-z0-9]{24,}`)},
	{"Notion token", lazyregexp.New(`^(?:ntn_|secret_)[A-Za-z0-9]{30,}`)},
	{"Linear key", lazyregexp.New(`^lin_(?:api|oauth)_[A-Za-z0-9]{24,}`)},
	{"Figma token", lazyregexp.New(`^figd_[A-Za-z0-9_-]{24,}`)},
	{"JSON Web Token", lazyregexp.New(`^eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.`)},
	{"private key", lazyregexp.New(`-----BEGIN [A-Z ]*PRIVATE KEY`)},
}

// DefaultSecret judges a value by its name and its shape. It errs on the side of silence for what may be a word.
func DefaultSecret(name, value string) (kind string, ok bool) {
	value = strings.TrimSpace(value)
	if kind, ok := urlSecret(value); ok {
		return kind, true
	}
	if strings.Contains(value, "://") || isReference(value) || isPlaceholder(value) {
		return "", false
	}
	for _, p := range provider {
		if p.form.MatchString(value) && server.Entropy(value) >= 2.5 {
			return p.kind, true
		}
	}
	switch kind := secretNameKind(name); {
	case kind == "":
		return "", false
	case kind == "password":
		return kind, len(value) >= 4 && !strings.ContainsAny(value, "\r\n") && !hole.MatchString(value)
	case kind == "connection string":
		return kind, connectionSecret(value)
	default:
		return kind, tokenLike(value)
	}
}

// tokenLike reports a value that looks generated: long enough, no words, no path, no address.
func tokenLike(v string) bool {
	if len(v) < 8 || len(v) > 8192 || strings.ContainsAny(v, " \t\r\n") || hole.MatchString(v) || strings.Contains(v, "://") {
		return false
	}
	if strings.HasPrefix(v, "/") || strings.HasPrefix(v, "~") || strings.HasPrefix(v, "./") || strings.HasPrefix(v, "../") {
		return false
	}
	lower, upper, digit := 0, 0, 0
	for _, c := range v {
		switch {
		case unicode.IsLower(c):
			lower++
		case unicode.IsUpper(c):
			upper++
		case unicode.IsDigit(c):
			digit++
		}
	}
	switch {
	case digit == 0 && (upper == 0 || lower == 0):
		return len(v) >= 24 && server.Entropy(v) >= 3.6 && !wordy(v)
	case digit == len(v):
		return len(v) >= 16 && server.Entropy(v) >= 2.5
	}
	return server.Entropy(v) >= 2.5 && !(digit == 0 && wordy(v))
}

// wordy reports words joined by hyphens or underscores: such values are names.
func wordy(v string) bool {
	parts := strings.FieldsFunc(v, func(c rune) bool { return c == '-' || c == '_' || c == '.' || c == '/' })
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		if len(p) > 14 || strings.Trim(strings.ToLower(p), "abcdefghijklmnopqrstuvwxyz") != "" {
			return false
		}
	}
	return true
}

// connectionSecret reports Password=… in a connection string of key=value pairs.
func connectionSecret(v string) bool {
	for part := range strings.SplitSeq(v, ";") {
		k, val, _ := strings.Cut(part, "=")
		switch strings.ToLower(strings.ReplaceAll(strings.TrimSpace(k), " ", "")) {
		case "password", "pwd", "accountkey", "sharedaccesskey", "sharedaccesssignature":
			return !isReference(val) && !isPlaceholder(val) && len(strings.TrimSpace(val)) >= 4 && !hole.MatchString(val)
		}
	}
	return false
}

// secretParameters are names of query parameters that hold secrets, beside SecretName.
var secretParameters = []string{"key", "sig", "signature", "auth", "code", "apikey", "sas"}

// urlSecret looks for a password or a key inside an address.
func urlSecret(v string) (kind string, ok bool) {
	at := strings.Index(v, "://")
	if at <= 0 || at > 32 || len(v) > 8192 || strings.ContainsAny(v, " \t\r\n") {
		return "", false
	}
	rest := v[at+3:]
	authority := rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority = rest[:i]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		user, password, has := strings.Cut(authority[:i], ":")
		if !has {
			// A token in the user's place: https://TOKEN@host
			password = user
			if !tokenLike(password) || len(password) < 16 || strings.HasSuffix(authority, ".sentry.io") {
				password = "" // a user's name, or a key that is made to be public
			}
		}
		if plain, err := url.PathUnescape(password); err == nil {
			password = plain
		}
		if !isReference(password) && !isPlaceholder(password) && !hole.MatchString(password) {
			return "password in an address", true
		}
	}
	_, query, _ := strings.Cut(rest, "?")
	query, _, _ = strings.Cut(query, "#")
	for pair := range strings.SplitSeq(query, "&") {
		k, val, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(val); err == nil {
			val = plain
		}
		if (SecretName(k) || slices.Contains(secretParameters, strings.ToLower(k))) && !isReference(val) && !isPlaceholder(val) && tokenLike(val) {
			return "key in an address", true
		}
	}
	return "", false
}

// pathSecret reports a part of an address's path that gives access by itself, as some hosted servers have it.
func pathSecret(seg string) bool {
	if plain, err := url.PathUnescape(seg); err == nil {
		seg = plain
	}
	if isReference(seg) || isPlaceholder(seg) {
		return false
	}
	for _, p := range provider {
		if p.form.MatchString(seg) && server.Entropy(seg) >= 2.5 {
			return true
		}
	}
	return len(seg) >= 40 && server.Entropy(seg) >= 4 && tokenLike(seg) && !wordy(seg)
}
