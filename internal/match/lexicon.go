package match

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Kind says what sort of text stands where a secret could stand.
type Kind uint8

const (
	Opaque      Kind = iota // may be a secret
	Reference               // names a secret that is kept elsewhere, is computed, or is public by design
	Mask                    // stars, crosses, dots: a secret was here
	Placeholder             // tells the reader to put a secret here
	Structural              // a path, an address, a number, a sentence, markup
)

// references are the ways to say "kept elsewhere": templates, variables, vaults, sealed values.
var references = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(` + strings.Join([]string{
		`\$\(.*`, "`.*", `%[a-z_][a-z0-9_]*%`, `!(ref|sub|getatt|vault|secret|env|importvalue|join)\b.*`,
		`(enc|dec|pkcs7|gpg|cipher|jasypt)[\[(].*`, `\{cipher\}.*`, `\$ansible_vault;.*`, `@microsoft\.keyvault\(.*`,
		`arn:aws[a-z-]*:(secretsmanager|ssm|kms):.*`, `projects/[^/]+/secrets/.*`,
		`(op|vault|awssm|ssm|sm|gsm|env|file|azurekeyvault|akv|doppler|keychain|secret|secrets|secretsmanager|aws-secrets|gcp-secrets|bws|pass|ref\+[a-z]+|conjur|kms|keyring|sops|chamber|berglas):/?/?[a-z0-9_./{$-].*`,
		`process\.env\b.*`, `import\.meta\.env\b.*`, `os\.(environ|getenv)\b.*`, `system\.getenv\b.*`, `env\[.*`, `secrets\.[a-z_]+`, `(var|local|data|module|vars|env|config|settings|self|this|props|ctx|inputs|github|params)\.[a-z_][\w.\[\]"']*`,
		`resolve:.*`, `ag[a-z0-9+/]{200,}={0,2}`, `keyvault\(.*`, `getenv\(.*`,
	}, "|") + `)$`)
})

// inner are the marks of a template inside of a value.
var inner = []string{"${", "{{", "}}", "<%", "%>", "#{", "{%", "$[", "@{", "__("}

// placeholderWords say, whole or as part of a value, that the value is not meant. They are compared with separators
// removed.
var placeholderWords = []string{
	"changeme", "changeit", "changethis", "replaceme", "replacethis", "replacewith", "yoursecret", "yourpassword", "yourkey", "yourtoken",
	"yourapi", "youraccess", "yourapp", "yourown", "yourclient", "yourjwt", "yourstrong", "yoursuper", "yourdb", "youruser", "yourvery", "yourpersonal", "youraccount", "myapikey", "mysecretkey", "mypassword",
	"putyour", "enteryour", "insertyour", "addyour", "useyour", "pasteyour", "setyour", "entera", "inserthere", "yourvalue",
	"keyhere", "tokenhere", "secrethere", "passwordhere", "goeshere", "placeholder", "redacted", "dummy", "example", "sample",
	"notreal", "notarealkey", "notasecret", "fixme", "tobereplaced", "tobechanged", "generateme", "generatea", "generatewith", "somesecret", "somepassword", "sometoken",
	"foobar", "loremipsum", "insecure", "unsafe", "donotuse", "censored", "masked", "hidden", "removed", "fakekey", "faketoken",
	"fakepassword", "fakesecret", "testkey", "testtoken", "testsecret", "testpassword", "testapikey", "mocktoken", "mockkey", "changein", "defaultsecret", "asecret", "secretkeyhere",
	"somethingsecret", "supersecret", "topsecret", "verysecret", "keepitsecret", "keyboardcat", "shhhh", "secretsecret",
}

// madeUp are the parts that no issued token holds by chance.
var madeUp = []string{"example", "placeholder", "changeme", "redacted", "dummy", "sample", "yourtoken", "yourkey", "replaceme", "inserthere", "notreal",
	"your_", "your-", "deadbeef"}

// weakList is what people set when any value would do.
const weakList = `password passwd pass pwd secret admin administrator root toor user test testing guest demo default changeme changeit
	postgres mysql mariadb mongo mongodb redis oracle sa rabbitmq guest elastic minio minioadmin grafana kibana jenkins tomcat nagios
	zabbix drupal wordpress joomla magento laravel symfony django rails spring docker vagrant ubuntu centos pi raspberry cisco
	qwerty qwerty123 letmein welcome welcome1 monkey dragon iloveyou master shadow abc123 abcd1234 passw0rd p@ssw0rd p@ssword
	password1 password123 password1234 pass123 pass1234 admin123 admin1234 root123 test123 test1234 secret123 1234 12345 123456 1234567 12345678
	123456789 1234567890 0000 00000000 1111 111111 123123 654321 s3cr3t s3cret sekret mysecret mypassword mysecretpassword hunter2 supersecret tiger
	secretkey secret_key jwtsecret jwt_secret jwt-secret sessionsecret keyboardcat shhhhh foobar foo bar baz local dev development system manager`

var weakSet = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(weakList) {
		set[w] = true
	}
	return set
})

// Weak reports a value that stands in every list of default passwords, or is made of placeholder words.
func Weak(s string) bool { return known(s) || holdsWord(squeeze(s)) }

func known(s string) bool { return weakSet()[strings.ToLower(s)] || weakSet()[squeeze(s)] }

// squeeze gives the letters and digits of s in lower case.
func squeeze(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if alnum(s[i]) {
			b.WriteByte(fold(s[i]))
		}
	}
	return b.String()
}

func holdsWord(squeezed string) bool {
	return slices.ContainsFunc(placeholderWords, func(w string) bool { return strings.Contains(squeezed, w) })
}

// Filler reports a token that nobody issued: one character repeated, a counted sequence, a word such as EXAMPLE in it.
func Filler(s string) bool {
	lower := strings.ToLower(s)
	for _, w := range madeUp {
		if strings.Contains(lower, w) {
			return true
		}
	}
	if len(s) > 200 { // keys hold long runs by nature
		return false
	}
	same, rising, falling := 1, 1, 1
	var seen [256]bool
	distinct := 0
	for i := range len(s) {
		if !seen[s[i]] {
			seen[s[i]] = true
			distinct++
		}
		if i == 0 {
			continue
		}
		if s[i] == s[i-1] && s[i] != '-' && s[i] != '=' {
			if same++; same >= 7 {
				return true
			}
		} else {
			same = 1
		}
		if s[i] == s[i-1]+1 || s[i] == '0' && s[i-1] == '9' || s[i] == 'a' && s[i-1] == '9' || s[i] == 'A' && s[i-1] == '9' {
			if rising++; rising >= 9 {
				return true
			}
		} else {
			rising = 1
		}
		if s[i]+1 == s[i-1] {
			if falling++; falling >= 9 {
				return true
			}
		} else {
			falling = 1
		}
	}
	return len(s) >= 16 && distinct <= 4
}

// KindOf sorts a value by its text alone. code says that it is a string literal of a program, where names and sentences
// are common; else it is a setting.
func KindOf(s string, code bool) Kind {
	t := strings.TrimSpace(s)
	if t == "" {
		return Structural
	}
	if isPublic(t) || isReference(t) {
		return Reference
	}
	if c := Classes(t); c.Space && strings.Count(t, " ") >= 2 && sentence(t) {
		return Structural
	}
	if isMask(t) {
		return Mask
	}
	if isPlaceholder(t, code) || len(t) >= 16 && len(t) <= 200 && Filler(t) {
		return Placeholder
	}
	if isStructural(t, code) {
		return Structural
	}
	return Opaque
}

func isReference(s string) bool {
	if s[0] == '$' && len(s) > 1 && !looksHashed(s) {
		name := strings.TrimLeft(s[1:], "{")
		if name != "" && (letter(name[0]) || name[0] == '_') && strings.IndexFunc(name, func(r rune) bool {
			return !(r == '_' || r == '}' || r == ':' || r == '-' || r == '.' || r < 0x80 && alnum(byte(r)))
		}) < 0 && RandomBits(name) < 12 {
			return true
		}
	}
	for _, m := range inner {
		if strings.Contains(s, m) && RandomBits(s) < 40 {
			i := strings.Index(s, m)
			if m == "${" || m == "#{" || m == "@{" || m == "$[" {
				rest := s[i+2:]
				if j := strings.IndexAny(rest, "}]"); j >= 0 && RandomBits(rest[:j]) > 15 {
					continue
				}
			}
			return true
		}
	}
	return len(s) < 4096 && references().MatchString(s)
}

// looksHashed reports the beginning of a crypt(3) hash.
func looksHashed(s string) bool {
	return len(s) > 20 && strings.Count(s[:min(len(s), 32)], "$") >= 2
}

func isMask(s string) bool {
	marks := 0
	for i := range len(s) {
		if strings.IndexByte("*xX.-_#?•=~0", s[i]) >= 0 || s[i] >= 0x80 {
			marks++
		}
	}
	if marks == len(s) && (len(s) >= 3 || s[0] == '*') {
		return true
	}
	return strings.Contains(s, "***") || strings.Contains(s, "•••") || strings.Contains(strings.ToLower(s), "xxxx") || strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

func isPlaceholder(s string, code bool) bool {
	if n := len(s); n > 2 {
		switch first, last := s[0], s[n-1]; {
		case first == '<' && last == '>', first == '%' && last == '%',
			!code && (first == '[' && last == ']' || first == '{' && last == '}' || first == '(' && last == ')'):
			if RandomBits(s[1:n-1]) < 12 {
				return true
			}
		}
	}
	if i := strings.IndexByte(s, '<'); i >= 0 && strings.IndexByte(s[i:], '>') > 0 && len(s) < 80 && RandomBits(s) < 20 {
		return true
	}
	q := squeeze(s)
	if strings.HasPrefix(q, "your") && RandomBits(q) < 14 || q == "todo" || q == "tbd" || q == "na" || q == "empty" || q == "unset" {
		return true
	}
	return len(s) < 100 && holdsWord(q) && RandomBits(s) < 14
}

var structural = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:` + strings.Join([]string{
		`true|false|yes|no|on|off|null|nil|none|undefined|enabled|disabled|required|optional|string|number|boolean|object|any|text|hidden|prompt|ask|auto|always|never`,
		`-?\d+(\.\d+)?([kmgt]b?|ms|s|m|h|d|px|em|rem|%)?`,
		`[\^~<>=!v ]*\d+(\.[\dx*]+){1,3}([-+][\w.+-]+)?((\s*\|\|\s*|\s*,\s*|\s+-\s+|\s+)[\^~<>=!v ]*\d+(\.[\dx*]+){0,3}([-+][\w.+-]+)?)*`, `[\^~<>=]+ ?v?\d+(-[\w.+-]+)?`,
		`(workspace|npm|link|portal|catalog|patch|jsr|github|gitlab|bitbucket):.*`, `latest|canary|stable`, `\d{1,3}(;\d{1,3})+m?`,
		`\d{4}-\d\d-\d\d([T ][\d:.Z+-]+)?`,
		`[a-z][a-z0-9+.-]*://[^\s@]*`,
		`(\.{0,2}|~|[a-z]:)[/\\][\w./\\ @+-]*`,
		`[\w.-]+/[\w.+*-]+(; ?charset=.*)?`,
		`[\w.+-]+@[\w-]+(\.[\w-]+)+`,
		`[\w./-]+\.(pem|key|crt|cer|cert|json|ya?ml|txt|php|js|ts|py|rb|go|java|html?|xml|env|conf|cfg|ini|p12|pfx|jks|gpg|asc|pub|md|css|png|svg|jpg|gif|sql|sh|properties|tmpl|ejs)`,
		`#[0-9a-f]{3,8}`,
		`(\d{1,3}\.){3}\d{1,3}(:\d+)?|localhost(:\d+)?`,
		`\{[^}]*\}|\[[^\]]*\]`,
		`[$\w.-]+\(.*`, `x-oauth-basic|x-access-token|x-token-auth|oauth2|anonymous`,
		`--?[a-z][\w-]*(=.*)?`,
	}, "|") + `)$`)
})

// public are the beginnings of keys that their issuers mean to be seen, and of the public halves of pairs.
var public = []string{"pk_live_", "pk_test_", "pk.eyJ", "phc_", "sb_publishable_", "ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "-----BEGIN PUBLIC", "-----BEGIN RSA PUBLIC",
	"-----BEGIN EC PUBLIC", "-----BEGIN CERTIFICATE", "-----BEGIN TRUSTED CERTIFICATE", "-----BEGIN X509", "-----BEGIN PGP PUBLIC", "-----BEGIN PGP MESSAGE", "-----BEGIN AGE ENCRYPTED", "age1"}

func isPublic(s string) bool {
	return slices.ContainsFunc(public, func(p string) bool { return strings.HasPrefix(s, p) })
}

// isStructural reports text whose form says what it is.
func isStructural(s string, code bool) bool {
	if len(s) > 4096 {
		return false
	}
	if structural().MatchString(s) {
		// A number can be a password (123456), and base64 can look like a path or a type.
		if n := len(s); allDigits(s) && n >= 4 && n <= 20 || n >= 20 && RandomBits(s) > 25 && !strings.Contains(s, "://") {
			return false
		}
		return true
	}
	if c := Classes(s); c.Space {
		return sentence(s)
	}
	if expression(s) {
		return true
	}
	if code && (strings.HasPrefix(s, "%") || strings.Contains(s, "%s") || strings.Contains(s, "%v") || strings.Contains(s, "%d") ||
		strings.Contains(s, "{}") || strings.Contains(s, "{0}") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "=") && RandomBits(s) < 12 ||
		strings.HasPrefix(s, "^") && strings.HasSuffix(s, "$") || strings.Contains(s, `\w`) || strings.Contains(s, `\d`) || strings.Contains(s, "(?:") || strings.Contains(s, "[^") || strings.HasPrefix(s, ".") && RandomBits(s) < 12 ||
		strings.HasPrefix(s, "#") && RandomBits(s) < 12) {
		return true
	}
	return false
}

// expression reports a regular expression: at least two of its marks.
func expression(s string) bool {
	n := 0
	for _, mark := range []string{"(?:", "(?i", "(?P<", "(?=", "(?!", "[^", "]{", "]+", "]*", `\b`, `\w`, `\d`, `\s`, "){", ")?"} {
		if strings.Contains(s, mark) {
			n++
		}
	}
	return n > 1
}

// IsSentinel reports words that programs compare with to learn whether there is a value.
func IsSentinel(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "undefined", "null", "none", "nil", "nan", "true", "false", "string", "object", "number", "function", "boolean", "bytes", "str", "unicode":
		return true
	}
	return false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}

// sentence reports text of several words that reads as language rather than as chance.
func sentence(s string) bool {
	words := strings.Fields(s)
	spelled := 0
	for _, w := range words {
		w = strings.Trim(w, ".,;:!?()'\"")
		if c := Classes(w); c.Digit || c.Symbol && !strings.ContainsAny(w, "'-/") {
			continue
		}
		if len(w) <= 2 || len(w) <= 24 && RandomBits(w) < 4 {
			spelled++
		}
	}
	return len(words) > 1 && spelled*10 >= len(words)*7 && RandomBits(s) < 25
}

// Dotted reports a chain of names such as user.password.required.
func Dotted(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ':' || r == '/' })
	if len(parts) < 2 || strings.ContainsAny(s, " !@#$%^&*()+=?<>,;\"'|~`") {
		return false
	}
	for _, p := range parts {
		if p == "" || !letter(p[0]) && p[0] != '_' || RandomBits(p) > 8 {
			return false
		}
	}
	return true
}

// NameLike reports what reads as a name of something: words of letters, joined or one, with few digits.
func NameLike(s string) bool {
	letters, digits := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case letter(c):
			letters++
		case digit(c):
			digits++
		case separator(c):
		default:
			return false
		}
	}
	return letters > 0 && digits <= 1 && RandomBits(s) < 6
}
