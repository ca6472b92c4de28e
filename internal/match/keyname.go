package match

import (
	"slices"
	"strings"
)

// A Class says what a name promises of its value.
type Class uint8

const (
	NoSecret   Class = iota
	Password         // chosen by people: any text will do
	Secret           // made by the program's owner (signing and encryption keys): any text works, chance is better
	Token            // issued by a service: chance
	APIKey           // issued by a service: chance
	Credential       // "auth", "credentials", "key": could be anything
)

var classNames = [...]string{"", "password", "secret", "token", "api-key", "credential"}

func (c Class) String() string { return classNames[c] }

// Issued reports that a service makes such values, so that a word is none.
func (c Class) Issued() bool { return c == Token || c == APIKey }

// A Key is what a name says.
type Key struct {
	Class Class
	Soft  bool // a word after the secret one is unknown: it may name something else about the secret
	Aside bool // a word after the secret one names something about it, which only a drawn value outweighs
}

// nouns are words that are secrets by themselves.
var nouns = map[string]Class{
	"password": Password, "passwords": Password, "passwd": Password, "passwrd": Password, "passphrase": Password, "passcode": Password, "passwort": Password, "kennwort": Password,
	"pwd": Password, "psw": Password, "pswd": Password, "pword": Password, "pass": Password, "pw": Password, "senha": Password, "contrasena": Password, "contraseña": Password,
	"wachtwoord": Password, "passe": Password, "mdp": Password, "heslo": Password, "haslo": Password, "hasło": Password, "parola": Password, "lösenord": Password, "пароль": Password, "密码": Password,
	"secret": Secret, "secrets": Secret, "psk": Secret, "pepper": Secret, "salt": Secret,
	"token": Token, "bearer": Token, "pat": Token, "jwt": Token, "accesstoken": Token, "authtoken": Token, "apitoken": Token,
	"apikey": APIKey, "apikeys": APIKey, "appkey": APIKey,
	"credential": Credential, "credentials": Credential, "creds": Credential, "cred": Credential, "auth": Credential, "authorization": Credential, "key": Credential,
}

// suffixes are secret nouns that people write together with a word before: dbpasswd, jwtsecret, githubtoken.
var suffixes = []struct {
	text  string
	class Class
}{
	{"password", Password}, {"passwd", Password}, {"passphrase", Password}, {"passwort", Password}, {"pwd", Password}, {"passcode", Password},
	{"secretkey", Secret}, {"signingkey", Secret}, {"encryptionkey", Secret}, {"privatekey", Secret}, {"masterkey", Secret}, {"secret", Secret},
	{"apikey", APIKey}, {"accesskey", APIKey}, {"authkey", APIKey}, {"accountkey", APIKey}, {"token", Token},
}

// passOwners come before "pass" and "pw" in one word; without one, pass is a verb or a part of a word (bypass, compass).
var passOwners = strings.Fields("require db database user usr ftp sftp smtp imap pop pop3 mail email mysql pgsql pg postgres sql my root admin adm sa sys redis rds ssh sudo login http proxy vpn wifi vnc rpc irc ldap bind keystore key store cert pem host account auth master mongo mq rabbit amqp service svc client app")

// selfMade come before "key" when the program's owner makes the key; issued when a service does.
var (
	selfMade = strings.Fields("secret signing sign signature encryption encrypt encrypted decryption decrypt crypto cryptographic cipher aes aes128 aes256 des hmac jwt jws session cookie cookies master private priv validation machine nonce salt rijndael shared preshared psk security secure fernet vault admin flask django rails token auth logged wpa root seed passphrase password kek dek rsa ecdsa ed25519 wallet")
	issuedBy = strings.Fields("api apis subscription access account storage service app application consumer client developer dev license licence rapidapi integration project server write read ingest ingestion instrumentation sdk webhook sas publisher partner merchant rest")
	notKeys  = strings.Fields("public pub publishable primary foreign sort partition hash range row column cache map dict object json config storage local localstorage session-storage query index unique index spreadsheet document doc sheet verification record folder channel album ticket job blob group lookup shortcut hot arrow press up down enter escape tab space ctrl alt meta cmd backspace delete translation i18n message label title name react list item field property metadata header attribute param parameter site ssh host known keyboard registry context redis s3 bucket file path state route event answer on any error option tree node first last next prev entity idempotency dedupe routing natural composite surrogate join compound collation language lang locale text menu trigger accelerator modifier major minor trans input limit page cursor")
)

// qualifiers may follow the secret noun without changing what it is.
var qualifiers = words(`prod production dev devel development stage staging stg test testing qa uat live local sandbox default value val string str text plain plaintext cleartext clear raw
	old new current primary secondary base base64 b64 hex bytes data one two a b main backup dummy literal const constant env content admin root user db database rw ro readonly write read internal external global system service`)

// notValues after the secret noun make the name one of something else about the secret.
var notValues = words(`file files filename filepath path paths dir directory folder url uri link href endpoint host name names field fields input inputs label labels title titles placeholder hint message messages msg
	error errors err length len size min max count limit policy policies rule rules regex regexp pattern format type types kind strength score id ids identifier identity arn ref reference version expiry expires expiration expire expired exp ttl
	timeout age lifetime duration date time timestamp at on by created updated changed rotated status state enabled disabled required optional valid invalid validation validator verify verified verification confirmation confirm
	reset recovery recover forgot change update prompt provider providers manager store vault service_name generator factory handler controller component page form view screen dialog modal button icon class selector element box
	algorithm alg algo method mode scheme header headers prefix suffix param params parameter parameters query cookie attribute attr column col table index key_id idx list array map set map_name config configuration settings options option
	source target scope scopes audience issuer subject claims usage used limit per_minute rate quota budget tokens symbol address contract info details detail description desc text_field tooltip help guide docs doc documentation
	command cmd script helper util utils request response req res result callback fn func function correct incorrect match matches matched changed ok okay equal equals hash hashed hashes digest checksum fingerprint sha256 md5 mask masked hidden visible visibility toggle show hide callback permission permissions
	role roles group groups owner user_id username login email parser lexer stream position pos start end begin offset line separator delimiter char chars bearer_format location locations in required_error encoder encoding decoder`)

// notNames before the secret noun do the same.
var notNames = words(`public pub publishable forgot forgotten reset has is no show hide toggle require requires required invalid wrong incorrect missing bad enable enabled disable use max min num number total count csrf xsrf
	next prev previous continuation page pagination sync cursor delim delimiter cancellation cancel lex special stop pad bos eos unk mask separator syntax parse
	existing pull all any every some expired expires get set fetch load create generate validate verify check compare encrypted hashed allow allowed deny skip ignore with without change update confirm input label enter missing eth erc20 nft payment swap`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func classify(name string) Key {
	if name == "PWD" || name == "OLDPWD" { // the working directory, to every shell
		return Key{}
	}
	ws := Words(name)
	// Trailing numbers count things: password2, API_KEY_1.
	for len(ws) > 1 && allDigits(ws[len(ws)-1]) {
		ws = ws[:len(ws)-1]
	}
	for i := len(ws) - 1; i >= 0; i-- {
		class := nounClass(ws, i)
		if class == NoSecret {
			continue
		}
		key := Key{Class: class}
		for _, after := range ws[i+1:] {
			switch {
			case after == "id" || after == "ids" || after == "link" || after == "url" || after == "path" || after == "name" || after == "ref":
				key.Aside = true
			case notValues[after]:
				return Key{}
			case !qualifiers[after] && !allDigits(after):
				key.Soft = true
			}
		}
		for j, before := range ws[:i] {
			if notNames[before] && !(before == "change" && ws[j+1] == "me") {
				return Key{}
			}
		}
		if key.Aside && (key.Class == Secret || key.Class == Credential || slices.Contains(ws, "access") && slices.Contains(ws, "key")) {
			return Key{} // key ids are no secrets
		}
		return key
	}
	return Key{}
}

// ClassifyKey says what the value of a key, variable, parameter or attribute of that name is. The name promises nothing
// if it is one of something about a secret.
func ClassifyKey(name string) Key {
	if k := classify(name); !k.Aside {
		return k
	}
	return Key{}
}

// Outweighs gives the class of a name of something about a secret, such as token_id or password_link, if the value is
// hexadecimal as long as a key.
func Outweighs(name, value string) Class {
	if k := classify(name); k.Aside && len(value) >= 32 && Hex(value) && Entropy(value) > 3 {
		return k.Class
	}
	return NoSecret
}

// nounClass gives the class of the i-th word in its company.
func nounClass(ws []string, i int) Class {
	w := ws[i]
	before := func(n int) string {
		if i-n >= 0 {
			return ws[i-n]
		}
		return ""
	}
	switch w {
	case "key", "keys":
		return keyClass(ws[:i])
	case "pat", "pw", "mdp", "bearer", "cred", "parola", "psw":
		if i != len(ws)-1 {
			return NoSecret
		}
	case "pepper":
		if i != len(ws)-1 || i > 0 && nounClass(ws, i-1) == NoSecret && before(1) != "hash" {
			return NoSecret
		}
	case "pass":
		if i != len(ws)-1 && !qualifiers[ws[i+1]] {
			return NoSecret
		}
	case "secret":
		if slices.Contains([]string{"client", "app", "consumer", "api", "aws", "access"}, before(1)) {
			return APIKey
		}
	case "secrets", "passwords", "credentials", "tokens":
		return NoSecret
	case "jwt":
		if i != len(ws)-1 {
			return NoSecret
		}
	}
	if c, ok := nouns[w]; ok {
		return c
	}
	if len(w) < 6 && !strings.HasSuffix(w, "pwd") && !strings.HasSuffix(w, "pass") {
		return NoSecret
	}
	for _, s := range suffixes {
		if strings.HasSuffix(w, s.text) && len(w) > len(s.text) {
			if strings.HasPrefix(w, "public") || strings.HasPrefix(w, "forgot") || strings.HasPrefix(w, "csrf") || strings.HasPrefix(w, "xsrf") {
				return NoSecret
			}
			return s.class
		}
		if w == s.text {
			return s.class
		}
	}
	for _, end := range []string{"pass", "pw"} {
		if owner, ok := strings.CutSuffix(w, end); ok && slices.Contains(passOwners, owner) {
			return Password
		}
	}
	return NoSecret
}

// keyClass gives the class of "key" after the words before it.
func keyClass(before []string) Class {
	if len(before) == 0 {
		return Credential
	}
	last := before[len(before)-1]
	for _, w := range before {
		if w == "public" || w == "pub" || w == "publishable" || w == "anon" {
			return NoSecret
		}
	}
	if last == "ref" || last == "selector" || last == "reference" {
		return NoSecret
	}
	if slices.Contains(before, "secret") {
		if slices.Contains(before, "aws") || slices.Contains(before, "access") || slices.Contains(before, "api") || slices.Contains(before, "stripe") {
			return APIKey
		}
		return Secret
	}
	switch {
	case slices.Contains(issuedBy, last):
		return APIKey
	case slices.Contains(selfMade, last):
		return Secret
	case slices.Contains(notKeys, last):
		return NoSecret
	}
	for _, s := range suffixes {
		if strings.HasSuffix(last, s.text) {
			return s.class
		}
	}
	return Credential
}

// Loose reports a name whose only sign is the word pass, which is also a verb and a noun for a run through something: pass,
// renderPass, allPass. A name in capitals, of an owner (db_pass), or of a user is the password's.
func Loose(name string) bool {
	if name == strings.ToUpper(name) {
		return false
	}
	ws := Words(name)
	for i, w := range ws {
		if w == "pass" {
			return i == 0 || !slices.Contains(passOwners, ws[i-1])
		}
		if c := nounClass(ws, i); c != NoSecret && c != Credential {
			return false
		}
	}
	return false
}

// NameTriggers lists byte strings one of which occurs in every name that ClassifyKey classifies, but for the short words pw,
// pat and mdp.
func NameTriggers() []string {
	return strings.Fields("pass pwd psw pword kennwort senha contrase wachtwoord heslo haslo hasło lösenord пароль 密码 secret psk pepper salt token bearer jwt key cred auth parola")
}
