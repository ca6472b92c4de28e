package check

import (
	"encoding/json"
	"slices"
	"strings"

	"bartizan/internal/toolgate/server"
)

// An assignment is one environment variable that an entry sets, wherever it does.
type assignment struct {
	name, value string
	at          server.Place
	argument    bool // on the command line
}

// readAssignments lists the variables that an entry sets: in env, with -e of a container, before the program, in a script.
func (e *entry) readAssignments() []assignment {
	var out []assignment
	for _, v := range e.Env {
		out = append(out, assignment{v.Name, v.Value, v.Place, false})
	}
	for i, w := range e.Argv {
		if strings.ContainsAny(w, " \t\n") && (e.shell == nil || e.shell.script != w) {
			if name, _, ok := strings.Cut(w, "="); !ok || !isEnvName(name) {
				continue
			}
		}
		if e.shell != nil && e.shell.script == w {
			continue
		}
		for _, prefix := range []string{"--env=", "-e=", "-e"} {
			if rest, ok := strings.CutPrefix(w, prefix); ok {
				w = rest
				break
			}
		}
		if name, value, ok := strings.Cut(w, "="); ok && isEnvName(name) {
			var at server.Place
			if i < len(e.ArgPlaces) {
				at = e.ArgPlaces[i]
			}
			out = append(out, assignment{name, value, at, true})
		}
	}
	if e.shell != nil {
		at := e.at(e.shell.script)
		for _, c := range e.shell.commands {
			for i, w := range c.words {
				name, value, ok := strings.Cut(strings.TrimPrefix(w, "$env:"), "=")
				if !ok || !isVariableName(name) {
					if i == 0 || !slices.Contains([]string{"export", "env", "set", "declare", "sudo"}, base(c.words[0])) {
						break
					}
					continue
				}
				out = append(out, assignment{name, value, at, true})
			}
		}
	}
	seen := map[[2]string]bool{}
	for _, a := range out {
		seen[[2]string{a.name, a.value}] = seen[[2]string{a.name, a.value}] || a.argument
	}
	for _, v := range e.ArgEnv {
		if k := [2]string{v.Name, v.Value}; !seen[k] {
			seen[k] = true
			out = append(out, assignment{v.Name, v.Value, v.Place, true})
		}
	}
	return out
}

// isEnvName reports a name as environment variables on a command line have it: A_NAME, or one of npm's.
func isEnvName(s string) bool {
	if lower := strings.ToLower(s); strings.HasPrefix(lower, "npm_config_") {
		return true
	}
	return isVariableName(s) && strings.ToUpper(s) == s
}

// A carrier is one value that an entry hands to its server, and what it is called there.
type carrier struct {
	name, value string
	at          server.Place
	where       string // env, header, address, argument
}

// readCarriers lists every value of an entry that may hold a secret, each once.
func (e *entry) readCarriers() []carrier {
	var out []carrier
	for _, a := range e.assignments {
		where := "env"
		if a.argument {
			where = "argument"
		}
		out = append(out, carrier{a.name, a.value, a.at, where})
	}
	for _, h := range e.Headers {
		out = append(out, carrier{h.Name, headerValue(h.Value), h.Place, "header"})
	}
	for _, v := range e.Auth {
		if !slices.Contains(nameWords(v.Name), "secret") { // client secrets have their own rule
			out = append(out, carrier{v.Name, headerValue(v.Value), v.Place, "authorization"})
		}
	}
	if e.URL != "" {
		out = append(out, carrier{"url", e.URL, e.URLPlace, "address"})
	}
	return append(out, e.argumentCarriers()...)
}

// argumentCarriers lists the values on the command line: of flags, of headers, in addresses, in JSON.
func (e *entry) argumentCarriers() (out []carrier) {
	for i, w := range e.Argv {
		var at server.Place
		if i < len(e.ArgPlaces) {
			at = e.ArgPlaces[i]
		}
		if e.shell != nil && e.shell.script == w {
			for _, c := range flatten(e.shell.commands) {
				for j, word := range c.words {
					out = append(out, wordCarriers(c.words[:j], word, at)...)
				}
			}
			continue
		}
		out = append(out, wordCarriers(e.Argv[:i], w, at)...)
	}
	return out
}

// flatten lists commands with those in their substitutions.
func flatten(cmds []simple) (out []simple) {
	for _, c := range cmds {
		out = append(out, c)
		out = append(out, flatten(c.subs)...)
	}
	return out
}

func wordCarriers(before []string, w string, at server.Place) []carrier {
	const where = "argument"
	flag := ""
	if len(before) > 0 && strings.HasPrefix(before[len(before)-1], "-") && !strings.Contains(before[len(before)-1], "=") {
		flag = strings.TrimLeft(before[len(before)-1], "-")
	}
	if strings.HasPrefix(w, "-") {
		name, value, ok := strings.Cut(strings.TrimLeft(w, "-"), "=")
		if !ok || isEnvName(strings.TrimPrefix(name, "e")) && strings.HasPrefix(w, "-e") || name == "env" || name == "e" {
			return nil
		}
		return valueCarriers(name, value, at, where)
	}
	if name, _, ok := strings.Cut(w, "="); ok && isEnvName(name) {
		return nil // an assignment
	}
	return valueCarriers(flag, w, at, where)
}

// valueCarriers takes a value apart that has names inside: a header line, name=value, a JSON object.
func valueCarriers(name, value string, at server.Place, where string) []carrier {
	if n, v, ok := strings.Cut(value, ":"); ok && (strings.Contains(strings.ToLower(name), "header") || name == "H") {
		return []carrier{{strings.TrimSpace(n), headerValue(v), at, where}}
	}
	if strings.HasPrefix(strings.TrimSpace(value), "{") && len(value) <= maxScript {
		var members map[string]any
		if json.Unmarshal([]byte(value), &members) == nil {
			var out []carrier
			for _, k := range sortedKeys(members) {
				if s, ok := members[k].(string); ok {
					out = append(out, carrier{k, s, at, where})
				}
			}
			return out
		}
	}
	if n, v, ok := strings.Cut(value, "="); ok && !strings.Contains(value, "://") && isVariableName(strings.ReplaceAll(n, "-", "_")) {
		return []carrier{{n, v, at, where}}
	}
	return []carrier{{name, value, at, where}}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// headerValue takes the scheme off a header's credentials.
func headerValue(v string) string {
	v = strings.TrimSpace(v)
	scheme, rest, ok := strings.Cut(v, " ")
	if ok && slices.Contains([]string{"bearer", "basic", "token", "apikey", "api-key", "digest"}, strings.ToLower(scheme)) {
		return strings.TrimSpace(rest)
	}
	return v
}
