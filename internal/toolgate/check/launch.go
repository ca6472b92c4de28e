package check

import (
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/lazyregexp"
	"bartizan/internal/toolgate/server"
)

// exact says how a package of a type is written with an exact version.
var exactForm = map[string]string{"npm": "%s@1.2.3", "jsr": "%s@1.2.3", "pypi": "%s==1.2.3", "nuget": "%s@1.2.3", "cargo": "%s --version 1.2.3", "go": "%s@v1.2.3"}

var registryNames = map[string]string{"npm": "npm", "jsr": "JSR", "pypi": "PyPI", "nuget": "NuGet", "cargo": "crates.io", "go": "Go", "mcpb": "MCPB"}

// offline are flags with which a runner takes only what is installed already.
var offline = []string{"--no-install", "--no", "--offline", "--frozen", "--locked"}

// packages lists what an entry fetches: the server's own package first.
func (e *entry) packages() []server.Package {
	if e.Package == nil {
		return e.Also
	}
	return append([]server.Package{*e.Package}, e.Also...)
}

// spec is a package as a person writes it, without what the registry makes of it.
func spec(p server.Package, separator string) string {
	if p.Version == "" {
		return p.Name
	}
	return p.Name + separator + p.Version
}

// unpinnedPackage finds packages that are whatever is newest when the client starts them.
func unpinnedPackage(r *run) {
	for _, e := range r.entries {
		for _, p := range e.packages() {
			if p.Exact || exactForm[p.Type] == "" || isReference(p.Name) || e.runsInstalled() {
				continue
			}
			asked := "no version"
			if p.Version != "" {
				asked = "version " + p.Version
			}
			h := r.server(e, e.at(p.Name), p.Name, "starts %s package %s with %s: what runs may be different at every start", registryNames[p.Type], p.Name, asked)
			h.Evidence = finding.Evidence(r.text(spec(p, " ")))
			r.fix(h, "pin it to an exact version, as in "+strings.Replace(exactForm[p.Type], "%s", "%[1]s", 1), p.Name)
		}
		if e.shell == nil {
			continue
		}
		for _, words := range e.programs {
			for _, i := range installed(words) {
				name := words[i]
				if slices.ContainsFunc(e.packages(), func(p server.Package) bool { return strings.Contains(name, p.Name) }) {
					continue
				}
				h := r.server(e, e.at(name), "install "+name, "installs %s whenever it starts, with an open version", name)
				r.fix(h, "pin %s to an exact version, and install it once", name)
			}
		}
	}
}

// runsInstalled reports a runner that is told to fetch nothing.
func (e *entry) runsInstalled() bool {
	for _, words := range e.programs {
		for _, w := range words[:min(e.firstArgument(words), len(words))] {
			if slices.Contains(offline, w) {
				return true
			}
		}
	}
	return false
}

var (
	closedPyPI  = lazyregexp.New(`(?:===?[^*,]+$|@[0-9][^*]*$|^[./~]|://|\.whl$)`)
	closedNPM   = lazyregexp.New(`(?:.@v?[0-9]+\.[0-9]+\.[0-9]+[^ ]*$|^[./~]|://|\.tgz$|^file:)`)
	installVerb = []string{"install", "i", "add"}
)

// installed finds the packages that a command installs with an open version.
func installed(words []string) (at []int) {
	if len(words) < 2 {
		return nil
	}
	b := base(words[0])
	closed := closedNPM
	first := 0
	switch {
	case slices.Contains([]string{"npm", "pnpm", "yarn", "bun"}, b) && slices.Contains(installVerb, words[1]):
		first = 2
	case slices.Contains([]string{"pip", "pip3", "pipx"}, b) && words[1] == "install":
		first, closed = 2, closedPyPI
	case b == "uv" && len(words) > 2 && words[1] == "pip" && words[2] == "install":
		first, closed = 3, closedPyPI
	default:
		return nil
	}
	for i := first; i < len(words); i++ {
		switch w := words[i]; {
		case slices.Contains([]string{"-r", "-c", "-e", "--requirement", "--constraint", "--editable", "--index-url", "--extra-index-url", "-i", "--registry", "--prefix", "-t", "--target"}, w):
			i++
		case !strings.HasPrefix(w, "-") && !closed.MatchString(w):
			at = append(at, i)
		}
	}
	return at
}

// mutableImageTag finds images that a tag names.
func mutableImageTag(r *run) {
	for _, e := range r.entries {
		for _, p := range e.packages() {
			if p.Type != "oci" || p.Exact || isReference(p.Name) {
				continue
			}
			asked := "by no tag (that is latest)"
			if p.Version != "" {
				asked = "by the tag " + p.Version
			}
			h := r.server(e, e.at(p.Name), p.Name, "runs image %s %s, which its publisher can move to other content", p.Name, asked)
			h.Evidence = finding.Evidence(r.text(spec(p, ":")))
			r.fix(h, "name the image by digest: %s@sha256:…", p.Name)
		}
	}
}

// unpinnedGitSource finds code taken from a branch or tag of a repository.
func unpinnedGitSource(r *run) {
	for _, e := range r.entries {
		for _, p := range e.packages() {
			if p.Type != "git" || p.Exact {
				continue
			}
			asked := "its default branch"
			if p.Version != "" {
				asked = p.Version
			}
			h := r.server(e, e.at(p.Name), p.Name, "runs what %s of %s holds when it starts", asked, p.Name)
			r.fix(h, "name the full commit, 40 hex digits, in place of %s", asked)
		}
	}
}

// codeFetchedAtStart finds programs that are downloaded and run each time a server starts.
func codeFetchedAtStart(r *run) {
	for _, e := range r.entries {
		how, word := "", ""
		switch {
		case slices.ContainsFunc(e.packages(), fromAddress):
			p := e.packages()[slices.IndexFunc(e.packages(), fromAddress)]
			how, word = "runs code straight from "+r.text(p.Name), p.Name
		case e.shell != nil && fetchesAndRuns(e.shell):
			how, word = "downloads a script and runs it whenever it starts", e.shell.script
		}
		for _, words := range e.programs {
			if how != "" {
				break
			}
			if i := scriptOf(words); i > 0 && isWebAddress(words[i]) {
				how, word = "runs code straight from "+r.text(words[i]), words[i]
			} else if i := inlineCode(words); i > 0 && fetchingCode.MatchString(words[i]) && runningCode.MatchString(words[i]) {
				how, word = "runs code that downloads further code and executes it", words[i]
			}
		}
		if how == "" {
			continue
		}
		h := r.server(e, e.at(word), "fetch", "%s", "")
		h.Message = r.subject(e) + " " + how
		r.fix(h, "install a released version once, check it, and start the installed file")
	}
}

// fromAddress reports a package that is whatever an address gives at the moment.
func fromAddress(p server.Package) bool { return p.Type == "url" && !p.Exact }

func isWebAddress(w string) bool {
	w = strings.ToLower(w)
	return strings.HasPrefix(w, "http://") || strings.HasPrefix(w, "https://") || strings.HasPrefix(w, "ftp://")
}

var (
	interpreters = lazyregexp.New(`^(?:sh|bash|zsh|dash|ash|ksh|fish|pwsh|powershell|node|nodejs|deno|bun|tsx|ts-node|python|python[0-9.]+|pypy3?|py|perl|ruby|php|lua|rscript|osascript|java|groovy|jbang)$`)
	evaluators   = lazyregexp.New(`(?i)^(?:eval|source|\.|iex|invoke-expression)$`)
	fetchers     = lazyregexp.New(`(?i)^(?:curl|wget|wget2|aria2c|fetch|http|https|xh|lynx|ftp|scp|sftp|rsync|certutil|bitsadmin|iwr|irm|invoke-webrequest|invoke-restmethod|start-bitstransfer)$`)
	// fetchingCode and runningCode together are code that fetches more code.
	fetchingCode = lazyregexp.New(`(?i)(?:urlopen|urlretrieve|requests\.get|httpx\.get|\bfetch\s*\(|https?\.get\s*\(|downloadstring|downloaddata|downloadfile|file_get_contents\s*\(\s*.https?:|open-uri|net::http|lwp::simple|import\s*\(\s*.https?:|invoke-webrequest|invoke-restmethod|\b(?:irm|iwr|curl|wget)\b)`)
	runningCode  = lazyregexp.New(`(?i)(?:\bexec(?:file|sync)?\b|\beval\b|\bfunction\s*\(|new\s+function|vm\.run|runin\w*context|\bcompile\s*\(|child_process|subprocess|os\.system|\bimport\s*\(|\biex\b|invoke-expression|start-process|instance_eval|\bsystem\b)`)
)

// fetchesAndRuns reports a script that runs what it downloads: through a pipe, a substitution, or a file.
func fetchesAndRuns(s *shell) bool {
	if slices.Contains(powershells, s.program) && fetchingCode.MatchString(s.script) && runningCode.MatchString(s.script) {
		return true
	}
	return runsFetched(s.commands)
}

func runsFetched(cmds []simple) bool {
	fetched := map[string]bool{}
	cloned, flowing := false, false
	for _, c := range cmds {
		words := program(c.words)
		name := ""
		if len(words) > 0 {
			name = base(words[0])
		}
		if !c.piped {
			flowing = false
		}
		fetches := isFetch(words)
		executes := interpreters.MatchString(name) || evaluators.MatchString(name)
		if flowing && c.piped && executes && readsInput(words) {
			return true
		}
		if executes && slices.ContainsFunc(flatten(c.subs), func(s simple) bool { return isFetch(program(s.words)) }) {
			return true
		}
		// $(curl …) alone runs the output as a command.
		if len(words) > 0 && (strings.HasPrefix(words[0], "$(") || strings.HasPrefix(words[0], "`")) && slices.ContainsFunc(c.subs, func(s simple) bool { return isFetch(program(s.words)) }) {
			return true
		}
		if cloned && (executes || slices.Contains([]string{"npm", "pnpm", "yarn", "pip", "pip3", "uv", "make", "go", "cargo", "npx"}, name)) {
			return true
		}
		for i, w := range words {
			if fetched[base(w)] && (i == 0 || executes || name == "chmod" || name == "tar" || name == "unzip" || name == "java") {
				return true
			}
		}
		if fetches {
			flowing = true
			cloned = cloned || name == "git" || name == "gh"
			for _, f := range downloadsTo(words, c.to) {
				fetched[base(f)] = true
			}
		}
		if runsFetched(c.subs) {
			return true
		}
	}
	return false
}

func isFetch(words []string) bool {
	if len(words) == 0 {
		return false
	}
	switch name := base(words[0]); {
	case name == "git" || name == "gh":
		return slices.Contains(words, "clone") || slices.Contains(words, "pull")
	case fetchers.MatchString(name):
		return true
	}
	return strings.Contains(strings.ToLower(strings.Join(words, " ")), "downloadstring")
}

// readsInput reports an interpreter that takes its program from standard input: no script named, no code given.
func readsInput(words []string) bool {
	for _, w := range words[1:] {
		switch {
		case w == "-" || w == "-s" || w == "/dev/stdin":
			return true
		case w == "-c" || w == "-e" || w == "-r" || w == "--eval" || w == "-m":
			return false
		case !strings.HasPrefix(w, "-") && base(words[0]) != "iex" && !evaluators.MatchString(words[0]):
			return w == "run" // deno run -
		}
	}
	return true
}

// downloadsTo lists the files that a fetching command writes.
func downloadsTo(words, redirects []string) []string {
	files := slices.Clone(redirects)
	for i, w := range words {
		switch {
		case slices.Contains([]string{"-o", "--output", "--output-document", "-OutFile", "-outfile", "-out"}, w) && i+1 < len(words):
			files = append(files, words[i+1])
		case w == "-O" && base(words[0]) == "wget" && i+1 < len(words):
			files = append(files, words[i+1])
		case strings.HasPrefix(w, "--output="):
			files = append(files, w[len("--output="):])
		case isWebAddress(w):
			address, _, _ := strings.Cut(w, "?")
			if i := strings.LastIndexByte(address, '/'); i > len("https://") {
				files = append(files, address[i+1:])
			}
		}
	}
	return slices.DeleteFunc(files, func(f string) bool { return f == "" || f == "-" || strings.HasPrefix(f, "/dev/") })
}

// inlineFlags are the flags with which a program takes its code from the next word.
var inlineFlags = []struct {
	program *lazyregexp.Regexp
	flags   []string
}{
	{lazyregexp.New(`^(?:node|nodejs|bun|tsx|ts-node)$`), []string{"-e", "-p", "-pe", "--eval", "--print"}},
	{lazyregexp.New(`^(?:python[0-9.]*|pypy3?|py)$`), []string{"-c"}},
	{lazyregexp.New(`^(?:perl|ruby|lua|luajit|rscript|osascript|groovy|elixir|julia)$`), []string{"-e", "-E", "-le", "-ne", "-l"}},
	{lazyregexp.New(`^php[0-9.]*$`), []string{"-r"}},
	{lazyregexp.New(`^deno$`), []string{"eval"}},
}

// inlineCode is the index of the word that holds program text; 0 where there is none.
func inlineCode(words []string) int {
	if len(words) < 2 {
		return 0
	}
	name := base(words[0])
	for _, f := range inlineFlags {
		if !f.program.MatchString(name) {
			continue
		}
		for i, w := range words[1:] {
			if slices.Contains(f.flags, w) && i+2 < len(words) {
				return i + 2
			}
			if flag, _, ok := strings.Cut(w, "="); ok && slices.Contains(f.flags, flag) && strings.HasPrefix(flag, "--") {
				return i + 1
			}
			if !strings.HasPrefix(w, "-") {
				return 0
			}
		}
	}
	return 0
}

// scriptOf is the index of the file or address that an interpreter runs; 0 where there is none.
func scriptOf(words []string) int {
	if len(words) < 2 || !interpreters.MatchString(base(words[0])) || inlineCode(words) > 0 {
		return 0
	}
	for i := 1; i < len(words); i++ {
		w := words[i]
		switch {
		case w == "-m" || w == "-":
			return 0
		case slices.Contains([]string{"-r", "--require", "--import", "--loader", "-X", "-W", "-C", "--config", "-cp", "-classpath", "--class-path"}, w):
			i++
		case w == "-jar" || w == "-File" || w == "-file" || w == "run" && i == 1 || strings.HasPrefix(w, "-"):
		default:
			return i
		}
	}
	return 0
}

// inlineCodeCommand finds servers whose program is the argument itself.
func inlineCodeCommand(r *run) {
	for _, e := range r.entries {
		for _, words := range e.programs {
			if i := inlineCode(words); i > 0 {
				h := r.server(e, e.at(words[i]), "inline "+base(words[0]), "runs code that stands in its arguments (%s %s)", base(words[0]), words[i-1])
				r.fix(h, "put the code into a file that is reviewed and versioned, and start that file")
			}
		}
		if e.shell != nil && e.shell.encoded {
			h := r.server(e, e.Place, "inline encoded", "runs an encoded %s command, which nobody can read", e.shell.program)
			r.fix(h, "write the command in plain text into a script file")
		}
	}
}

// shellWrappedCommand finds a shell between client and server.
func shellWrappedCommand(r *run) {
	for _, e := range r.entries {
		if e.shell == nil || e.shell.encoded {
			continue
		}
		at := e.Place
		if len(e.Argv) > 0 {
			at = e.at(e.Argv[0])
		}
		h := r.server(e, at, "shell", "is started through the shell %s", e.shell.program)
		if strings.Contains(e.shell.script, "${") {
			h.Severity = finding.High
			h.Message += ", into whose command line the client pastes ${…}: the pasted text can hold further commands"
		}
		r.fix(h, "start the program directly: command and args, without %s", e.shell.program)
	}
}

var elevators = []string{"sudo", "doas", "runas", "gsudo", "pkexec", "su", "sudo-rs", "please", "run0"}

// elevatedCommand finds servers that run with the rights of an administrator.
func elevatedCommand(r *run) {
	for _, e := range r.entries {
		lines := [][]string{e.Argv, e.Wrapper}
		if e.shell != nil {
			for _, c := range flatten(e.shell.commands) {
				lines = append(lines, c.words)
			}
		}
		by := ""
		for _, words := range lines {
			for len(words) > 0 && by == "" {
				name, _, isAssignment := strings.Cut(words[0], "=")
				b := base(words[0])
				if slices.Contains(elevators, b) {
					by = words[0]
				} else if !slices.Contains(prefixes, b) && !(isAssignment && isVariableName(name)) && !strings.HasPrefix(words[0], "-") {
					break
				}
				words = words[1:]
			}
		}
		if e.shell != nil && slices.Contains(powershells, e.shell.program) && strings.Contains(strings.ToLower(e.shell.script), "runas") {
			by = "RunAs"
		}
		if by != "" {
			h := r.server(e, e.at(by), "elevated", "is started by %s, with the rights of an administrator", base(by))
			r.fix(h, "start it without %s, as an ordinary user", base(by))
		}
	}
}
