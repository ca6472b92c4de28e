package secrets

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/match"
	"bartizan/internal/scan"
	"bartizan/internal/target"
)

// found is a finding before it is reported, with the digest of its value (never shown) to tell repeats.
type found struct {
	finding.Finding
	value [sha256.Size]byte
	place match.Place
	weak  bool // or too short to be met twice only by sharing it
}

// findings builds the findings of a file.
func (f *file) findings() []found {
	kept := f.resolve()
	for i := range kept {
		if showsOne(kept[i].key, kept) {
			kept[i].key = ""
		}
	}
	out := make([]found, 0, len(kept))
	for _, c := range kept {
		out = append(out, found{f.finding(c, kept), sha256.Sum256([]byte(c.value)), f.place, c.weak || len(c.value) < minShared})
	}
	return out
}

func (f *file) finding(c candidate, others []candidate) finding.Finding {
	r := c.rule
	conf := c.confidence
	fd := scan.Base(r.Rule, f.message(c), f.location(c.start, c.end))
	fd.Confidence = conf
	if f.place != match.Ordinary {
		fd.Severity = lowered(fd.Severity)
		if f.place == match.Test && slices.Contains(r.Tags, "private-key") {
			fd.Severity = lowered(fd.Severity) // made for the test's own server
		}
	}
	if (conf == finding.Guess || c.weak) && fd.Severity > finding.Medium {
		fd.Severity = finding.Medium
	}
	fd.Anchor = c.key
	if fd.Anchor == "" {
		fd.Anchor = f.enclosing(c.start)
	}
	if showsOne(fd.Anchor, others) {
		fd.Anchor = ""
	}
	fd.Evidence = f.evidence(c)
	name := envName(c.key)
	if name == "" {
		name = envName(fd.Anchor)
	}
	if leaks(name, c.value) {
		name = ""
	}
	fd.Fix = &finding.Fix{Kind: finding.Review, Title: f.fix(name)}
	return fd
}

// lowered takes one step off, down to low.
func lowered(s finding.Severity) finding.Severity {
	if s > finding.Low {
		s--
	}
	return s
}

// message says what stands here: the rule's title, the name, the reader.
func (f *file) message(c candidate) string {
	var b strings.Builder
	b.WriteString(c.rule.Title)
	if c.key != "" && !leaks(c.key, c.value) {
		fmt.Fprintf(&b, " in %q", finding.Visible(c.key, 80))
	}
	if c.source != "" && c.source != "text" {
		fmt.Fprintf(&b, " (%s)", c.source)
	}
	return b.String()
}

// showsOne reports that a name shows one of the values: what one place takes for a name another may take for a value.
func showsOne(name string, cs []candidate) bool {
	return slices.ContainsFunc(cs, func(c candidate) bool { return leaks(name, c.value) })
}

// leaks reports that a name shows the value or a large part of it.
func leaks(name, value string) bool {
	if name == "" || match.NameLike(value) && match.ClassifyKey(value).Class != match.NoSecret {
		return false // the word password shows nobody a password
	}
	if len(value) <= 3 {
		return name == value
	}
	return strings.Contains(name, value) || len(name) >= 12 && strings.Contains(value, name)
}

// evidence describes the value: length, kinds of characters, prefix of an issued token, keyed hash.
func (f *file) evidence(c candidate) finding.Evidence {
	parts := []string{fmt.Sprintf("%d characters", len(c.value)), kinds(c.value)}
	if p := f.prefix(c); p != "" {
		parts = append(parts, "begins "+p+"…")
	}
	if len(f.key()) > 0 {
		mac := hmac.New(sha256.New, f.key())
		mac.Write([]byte(c.value))
		parts = append(parts, "hash "+hex.EncodeToString(mac.Sum(nil)[:8]))
	}
	if t := triage(f.state); t != "" {
		parts = append(parts, t)
	}
	return finding.Evidence(strings.Join(parts, ", "))
}

// triage says who can have seen the value already.
func triage(s target.State) string {
	switch {
	case s&target.InHistory != 0:
		return "only in the git history"
	case s&target.Untracked != 0:
		return "not committed"
	case s&target.IsStaged != 0:
		return "about to be committed"
	case s&target.Tracked != 0:
		return "committed"
	}
	return ""
}

func (f *file) key() []byte { return f.engine.key }

func kinds(s string) string {
	c := match.Classes(s)
	var words []string
	for _, k := range []struct {
		is   bool
		name string
	}{{c.Lower, "lower case"}, {c.Upper, "upper case"}, {c.Digit, "digits"}, {c.Symbol, "symbols"}, {c.Space, "spaces"}, {c.Other, "other"}} {
		if k.is {
			words = append(words, k.name)
		}
	}
	return strings.Join(words, "+")
}

// prefix gives what may be shown of an issued token of at least 20 characters: the issuer's prefix and four more. The
// prefix is a keyword of the rule, so never a part of the secret.
func (f *file) prefix(c candidate) string {
	if c.rule.Regex == "" || c.rule.Score || len(c.value) < 20 || slices.Contains(c.rule.Tags, "generic") {
		return ""
	}
	best := ""
	for _, k := range c.rule.Keywords {
		if len(k) > len(best) && len(c.value) >= len(k) && strings.EqualFold(c.value[:len(k)], k) {
			best = c.value[:len(k)]
		}
	}
	if best == "" || len(best)+4 > len(c.value)/2 {
		return ""
	}
	for _, b := range []byte(c.value[:len(best)+4]) {
		if b <= ' ' || b >= 0x7f {
			return ""
		}
	}
	return c.value[:len(best)+4]
}

// enclosing names what a value without a name stands in: the last name before it on its line.
func (f *file) enclosing(at int) string {
	from := max(0, at-200)
	line := f.data[from:at]
	if i := strings.LastIndexByte(string(line), '\n'); i >= 0 {
		line = line[i+1:]
	}
	name := ""
	for i := 0; i < len(line); {
		if !nameStart(line[i]) {
			i++
			continue
		}
		j := i
		for j < len(line) && nameByte(line[j]) {
			j++
		}
		if word := string(line[i:j]); j < len(line) && !strings.HasPrefix(string(line[j:]), "://") && len(word) >= 2 && len(word) <= 64 && match.RandomBits(word) < 12 {
			name = word
		}
		i = j
	}
	return name
}

// lookups is how a program asks its environment for a setting.
var lookups = map[string]string{
	"javascript": "process.env.%s", "typescript": "process.env.%s", "python": `os.environ["%s"]`, "go": `os.Getenv("%s")`, "java": `System.getenv("%s")`,
	"kotlin": `System.getenv("%s")`, "scala": `sys.env("%s")`, "csharp": `Environment.GetEnvironmentVariable("%s")`, "php": `getenv('%s')`, "ruby": `ENV.fetch("%s")`,
	"rust": `std::env::var("%s")`, "swift": `ProcessInfo.processInfo.environment["%s"]`, "dart": `Platform.environment['%s']`, "elixir": `System.fetch_env!("%s")`,
	"powershell": "$env:%s", "groovy": `System.getenv("%s")`, "terraform": "a variable marked sensitive, set as TF_VAR_%s", "perl": "$ENV{%s}", "shell": "${%s:?}", "c": `getenv("%s")`, "cpp": `getenv("%s")`,
}

// fix says what to do. name is the variable that the value may come from, or "".
func (f *file) fix(name string) string {
	switch lookup := lookups[f.style.lang]; {
	case f.state&target.InHistory != 0:
		return "Rotate it first: everyone with a copy of the repository has it, and a new commit does not take it out of the history"
	case lookup != "" && name == "":
		return "Rotate it first; then read it from the environment, and name the variable (without the value) in .env.example"
	case lookup != "":
		return fmt.Sprintf("Rotate it first; then read it from the environment with %s, and name %s (without the value) in .env.example", fmt.Sprintf(lookup, name), name)
	case f.style.lang == "dotenv":
		return "Rotate it first; then take the file out of the repository, list it in .gitignore, and keep the name without the value in .env.example"
	}
	return "Rotate it first; then keep it in a secret store or the environment, and refer to it here by name"
}

// envName turns the name that a value is bound to into that of an environment variable. What only describes the value, or
// names the function that takes it, gives none.
func envName(key string) string {
	if strings.HasPrefix(key, "-") || strings.Contains(key, " ") || match.ClassifyKey(key).Class == match.NoSecret {
		return ""
	}
	ws := match.Words(key)
	if len(ws) == 0 || len(ws) > 8 {
		return ""
	}
	name := strings.ToUpper(strings.Join(ws, "_"))
	for _, b := range []byte(name) {
		if b >= 0x80 {
			return ""
		}
	}
	return name
}
