package check

import (
	"net/url"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/lazyregexp"
	"bartizan/internal/toolgate/server"
)

func (v *variableData) says(otherwise string) string { return orElse(v.Says, otherwise) }
func (f *flagData) says(otherwise string) string     { return orElse(f.Says, otherwise) }

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// variables calls found for every assignment of a server that the rule's data names, and gives the hit the row's severity.
func (r *run) variables(found func(*entry, assignment, *variableData) *hit) {
	for _, e := range r.entries {
		for _, a := range e.assignments {
			if v := r.data.variable(a); v != nil {
				found(e, a, v).grade(v.Severity)
			}
		}
	}
}

// flags calls found for every flag of a server's command lines that the rule's data names.
func (r *run) flags(found func(*entry, []string, flagUse) *hit) {
	for _, e := range r.entries {
		for _, words := range e.programs {
			for _, use := range r.data.flagsIn(words) {
				found(e, words, use).grade(use.Severity)
			}
		}
	}
}

// clientSettings makes a finding for every setting that the rule's data names.
func (r *run) clientSettings(otherwise string) {
	for i := range r.settings {
		s := &r.settings[i]
		if row := r.data.setting(s); row != nil {
			h := r.setting(s, "%s", "")
			h.Message += orElse(row.Says, otherwise)
			r.fix(h, "remove %s", settingName(s.Key))
			h.grade(row.Severity)
		}
	}
}

// grade sets the severity that a row of data gives, if it gives one. A nil hit is none.
func (h *hit) grade(severity *finding.Severity) {
	if h != nil && severity != nil {
		h.Severity = *severity
	}
}

var shadyPath = lazyregexp.New(`(?i)^(?:\.|\./.*|\.\..*|(?:/private)?/tmp(?:/.*)?|/var/tmp(?:/.*)?|/dev/shm(?:/.*)?|\$\{workspace[a-z]*\}.*|.*[\\/]downloads(?:[\\/].*)?|[^/\\$%~{}]*)$`)

// codeLoadingEnvironment finds variables that make a program load other code than its own.
func codeLoadingEnvironment(r *run) {
	r.variables(func(e *entry, a assignment, v *variableData) *hit {
		h := r.server(e, a.at, a.name, "sets %s, which %s", a.name, v.says("makes it load other code"))
		r.fix(h, "remove %s, and start the program by its absolute path", a.name)
		if strings.EqualFold(a.name, "PATH") && searchesShady(a.value) {
			h.Message += ", also in folders that others can write to"
			return nil // keeps the rule's severity
		}
		return h
	})
}

// searchesShady reports a search path with a folder that is relative, temporary or the project's own.
func searchesShady(v string) bool {
	separator := ":"
	if strings.Contains(v, ";") || len(v) > 2 && v[1] == ':' && v[2] == '\\' {
		separator = ";"
	}
	for part := range strings.SplitSeq(v, separator) {
		part = strings.TrimSpace(part)
		if !isReference(part) && shadyPath.MatchString(part) {
			return true
		}
	}
	return false
}

// alternatePackageRegistry finds packages that come from somewhere else than the ecosystem's own registry.
func alternatePackageRegistry(r *run) {
	ordinary := func(v string) bool {
		for part := range strings.FieldsSeq(strings.NewReplacer(",", " ", "|", " ").Replace(v)) {
			part = part[strings.LastIndexByte(part, '=')+1:]
			if part != "direct" && !r.data.hostIn(host(part)) {
				return false
			}
		}
		return true
	}
	r.variables(func(e *entry, a assignment, v *variableData) *hit {
		if v.value == nil && ordinary(a.value) {
			return nil
		}
		h := r.server(e, a.at, a.name, "takes packages from another registry, named by %s%s", a.name, at(host(a.value)))
		return r.fix(h, "remove %s, or make the registry your organisation's policy and pin packages by digest", a.name)
	})
	r.flags(func(e *entry, words []string, use flagUse) *hit {
		// Behind the package the flag is the server's own.
		if use.index >= e.firstArgument(words) && e.firstArgument(words) > 1 || ordinary(use.value) {
			return nil
		}
		h := r.server(e, e.at(words[use.index]), use.Flag, "takes packages from another registry, named by %s%s", use.Flag, at(host(use.value)))
		return r.fix(h, "remove %s, or make the registry your organisation's policy and pin packages by digest", use.Flag)
	})
}

func at(h string) string {
	if h == "" {
		return ""
	}
	return " (" + h + ")"
}

// modelEndpointOverride finds repositories that send what the assistant reads to a host of their own.
func modelEndpointOverride(r *run) {
	for i := range r.settings {
		s := &r.settings[i]
		row := r.data.setting(s)
		if row == nil || s.Scope != server.Project || strings.TrimSpace(s.Value) == "" {
			continue
		}
		h := host(s.Value)
		if u, err := url.Parse(s.Value); err == nil && h == "" && u.Scheme != "" {
			h = strings.ToLower(u.Scheme) // host:port without a scheme
		}
		if r.data.hostIn(h) {
			continue
		}
		f := r.setting(s, "comes with the repository and sends the assistant's requests, prompts and keys with them, to %s", orElse(h, "another host"))
		if loopback(h) {
			f.Severity = finding.Low
		}
		f.grade(row.Severity)
		r.fix(f, "remove it from the repository; who needs another endpoint sets it in their own settings")
	}
}

// policyPathOverride finds variables that lead a client away from the settings an administrator made.
func policyPathOverride(r *run) {
	r.variables(func(e *entry, a assignment, v *variableData) *hit {
		h := r.server(e, a.at, a.name, "sets %s, which %s", a.name, v.says("makes an assistant read its policy from another file"))
		return r.fix(h, "remove %s", a.name)
	})
	for i := range r.settings {
		s := &r.settings[i]
		name := s.Key[strings.LastIndexByte(s.Key, '.')+1:]
		if v := r.data.variable(assignment{name: name, value: s.Value}); v != nil {
			h := r.setting(s, "%s", "")
			h.Message += v.says("makes an assistant read its policy from another file")
			h.grade(v.Severity)
			r.fix(h, "remove %s", name)
		}
	}
}
