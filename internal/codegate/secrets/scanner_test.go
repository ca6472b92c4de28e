package secrets

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/scan"
	"bartizan/internal/target"
)

// pack reads the rules of the pack below folders of rules/secrets.
func pack(t testing.TB, folders ...string) (all []*rule.Rule) {
	t.Helper()
	for _, folder := range folders {
		rs, err := rule.Load(os.DirFS("../../../rules"), "secrets/"+folder)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rs...)
	}
	return all
}

// scanFiles runs the scanner over files of a new folder.
func scanFiles(t testing.TB, rules []*rule.Rule, key []byte, files map[string]string) scan.Result {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return scanDir(t, rules, key, dir)
}

func scanDir(t testing.TB, rules []*rule.Rule, key []byte, dir string) scan.Result {
	t.Helper()
	inv, err := target.Open(t.Context(), dir, target.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	return scan.Run(t.Context(), inv, scan.Options{Scanners: []scan.Scanner{Scanner(Options{Key: key})}, Rules: func(string) ([]*rule.Rule, error) { return rules, nil }})
}

// summary writes findings that are more than guesses as "rule line:column key".
func summary(fs []finding.Finding) string {
	var out []string
	for _, f := range fs {
		if f.Confidence > finding.Guess {
			out = append(out, fmt.Sprintf("%s %d:%d %s", f.Rule, f.Line, f.Column, f.Anchor))
		}
	}
	return strings.Join(out, "; ")
}

func TestReaders(t *testing.T) {
	rules := pack(t, "generic")
	const random = "q7Zk2mVx9RtB4wYnC8sLpD3f" // made up here
	for _, c := range []struct{ name, path, text, want string }{
		// Settings.
		{"dotenv", ".env", "DB_HOST=db\nexport DB_PASSWORD='blue7kite!'\n", "hardcoded-password 2:21 DB_PASSWORD"},
		{"dotenv, commented out", ".env", "# API_KEY=" + random + random, "hardcoded-api-key 1:11 API_KEY"},
		{"dotenv with a comment behind", "prod.env", "DB_PASSWORD=blue7kite! # the old one\n", "hardcoded-password 1:13 DB_PASSWORD"},
		{"properties", "application.properties", "spring.datasource.username=shop\nspring.datasource.password=blue7kite!\n", "hardcoded-password 2:28 password"},
		{"ini with spaces", "odbc.ini", "[shop]\nUID = app\nPWD1 = x\nPassword = blue 7 kite!\n", "hardcoded-password 4:12 Password"},
		{"no extension, YAML", "tugrc", "---\nauth:\n  api_key: " + random + " # c\n", "hardcoded-api-key 3:12 api_key"},
		{"name, blank, value", ".msmtprc", "account work\nhost mail.internal\nuser anna\npassword blue7kite!\n", "hardcoded-password 4:10 password"},
		{"CRLF", "a.properties", "a=1\r\ndb.password=blue7kite!\r\n", "hardcoded-password 2:13 password"},
		{"yaml", "a.yml", "db:\n  password: blue7kite!\n  user: app\n", "hardcoded-password 2:13 password"},
		{"yaml, quoted key and value", "a.yaml", "\"password\": \"blue7kite!\"\n", "hardcoded-password 1:14 password"},
		{"yaml list of variables", "compose.yaml", "services:\n  db:\n    environment:\n      - DB_PASSWORD=blue7kite!\n", "hardcoded-password 4:21 DB_PASSWORD"},
		{"yaml script", "ci.yml", "run: |\n  export DB_PASSWORD=blue7kite!\n  make\n", "hardcoded-password 2:22 DB_PASSWORD"},
		{"yaml name and value", "pod.yml", "env:\n  - name: DB_PASSWORD\n    value: blue7kite!\n", "hardcoded-password 3:12 DB_PASSWORD"},
		{"yaml number", "a.yml", "db:\n  user: app\n  password: 48151623\n", "hardcoded-password 3:13 password"},
		{"json", "a.json", `{"db": {"user": "app", "password": "blue7kite!"}}`, "hardcoded-password 1:37 password"},
		{"json with escapes", "a.json", `{"password": "blue7ki\u0074e!"}`, "hardcoded-password 1:15 password"},
		{"json before an error", "a.json", `{"password": "blue7kite!", `, "hardcoded-password 1:15 password"},
		{"json in json", "a.json", `{"body": "{\"password\": \"blue7kite!\"}"}`, "hardcoded-password 1:28 password"},
		{"notebook", "a.ipynb", `{"cells": [{"source": ["password = \"blue7kite!\"\n"]}]}`, "hardcoded-password 1:38 password"},
		{"toml", "a.toml", "[db]\nuser = \"app\"\npassword = \"blue7kite!\"\n", "hardcoded-password 3:13 password"},
		{"xml attribute", "a.xml", `<db user="app" password="blue7kite!"/>`, "hardcoded-password 1:26 password"},
		{"xml element", "settings.xml", "<server>\n <username>app</username>\n <password>blue7kite!</password>\n</server>", "hardcoded-password 3:12 password"},
		{"xml key and value", "web.config", `<appSettings><add key="DbPassword" value="blue7kite!"/></appSettings>`, "hardcoded-password 1:43 DbPassword"},
		{"android", "strings.xml", `<resources><string name="api_key">` + random + `</string></resources>`, "hardcoded-api-key 1:35 api_key"},
		{"base64 element", "servers.xml", `<Server><Host>h</Host><User>u</User><Pass encoding="base64">Ymx1ZTdraXRlIXg5</Pass></Server>`, "hardcoded-password 1:61 Pass"},
		{"plist", "a.plist", `<plist version="1.0"><dict><key>password</key><string>blue7kite!</string></dict></plist>`, "hardcoded-password 1:55 password"},
		{"tfvars", "a.tfvars", "db_password = \"blue7kite!\"\n", "hardcoded-password 1:16 db_password"},
		{"terraform", "a.tf", "resource \"db\" \"x\" {\n  username = \"app\"\n  master_password = \"blue7kite!\"\n}\n", "hardcoded-password 3:22 master_password"},
		{"Dockerfile", "Dockerfile", "FROM x\nENV DB_PASSWORD=blue7kite! MODE=x\nENV API_TOKEN " + random + "\nARG NPM_TOKEN\n", "hardcoded-password 2:17 DB_PASSWORD; hardcoded-token 3:15 API_TOKEN"},
		{"shell", "a.sh", "DB_PASSWORD=blue7kite! ./run\nexport TOKEN=\"$1\"\n", "hardcoded-password 1:13 DB_PASSWORD"},
		{"shell default", "a.sh", "p=${DB_PASSWORD:-blue7kite!}\n", "hardcoded-password 1:18 DB_PASSWORD"},
		{"Spring default", "a.yml", "db:\n  password: ${DB_PASSWORD:blue7kite!}\n", "hardcoded-password 2:27 DB_PASSWORD"},
		{"powershell", "a.ps1", "$env:DB_PASSWORD = \"blue7kite!\"\n", "hardcoded-password 1:21 DB_PASSWORD"},
		{"batch", "a.bat", "set DB_PASSWORD=blue7kite!\r\n", "hardcoded-password 1:17 DB_PASSWORD"},
		{"Makefile", "Makefile", "DB_PASSWORD := blue7kite!\n", "hardcoded-password 1:16 DB_PASSWORD"},
		{"systemd", "a.service", "[Service]\nEnvironment=\"DB_PASSWORD=blue7kite!\"\n", "hardcoded-password 2:26 DB_PASSWORD"},
		{"notes", "notes.txt", "Server: web1\nPassword: " + random + "!x\n", "hardcoded-password 2:11 Password"},

		// Programs.
		{"js member", "a.js", "connect({ host: h, user: 'app', password: 'blue7kite!' })", "hardcoded-password 1:44 password"},
		{"js template literal", "a.js", "const password = `blue7kite!`", "hardcoded-password 1:19 password"},
		{"js template with a hole", "a.js", "const password = `${x}blue`", ""},
		{"js default", "a.js", "const s = process.env.JWT_SECRET || 'whale-8341-signs'", "hardcoded-secret 1:38 JWT_SECRET"},
		{"js nullish default", "a.ts", "const s = process.env['JWT_SECRET'] ?? \"whale-8341-signs\"", "hardcoded-secret 1:41 JWT_SECRET"},
		{"js default of another name", "a.js", "const jwtSecret = config.auth || 'whale-8341-signs'", "hardcoded-secret 1:35 jwtSecret"},
		{"ts type", "a.ts", "private readonly password: string = 'blue7kite!';", "hardcoded-password 1:38 password"},
		{"ts union type", "a.ts", "interface A { password: 'text' | 'blue7kite!' }", ""},
		{"js bracket", "a.js", "config['password'] = 'blue7kite!'", "hardcoded-password 1:23 password"},
		{"js joined literals", "a.js", "const password = 'blue7' + 'kite!x'", "hardcoded-password 1:19 password"},
		{"js joined with a name", "a.js", "const password = 'blue7' + suffix", ""},
		{"js comparison", "a.js", "if (password === 'blue7kite!') ok()", "hardcoded-password 1:19 password"},
		{"js call", "a.js", "jwt.verify(token, 'whale-8341-signs', cb)", "hardcoded-secret 1:20 jwt.verify"},
		{"js cipher", "a.js", "crypto.createCipheriv('aes-256-cbc', 'whale-8341-signs-whale-8341', iv)", "hardcoded-secret 1:39 createCipheriv"},
		{"js login", "a.js", "conn.login('anna@mail.internal', 'blue7kite!', cb)", "hardcoded-password 1:35 login"},
		{"jsx", "a.jsx", `<input type="password" name="password" placeholder="Password" />`, ""},
		{"python", "a.py", "DB_PASSWORD = \"blue7kite!\"\n", "hardcoded-password 1:16 DB_PASSWORD"},
		{"python annotation", "a.py", "password: str = 'blue7kite!'\n", "hardcoded-password 1:18 password"},
		{"python dict", "a.py", "db = {'user': 'app', 'password': 'blue7kite!'}\n", "hardcoded-password 1:35 password"},
		{"python keyword argument", "a.py", "connect(user='app', password='blue7kite!')\n", "hardcoded-password 1:31 password"},
		{"python name as argument", "a.py", "connect(user=user, password=password)\n", ""},
		{"python environment", "a.py", "k = os.environ.get('SECRET_KEY', 'whale-8341-signs')\n", "hardcoded-secret 1:35 SECRET_KEY"},
		{"python environment, named", "a.py", "k = config('SECRET_KEY', default='whale-8341-signs')\n", "hardcoded-secret 1:35 SECRET_KEY"},
		{"python environment or", "a.py", "k = os.getenv('SECRET_KEY') or 'whale-8341-signs'\n", "hardcoded-secret 1:33 SECRET_KEY"},
		{"python bytes", "a.py", "SECRET_KEY = b'whale-8341-signs'\n", "hardcoded-secret 1:16 SECRET_KEY"},
		{"python triple quotes", "a.py", "password = \"\"\"blue7kite!\"\"\"\n", "hardcoded-password 1:15 password"},
		{"python f-string", "a.py", "password = f'{prefix}-{suffix}'\n", ""},
		{"flask", "a.py", "app.secret_key = 'whale-8341-signs'\napp.config['SECRET_KEY'] = 'other-8341-signs'\n", "hardcoded-secret 1:19 secret_key; hardcoded-secret 2:29 SECRET_KEY"},
		{"requests", "a.py", "requests.get(u, auth=HTTPBasicAuth('app', 'blue7kite!'))\n", "hardcoded-password 1:44 BasicAuth"},
		{"go", "a.go", "package a\n\nconst dbPassword = \"blue7kite!\"\n", "hardcoded-password 3:21 dbPassword"},
		{"go short declaration", "a.go", "package a\n\nfunc f() { password := `blue7kite!` }\n", "hardcoded-password 3:25 password"},
		{"go bytes", "a.go", "package a\n\nvar jwtKey = []byte(\"whale-8341-signs\")\n", "hardcoded-secret 3:22 jwtKey"},
		{"go member", "a.go", "package a\n\nvar c = Config{User: \"app\", Password: \"blue7kite!\"}\n", "hardcoded-password 3:40 Password"},
		{"go signed string", "a.go", "package a\n\nvar s, _ = token.SignedString([]byte(\"whale-8341-signs\"))\n", "hardcoded-secret 3:39 SignedString"},
		{"java", "A.java", "class A { private static final String PASSWORD = \"blue7kite!\"; }", "hardcoded-password 1:51 PASSWORD"},
		{"java setter", "A.java", "ds.setPassword(\"blue7kite!\");", "hardcoded-password 1:17 password"},
		{"java connection", "A.java", "DriverManager.getConnection(url, \"app\", \"blue7kite!\");", "hardcoded-password 1:42 DriverManager.getConnection"},
		{"java char array", "A.java", "char[] password = \"blue7kite!\".toCharArray();", "hardcoded-password 1:20 password"},
		{"java annotation", "A.java", "@Value(\"${db.password:blue7kite!}\") String p;", "hardcoded-password 1:23 password"},
		{"java equals", "A.java", "if (password.equals(\"blue7kite!\")) ok();", "hardcoded-password 1:22 password"},
		{"java map", "A.java", "props.setProperty(\"db.password\", \"blue7kite!\");", "hardcoded-password 1:35 password"},
		{"kotlin", "A.kt", "val password: String = \"blue7kite!\"", "hardcoded-password 1:25 password"},
		{"gradle", "build.gradle", "signingConfigs { release {\n storePassword \"blue7kite!\"\n} }", "hardcoded-password 2:17 storePassword"},
		{"csharp", "A.cs", "var c = new NetworkCredential(\"app\", \"blue7kite!\");\nstring password = @\"blue7kite!\";", "hardcoded-password 1:39 NetworkCredential; hardcoded-password 2:21 password"},
		{"php define", "a.php", "<?php define( 'DB_PASSWORD', 'blue7kite!' );", "hardcoded-password 1:31 DB_PASSWORD"},
		{"php array", "a.php", "<?php return ['username' => 'app', 'password' => 'blue7kite!'];", "hardcoded-password 1:51 password"},
		{"php env", "a.php", "<?php $p = env('DB_PASSWORD', 'blue7kite!');", "hardcoded-password 1:32 DB_PASSWORD"},
		{"php connect", "a.php", "<?php mysqli_connect('db', 'app', 'blue7kite!');", "hardcoded-password 1:36 mysqli_connect"},
		{"ruby", "a.rb", "config.secret_key = \"whale-8341-signs\"\nENV.fetch('API_SECRET_TOKEN', '" + random + "')\n", "hardcoded-secret 1:22 secret_key; hardcoded-token 2:32 API_SECRET_TOKEN"},
		{"ruby hash", "a.rb", "{ :user => 'app', :password => 'blue7kite!' }", "hardcoded-password 1:33 password"},
		{"rust", "a.rs", "const PASSWORD: &str = \"blue7kite!\";", "hardcoded-password 1:25 PASSWORD"},
		{"swift", "a.swift", "let apiKey = \"" + random + "\"", "hardcoded-api-key 1:15 apiKey"},
		{"dart", "a.dart", "final password = 'blue7kite!';", "hardcoded-password 1:19 password"},
		{"elixir", "a.exs", "config :app, Repo, username: \"app\", password: \"blue7kite!\"", "hardcoded-password 1:48 password"},
		{"c", "a.c", "#define WIFI_PASSWORD \"blue7kite!\"\nconst char *password = \"blue7kite!\";", "hardcoded-password 1:24 WIFI_PASSWORD; hardcoded-password 2:25 password"},
		{"minified", "a.min.js", strings.Repeat("var a=1;", 400) + "x({user:\"app\",password:\"blue7kite!\"})", "hardcoded-password 1:3225 password"},

		{"hashed on the way", "a.php", "<?php return ['mail' => 'x@y.internal', 'password' => Hash::make('blue7kite!')];", "hardcoded-password 1:67 password"},
		{"hashed default password", "a.php", "<?php $row = ['password' => bcrypt('password')];", "weak-default-secret 1:37 password"},
		{"hashed by an object", "A.java", "u.password = encoder.encode(\"blue7kite!\");", "hardcoded-password 1:30 password"},
		{"encoded on the way", "A.java", "static final String SIGNING_KEY = Codecs.B64.encode(\"blue7kite!\");", "hardcoded-secret 1:54 SIGNING_KEY"},
		{"encoding of a text", "a.py", "password = password.encode('latin1')\nsecret_key = secret_key.encode('utf-8')\n", ""},
		{"hashed in a pair", "a.py", "row.set('password', generate_password_hash('blue7kite!'))\n", "hardcoded-password 1:45 password"},

		{"terraform variable", "a.tf", "variable \"ledger_password\" {\n  type    = string\n  default = \"blue7kite!\"\n}\n", "hardcoded-password 3:14 ledger_password"},
		{"terraform variable without a default", "a.tf", "variable \"ledger_password\" {\n  sensitive = true\n}\nlocals {\n  default = \"blue7kite!\"\n}\n", ""},
		{"terraform name and value", "a.tf", "set_sensitive {\n  name  = \"ledger.password\"\n  value = \"blue7kite!\"\n}\n", "hardcoded-password 3:12 password"},
		{"filled input", "a.html", `<input type="password" id="x" value="blue7kite!">`, "hardcoded-password 1:38 password"},
		{"empty input", "a.html", `<input type="password" id="x"><p class="blue7kite!">`, ""},
		{"session secrets in turn", "a.js", "app.use(session({ secret: ['whale-8341-signs', 'old'] }))", "hardcoded-secret 1:29 session secret"},
		{"names of secret fields", "a.py", "schema = {'secret': ['relay_password', 'token']}\n", ""},
		{"command in a program", "a.js", "exec('LEDGER_PASSWORD=blue7kite! psql -f x')", "hardcoded-password 1:23 LEDGER_PASSWORD"},
		{"words in a program", "a.js", "log('give password=password or token=yours'); fetch('/x?secret=' + s)", ""},
		{"command in json", "package.json", `{"scripts": {"seed": "LEDGER_PASSWORD=blue7kite! node seed"}}`, "hardcoded-password 1:39 LEDGER_PASSWORD"},
		{"continued command in a text", "a.md", "```\nput x \\\n  secret_key=" + random + "x9RtB4wY \\\n  zone=1\n```\n", "hardcoded-secret 3:14 secret_key"},
		{"element with a dot", "settings.xml", "<properties><ledger.password>blue7kite!</ledger.password></properties>", "hardcoded-password 1:30 ledger.password"},

		// URLs, headers, commands, statements.
		{"url named after its user", "a.py", "u = env('PG', 'postgres://ledger_rw:ledger_password@db:5432/l')\n", "url-password 1:37 password of ledger_rw"},
		{"url of capitals", "a.py", "x = 'DRIVER://USER:PASSWORD@DB-HOST/NAME'\n", ""},
		{"key scheme", "a.md", "```\ncurl -H 'Authorization: Token " + random + ":" + random + "Z'\n```\n", "authorization-header 2:56 Authorization"},
		{"GenieKey scheme", "a.sh", "curl -H \"Authorization: GenieKey " + random + "\" https://x.internal", "authorization-header 1:34 Authorization"},
		{"url", "a.yml", "uri: mongodb://app:blue7kite@db.internal:27017/main", "url-password 1:20 password of app"},
		{"url with an encoded password", "a.yml", "uri: amqp://app:blue%217kite@mq.internal/", "url-password 1:17 password of app"},
		{"url without a user", "a.env", "REDIS_URL=redis://:blue7kite@cache:6379", "url-password 1:20 REDIS_URL"},
		{"url token", "a.sh", "git clone https://" + random + "@git.internal/a.git", "url-password 1:19 clone"},
		{"url of a manual", "README.md", "`postgres://user:password@host/db`", ""},
		{"url in a lockfile", "yarn.lock", "x@1:\n  resolved \"https://app:blue7kite@npm.internal/x.tgz\"\n  integrity sha512-abc\n", "url-password 2:25 password of app"},
		{"jdbc", "a.properties", "url=jdbc:mysql://db/shop?user=app&password=blue7kite\n", "connection-string-password 1:44 password"},
		{"ado", "appsettings.json", `{"C": "Server=db;User Id=app;Password=blue7kite!;"}`, "connection-string-password 1:39 Password"},
		{"storage", "a.json", `{"S": "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=` + random + random + `==;EndpointSuffix=x"}`, "connection-string-password 1:67 AccountKey"},
		{"basic header", "a.http", "GET /\nAuthorization: Basic YXBwOmJsdWU3a2l0ZSE=\n", "authorization-header 2:22 Authorization"},
		{"curl", "a.sh", "curl -s -u app:blue7kite! https://x.internal", "command-line-password 1:16 -u"},
		{"mysql", "a.sh", "mysql -h db -uapp -pblue7kite! shop", "command-line-password 1:21 mysql -p"},
		{"option", "a.sh", "tool --user app --password blue7kite! run", "command-line-password 1:28 password"},
		{"create user", "a.sql", "CREATE USER 'app'@'%' IDENTIFIED BY 'blue7kite!';", "sql-user-password 1:38 PASSWORD"},
		{"statement in a program", "a.py", "db.execute(\"ALTER ROLE app PASSWORD 'blue7kite!'\")\n", "sql-user-password 1:38 PASSWORD"},
		{"rows", "a.sql", "INSERT INTO users (`id`, `password`) VALUES\n(1, 'blue7kite!'),\n(2, 'it''s; ok)x7');", "password-column 2:6 password; password-column 3:6 password"},

		// Files of tools.
		{"netrc", ".netrc", "machine a login b\npassword blue7kite!\n", "netrc-password 2:10 password of a"},
		{"pgpass", ".pgpass", "db:5432:*:app:blue\\:7kite!\n", "pgpass-password 1:15 password"},
		{"git credentials", ".git-credentials", "https://app:blue@7kite!@git.internal\n", "git-credentials-password 1:13 password of git.internal"},
		{"shadow", "shadow", "root:*:1::::::\napp:$6$abcdefgh$" + strings.Repeat("q7Zk2mVx9R", 8) + "abcdef:1::::::\n", "password-hash 2:5 app"},
		{"redis", "redis.conf", "port 6379\nrequirepass blue7kite!\n", "hardcoded-password 2:13 requirepass"},
		{"wireguard", "wg0.conf", "[Interface]\nPrivateKey = " + random + "x9RtB4wYnC8sLpD3fZk=\n", "hardcoded-secret 2:14 PrivateKey"},
		{"mcp", ".mcp.json", `{"mcpServers": {"a": {"command": "a", "env": {"DB_PASSWORD": "blue7kite!"}, "headers": {"X-Api-Key": "` + random + `"}}}}`, "mcp-server-secret 1:63 DB_PASSWORD; mcp-server-secret 1:103 X-Api-Key"},

		// What is none.
		{"lookups", "a.js", "const password = process.env.DB_PASSWORD; const k = config.get('secretKey'); const t = await getToken('access')", ""},
		{"labels", "a.js", "const labels = { password: 'Password', newPassword: 'New password', token: 'Your access token' }", ""},
		{"test ids", "a.py", "By.ID, 'password'; form['password']; request.POST.get('password')", ""},
		{"integrity", "package-lock.json", `{"packages": {"a": {"integrity": "sha512-` + random + `", "token": "` + random + `"}}}`, ""},
		{"k8s reference", "a.yml", "secretKeyRef:\n  name: db-credentials\n  key: password\n", ""},
		{"schema", "a.json", `{"properties": {"password": {"type": "string", "description": "The password of the user", "example": "blue7kite!"}}}`, ""},
		{"versions", "package.json", `{"dependencies": {"relay-htpasswd": "4.0.0-rc-2.7", "token-secret": "^9.1.0 || >=10"}}`, ""},
		{"run command", "Makefile", "\tprintf \"QUEUE_SECRET=`openssl rand 20`\\n\" >> .env\n\tTOKEN=`make-token`\n", ""},
		{"run command in a string", "a.py", "os.system(\"QUEUE_SECRET=`openssl rand 20` ./run\")\n", ""},
		{"written JSON", "A.java", `b.append("\"relay_token_secret\":").append("\"").append(t.getRelay()).append("blue7kite!")`, ""},
		{"written JSON, plus", "a.js", `send("{'relay_password':" + "'" + p + "'")`, ""},
		{"sentinel", "a.ts", "if (!oldPassword || oldPassword === 'undefined') stop()", ""},
		{"receiver", "A.java", `boolean passwordCorrect = "steward".equals(name); String password = "steward".concat(suffix);`, ""},
		{"text before an element", "a.html", `<td>pass:<input name="relay" value="" type="password"></td>`, ""},
		{"declared option", "a.py", "@click.option(\"--admin-password\", \"admin_password\", default=None)\n", ""},
		{"command in a string", "a.go", "package a\n\nvar x = run(\"sshpass -p\", word)\n", ""},
		{"public key", "a.yml", "ssh_public_key: ssh-ed25519 " + random + random + "\n", ""},
		{"sealed", "a.yml", "password: ENC[AES256_GCM,data:" + random + ",iv:x]\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := scanFiles(t, rules, nil, map[string]string{c.path: c.text})
			if got := summary(res.Findings); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if s := res.Coverage[0].Status; s != finding.OK {
				t.Errorf("coverage %s: %s", s, res.Coverage[0].Reason)
			}
		})
	}
}

func TestOneSecretOneFinding(t *testing.T) {
	rules := pack(t, "generic", "providers-a", "providers-b")
	tok, err := rule.Expand("‹crc32-base62:ghp_›", 3)
	if err != nil {
		t.Fatal(err)
	}
	res := scanFiles(t, rules, nil, map[string]string{".env": "GITHUB_TOKEN=" + tok + "\nURL=https://x:" + tok + "@github.com\n"})
	if len(res.Findings) != 2 {
		t.Fatalf("got %q", summary(res.Findings))
	}
	for _, f := range res.Findings {
		if f.Confidence != finding.Certain || strings.HasPrefix(f.Rule, "hardcoded") || strings.HasPrefix(f.Rule, "url") {
			t.Errorf("%s %s: the rule of the issuer does not win", f.Rule, f.Confidence)
		}
	}
}

// TestBesideAnID: a call that takes an id and its secret holds both.
func TestBesideAnID(t *testing.T) {
	id, err := rule.Expand("AKIA‹base32:16›", 2)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := rule.Expand("‹base64:40›", 2)
	if err != nil {
		t.Fatal(err)
	}
	res := scanFiles(t, pack(t, "generic", "providers-a", "providers-b"), nil, map[string]string{"A.java": `new Keys("` + id + `", "` + secret + `");`})
	if got := summary(res.Findings); !strings.Contains(got, "hardcoded-api-key 1:35") || len(res.Findings) != 2 {
		t.Errorf("got %q", got)
	}
}

func TestRepeatsAreRelated(t *testing.T) {
	res := scanFiles(t, pack(t, "generic"), []byte("key"), map[string]string{"a.env": "DB_PASSWORD=blue7kite!\n", "b.env": "DB_PASSWORD=blue7kite!\n", "c.env": "DB_PASSWORD=other7kite!\n"})
	if len(res.Findings) != 3 {
		t.Fatalf("got %q", summary(res.Findings))
	}
	for i, want := range []string{"b.env", "a.env", ""} {
		got := ""
		for _, r := range res.Findings[i].Related {
			got += r.Path
		}
		if got != want {
			t.Errorf("%s: related %q, want %q", res.Findings[i].Path, got, want)
		}
	}
	if a, b := string(res.Findings[0].Evidence), string(res.Findings[1].Evidence); a != b || !strings.Contains(a, "hash ") {
		t.Errorf("evidence %q and %q", a, b)
	}
}

// TestRepeats: what is known of a value in one place counts in the others.
func TestRepeats(t *testing.T) {
	rules := pack(t, "generic")
	hash := "$apr1$" + "q7Zk2mVx$" + "9RtB4wYnC8sLpD3fq7Zk2m"
	docs := map[string]string{"users": "ops:" + hash + "\n"}
	for i := range 6 {
		docs[fmt.Sprintf("docs/p%d.md", i)] = "`ops:" + hash + "`\n"
	}
	bundle := "x({user:\"app\",password:\"blue7kite!\"})"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string // path, confidence, number of related places
	}{
		{"fixture in documents", docs, "users likely 1; docs/p0.md likely 6"},
		{"source map", map[string]string{"a.js": bundle, "a.js.map": bundle}, "a.js likely 0; a.js.map guess 0"},
		{"source map alone", map[string]string{"a.js.map": bundle}, "a.js.map likely 0"},
		{"poorer name", map[string]string{"a.env": "LEDGER_PASSWORD=QuietHarbourLamp\n", "b.js": "const testingPassword = 'QuietHarbourLamp'"}, "a.env likely 1; b.js likely 1"},
	} {
		var got []string
		for _, f := range scanFiles(t, rules, nil, c.files).Findings {
			got = append(got, fmt.Sprintf("%s %s %d", f.Path, f.Confidence, len(f.Related)))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
	}
}

// TestFixNames: the variable of the fix is the name that the value is bound to, and none is invented.
func TestFixNames(t *testing.T) {
	for text, want := range map[string]string{
		"const relayToken = 'q7Zk2mVx9RtB4wYnC8sLpD3f'":      "process.env.RELAY_TOKEN",
		"conn.login('anna@mail.internal', 'blue7kite!', cb)": "from the environment, and",
	} {
		fs := scanFiles(t, pack(t, "generic"), nil, map[string]string{"a.js": text}).Findings
		if len(fs) != 1 || !strings.Contains(fs[0].Fix.Title, want) {
			t.Errorf("%s: got %+v", text, fs)
		}
	}
}

func TestHashNeedsTheKey(t *testing.T) {
	files := map[string]string{"a.env": "DB_PASSWORD=blue7kite!\n"}
	evidence := func(key string) string {
		return string(scanFiles(t, pack(t, "generic"), []byte(key), files).Findings[0].Evidence)
	}
	if e := evidence(""); strings.Contains(e, "hash") {
		t.Errorf("a hash without a key: %q", e)
	}
	if evidence("one") == evidence("two") {
		t.Error("two keys give one hash")
	}
}

func TestPlaces(t *testing.T) {
	rules := pack(t, "generic")
	text := "const k = { apiKey: 'q7Zk2mVx9RtB4wYnC8sLpD3f' }"
	severity := func(path string) finding.Severity {
		fs := scanFiles(t, rules, nil, map[string]string{path: text}).Findings
		if len(fs) != 1 {
			t.Fatalf("%s: %d findings", path, len(fs))
		}
		return fs[0].Severity
	}
	if severity("src/a.js") != finding.High || severity("test/a.js") >= finding.High || severity("src/a.spec.js") >= finding.High {
		t.Error("a test is as severe as the program")
	}
	pem, err := rule.Expand("-----BEGIN RSA PRIVATE KEY-----\n‹base64:64›\n‹base64:64›\n‹base64:64›\n-----END RSA PRIVATE KEY-----\n", 1)
	if err != nil {
		t.Fatal(err)
	}
	token, err := rule.Expand("x = ‹crc32-base62:ghp_›\n", 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, text string
		want       finding.Severity
	}{
		{"server.key", pem, finding.Critical},
		{"testdata/server.key", pem, finding.Medium},
		{"docs/tls.md", pem, finding.High},
		{"a.txt.conf", token, finding.Critical},
		{"testdata/a.conf", token, finding.High},
	} {
		fs := scanFiles(t, pack(t, "generic", "providers-a", "providers-b"), nil, map[string]string{c.path: c.text}).Findings
		if len(fs) != 1 || fs[0].Severity != c.want || c.text == token && fs[0].Confidence != finding.Certain {
			t.Errorf("%s: got %+v", c.path, fs)
		}
	}
}

// TestHostile: every input ends, and as finding, coverage note or nothing, never as an error.
func TestHostile(t *testing.T) {
	rules := pack(t, "generic", "providers-a", "providers-b")
	for name, text := range map[string]string{
		"empty.js":        "",
		"quote.js":        "password = '",
		"quotes.js":       strings.Repeat("password='", 50_000),
		"names.js":        strings.Repeat("password", 200_000),
		"colon.js":        strings.Repeat("password:", 100_000),
		"calls.js":        strings.Repeat("jwt.sign(jwt.sign(", 20_000),
		"open.js":         strings.Repeat("jwt.sign('x", 20_000),
		"urls.txt":        strings.Repeat("a://b:", 100_000),
		"at.txt":          "http://" + strings.Repeat("a:b@", 100_000),
		"deep.json":       strings.Repeat(`{"password":`, 50_000),
		"wide.json":       `{` + strings.Repeat(`"password":"blue7kite!",`, 10_000) + `}`,
		"alias.yml":       "a: &a [password]\n" + strings.Repeat("b: [*a,*a]\n", 10_000),
		"rows.sql":        "INSERT INTO u (password) VALUES " + strings.Repeat("('x'),", 100_000),
		"columns.sql":     "INSERT INTO u (" + strings.Repeat("password,", 100_000),
		"unclosed.sql":    strings.Repeat("INSERT INTO u (password) VALUES ('", 10_000),
		"base64.txt":      strings.Repeat("QUJD", 500_000),
		"invalid.py":      "password = '\xff\xfe\x80\xc0blue7'\n\xed\xa0\x80token=\"\xf0\x28\x8c\x28\"",
		"lines.txt":       strings.Repeat("\n", 1_000_000) + "password: x",
		"pem.txt":         strings.Repeat("-----BEGIN RSA PRIVATE KEY-----\n", 20_000),
		".netrc":          strings.Repeat("machine a password ", 50_000),
		".pgpass":         strings.Repeat(":", 100_000),
		"shadow":          strings.Repeat("a:$6$:", 50_000),
		"chap-secrets":    strings.Repeat("a b ", 50_000),
		"concat.js":       "password = " + strings.Repeat("'a' + ", 50_000),
		"blocks.tf":       strings.Repeat("variable \"password\" {\n", 50_000),
		"inputs.html":     strings.Repeat("<input name=\"password\" ", 50_000),
		"words.js":        "x = `" + strings.Repeat("password=", 50_000),
		"encodes.py":      "password = " + strings.Repeat("encode(", 50_000),
		"schemes.md":      strings.Repeat("Authorization: Token ", 50_000),
		"dollar.sh":       strings.Repeat("${PASSWORD:-", 50_000),
		"xml.xml":         strings.Repeat("<password>", 30_000),
		"names\nline.env": "PASSWORD=blue7kite!",
	} {
		t.Run(name, func(t *testing.T) {
			res := scanFiles(t, rules, nil, map[string]string{name: text})
			if s := res.Coverage[0].Status; s == finding.Failed || s == finding.Timeout {
				t.Errorf("%s: %s", s, res.Coverage[0].Reason)
			}
		})
	}
}

func TestBinaryIsPassedOver(t *testing.T) {
	res := scanFiles(t, pack(t, "generic"), nil, map[string]string{"a.bin": "PASSWORD=blue7kite!\x00"})
	c := res.Coverage[0]
	if len(res.Findings) != 0 || c.Status != finding.OK || len(c.Unread) != 1 || c.Unread[0].Reason != "binary" {
		t.Errorf("findings %q, coverage %+v", summary(res.Findings), c)
	}
}

func TestUTF16(t *testing.T) {
	text := "\xff\xfe"
	for _, r := range "DB_PASSWORD=blue7kite!\n" {
		text += string([]byte{byte(r), 0})
	}
	if got := summary(scanFiles(t, pack(t, "generic"), nil, map[string]string{"a.env": text}).Findings); got != "hardcoded-password 1:13 DB_PASSWORD" {
		t.Errorf("got %q", got)
	}
}

func TestCancelled(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.env"), []byte("DB_PASSWORD=blue7kite!"), 0o644); err != nil {
		t.Fatal(err)
	}
	inv, err := target.Open(t.Context(), dir, target.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	res := scan.Run(ctx, inv, scan.Options{Scanners: []scan.Scanner{Scanner(Options{})}, Rules: func(string) ([]*rule.Rule, error) { return pack(t, "generic"), nil }})
	if res.Coverage[0].Status == finding.OK {
		t.Error("a cancelled scan ended as ok")
	}
}

func TestMalformedRules(t *testing.T) {
	bad := func(id, front string) *rule.Rule {
		r, err := rule.Parse(id+".md", []byte("---\nid: "+id+"\nscanner: secrets\nseverity: high\nconfidence: certain\ncwe: [798]\n"+front+"\n---\n# T\n"))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, c := range []struct {
		rules []*rule.Rule
		want  string
	}{
		{[]*rule.Rule{bad("a", "reader: crystal-ball")}, "a.md: unknown reader"},
		{[]*rule.Rule{bad("a", "reader: url"), bad("b", "reader: url")}, "a.md and b.md have the same reader"},
		{[]*rule.Rule{bad("a", "keywords: [abc]")}, "a.md: neither regex nor reader"},
	} {
		res := scanDir(t, c.rules, nil, t.TempDir())
		if s := res.Coverage[0]; s.Status != finding.Failed || !strings.Contains(s.Reason, c.want) {
			t.Errorf("got %s %q, want %q", s.Status, s.Reason, c.want)
		}
	}
}

func TestDeterministic(t *testing.T) {
	rules := pack(t, "generic", "providers-a", "providers-b")
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("f%d.env", i)] = fmt.Sprintf("DB_PASSWORD=blue%dkite!\nTOKEN=q7Zk2mVx9RtB4wYnC8sLpD3f\n", i%7)
	}
	encode := func() string {
		b, err := json.Marshal(scanFiles(t, rules, []byte("k"), files).Findings)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if first := encode(); encode() != first {
		t.Error("two runs differ")
	}
}
