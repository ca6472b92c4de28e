package server

import "strings"

// Options that take a value, for each runner, from their own help texts (npm 11, pnpm 10, yarn 4, bun 1.3, deno 2, uv
// 0.9, pipx 1.8, docker 28, podman 5, go 1.26, node 24, python 3.14).
const (
	npmValued flags = "-p --package -c --call -w --workspace -C --prefix --registry --cache --userconfig --globalconfig --loglevel --script-shell --shell --node-arg -n --node-options --otp --tag --before --scope --proxy --https-proxy --noproxy " +
		"--cafile --omit --include --maxsockets --fetch-retries --fetch-timeout --install-strategy --cpu --os --libc --dir --filter -F --config --reporter --cwd --min-release-age --allow-build"
	denoValued flags = "-c --config --import-map -L --log-level --cert --location --seed --preload --import --conditions --v8-flags"
	uvValued   flags = "--from --with -w --with-editable --with-requirements -p --python -i --index --index-url --extra-index-url --default-index -f --find-links -c --constraints --constraint -b --build-constraints --overrides --override --refresh-package " +
		"--cache-dir --config-file --directory --project --env-file --exclude-newer --exclude-newer-package --resolution --prerelease --fork-strategy --link-mode -P --upgrade-package --keyring-provider --index-strategy -C --config-setting " +
		"--config-settings --config-settings-package --no-build-package --no-binary-package --no-build-isolation-package --no-sources-package --reinstall-package --color --python-platform --torch-backend --allow-insecure-host --group --only-group --no-group --extra --no-extra --package -m --module --no-install-package --managed-python-dir --python-preference --python-fetch"
	pipxValued flags = "--spec --with --python --pip-args --index-url -i --fetch-python --backend --suffix --path"
	// dockerSwitches are the options of docker run that take no value; every other long option takes one.
	dockerSwitches flags = "--detach --interactive --tty --rm --init --privileged --read-only --publish-all --no-healthcheck --oom-kill-disable --sig-proxy --disable-content-trust --quiet --help --use-api-socket --replace --rmi --no-hosts --no-hostname " +
		"--env-host --http-proxy --passwd --unsetenv-all --read-only-tmpfs --tls-verify --rootfs --debug --tls --tlsverify --remote --transient-store --syslog --insecure-registry --allow"
	dockerShort   flags = "-a -c -e -h -l -m -p -u -v -w -H -f"
	goValued      flags = "-C -p -o -asmflags -buildmode -compiler -covermode -coverpkg -exec -gccgoflags -gcflags -installsuffix -ldflags -mod -modfile -overlay -pgo -pkgdir -tags -toolexec"
	nodeValued    flags = "-r --require --import --loader --experimental-loader -e --eval -p --print -C --conditions --env-file --env-file-if-exists --inspect-port --title --icu-data-dir --input-type --openssl-config --redirect-warnings --stack-trace-limit --max-http-header-size --disable-warning --watch-path --tsconfig -P --project -O --compiler-options --ext --exec -x --watch --ignore --signal --config"
	pythonValued  flags = "-c -m -W -X -Q --check-hash-based-pycs"
	dotnetValued  flags = "--version --source --add-source --configfile --framework -f --project -c --configuration -r --runtime -v --verbosity --arch -a --os --launch-profile -lp --fx-version --additionalprobingpath --additional-deps --runtimeconfig --depsfile --roll-forward"
	scriptValued  flags = "-I -r -e -E -d -c -z -M -m -x -l -S -s --require --define"
	javaValued    flags = "-cp -classpath --class-path -p --module-path --upgrade-module-path --add-modules --add-reads --add-exports --add-opens --limit-modules --patch-module -m --module --source --describe-module -d"
	jsRuntimes    flags = "node nodejs tsx ts-node ts-node-esm nodemon esno swc-node jiti"
	pythons       flags = "python py pypy"
	otherScripts  flags = "ruby perl php lua luajit rscript julia osascript elixir groovy scala"
	containers    flags = "docker podman nerdctl finch"
	packageScript flags = "run run-script start test exec task"
)

// run reads an unwrapped command: the package that a runner would fetch, or the local code that would start.
func (r *resolver) run(l line) {
	name := program(l.words[0])
	rest := l.words[1:]
	switch {
	case name == "npx" || name == "pnpx" || name == "bunx":
		r.npx(name, rest)
	case name == "npm" || name == "pnpm" || name == "yarn" || name == "bun" || name == "yarnpkg":
		r.nodePackages(name, l)
	case name == "deno":
		r.deno(rest)
	case name == "uvx":
		r.uvx("uvx", rest)
	case name == "uv":
		r.uv(l)
	case name == "pipx":
		if opts, n := options(rest, pipxValued); n < len(rest) && rest[n] == "run" {
			r.pipx(opts, rest[n+1:])
		}
	case containers.has(name):
		r.container(name, l)
	case name == "dnx":
		r.dotnetTool("dnx", rest)
	case name == "dotnet":
		r.dotnet(rest)
	case name == "go":
		if len(rest) > 0 && rest[0] == "run" {
			opts, n := options(rest[1:], goValued)
			for _, dir := range values(opts, "-C") {
				r.enter(dir)
			}
			if n+1 < len(rest) {
				p, local := goSpec(rest[n+1])
				r.found("go run", p, local)
			}
		}
	case name == "cargo":
		r.local = r.join(first(values(must(options(rest, "--manifest-path --bin --package -p")), "--manifest-path"), "."))
	case name == "java" || name == "javaw":
		r.java(rest)
	case name == "jbang":
		if _, n := options(rest, "-D --deps -m --main --java -j --repos --cp"); n < len(rest) {
			if p := urlSpec(rest[n]); p != nil {
				r.found("jbang", p, "")
			} else if parts := strings.Split(rest[n], ":"); len(parts) == 3 && !localPath(rest[n]) {
				r.found("jbang", &Package{Type: "maven", Name: parts[0] + ":" + parts[1], Version: parts[2], Exact: semverExact.MatchString(parts[2])}, "")
			} else {
				r.local = r.join(rest[n])
			}
		}
	case jsRuntimes.has(name):
		opts, n := options(rest, nodeValued)
		if n < len(rest) && (rest[n] == "watch" || rest[n] == "run") && name == "tsx" {
			_, more := options(rest[n+1:], nodeValued)
			n += 1 + more
		}
		if n < len(rest) && !given(opts, "-e", "--eval", "-p", "--print") {
			r.file(rest[n])
		}
	case pythons.has(strings.TrimRight(name, "w0123456789.")):
		r.python(l)
	case name == "mcp" || name == "fastmcp":
		_, n := options(rest, "")
		if n < len(rest) && (rest[n] == "run" || rest[n] == "dev") {
			rest = rest[n+1:]
			if _, n = options(rest, "-t --transport -p --port -h --host --python --with --with-editable --project"); n < len(rest) {
				r.file(rest[n])
				return
			}
		}
		r.local = l.words[0]
	case otherScripts.has(name) || posixShells.has(name):
		if opts, n := options(rest, scriptValued); n < len(rest) && !given(opts, "-e", "-E") {
			r.file(rest[n])
		}
	case windowsShells.has(name) || name == "cmd":
		// a file was read while unwrapping
	default:
		r.local = l.words[0]
		if strings.ContainsAny(r.local, `/\`) {
			r.local = r.join(r.local)
		}
	}
}

func first(list []string, otherwise string) string {
	if len(list) > 0 {
		return list[0]
	}
	return otherwise
}

func must(opts []option, _ int) []option { return opts }

// found records a package or local code.
func (r *resolver) found(runner string, p *Package, local string) {
	if p != nil {
		p.Runner = runner
		if r.pkg == nil {
			r.pkg = p
		} else {
			r.also = append(r.also, *p)
		}
		return
	}
	if local != "" {
		r.local = r.join(local)
	}
}

// file records the script that an interpreter would run: a URL is fetched, anything else is local.
func (r *resolver) file(s string) {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		r.found("", urlSpec(s), "")
		return
	}
	if i := strings.LastIndex(s, ".py:"); i > 0 {
		s = s[:i+3]
	}
	if s != "-" {
		r.local = r.join(s)
	}
}

// npx reads the words behind npx, npm exec, pnpm dlx, yarn dlx or bunx: the packages of --package, else the first word.
func (r *resolver) npx(runner string, args []string) {
	opts, n := options(args, npmValued)
	named := values(opts, "-p", "--package")
	for _, spec := range named {
		p, local := npmSpec(spec)
		r.found(runner, p, local)
	}
	if len(named) == 0 && n < len(args) {
		p, local := npmSpec(args[n])
		r.found(runner, p, local)
	}
	if len(values(opts, "-c", "--call")) > 0 {
		r.shell = "expansion"
	}
}

// nodePackages reads npm, pnpm, yarn and bun: their runners, their scripts, and files that bun runs.
func (r *resolver) nodePackages(name string, l line) {
	opts, n := options(l.words[1:], npmValued)
	rest := l.words[1+n:]
	for _, dir := range values(opts, "--prefix", "-C", "--dir", "--cwd") {
		r.enter(dir)
	}
	if len(rest) == 0 {
		return
	}
	verb, args := rest[0], rest[1:]
	packages := func() []string { // a --package in front of the verb counts too
		var out []string
		for _, v := range values(opts, "-p", "--package") {
			out = append(out, "--package", v)
		}
		return append(out, args...)
	}
	switch {
	case verb == "dlx", name == "npm" && (verb == "exec" || verb == "x"), name == "bun" && verb == "x":
		r.npx(name+" "+verb, packages())
	case (verb == "init" || verb == "create" || verb == "innit") && name != "bun":
		if _, n := options(args, npmValued); n < len(args) {
			p, local := npmSpec(createName(args[n]))
			r.found(name+" "+verb, p, local)
		}
	case packageScript.has(verb) || name == "yarn" && verb == "node":
		opts, n := options(args, npmValued)
		for _, dir := range values(opts, "--prefix", "-C", "--dir", "--cwd") {
			r.enter(dir)
		}
		r.local = r.join(".")
		if n < len(args) && (name == "bun" || verb == "exec" || verb == "node") && (localPath(args[n]) || strings.Contains(args[n], ".")) {
			r.local = r.join(args[n])
		}
	case name == "bun":
		r.file(verb)
	default:
		r.local = r.join(".")
	}
}

// createName is the package that npm init NAME runs: create-NAME.
func createName(s string) string {
	if !strings.HasPrefix(s, "@") {
		return "create-" + s
	}
	scope, name, ok := strings.Cut(s, "/")
	if !ok {
		scope, version, _ := strings.Cut(s[1:], "@")
		if version != "" {
			version = "@" + version
		}
		return "@" + scope + "/create" + version
	}
	return scope + "/create-" + name
}

func (r *resolver) deno(rest []string) {
	_, n := options(rest, denoValued)
	if n == len(rest) {
		return
	}
	if v := rest[n]; v == "run" || v == "serve" || v == "x" {
		rest = rest[n+1:]
		if _, n = options(rest, denoValued); n == len(rest) {
			return
		}
	} else if v == "task" {
		r.local = r.join(".")
		return
	}
	s := rest[n]
	switch {
	case strings.HasPrefix(s, "npm:"):
		s = strings.TrimPrefix(strings.TrimPrefix(s, "npm:"), "/")
		if at := strings.LastIndex(s, "@"); at > 0 { // a path inside the package may follow
			version, _, _ := strings.Cut(s[at:], "/")
			s = s[:at] + version
		}
		p, local := npmSpec(s)
		r.found("deno run", p, local)
	case strings.HasPrefix(s, "jsr:"):
		r.found("deno run", jsrSpec(s[len("jsr:"):]), "")
	case strings.HasPrefix(s, "http://"), strings.HasPrefix(s, "https://"):
		r.found("deno run", urlSpec(s), "")
	default:
		r.local = r.join(strings.TrimPrefix(s, "file://"))
	}
}

// uvx reads uvx and uv tool run: --from names the package, --with adds some, else the first word names it.
func (r *resolver) uvx(runner string, args []string) {
	opts, n := options(args, uvValued)
	from := values(opts, "--from")
	if len(from) == 0 && n < len(args) {
		from = args[n : n+1]
	}
	for _, spec := range from {
		p, local := pypiSpec(spec)
		r.found(runner, p, local)
	}
	r.with(runner, opts)
}

func (r *resolver) with(runner string, opts []option) {
	for _, list := range values(opts, "--with", "-w") {
		for _, spec := range strings.Split(list, ",") {
			if p, _ := pypiSpec(spec); p != nil {
				r.found(runner, p, "")
			}
		}
	}
}

func (r *resolver) uv(l line) {
	opts, n := options(l.words[1:], uvValued)
	l = l.from(1 + n)
	for _, dir := range values(opts, "--directory") {
		r.enter(dir)
	}
	switch {
	case len(l.words) > 1 && l.words[0] == "tool" && (l.words[1] == "run" || l.words[1] == "uvx"):
		r.uvx("uv tool run", l.words[2:])
	case len(l.words) > 1 && l.words[0] == "run":
		l = l.from(1)
		opts, n := options(l.words, uvValued)
		l = l.from(n)
		for _, dir := range values(opts, "--directory") {
			r.enter(dir)
		}
		r.with("uv run", opts)
		if module := values(opts, "-m", "--module"); len(module) > 0 {
			r.local = "module:" + module[0]
			return
		}
		if given(opts, "-m") && len(l.words) > 0 {
			r.local = "module:" + l.words[0]
			return
		}
		if len(l.words) == 0 {
			return
		}
		if w := l.words[0]; strings.HasSuffix(w, ".py") || strings.HasSuffix(w, ".pyw") || given(opts, "-s", "--script") {
			r.file(w)
			return
		}
		r.unwrapInner(l)
		if project := values(opts, "--project", "--directory"); len(project) > 0 && !strings.ContainsAny(r.local, `/\:.`) {
			r.local = r.join(project[len(project)-1])
			if given(opts, "--directory") {
				r.local = r.cwd
			}
		}
	}
}

// unwrapInner reads the command behind a runner that adds packages to an environment.
func (r *resolver) unwrapInner(l line) {
	if r.rounds < maxUnwrap {
		r.rounds++
		kept := r.wrapper
		r.unwrap(l)
		r.wrapper = kept
	}
}

func (r *resolver) pipx(before []option, args []string) {
	opts, n := options(args, pipxValued)
	opts = append(before, opts...)
	spec := values(opts, "--spec")
	if len(spec) == 0 && n < len(args) {
		spec = args[n : n+1]
	}
	for _, s := range spec {
		p, local := pypiSpec(s)
		r.found("pipx run", p, local)
	}
	r.with("pipx run", opts)
}

// container reads docker run, docker container run and their relatives: the first word behind the options is the image.
func (r *resolver) container(name string, l line) {
	words := l.from(1)
	words = words.from(containerOptions(words.words, nil))
	if len(words.words) > 0 && words.words[0] == "container" {
		words = words.from(1)
	}
	if len(words.words) == 0 || words.words[0] != "run" && words.words[0] != "create" {
		return
	}
	words = words.from(1)
	n := containerOptions(words.words, func(o option, i int) {
		if o.name != "-e" && o.name != "--env" {
			return
		}
		if key, value, ok := strings.Cut(o.value, "="); ok {
			r.assign(key, value, words.at[i])
		}
	})
	if n < len(words.words) {
		r.found(name+" run", ociSpec(words.words[n]), "")
	}
}

// containerOptions returns how many words the options in front are. Long options take a value unless known as switches.
func containerOptions(args []string, see func(o option, last int)) (n int) {
	for n < len(args) {
		a := args[n]
		if len(a) < 2 || a[0] != '-' {
			return n
		}
		if a == "--" {
			return n + 1
		}
		n++
		var opts []option
		if strings.HasPrefix(a, "--") {
			name, value, given := strings.Cut(a, "=")
			if !given && !dockerSwitches.has(name) && n < len(args) {
				value = args[n]
				n++
			}
			opts = []option{{name, value}}
		} else {
			var used int
			opts, used = cluster(a, args[n:], dockerShort)
			n += used
		}
		for _, o := range opts {
			if see != nil {
				see(o, n-1)
			}
		}
	}
	return n
}

func (r *resolver) dotnetTool(runner string, args []string) {
	opts, n := options(args, dotnetValued)
	if n < len(args) {
		more, _ := options(args[n+1:], dotnetValued) // dnx PACKAGE --version 1.0 --yes
		version := first(values(opts, "--version"), "")
		if version == "" && !strings.Contains(args[n], "@") {
			version = first(values(more, "--version"), "")
		}
		r.found(runner, nugetSpec(args[n], version), "")
	}
}

func (r *resolver) dotnet(rest []string) {
	if len(rest) == 0 {
		return
	}
	switch {
	case rest[0] == "dnx":
		r.dotnetTool("dotnet dnx", rest[1:])
	case rest[0] == "tool" && len(rest) > 1 && (rest[1] == "exec" || rest[1] == "execute"):
		r.dotnetTool("dotnet tool exec", rest[2:])
	case rest[0] == "run":
		opts, n := options(rest[1:], dotnetValued)
		r.local = r.join(first(values(opts, "--project"), "."))
		if n+1 < len(rest) && strings.HasSuffix(rest[n+1], ".cs") {
			r.local = r.join(rest[n+1])
		}
	default:
		if rest[0] == "exec" {
			rest = rest[1:]
		}
		if _, n := options(rest, dotnetValued); n < len(rest) {
			r.file(rest[n])
		}
	}
}

func (r *resolver) java(args []string) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "-jar":
			if i+1 < len(args) {
				r.file(args[i+1])
			}
			return
		case (a == "-m" || a == "--module") && i+1 < len(args):
			r.local = "module:" + args[i+1]
			return
		case javaValued.has(a):
			i++
		case !strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "@"):
			if strings.HasSuffix(a, ".java") {
				r.file(a)
			} else {
				r.local = "module:" + a
			}
			return
		}
	}
}

func (r *resolver) python(l line) {
	opts, n := options(l.words[1:], pythonValued)
	for _, o := range opts {
		if o.name == "-c" {
			return
		}
		if o.name != "-m" {
			continue
		}
		if o.value == "uv" || o.value == "pipx" || o.value == "uvx" {
			for i, w := range l.words {
				if w == o.value {
					r.unwrapInner(l.from(i))
					return
				}
			}
		}
		r.local = "module:" + o.value
		return
	}
	if n+1 < len(l.words) {
		r.file(l.words[n+1])
	}
}
