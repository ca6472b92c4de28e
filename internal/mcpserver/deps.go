package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"bartizan/internal/finding"
	launch "bartizan/internal/toolgate/server"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// maxPackages bounds one check_deps call.
const maxPackages = 200

// A depAnswer is what check_deps says of one package.
type depAnswer struct {
	Ecosystem string `json:"ecosystem"`
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
	Answer    string `json:"answer"` // allow, warn or deny
	Reason    string `json:"reason"`
}

func (s *server) checkDeps(_ context.Context, _ *mcp.CallToolRequest, a checkDepsArgs) (*mcp.CallToolResult, any, error) {
	packages := a.Packages
	if a.Command != "" {
		named, err := installed(a.Command)
		if err != nil {
			return nil, nil, err
		}
		packages = append(packages, named...)
	}
	switch {
	case len(packages) == 0:
		return nil, nil, errors.New("name packages, or an install command")
	case len(packages) > maxPackages:
		return nil, nil, fmt.Errorf("more than %d packages: ask in parts", maxPackages)
	}
	answers := []depAnswer{}
	var b strings.Builder
	b.WriteString("NOT JUDGED: this version has no advisories and no name lists. No package is called safe.\n")
	for _, p := range packages {
		d := depAnswer{Ecosystem: finding.Visible(p.Ecosystem, 40), Name: finding.Visible(p.Name, 214), Version: finding.Visible(p.Version, 80),
			Answer: "warn", Reason: "not judged: check the name with the registry and its age with the person"}
		answers = append(answers, d)
		if b.Len() < maxText-300 {
			fmt.Fprintf(&b, "warn %s:%s %s\n", d.Ecosystem, d.Name, d.Reason)
		}
	}
	return result(b.String(), map[string]any{"packages": answers, "status": "skipped"}), nil, nil
}

// installers name the ecosystem of each package manager and the subcommands that add packages.
var installers = map[string]struct {
	ecosystem string
	verbs     []string
}{
	"npm": {"npm", []string{"i", "install", "add", "in", "ci"}}, "pnpm": {"npm", []string{"add", "i", "install"}}, "yarn": {"npm", []string{"add"}},
	"bun": {"npm", []string{"add", "i", "install"}}, "npx": {"npm", nil}, "bunx": {"npm", nil},
	"pip": {"PyPI", []string{"install"}}, "pip3": {"PyPI", []string{"install"}}, "uv": {"PyPI", []string{"add"}}, "poetry": {"PyPI", []string{"add"}},
	"pdm": {"PyPI", []string{"add"}}, "pipx": {"PyPI", []string{"install", "run"}}, "uvx": {"PyPI", nil},
	"go": {"Go", []string{"get", "install"}}, "cargo": {"crates.io", []string{"add", "install"}}, "gem": {"RubyGems", []string{"install"}},
	"composer": {"Packagist", []string{"require"}},
}

// installed reads the packages that an install command names.
func installed(command string) ([]packageArg, error) {
	words, err := launch.SplitWords(command)
	if err != nil {
		return nil, fmt.Errorf("reading the command: %w", err)
	}
	var packages []packageArg
	for len(words) > 0 {
		var one []string
		one, words = cutCommand(words)
		for len(one) > 0 && (one[0] == "sudo" || one[0] == "python" || one[0] == "python3" || one[0] == "-m" || strings.Contains(one[0], "=")) {
			one = one[1:]
		}
		if len(one) < 2 {
			continue
		}
		in, ok := installers[one[0]]
		if !ok {
			continue
		}
		args := one[1:]
		if in.verbs != nil {
			i := 0
			for i < len(args) && !contains(in.verbs, args[i]) {
				i++
			}
			if i == len(args) {
				continue
			}
			args = args[i+1:]
		}
		for _, w := range args {
			if strings.HasPrefix(w, "-") || strings.HasPrefix(w, ".") || strings.HasPrefix(w, "/") {
				continue
			}
			name, version := splitVersion(in.ecosystem, w)
			packages = append(packages, packageArg{Ecosystem: in.ecosystem, Name: name, Version: version})
			if in.verbs == nil { // a runner's further words are the program's
				break
			}
		}
	}
	if packages == nil {
		return nil, errors.New("the command installs no package by name that is known here: name packages")
	}
	return packages, nil
}

// cutCommand takes the words up to the next shell operator.
func cutCommand(words []string) (one, rest []string) {
	for i, w := range words {
		if w == "&&" || w == "||" || w == ";" || w == "|" {
			return words[:i], words[i+1:]
		}
	}
	return words, nil
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// splitVersion parts name and version spec as the ecosystem writes them.
func splitVersion(ecosystem, word string) (name, version string) {
	if ecosystem == "PyPI" {
		if i := strings.IndexAny(word, "=<>!~[;"); i > 0 {
			return word[:i], strings.TrimLeft(word[i:], "=")
		}
		return word, ""
	}
	if i := strings.LastIndexAny(word, "@"); i > 0 {
		return word[:i], word[i+1:]
	}
	if ecosystem == "Packagist" {
		name, version, _ = strings.Cut(word, ":")
		return name, version
	}
	return word, ""
}
