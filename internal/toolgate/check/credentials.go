package check

import (
	"path/filepath"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/lazyregexp"
	"bartizan/internal/toolgate/server"
)

// secretAt judges one carrier. A header named Authorization, or an argument that is a provider's token, needs no name.
func (r *run) secretAt(c carrier) (kind string, ok bool) {
	if strings.Contains(c.value, "://") {
		if kind, ok := urlSecret(c.value); ok {
			return kind, true
		}
		if c.where == "address" && slices.ContainsFunc(pathSegments(c.value), pathSecret) {
			return "key in an address", true
		}
	} else if isReference(c.value) || isPlaceholder(c.value) {
		return "", false
	}
	return r.IsSecret(c.name, c.value)
}

func pathSegments(address string) []string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return nil
	}
	rest, _, _ = strings.Cut(rest, "?")
	rest, _, _ = strings.Cut(rest, "#")
	return strings.Split(rest, "/")[1:]
}

// plaintextSecret finds secrets that stand in the configuration file.
func plaintextSecret(r *run) {
	for _, e := range r.entries {
		seen := map[string]bool{}
		for _, c := range e.carriers {
			kind, ok := r.secretAt(c)
			key := c.where + " " + c.name + " " + c.value
			if !ok || seen[key] {
				continue
			}
			seen[key] = true
			h := r.server(e, c.at, c.where+" "+c.name, "keeps %s in plain text in its configuration (%s%s)", article(kind), c.where, named(c))
			h.Evidence = finding.Evidence(strings.TrimPrefix(r.text(c.name)+": ", ": ") + kind + ", " + length(c.value))
			if local(c.value) {
				h.Severity = finding.Low
				h.Message += "; it is for this machine only"
			}
			switch {
			case c.where == "address":
				r.fix(h, "take the secret out of the address and revoke it; send it as a header whose value is an input or an environment reference")
			case c.name == "":
				r.fix(h, "revoke the secret and give it to the server through the environment, by reference")
			default:
				r.fix(h, "revoke the secret and write a reference in its place, such as ${env:%s} or an input prompt", referenceName(c.name))
			}
		}
	}
	for i := range r.settings {
		s := &r.settings[i]
		name := s.Key[strings.LastIndexByte(s.Key, '.')+1:]
		if isReference(s.Value) || isPlaceholder(s.Value) || !SecretName(name) {
			continue
		}
		if kind, ok := r.IsSecret(name, s.Value); ok {
			h := r.setting(s, "holds %s in plain text", article(kind))
			h.Evidence = finding.Evidence(r.text(name) + ": " + kind + ", " + length(s.Value))
			r.fix(h, "revoke the secret and keep it in the system's key store or the environment")
		}
	}
}

func named(c carrier) string {
	if c.name == "" || c.where == "address" {
		return ""
	}
	return " " + c.name
}

// referenceName is the variable a person would keep the value of a name in.
func referenceName(name string) string {
	return strings.ToUpper(strings.Join(strings.FieldsFunc(name, func(c rune) bool {
		return c != '_' && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')
	}), "_"))
}

// length says about how long a value is, not exactly.
func length(v string) string {
	switch n := len(v); {
	case n < 8:
		return "under 8 characters"
	case n < 20:
		return "8 to 19 characters"
	case n < 64:
		return "20 to 63 characters"
	}
	return "64 characters or more"
}

var localUser = lazyregexp.New(`(?i)^[a-z0-9+.-]+://([^:@/]*):([^@/]*)@(localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal|db|postgres|mysql|redis|mongo)([:/?]|$)`)

// local reports the password of a database on this machine that is no more than its user's name or a word everybody
// tries first.
func local(v string) bool {
	m := localUser.FindStringSubmatch(v)
	return m != nil && (strings.EqualFold(m[1], m[2]) || slices.Contains([]string{"postgres", "root", "admin", "password", "secret", "guest"}, strings.ToLower(m[2])))
}

// expands lists, for clients known to do so, the references that they replace by values before they start a server.
var expands = map[string]*lazyregexp.Regexp{
	"vscode":          lazyregexp.New(`\$\{(?:input|env):[^}]+\}`),
	"vscode-insiders": lazyregexp.New(`\$\{(?:input|env):[^}]+\}`),
	"cursor":          lazyregexp.New(`\$\{env:[^}]+\}`),
	"windsurf":        lazyregexp.New(`\$\{env:[^}]+\}`),
	"claude-code":     lazyregexp.New(`\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}`),
	"gemini":          lazyregexp.New(`\$\{?[A-Za-z_][A-Za-z0-9_]*\}?`),
}

// secretInArgument finds secrets on a command line, where every process of the machine reads them.
func secretInArgument(r *run) {
	for _, e := range r.entries {
		seen := map[string]bool{}
		for _, c := range e.carriers {
			if c.where != "argument" || seen[c.name+" "+c.value] {
				continue
			}
			seen[c.name+" "+c.value] = true
			kind, ok := r.secretAt(c)
			if !ok && SecretName(c.name) {
				kind = "secret"
				ok = slices.ContainsFunc(e.clients, func(client string) bool {
					x := expands[client]
					return x != nil && x.MatchString(c.value)
				})
			}
			if ok {
				h := r.server(e, c.at, "argument "+c.name, "puts %s on its command line%s, which every process of this machine can read", article(kind), named2(c.name))
				r.fix(h, "pass it in env instead of an argument")
			}
		}
	}
}

func named2(name string) string {
	if name == "" {
		return ""
	}
	return " (" + finding.Visible(name, 40) + ")"
}

// oauthClientSecret finds client secrets of OAuth in a configuration file.
func oauthClientSecret(r *run) {
	for _, e := range r.entries {
		for _, v := range e.Auth {
			words := nameWords(v.Name)
			if slices.Contains(words, "secret") && !isReference(v.Value) && !isPlaceholder(v.Value) {
				h := r.server(e, v.Place, "auth "+v.Name, "keeps the OAuth client secret %s in its configuration", v.Name)
				r.fix(h, "use a public client with PKCE, or write a reference such as ${env:%s}", referenceName(v.Name))
			}
		}
	}
}

// wholeEnvironmentPassed finds servers that get every variable of a file or of the user in place of named ones.
func wholeEnvironmentPassed(r *run) {
	for _, e := range r.entries {
		if e.EnvFile != "" {
			r.envFile(e, e.EnvFile, e.key("envFile", "env_file"))
		}
		for _, v := range e.Env {
			if strings.Trim(v.Name, "*") == "" && v.Name != "" {
				r.fix(r.server(e, v.Place, "env *", "is given every environment variable instead of named ones"), "name the variables that the server needs")
			}
		}
		for _, words := range r.hostWords(e) {
			for _, use := range r.data.flagsIn(words) {
				if use.value != "" {
					r.envFile(e, use.value, e.at(words[use.index]))
					continue
				}
				h := r.server(e, e.at(words[use.index]), use.Flag, "is given every environment variable by %s", use.Flag)
				r.fix(h, "name the variables that the server needs")
			}
		}
	}
}

// envFile judges a file of variables. One that is kept for this server alone, inside the project, is as good as names.
func (r *run) envFile(e *entry, file string, at server.Place) {
	outside := r.outside(e, file)
	name := strings.ToLower(filepath.Base(filepath.ToSlash(file)))
	if !outside && (strings.Contains(name, "mcp") || len(e.Name) >= 3 && strings.Contains(name, strings.ToLower(e.Name))) {
		return
	}
	where := ""
	if outside {
		where = ", which lies outside the project"
	}
	h := r.server(e, at, "env file", "is given every variable of %s"+where, file)
	r.fix(h, "name the variables that the server needs, or keep a file for this server alone")
}

// outside reports a path that leaves the project, as far as its text tells.
func (r *run) outside(e *entry, file string) bool {
	f := filepath.ToSlash(strings.TrimSpace(file))
	for _, inside := range []string{"${workspaceFolder}", "${workspaceRoot}", "${CLAUDE_PROJECT_DIR}", "${PROJECT_ROOT}"} {
		if rest, ok := strings.CutPrefix(f, inside); ok {
			return slices.Contains(strings.Split(rest, "/"), "..")
		}
	}
	project := e.Project
	if project == "" && e.Scope == server.Project {
		project = r.Root
	}
	if !filepath.IsAbs(f) {
		return strings.HasPrefix(f, "~") || strings.HasPrefix(f, "$") || strings.HasPrefix(f, "%") || !filepath.IsLocal(f)
	}
	rel, err := filepath.Rel(project, f)
	return project == "" || err != nil || !filepath.IsLocal(rel)
}

// article puts a or an before a kind of secret.
func article(kind string) string {
	if kind != "" && strings.ContainsRune("AEIOaeio", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + kind
}
