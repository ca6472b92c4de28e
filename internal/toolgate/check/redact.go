package check

import (
	"net/url"
	"slices"
	"strings"

	"bartizan/internal/toolgate/server"
)

// hidden is what stands where a secret was.
const hidden = "[secret]"

// secretFunc is the form of Options.IsSecret.
type secretFunc = func(name, value string) (string, bool)

// Redact takes secrets out of one piece of foreign text: a word that is a secret, the secret half of name=value, user
// information and the values of an address's query. What is not sure to be harmless there goes too.
func Redact(s string, isSecret secretFunc) string {
	if isSecret == nil {
		isSecret = DefaultSecret
	}
	fields := strings.Split(s, " ")
	for i, f := range fields {
		before := ""
		if i > 0 {
			before = fields[i-1]
		}
		fields[i] = redactWord(before, f, isSecret)
	}
	return strings.Join(fields, " ")
}

func redactWord(before, w string, isSecret secretFunc) string {
	if strings.Contains(w, "://") {
		return redactURL(w)
	}
	if name, value, ok := strings.Cut(w, "="); ok && value != "" {
		if _, secret := isSecret(strings.Trim(name, `-"'`), value); secret {
			return name + "=" + hidden
		}
	}
	name := ""
	if strings.HasPrefix(before, "-") || strings.HasSuffix(before, ":") {
		name = strings.Trim(before, `-:"'`)
	}
	if strings.EqualFold(before, "bearer") || strings.EqualFold(before, "basic") {
		name = "token"
	}
	if _, secret := isSecret(name, strings.Trim(w, `"'`)); secret {
		return hidden
	}
	return w
}

// redactURL keeps an address's scheme, host and path, and the names of its query.
func redactURL(w string) string {
	head, rest, _ := strings.Cut(w, "://")
	rest, fragment, hasFragment := strings.Cut(rest, "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	authority, path, hasPath := strings.Cut(rest, "/")
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		authority = hidden + authority[i:]
	}
	out := head + "://" + authority
	if hasPath {
		segments := strings.Split(path, "/")
		for i, seg := range segments {
			if pathSecret(seg) {
				segments[i] = hidden
			}
		}
		out += "/" + strings.Join(segments, "/")
	}
	if hasQuery {
		pairs := strings.Split(query, "&")
		for i, p := range pairs {
			if k, v, ok := strings.Cut(p, "="); ok && v != "" && !isReference(v) {
				pairs[i] = k + "=" + hidden
			}
		}
		out += "?" + strings.Join(pairs, "&")
	}
	if hasFragment && fragment != "" {
		out += "#" + hidden
	}
	return out
}

// pathSecret reports a part of an address's path that gives access by itself, as some hosted servers have it.
func pathSecret(seg string) bool {
	if plain, err := url.PathUnescape(seg); err == nil {
		seg = plain
	}
	if isReference(seg) || isPlaceholder(seg) {
		return false
	}
	for _, p := range provider {
		if p.form.MatchString(seg) && bits(seg) >= 2.5 {
			return true
		}
	}
	return len(seg) >= 40 && bits(seg) >= 4 && tokenLike(seg) && !wordy(seg)
}

// RedactEntry returns an entry as it may be shown: arguments, addresses and names are kept, secrets are not.
func RedactEntry(e server.Entry, isSecret secretFunc) server.Entry {
	if isSecret == nil {
		isSecret = DefaultSecret
	}
	e.Argv = redactArgs(e.Argv, isSecret)
	e.Command = redactArgs(e.Command, isSecret)
	if e.URL != "" {
		e.URL = Redact(e.URL, isSecret)
	}
	if e.Package != nil {
		p := *e.Package
		p.Name, p.Version = Redact(p.Name, isSecret), Redact(p.Version, isSecret)
		e.Package = &p
	}
	e.Local = Redact(e.Local, isSecret)
	return e
}

// redactArgs takes secrets out of a command line, whether they stand alone, after a flag, or in a script.
func redactArgs(args []string, isSecret secretFunc) []string {
	out := slices.Clone(args)
	for i := range out {
		before := ""
		if i > 0 {
			before = args[i-1]
		}
		if strings.Contains(out[i], " ") {
			out[i] = Redact(out[i], isSecret)
		} else {
			out[i] = redactWord(before, out[i], isSecret)
		}
	}
	return out
}
