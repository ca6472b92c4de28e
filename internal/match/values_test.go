package match

import (
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
)

func expand(t testing.TB, text string) string {
	t.Helper()
	s, err := rule.Expand(text, 7)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestChecks(t *testing.T) {
	crc := expand(t, "‹crc32-base62:tok_›")
	wrong := crc[:len(crc)-1] + string('0'+(crc[len(crc)-1]+1)%10)
	for _, c := range []struct {
		check, value string
		want         bool
	}{
		{"crc32-base62", crc, true},
		{"crc32-base62", wrong, false},
		{"crc32-base62", "short", false},
		{"luhn", "4111 1111 1111 1111", true},
		{"luhn", "4111-1111-1111-1112", false},
		{"luhn", "0", false},
		{"jwt-shape", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiI0MiJ9" + ".c2ln", true},
		{"jwt-shape", "eyJmb28iOiJIUzI1NiJ9." + "eyJzdWIiOiI0MiJ9" + ".c2ln", false},
		{"jwt-shape", "a.b.c", false},
		{"jwt-shape", "eyJhbGciOiJub25lIn0." + "eyJzdWIiOiI0MiJ9" + ".", false},
		{"aws-key-id", "AK" + "IAIOSFODNN7ABCDEFG", true},
		{"aws-key-id", "AK" + "IA0189ODNN7ABCDEFG", false},
		{"basic-auth", "YW5uYTpzZWNyZXQ=", true},
		{"basic-auth", "YW5uYQ==", false},
		{"base64", "YWJjZA", true},
		{"base64", "YWJj*ZA", false},
		{"base64-json", "eyJhIjoxfQ==", true},
		{"base64-json", "YWJjZA==", false},
		{"mixed-case", "aB3", true},
		{"mixed-case", "ab3", false},
		{"uuid", "8d3f0c4e-1a2b-4c3d-9e8f-0a1b2c3d4e5f", true},
		{"uuid", "8d3f0c4e-1a2b-4c3d-9e8f-0a1b2c3d4e5", false},
		{"pem-body", "-----BEGIN X-----\n" + expand(t, "‹base64:64›\n‹base64:64›") + "\n-----END X-----", true},
		{"pem-body", `-----BEGIN X-----\n` + expand(t, "‹base64:64›") + `\n-----END X-----`, true},
		{"pem-body", "-----BEGIN X-----\n...\n-----END X-----", false},
	} {
		if got := checks[c.check](c.value); got != c.want {
			t.Errorf("%s of %q: got %v", c.check, c.value, got)
		}
	}
}

func TestClassifyKey(t *testing.T) {
	for _, c := range []struct {
		names string
		want  Class
	}{
		{"password DB_PASSWORD dbPassword db.password dbpasswd user_pwd smtpPass MYSQL_PWD passphrase adminPassword2 PasswordProd sshPassphrase $db_passwd --password senha motDePasse irc_pass rootpw", Password},
		{"secret JWT_SECRET secretKey SECRET_KEY_BASE session_secret encryptionKey signing-key privateKey masterKey cookieSecret AUTH_SALT hmac_key PRESHARED_KEY psk", Secret},
		{"token accessToken GITHUB_TOKEN auth_token oauth_access_token authtoken DEPLOY_TOKEN_2", Token},
		{"apiKey API_KEY x-api-key apikey AWS_SECRET_ACCESS_KEY client_secret clientSecret accountKey ACCESS_KEY subscriptionKey", APIKey},
		{"key auth credential tls_key", Credential},
		{"passwordField password_file PASSWORD_MIN_LENGTH passwordHash forgotPassword resetPassword showPassword passwordConfirm password_reset_url isPasswordValid maxTokens tokenType token_url csrfToken next_token pad_token", NoSecret},
		{"CHANGE_ME_COOKIE_SECRET", Secret},
		{"passwordCorrect tokenMatches secretChanged ledger_sheet_key doc_key domainVerificationKey token_id relayPasswordLink", NoSecret},
		{"publicKey primaryKey foreign_key sortKey cacheKey PUBLISHABLE_KEY AWS_ACCESS_KEY_ID secretName secret_arn keyVaultName tokenizer bypass compass passenger keyboard monkey author keyword PWD username host port", NoSecret},
	} {
		for _, name := range strings.Fields(c.names) {
			if got := ClassifyKey(name).Class; got != c.want {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
	}
}

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		code   bool
		values []string
	}{
		{Reference, false, []string{"${DB_PASSWORD}", "$DB_PASSWORD", "{{ secrets.db }}", "<%= ENV['X'] %>", "%DB_PASSWORD%", "$(cat /run/secret)", "vault:secret/data/db#password", "op://vault/item/field",
			"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db", "!Ref DbPassword", "ENC[AES256_GCM,data:abc]", "process.env.SECRET", "os.environ['X']", "#{secret}", "secrets.DB_PASSWORD", "${{ secrets.X }}"}},
		{Mask, false, []string{"********", "xxxxxxxx", "XXXX-XXXX", "....", "abc***", "sk-xxxxxxxxxxxx", "ghp_abc..."}},
		{Placeholder, false, []string{"<password>", "[your key]", "changeme", "CHANGE_ME", "your-api-key", "YOUR_SECRET_HERE", "replace-with-token", "todo", "example-password"}},
		{Structural, false, []string{"true", "null", "undefined", "/etc/ssl/private/key.pem", "./secrets/db", "https://shop.internal/x", "anna@mail.internal", "application/json", "1.2.3", "2024-01-01", "localhost:8080", "key.pem", "4.0.0-rc-2.7", "^9.1.0", ">=1.2 <3", "~2.x.x || ^3.1", "workspace:*", "latest", "4;31;47m", `^(?:[a-z]+)-\\d$`, "Enter the password of the user"}},
		{Structural, true, []string{"%s", "Password:", "forgot it?", "{0}", "[type=password]", `^\w+$`, "token="}},
		{Opaque, false, []string{"hunter2", "2024-spring", "1;DROP", "v9lantern", "Tr0ub4dor&3", "correct-horse", "123456", "p@ss w0rd!x9", "7f9cc25de23d1a255720b0ae", "a/b+c/Zq9x8LmN0pQrStUv=="}},
	} {
		for _, v := range c.values {
			if got := KindOf(v, c.code); got != c.kind {
				t.Errorf("%q: got %d, want %d", v, got, c.kind)
			}
		}
	}
}

// TestScore holds one line for each decision that must not change.
func TestScore(t *testing.T) {
	random := expand(t, "‹alnum:32›")
	for _, c := range []struct {
		name string
		v    Value
		want string // likely, guess or none
	}{
		{"password in settings", Value{Text: "blue7kite", Key: "db_password", Reader: Setting}, "likely"},
		{"word for a password in settings", Value{Text: "swordfish", Key: "password", Reader: Setting, Company: true}, "likely"},
		{"password in a program", Value{Text: "hunter2x", Key: "password", Reader: Literal, Program: true}, "likely"},
		{"default password in settings", Value{Text: "postgres", Key: "POSTGRES_PASSWORD", Reader: Export, Company: true}, "likely"},
		{"placeholder in a template", Value{Text: "changeme", Key: "DB_PASSWORD", Reader: Setting, Place: Sample}, "none"},
		{"label", Value{Text: "Password", Key: "password", Reader: Literal, Program: true}, "none"},
		{"sentence", Value{Text: "Enter your new password", Key: "password", Reader: Literal, Program: true}, "none"},
		{"translation", Value{Text: "Passwort", Key: "password", Reader: Setting, Place: Locale}, "none"},
		{"name of a field", Value{Text: "user_password", Key: "password", Reader: Literal, Program: true}, "none"},
		{"test password", Value{Text: "blue7kite", Key: "password", Reader: Literal, Program: true, Place: Test, Company: true}, "guess"},
		{"signing secret that is known", Value{Text: "your-secret-key", Key: "JWT_SECRET", Reader: Default, Program: true}, "likely"},
		{"signing secret made of words", Value{Text: "my-super-secret-key-for-jwt", Key: "JWT_SECRET", Reader: Literal, Program: true}, "likely"},
		{"issued token", Value{Text: random, Key: "access_token", Reader: Literal, Program: true}, "likely"},
		{"issued token in a test", Value{Text: random, Key: "access_token", Reader: Literal, Program: true, Place: Test}, "likely"},
		{"word for an issued token", Value{Text: "access_token", Key: "token", Reader: Literal, Program: true}, "none"},
		{"placeholder for an issued key", Value{Text: "YOUR_API_KEY", Key: "apiKey", Reader: Literal, Program: true}, "none"},
		{"reference", Value{Text: "${TOKEN}", Key: "token", Reader: Setting}, "none"},
		{"random value of a weak name", Value{Text: random + random, Key: "auth", Reader: Setting}, "likely"},
		{"word under a weak name", Value{Text: "customer-name", Key: "key", Reader: Setting}, "none"},
		{"a run through something", Value{Text: "outline", Key: "blendPass", Reader: Literal, Program: true}, "none"},
		{"a run, with a user beside it", Value{Text: "outline", Key: "pass", Reader: Literal, Program: true, Company: true}, "likely"},
		{"password of the word pass alone", Value{Text: "blue7kite", Key: "pass", Reader: Literal, Program: true}, "likely"},
		{"word of an owner's pass", Value{Text: "swordfish", Key: "smtp_pass", Reader: Setting}, "likely"},
		{"name under which a session keeps it", Value{Text: "_shop_pending_cart_coupon", Key: "PENDING_COUPON_SESSION_KEY", Reader: Literal, Program: true}, "none"},
		{"digest of a token", Value{Text: "hmac-sha256:" + random, Key: "relayToken", Reader: Literal, Program: true}, "none"},
		{"code in capitals", Value{Text: "WAREHOUSE-RELAY-815", Key: "leaked_token", Reader: Literal, Program: true}, "guess"},
		{"icon name", Value{Text: "shield-outline", Key: "dbpassword", Reader: Literal, Program: true}, "guess"},
		{"placeholder that runs", Value{Text: "CHANGE_ME_TO_ANYTHING_LONG", Key: "CHANGE_ME_SECRET_KEY", Reader: Literal, Program: true}, "likely"},
		{"published key", Value{Text: "pk_live_" + random, Key: "apiKey", Reader: Literal, Program: true}, "none"},
	} {
		k := ClassifyKey(c.v.Key)
		c.v.Class, c.v.Soft = k.Class, k.Soft
		odds, _ := Score(c.v)
		conf, ok := Grade(odds)
		got := "none"
		if ok {
			got = conf.String()
		}
		if got != c.want {
			t.Errorf("%s: got %s (%.2f), want %s", c.name, got, odds, c.want)
		}
	}
	if c, _ := Grade(LikelyAt); c != finding.Likely {
		t.Error("the threshold itself is not likely")
	}
}

func TestOutweighs(t *testing.T) {
	key := expand(t, "‹hex:40›")
	for _, c := range []struct {
		name, value string
		want        Class
	}{
		{"serviceTokenID", key, Token},
		{"OWNER_PASSWORD_LINK", key, Password},
		{"OWNER_PASSWORD_LINK", "/reset/owner", NoSecret},
		{"serviceTokenID", strings.Repeat("0", 40), NoSecret},
		{"access_key_id", key, NoSecret},
		{"secret_id", key, NoSecret},
		{"tokenType", key, NoSecret},
	} {
		if got := Outweighs(c.name, c.value); got != c.want {
			t.Errorf("%s of %d characters: got %q, want %q", c.name, len(c.value), got, c.want)
		}
	}
}

func FuzzScore(f *testing.F) {
	f.Add("hunter2", "password")
	f.Add("${", "")
	f.Add("\xff\x00", "key")
	f.Fuzz(func(t *testing.T, value, key string) {
		k := ClassifyKey(key)
		for class := Password; class <= Credential; class++ {
			odds, _ := Score(Value{Text: value, Key: key, Class: class, Soft: k.Soft, Program: true})
			if odds != odds {
				t.Fatal("not a number")
			}
		}
		Filler(value)
		KindOf(value, false)
	})
}
