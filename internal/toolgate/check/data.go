package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/toolgate/server"
)

// data is the front matter of a configuration rule beyond the common keys.
type data struct {
	Group     string         `yaml:"group"`
	Check     string         `yaml:"check"` // name of the predicate
	Variables []variableData `yaml:"variables"`
	Flags     []flagData     `yaml:"flags"`
	Settings  []settingData  `yaml:"settings"`
	Hosts     []string       `yaml:"hosts"` // host names; a leading *. is any subdomain
}

// variableData is an environment variable that matters. Value is a regular expression over the whole value, without
// regard to case; empty is any value at all.
type variableData struct {
	Name     string            `yaml:"name"` // a * stands for any characters; letter case does not matter
	Value    string            `yaml:"value"`
	Severity *finding.Severity `yaml:"severity"` // in place of the rule's
	Says     string            `yaml:"says"`     // completes "VARIABLE …" in the message
	value    *regexp.Regexp
}

// flagData is a command line flag that matters. With a Value the flag's value is looked at, in the same word after = or
// in the next word; without one the flag alone is enough, unless it is given a value that says no.
type flagData struct {
	Flag     string            `yaml:"flag"`
	Value    string            `yaml:"value"`
	Programs []string          `yaml:"programs"` // only after these programs; empty is any
	Severity *finding.Severity `yaml:"severity"`
	Says     string            `yaml:"says"`
	value    *regexp.Regexp
}

// settingData is a client setting that matters. In Key a * stands for one part between dots, ** for any number, \* for
// itself. With Shared only settings count that a repository hands to everybody.
type settingData struct {
	Clients  []string          `yaml:"clients"`
	Key      string            `yaml:"key"`
	Value    string            `yaml:"value"`
	Shared   bool              `yaml:"shared"`
	Severity *finding.Severity `yaml:"severity"`
	Says     string            `yaml:"says"`
	value    *regexp.Regexp
}

// dataKind is a set of the lists above.
type dataKind uint8

const (
	variables dataKind = 1 << iota
	flags
	settings
	hosts
)

func (k dataKind) String() string {
	var names []string
	for i, n := range []string{"variables", "flags", "settings", "hosts"} {
		if k&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	if names == nil {
		return "no data"
	}
	return strings.Join(names, ", ")
}

func (d *data) kinds() (k dataKind) {
	for i, n := range []int{len(d.Variables), len(d.Flags), len(d.Settings), len(d.Hosts)} {
		if n > 0 {
			k |= 1 << i
		}
	}
	return k
}

// readData decodes and compiles a rule's own keys.
func readData(r *rule.Rule) (d data, err error) {
	if err = r.Decode(&d); err != nil {
		return d, err
	}
	if d.Group != "config" {
		return d, fmt.Errorf("%s: group is %q, this package knows config", r.File, d.Group)
	}
	compile := func(pattern string, into **regexp.Regexp) {
		if pattern == "" || err != nil {
			return
		}
		var bad error
		if *into, bad = regexp.Compile(`(?is)^(?:` + pattern + `)$`); bad != nil {
			err = fmt.Errorf("%s: value %q: %w", r.File, pattern, bad)
		}
	}
	for i := range d.Variables {
		compile(d.Variables[i].Value, &d.Variables[i].value)
	}
	for i := range d.Flags {
		compile(d.Flags[i].Value, &d.Flags[i].value)
	}
	for i := range d.Settings {
		compile(d.Settings[i].Value, &d.Settings[i].value)
	}
	return d, err
}

// variable finds the first row for an assignment.
func (d *data) variable(a assignment) *variableData {
	for i := range d.Variables {
		v := &d.Variables[i]
		if glob(strings.ToUpper(v.Name), strings.ToUpper(a.name)) && a.value != "" && (v.value == nil || v.value.MatchString(a.value)) {
			return v
		}
	}
	return nil
}

// setting finds the first row for a setting.
func (d *data) setting(s *server.Setting) *settingData {
	for i := range d.Settings {
		row := &d.Settings[i]
		if len(row.Clients) > 0 && !slices.Contains(row.Clients, s.Client) || row.Shared && !shared(s.Scope, s.File) {
			continue
		}
		if matchKey(strings.Split(row.Key, "."), strings.Split(s.Key, ".")) && (row.value == nil || row.value.MatchString(s.Value)) {
			return row
		}
	}
	return nil
}

// A flagUse is one flag of the data found in a command.
type flagUse struct {
	*flagData
	index int // of the flag in the words
	value string
}

// flagsIn finds the data's flags in the words of one command.
func (d *data) flagsIn(words []string) (uses []flagUse) {
	if len(words) == 0 {
		return nil
	}
	program := base(words[0])
	for i, w := range words {
		name, value, joined := strings.Cut(w, "=")
		for j := range d.Flags {
			f := &d.Flags[j]
			if name != f.Flag || len(f.Programs) > 0 && !slices.Contains(f.Programs, program) {
				continue
			}
			v := value
			if !joined && f.value != nil && i+1 < len(words) {
				v = words[i+1]
			}
			if f.value == nil && no(value) || f.value != nil && !f.value.MatchString(v) {
				continue
			}
			uses = append(uses, flagUse{f, i, v})
			break
		}
	}
	return uses
}

// no reports a value that turns a flag off.
func no(v string) bool {
	switch strings.ToLower(v) {
	case "0", "false", "no", "off", "never":
		return true
	}
	return false
}

// glob matches s against a pattern in which * stands for any characters.
func glob(pattern, s string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == s
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(s) < len(first)+len(last) || !strings.HasPrefix(s, first) || !strings.HasSuffix(s, last) {
		return false
	}
	s = s[len(first) : len(s)-len(last)]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(s, p)
		if i < 0 {
			return false
		}
		s = s[i+len(p):]
	}
	return true
}

// matchKey matches the parts of a key. Patterns come from the pack and hold at most one **, so this does not branch out.
func matchKey(pattern, key []string) bool {
	for i, p := range pattern {
		if p == "**" {
			rest := pattern[i+1:]
			return len(key)-i >= len(rest) && matchKey(rest, key[len(key)-len(rest):])
		}
		if i >= len(key) || p != "*" && p != key[i] && !(p == `\*` && key[i] == "*") {
			return false
		}
	}
	return len(pattern) == len(key)
}

// hostIn reports whether a host name is one of the data's hosts.
func (d *data) hostIn(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return slices.ContainsFunc(d.Hosts, func(h string) bool {
		if sub, ok := strings.CutPrefix(h, "*."); ok {
			return host == sub || strings.HasSuffix(host, "."+sub)
		}
		return host == h
	})
}
