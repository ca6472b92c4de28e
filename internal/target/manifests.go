package target

// byName maps whole names, in lower case.
var byName = map[string]class{
	// JavaScript: npm, pnpm, yarn, bun, deno.
	"package.json": {"json", Manifest}, "package.json5": {"json", Manifest}, "package.yaml": {"yaml", Manifest}, "bower.json": {"json", Manifest},
	"pnpm-workspace.yaml": {"yaml", Manifest}, "deno.json": {"json", Manifest}, "deno.jsonc": {"json", Manifest}, "jsr.json": {"json", Manifest},
	"package-lock.json": {"json", Lockfile}, "npm-shrinkwrap.json": {"json", Lockfile}, "pnpm-lock.yaml": {"yaml", Lockfile},
	"yarn.lock": {"yarn-lock", Lockfile}, "bun.lock": {"json", Lockfile}, "bun.lockb": {"", Lockfile}, "deno.lock": {"json", Lockfile},
	".npmrc": {"ini", Config}, ".yarnrc": {"yarn-lock", Config}, ".yarnrc.yml": {"yaml", Config}, "bunfig.toml": {"toml", Config},

	// Python: pip, poetry, pdm, uv, pipenv, conda.
	"pyproject.toml": {"toml", Manifest}, "setup.py": {"python", Manifest}, "setup.cfg": {"ini", Manifest}, "pipfile": {"toml", Manifest},
	"requirements.txt": {"requirements", Manifest}, "requirements.in": {"requirements", Manifest}, "constraints.txt": {"requirements", Manifest},
	"environment.yml": {"yaml", Manifest}, "environment.yaml": {"yaml", Manifest}, "pixi.toml": {"toml", Manifest},
	"pipfile.lock": {"json", Lockfile}, "poetry.lock": {"toml", Lockfile}, "pdm.lock": {"toml", Lockfile}, "uv.lock": {"toml", Lockfile},
	"pylock.toml": {"toml", Lockfile}, "conda-lock.yml": {"yaml", Lockfile}, "pixi.lock": {"yaml", Lockfile},
	"pip.conf": {"ini", Config}, "pip.ini": {"ini", Config}, ".pypirc": {"ini", Config}, "tox.ini": {"ini", Config}, "uv.toml": {"toml", Config},

	// Go.
	"go.mod": {"go-mod", Manifest}, "go.work": {"go-mod", Manifest}, "go.sum": {"go-sum", Lockfile}, "go.work.sum": {"go-sum", Lockfile},
	"gopkg.toml": {"toml", Manifest}, "gopkg.lock": {"toml", Lockfile}, "glide.yaml": {"yaml", Manifest}, "glide.lock": {"yaml", Lockfile},

	// Rust.
	"cargo.toml": {"toml", Manifest}, "cargo.lock": {"toml", Lockfile},

	// JVM: Maven, Gradle, sbt, Leiningen, Clojure.
	"pom.xml": {"xml", Manifest}, "build.gradle": {"groovy", Manifest}, "settings.gradle": {"groovy", Manifest},
	"build.gradle.kts": {"kotlin", Manifest}, "settings.gradle.kts": {"kotlin", Manifest}, "libs.versions.toml": {"toml", Manifest},
	"gradle.lockfile": {"gradle-lock", Lockfile}, "buildscript-gradle.lockfile": {"gradle-lock", Lockfile},
	"verification-metadata.xml": {"xml", Lockfile}, "build.sbt": {"scala", Manifest}, "project.clj": {"clojure", Manifest}, "deps.edn": {"clojure", Manifest},
	"ivy.xml": {"xml", Manifest}, "gradle.properties": {"properties", Config}, "gradle-wrapper.properties": {"properties", Config},
	"maven-wrapper.properties": {"properties", Config},

	// .NET: NuGet, Paket.
	"packages.config": {"xml", Manifest}, "directory.packages.props": {"xml", Manifest}, "directory.build.props": {"xml", Manifest},
	"project.json": {"json", Manifest}, "packages.lock.json": {"json", Lockfile}, "project.assets.json": {"json", Lockfile},
	"paket.dependencies": {"paket", Manifest}, "paket.lock": {"paket", Lockfile}, "nuget.config": {"xml", Config}, "global.json": {"json", Config},

	// PHP, Ruby, Dart, Elixir, Erlang, Swift, CocoaPods, Carthage, C and C++, Haskell, R, Julia, Perl, Lua, Elm.
	"composer.json": {"json", Manifest}, "composer.lock": {"json", Lockfile},
	"gemfile": {"ruby", Manifest}, "gems.rb": {"ruby", Manifest}, "gemfile.lock": {"gemfile-lock", Lockfile}, "gems.locked": {"gemfile-lock", Lockfile},
	"pubspec.yaml": {"yaml", Manifest}, "pubspec.lock": {"yaml", Lockfile},
	"mix.exs": {"elixir", Manifest}, "mix.lock": {"elixir", Lockfile}, "rebar.config": {"erlang", Manifest}, "rebar.lock": {"erlang", Lockfile},
	"package.swift": {"swift", Manifest}, "package.resolved": {"json", Lockfile}, "podfile": {"ruby", Manifest}, "podfile.lock": {"yaml", Lockfile},
	"cartfile": {"cartfile", Manifest}, "cartfile.resolved": {"cartfile", Lockfile},
	"conanfile.txt": {"ini", Manifest}, "conanfile.py": {"python", Manifest}, "conan.lock": {"json", Lockfile}, "vcpkg.json": {"json", Manifest},
	"stack.yaml": {"yaml", Manifest}, "cabal.project": {"cabal", Manifest}, "stack.yaml.lock": {"yaml", Lockfile},
	"cabal.project.freeze": {"cabal", Lockfile}, "renv.lock": {"json", Lockfile}, "project.toml": {"toml", Manifest}, "manifest.toml": {"toml", Lockfile},
	"cpanfile": {"perl", Manifest}, "cpanfile.snapshot": {"cpan-lock", Lockfile}, "elm.json": {"json", Manifest}, "gleam.toml": {"toml", Manifest},
	"chart.yaml": {"yaml", Manifest}, "chart.lock": {"yaml", Lockfile}, "requirements.lock": {"requirements", Lockfile},
	".terraform.lock.hcl": {"hcl", Lockfile}, "flake.nix": {"nix", Manifest}, "flake.lock": {"json", Lockfile},
	"module.bazel": {"starlark", Manifest}, "module.bazel.lock": {"json", Lockfile}, "workspace": {"starlark", Manifest},
	"build": {"starlark", Source}, "build.bazel": {"starlark", Source}, "workspace.bazel": {"starlark", Manifest},
	"mcp.lock": {"json", Lockfile}, "devbox.json": {"json", Manifest}, "devbox.lock": {"json", Lockfile}, ".tool-versions": {"text", Config},

	// Builds and containers.
	"dockerfile": {"dockerfile", Config}, "containerfile": {"dockerfile", Config}, ".dockerignore": {"ignore", Config},
	"makefile": {"make", Source}, "gnumakefile": {"make", Source}, "justfile": {"just", Source}, "rakefile": {"ruby", Source}, "vagrantfile": {"ruby", Source},
	"fastfile": {"ruby", Source}, "brewfile": {"ruby", Manifest}, "guardfile": {"ruby", Source}, "capfile": {"ruby", Source}, "jenkinsfile": {"groovy", Source},
	"cmakelists.txt": {"cmake", Source}, "meson.build": {"meson", Source}, "tiltfile": {"starlark", Source}, "earthfile": {"dockerfile", Config},
	"procfile": {"procfile", Config}, "caddyfile": {"conf", Config}, "sconstruct": {"python", Source}, "wscript": {"python", Source},
	"gruntfile": {"javascript", Source}, "build.xml": {"xml", Config},

	// Settings and credentials without a telling extension.
	".env": {"dotenv", Config}, ".envrc": {"shell", Config}, ".flaskenv": {"dotenv", Config}, ".netrc": {"netrc", Config}, "_netrc": {"netrc", Config},
	".pgpass": {"pgpass", Config}, "pgpass.conf": {"pgpass", Config}, ".my.cnf": {"ini", Config}, ".dockercfg": {"json", Config},
	".dockerconfigjson": {"json", Config}, ".git-credentials": {"text", Config}, ".gitconfig": {"ini", Config}, ".gitmodules": {"ini", Config},
	".gitignore": {"ignore", Config}, ".gitattributes": {"ignore", Config}, ".npmignore": {"ignore", Config}, ".bartizanignore": {"ignore", Config},
	".htpasswd": {"text", Config}, ".htaccess": {"conf", Config}, ".s3cfg": {"ini", Config}, ".boto": {"ini", Config}, ".passwd-s3fs": {"text", Config},
	".remote-sync.json": {"json", Config}, ".ftpconfig": {"json", Config}, ".esmtprc": {"conf", Config}, ".muttrc": {"conf", Config}, ".msmtprc": {"conf", Config},
	".wgetrc": {"conf", Config}, ".curlrc": {"conf", Config}, ".vault-token": {"text", Config}, ".babelrc": {"json", Config}, ".eslintrc": {"json", Config},
	".prettierrc": {"yaml", Config}, ".stylelintrc": {"json", Config}, ".swcrc": {"json", Config}, ".editorconfig": {"ini", Config},
	".bashrc": {"shell", Config}, ".bash_profile": {"shell", Config}, ".bash_aliases": {"shell", Config}, ".profile": {"shell", Config}, ".zshrc": {"shell", Config},
	".zshenv": {"shell", Config}, ".zprofile": {"shell", Config}, ".bash_history": {"shell", Data}, ".zsh_history": {"shell", Data},
	".psql_history": {"sql", Data}, ".mysql_history": {"sql", Data}, ".python_history": {"python", Data}, ".irb_history": {"ruby", Data},
	".node_repl_history": {"javascript", Data}, "sftp-config.json": {"json", Config}, ".clinerules": {"markdown", Document},
	".cursorrules": {"markdown", Document}, ".windsurfrules": {"markdown", Document}, ".mcp.json": {"json", Config}, "mcp.json": {"json", Config},
	"id_rsa": {"pem", Data}, "id_dsa": {"pem", Data}, "id_ecdsa": {"pem", Data}, "id_ed25519": {"pem", Data}, "known_hosts": {"text", Data},
	"authorized_keys": {"text", Data}, "sshd_config": {"conf", Config}, "ssh_config": {"conf", Config}, "nginx.conf": {"conf", Config},
	"web.config": {"xml", Config}, "app.config": {"xml", Config}, "bartizan.yaml": {"yaml", Config}, "shadow": {"text", Config}, "passwd": {"text", Config},
	"kubeconfig": {"yaml", Config}, "codeowners": {"ignore", Config}, "credentials": {"ini", Config},

	// Prose without an extension.
	"readme": {"text", Document}, "license": {"text", Document}, "licence": {"text", Document}, "copying": {"text", Document}, "notice": {"text", Document},
	"authors": {"text", Document}, "contributors": {"text", Document}, "changelog": {"text", Document}, "changes": {"text", Document}, "news": {"text", Document},
	"todo": {"text", Document}, "install": {"text", Document}, "version": {"text", Document}, "security": {"text", Document},
	"robots.txt": {"text", Config}, "license.md": {"markdown", Document},
}

// byPattern is asked after byName; the first that fits decides.
var byPattern = []namePattern{
	{".env.", "", "", class{"dotenv", Config}},
	{"dockerfile", ".dockerignore", "", class{"ignore", Config}},
	{"dockerfile.", "", "", class{"dockerfile", Config}},
	{"dockerfile-", "", "", class{"dockerfile", Config}},
	{"dockerfile_", "", "", class{"dockerfile", Config}},
	{"containerfile.", "", "", class{"dockerfile", Config}},
	{"requirements", ".txt", "", class{"requirements", Manifest}},
	{"requirements", ".in", "", class{"requirements", Manifest}},
	{"", "requirements.txt", "", class{"requirements", Manifest}},
	{"constraints", ".txt", "", class{"requirements", Manifest}},
	{"", ".txt", "requirements", class{"requirements", Manifest}},
	{"", ".in", "requirements", class{"requirements", Manifest}},
	{"pylock.", ".toml", "", class{"toml", Lockfile}},
	{"jenkinsfile.", "", "", class{"groovy", Source}},
	{"makefile.", "", "", class{"make", Source}},
	{"gemfile.", ".lock", "", class{"gemfile-lock", Lockfile}},
	{"gemfile.", "", "", class{"ruby", Manifest}},
	{"readme.", ".txt", "", class{"text", Document}},
	{"", ".tf.json", "", class{"terraform", Config}},
	{"", ".tfvars.json", "", class{"terraform", Config}},
	{"", ".tfstate.backup", "", class{"json", Config}},
	{"", ".blade.php", "", class{"php", Source}},
	{"", ".min.js", "", class{"javascript", Source}},
	{"", ".code-workspace", "", class{"json", Config}},
	{"config", "", ".kube", class{"yaml", Config}},
	{"config", "", ".ssh", class{"conf", Config}},
	{"config", "", ".aws", class{"ini", Config}},
	{"config", "", ".git", class{"ini", Config}},
	{"modules.txt", "", "vendor", class{"go-mod", Lockfile}},
}
