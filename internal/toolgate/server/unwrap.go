package server

import (
	"path/filepath"
	"strings"
)

// maxUnwrap bounds how many wrappers of one launch are taken off; a command line that goes on is judged as it is then.
const maxUnwrap = 32

// A wrapper is a program that starts the command behind its own options.
type wrapper struct {
	verbs    flags // one of them must stand first: run, exec
	valued   flags // options that take a value
	operands int   // further words in front of the command
	assigns  bool  // NAME=value words stand in front of the command
	dash     bool  // with "--" among its words, the command begins behind it
}

// wrappers says how each wrapper's own words end. Shells, su, env -S and nix-shell take a whole line and are read apart.
var wrappers = map[string]wrapper{
	"env": {valued: "-u -C --unset --chdir -a --argv0", assigns: true}, "cross-env": {assigns: true}, "cross-env-shell": {assigns: true},
	"sudo": {valued: "-u -g -h -p -C -r -t -T -U -D -R -a -c --user --group --host --prompt --close-from --role --type --command-timeout --other-user --chdir --chroot", assigns: true},
	"doas": {valued: "-u -C -a"}, "gsudo": {valued: "-u --user --loglevel -i --integrity"}, "pkexec": {valued: "--user"},
	"nice": {valued: "-n --adjustment"}, "ionice": {valued: "-c -n -p -t --class --classdata"}, "nohup": {}, "setsid": {}, "chronic": {}, "unbuffer": {}, "winpty": {},
	"chrt": {valued: "-T -P -D", operands: 1}, "taskset": {operands: 1}, "stdbuf": {valued: "-i -o -e --input --output --error"}, "time": {valued: "-f -o --format --output"}, "gtime": {valued: "-f -o"},
	"timeout": {valued: "-k -s --kill-after --signal", operands: 1}, "gtimeout": {valued: "-k -s --kill-after --signal", operands: 1},
	"exec": {valued: "-a"}, "command": {}, "builtin": {}, "caffeinate": {valued: "-t -w"}, "arch": {valued: "-arch -e -d"}, "linux32": {}, "linux64": {}, "setarch": {operands: 1},
	"chroot": {valued: "--userspec --groups", operands: 1}, "unshare": {valued: "-S -G --setuid --setgid --map-user --map-group"}, "dbus-run-session": {valued: "--config-file --dbus-daemon"},
	"xvfb-run": {valued: "-n -s -e -f -p -w --server-num --server-args --error-file --auth-file --xauth-protocol --wait"}, "systemd-run": {valued: "-p -u -E -t -M -H --unit --property --setenv --slice --uid --gid --nice --description", assigns: false},
	"firejail": {}, "bwrap": {dash: true}, "flatpak-spawn": {}, "proot": {valued: "-r -b -w -R -S -q"}, "gosu": {operands: 1}, "su-exec": {operands: 1}, "setpriv": {valued: "--reuid --regid --groups"}, "tini": {valued: "-p -e"}, "dumb-init": {},
	"wsl": {valued: "-d --distribution --distribution-id -u --user --cd --shell-type"}, "start-process": {valued: "-WindowStyle"}, "busybox": {}, "toybox": {},
	"op": {verbs: "run", valued: "--env-file --account --config --session", dash: true}, "doppler": {verbs: "run", valued: "-p -c -t --project --config --token --scope", dash: true},
	"infisical": {verbs: "run", valued: "--env --path --projectId --token --domain", dash: true}, "dotenvx": {verbs: "run", valued: "-f --env-file -e --env -fk --env-keys-file", dash: true},
	"dotenv": {valued: "-e -c -v -p -o --env --file", dash: true}, "env-cmd": {valued: "-f -e -r --file --environments --rc-file"}, "teller": {verbs: "run", valued: "-c --config", dash: true},
	"chamber": {verbs: "exec", operands: 1, dash: true}, "aws-vault": {verbs: "exec", valued: "-d --duration -r --region --backend", operands: 1, dash: true},
	"mise": {verbs: "exec x", valued: "-C --cd -j --jobs", dash: true}, "asdf": {verbs: "exec"}, "fnm": {verbs: "exec", valued: "--using", dash: true}, "nvm": {verbs: "exec run", operands: 1}, "volta": {verbs: "run", valued: "--node --npm --yarn --pnpm", dash: true},
	"rtx": {verbs: "exec x", dash: true}, "direnv": {verbs: "exec", operands: 1}, "devbox": {verbs: "run", valued: "-c --config -e --env", dash: true}, "nodenv": {verbs: "exec"}, "pyenv": {verbs: "exec"}, "rbenv": {verbs: "exec"}, "bundle": {verbs: "exec"},
	"poetry": {verbs: "run", valued: "-C -P --directory --project"}, "pdm": {verbs: "run", valued: "-p --project"}, "hatch": {verbs: "run", valued: "-e --env"}, "rye": {verbs: "run"}, "pipenv": {verbs: "run"}, "pixi": {verbs: "run", valued: "-e --environment --manifest-path"},
	"conda": {verbs: "run", valued: "-n -p --name --prefix --cwd"}, "mamba": {verbs: "run", valued: "-n -p --name --prefix --cwd"}, "micromamba": {verbs: "run", valued: "-n -p -r --name --prefix --root-prefix --cwd"},
}

const (
	posixShells   flags = "sh bash zsh dash ash ksh mksh fish"
	windowsShells flags = "powershell pwsh"
)

// A line is a command with, for each word, its position in Argv.
type line struct {
	words []string
	at    []int
}

func (l line) from(n int) line {
	n = min(n, len(l.words))
	return line{l.words[n:], l.at[n:]}
}

// script is a line made of words that all stand in the one word of Argv at position at.
func script(words []string, at int) line {
	l := line{words: words, at: make([]int, len(words))}
	for i := range l.at {
		l.at[i] = at
	}
	return l
}

// A resolver unwraps one launch.
type resolver struct {
	entry  *Entry
	rounds int
	cwd    string
	// what it finds
	wrapper []string
	env     []Var
	shell   string
	pkg     *Package
	also    []Package
	local   string
}

// Resolve fills Command, CommandAt, Wrapper, ArgEnv, Shell, Package, Also and Local from Argv and Cwd. It looks at
// words only: no file is read and nothing is started. An entry without Argv is left as it is.
func (e *Entry) Resolve() {
	if len(e.Argv) == 0 {
		return
	}
	l := line{words: e.Argv, at: make([]int, len(e.Argv))}
	for i := range l.at {
		l.at[i] = i
	}
	r := &resolver{entry: e, cwd: e.Cwd}
	l = r.unwrap(l)
	e.Command, e.CommandAt = l.words, l.at
	e.Wrapper, e.ArgEnv, e.Shell = r.wrapper, r.env, r.shell
	e.Package, e.Also, e.Local = r.pkg, r.also, r.local
}

// unwrap takes wrappers off, reads what is left, and returns it.
func (r *resolver) unwrap(l line) line {
	for len(l.words) > 0 && r.rounds < maxUnwrap {
		r.rounds++
		inner, ok := r.peel(program(l.words[0]), l)
		if !ok {
			break
		}
		l = inner
	}
	if len(l.words) > 0 && r.shell == "" {
		r.run(l)
	}
	return l
}

// peel takes one wrapper off. It says false when the first word is none, or none that can be taken off.
func (r *resolver) peel(name string, l line) (line, bool) {
	switch {
	case posixShells.has(name):
		return r.posix(name, l)
	case windowsShells.has(name):
		return r.powershell(name, l)
	case name == "cmd":
		return r.cmd(l)
	case name == "su" || name == "runuser":
		for i, w := range l.words {
			if (w == "-c" || w == "--command" || w == "--session-command") && i+1 < len(l.words) {
				return r.line(name, l, i+1)
			}
		}
		return l, false
	case name == "nix-shell":
		for i, w := range l.words {
			if (w == "--run" || w == "--command") && i+1 < len(l.words) {
				return r.line(name, l, i+1)
			}
		}
		return l, false
	}
	w, ok := wrappers[name]
	if !ok {
		return l, false
	}
	inner := l.from(1)
	if w.verbs != "" {
		_, n := options(inner.words, w.valued)
		inner = inner.from(n)
		if len(inner.words) == 0 || !w.verbs.has(inner.words[0]) {
			return l, false
		}
		inner = inner.from(1)
	}
	if name == "env" {
		if s, ok := r.envSplit(l); ok {
			return s, true
		}
	}
	if w.dash {
		for i, word := range inner.words {
			if word == "--" && i+1 < len(inner.words) {
				r.wrapper = append(r.wrapper, name)
				return inner.from(i + 1), true
			}
		}
	}
	opts, n := options(inner.words, w.valued)
	inner = inner.from(n)
	for _, dir := range values(opts, "-C", "--chdir", "--cd", "--cwd", "-D", "--directory") {
		r.enter(dir)
	}
	for range w.operands {
		inner = inner.from(1)
		_, n := options(inner.words, "")
		inner = inner.from(n)
	}
	for w.assigns && len(inner.words) > 0 {
		key, value, ok := assignment(inner.words[0])
		if !ok {
			break
		}
		r.assign(key, value, inner.at[0])
		inner = inner.from(1)
	}
	if len(inner.words) == 0 {
		return l, false
	}
	r.wrapper = append(r.wrapper, name)
	return inner, true
}

// envSplit reads env -S "command line".
func (r *resolver) envSplit(l line) (line, bool) {
	for i := 1; i < len(l.words) && strings.HasPrefix(l.words[i], "-"); i++ {
		w := l.words[i]
		text, found := strings.CutPrefix(w, "--split-string=")
		at := i
		if !found && !strings.HasPrefix(w, "--") && strings.HasSuffix(w, "S") && i+1 < len(l.words) || w == "--split-string" && i+1 < len(l.words) {
			text, at, found = l.words[i+1], i+1, true
		} else if !found && strings.HasPrefix(w, "-S") && len(w) > 2 {
			text, found = w[2:], true
		}
		if !found {
			continue
		}
		words, err := SplitWords(text)
		if err != nil {
			return l, false
		}
		inner := script(append([]string{"env"}, words...), l.at[at])
		rest := l.from(at + 1)
		inner.words = append(inner.words, rest.words...)
		inner.at = append(inner.at, rest.at...)
		return inner, true
	}
	return l, false
}

func (r *resolver) assign(name, value string, at int) {
	v := Var{Name: name, Value: value}
	if at < len(r.entry.ArgPlaces) {
		v.Place = r.entry.ArgPlaces[at]
	}
	r.env = append(r.env, v)
}

// enter changes the folder that relative paths of local code are read from.
func (r *resolver) enter(dir string) { r.cwd = r.join(dir) }

func (r *resolver) join(p string) string {
	switch {
	case r.cwd == "" || p == "" || filepath.IsAbs(p):
	case strings.IndexByte(`/\~$%`, p[0]) >= 0, len(p) > 1 && p[1] == ':', strings.Contains(p, "://"):
	default:
		return filepath.Join(r.cwd, p)
	}
	return p
}

// posix reads sh -c "script" and its relatives. A shell that runs a file is left for run.
func (r *resolver) posix(name string, l line) (line, bool) {
	for i := 1; i+1 < len(l.words); i++ {
		switch w := l.words[i]; {
		case flags("-o -O +o +O --rcfile --init-file").has(w):
			i++
		case w == "--command" || strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") && strings.Contains(w, "c"):
			return r.line(name+" -c", l, i+1)
		case !strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "+"):
			return l, false
		}
	}
	return l, false
}

// line reads the word at position i as a whole command line.
func (r *resolver) line(name string, l line, i int) (line, bool) {
	return r.text(name, l, l.at[i], l.words[i])
}

// text reads a POSIX script. A simple command takes the shell's place; anything else stays a shell command, Shell says
// why, and the package or code is taken from the first of its commands that has one.
func (r *resolver) text(name string, l line, at int, text string) (line, bool) {
	words, err := lex(text)
	if err != nil {
		r.shell = "unreadable script"
		return l, false
	}
	var plain []string
	for len(words) > 0 && !words[0].operator && !words[0].dynamic {
		key, value, ok := assignment(words[0].text)
		if !ok {
			break
		}
		r.assign(key, value, at)
		words = words[1:]
	}
	reason := ""
	for i, w := range words {
		switch {
		case w.operator && i == len(words)-1 && w.text == ";":
			continue
		case w.operator && w.text == "|":
			reason = "pipe"
		case w.operator && strings.ContainsAny(w.text, "<>") && reason != "pipe":
			reason = "redirection"
		case w.operator && reason == "":
			reason = "several commands"
		case w.dynamic && reason == "":
			reason = "expansion"
		}
		plain = append(plain, w.text)
	}
	if reason == "" && len(plain) > 0 {
		r.wrapper = append(r.wrapper, name)
		return script(plain, at), true
	}
	if reason == "" {
		return l, false
	}
	r.commands(words, at)
	r.shell = reason
	return l, false
}

// commands reads each command of a script for the package or local code it starts.
func (r *resolver) commands(words []word, at int) {
	var best *resolver
	cwd := r.cwd
	for len(words) > 0 && r.rounds < maxUnwrap {
		n := 0
		for n < len(words) && !words[n].operator {
			n++
		}
		var one []string
		for _, w := range words[:n] {
			if _, _, ok := assignment(w.text); ok && len(one) == 0 {
				continue
			}
			one = append(one, w.text)
		}
		words = words[min(n+1, len(words)):]
		if len(one) == 0 {
			continue
		}
		switch program(one[0]) {
		case "cd", "pushd":
			if len(one) > 1 {
				sub := &resolver{cwd: cwd}
				cwd = sub.join(one[len(one)-1])
			}
			continue
		case "export", "source", ".", "set", "true", "echo", "printf", "umask", "mkdir", "test", "[", "alias", "unset", "eval", "curl", "wget", "sleep", "trap", "ulimit":
			continue
		}
		sub := &resolver{entry: r.entry, cwd: cwd, rounds: r.rounds}
		sub.unwrap(script(one, at))
		r.rounds = sub.rounds + 1
		if best == nil || best.pkg == nil && sub.pkg != nil || best.pkg == nil && best.local == "" {
			best = sub
		}
	}
	if best != nil {
		r.pkg, r.also, r.local = best.pkg, best.also, best.local
	}
}

// cmd reads cmd /c: the rest is one command line of cmd.exe.
func (r *resolver) cmd(l line) (line, bool) {
	for i := 1; i < len(l.words); i++ {
		w := strings.ToLower(l.words[i])
		if !strings.HasPrefix(w, "/") {
			return l, false
		}
		if !strings.HasPrefix(w, "/c") && !strings.HasPrefix(w, "/k") && !strings.HasPrefix(w, "/r") {
			continue
		}
		rest := l.from(i + 1)
		if len(w) > 2 {
			rest = line{append([]string{l.words[i][2:]}, rest.words...), append([]int{l.at[i]}, rest.at...)}
		}
		if len(rest.words) == 0 {
			return l, false
		}
		if len(rest.words) == 1 {
			rest = script(splitWindows(rest.words[0]), rest.at[0])
		}
		name := "cmd " + w[:2]
		all := strings.Join(rest.words, " ")
		reason := ""
		switch {
		case strings.Contains(strings.ReplaceAll(all, "||", ""), "|"):
			reason = "pipe"
		case strings.ContainsAny(all, "<>"):
			reason = "redirection"
		case strings.Contains(all, "&"):
			reason = "several commands"
		case strings.Count(all, "%") > 1:
			reason = "expansion"
		}
		if reason == "" && len(rest.words) > 0 {
			r.wrapper = append(r.wrapper, name)
			return rest, true
		}
		var words []word
		for _, part := range rest.words {
			words = append(words, word{text: part, operator: strings.Trim(part, "&|<>") == ""})
		}
		r.commands(words, l.at[i])
		r.shell = reason
		return l, false
	}
	return l, false
}

// powershell reads -Command and -File. An encoded command cannot be read and stays.
func (r *resolver) powershell(name string, l line) (line, bool) {
	for i := 1; i < len(l.words); i++ {
		w := strings.ToLower(strings.TrimLeft(l.words[i], "-/"))
		isOption := strings.HasPrefix(l.words[i], "-") || strings.HasPrefix(l.words[i], "/")
		switch {
		case isOption && w != "" && strings.HasPrefix("encodedcommand", w) || isOption && w == "ec":
			r.shell = "encoded command"
			return l, false
		case isOption && w != "" && strings.HasPrefix("file", w):
			if i+1 < len(l.words) {
				r.local = r.join(l.words[i+1])
			}
			return l, false
		case !isOption || w != "" && strings.HasPrefix("command", w):
			rest := l.from(i)
			if isOption {
				rest = rest.from(1)
			}
			return r.powershellText(name, l, rest)
		case strings.HasPrefix("executionpolicy", w) && len(w) > 1, w == "ep", strings.HasPrefix("windowstyle", w), strings.HasPrefix("workingdirectory", w) && len(w) > 1,
			w == "wd", strings.HasPrefix("version", w), strings.HasPrefix("inputformat", w) && len(w) > 2, strings.HasPrefix("outputformat", w), strings.HasPrefix("configurationname", w) && len(w) > 3:
			i++
		}
	}
	return l, false
}

func (r *resolver) powershellText(name string, l, rest line) (line, bool) {
	if len(rest.words) == 0 {
		return l, false
	}
	if !strings.HasPrefix(rest.words[0], "-") && strings.HasSuffix(strings.ToLower(rest.words[0]), ".ps1") {
		r.local = r.join(rest.words[0])
		return l, false
	}
	text := strings.TrimSpace(strings.Join(rest.words, " "))
	text = strings.TrimSpace(strings.TrimPrefix(text, "& "))
	if strings.ContainsAny(text, "$`(){};|&<>") {
		r.shell = "expansion"
		if strings.Contains(text, "|") {
			r.shell = "pipe"
		} else if strings.ContainsAny(text, ";&") {
			r.shell = "several commands"
		}
		shell := r.shell
		r.shell = ""
		if words, err := lex(strings.ReplaceAll(text, `\`, `\\`)); err == nil {
			r.commands(words, rest.at[0])
		}
		r.shell = shell
		return l, false
	}
	words, err := SplitWords(strings.ReplaceAll(text, `\`, `\\`))
	if err != nil || len(words) == 0 {
		r.shell = "unreadable script"
		return l, false
	}
	r.wrapper = append(r.wrapper, name+" -Command")
	return script(words, rest.at[0]), true
}
