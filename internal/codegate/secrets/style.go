package secrets

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"bartizan/internal/match"
	"bartizan/internal/target"
)

// A style says how a file's text binds names to values.
type style struct {
	kind styleKind
	tree string // the language for internal/syntax/config; empty when there is no tree
	lang string // for the fix: "javascript", "python" …
}

type styleKind uint8

const (
	settings styleKind = iota // KEY=value, key: value, key value, one on a line
	program                   // only quoted literals are values
	shell                     // KEY=value among commands
	tree                      // a tree language; its text is read as a program's
	prose                     // written for people
	query                     // SQL
)

// programs maps endings to languages of which only quoted literals are values.
var programs = map[string]string{
	".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".jsx": "javascript", ".ts": "typescript", ".tsx": "typescript", ".mts": "typescript",
	".cts": "typescript", ".vue": "javascript", ".svelte": "javascript", ".astro": "javascript", ".py": "python", ".pyw": "python", ".pyi": "python", ".ipynb": "python",
	".go": "go", ".java": "java", ".kt": "kotlin", ".kts": "kotlin", ".scala": "scala", ".groovy": "groovy", ".gradle": "groovy", ".clj": "clojure",
	".cs": "csharp", ".vb": "vb", ".fs": "fsharp", ".php": "php", ".phtml": "php", ".inc": "php", ".rb": "ruby", ".erb": "ruby", ".rake": "ruby", ".gemspec": "ruby",
	".rs": "rust", ".c": "c", ".h": "c", ".cc": "cpp", ".cpp": "cpp", ".cxx": "cpp", ".hpp": "cpp", ".m": "objective-c", ".mm": "objective-c", ".swift": "swift",
	".dart": "dart", ".lua": "lua", ".pl": "perl", ".pm": "perl", ".r": "r", ".ex": "elixir", ".exs": "elixir", ".erl": "erlang", ".hs": "haskell",
	".tf": "terraform", ".hcl": "terraform", ".tfvars": "terraform", ".bicep": "bicep", ".ps1": "powershell", ".psm1": "powershell", ".sol": "solidity",
	".map": "javascript", ".html": "html", ".htm": "html", ".ejs": "html", ".hbs": "html", ".pug": "html", ".jsp": "java", ".aspx": "csharp", ".cshtml": "csharp", ".razor": "csharp",
	".proto": "proto", ".jsonnet": "jsonnet", ".libsonnet": "jsonnet", ".cue": "cue", ".dhall": "dhall", ".nix": "nix", ".graphql": "graphql", ".cr": "ruby", ".zig": "zig", ".nim": "nim", ".jl": "julia", ".css": "css", ".scss": "css", ".less": "css", ".sass": "css",
}

var trees = map[string]string{
	".json": "json", ".jsonc": "jsonc", ".json5": "json5", ".webmanifest": "json", ".tfstate": "json", ".har": "json", ".avsc": "json", ".yaml": "yaml", ".yml": "yaml",
	".toml": "toml", ".xml": "xml", ".config": "xml", ".plist": "plist", ".csproj": "xml", ".props": "xml", ".targets": "xml", ".pubxml": "xml", ".jmx": "xml", ".resx": "xml",
	".xhtml": "xml", ".wsdl": "xml", ".xsd": "xml", ".rdlc": "xml", ".mobileconfig": "plist", ".entitlements": "plist",
}

var shells = []string{".sh", ".bash", ".zsh", ".fish", ".ksh", ".csh", ".bat", ".cmd", ".mk", ".service", ".dockerfile", ".containerfile", ".jenkinsfile", ".nu"}

var shellNames = []string{"dockerfile", "containerfile", "makefile", "gnumakefile", "justfile", "jenkinsfile", "procfile", ".bashrc", ".bash_profile", ".bash_login", ".bash_aliases", ".bash_history",
	".zsh_history", ".zshrc", ".zshenv", ".zprofile", ".profile", ".cshrc", ".tcshrc", ".kshrc", ".envrc", ".xprofile", ".xinitrc", ".history", ".sh_history", ".mysql_history", ".psql_history", ".python_history"}

var proseEndings = []string{".md", ".markdown", ".mdx", ".rst", ".adoc", ".asciidoc", ".txt", ".org", ".tex", ".log", ".csv", ".tsv", ".po", ".pot", ".srt"}

var proseNames = []string{"readme", "changelog", "changes", "license", "licence", "copying", "notice", "authors", "news", "release_notes", "install", "todo", "history", "contributors", "thanks", "faq"}

// styleOf decides by name, then by the classifier's language, then by the first bytes.
func styleOf(base, language string, role target.Role, data []byte) style {
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	// Names of templates keep the ending of what they become.
	if slices.Contains(templateEndings, ext) && stem != "" {
		return styleOf(stem, "", 0, data)
	}
	switch {
	case base == ".env" || strings.HasPrefix(base, ".env.") || ext == ".env" || strings.HasPrefix(base, "env."):
		return style{kind: settings, lang: "dotenv"}
	case strings.HasPrefix(base, "dockerfile") || strings.HasPrefix(base, "containerfile"):
		return style{kind: shell, lang: "dockerfile"}
	case slices.Contains(shells, ext) || slices.Contains(shellNames, base):
		return style{kind: shell, lang: "shell"}
	case ext == ".sql" || ext == ".psql" || ext == ".ddl":
		return style{kind: query, lang: "sql"}
	case ext == ".xml" || ext == ".config":
		if t := leading(data); t != '<' {
			return style{kind: settings}
		}
		return style{kind: tree, tree: "xml"}
	case trees[ext] != "":
		return style{kind: tree, tree: trees[ext], lang: trees[ext]}
	case programs[ext] != "":
		return style{kind: program, lang: programs[ext]}
	case slices.Contains(proseEndings, ext) || slices.Contains(proseNames, base):
		return style{kind: prose}
	}
	switch language {
	case "json", "yaml", "toml", "xml":
		return style{kind: tree, tree: language, lang: language}
	case "shell", "dockerfile", "make", "batch":
		return style{kind: shell, lang: language}
	}
	if role == target.Document {
		return style{kind: prose}
	}
	if role == target.Source {
		return style{kind: program, lang: language}
	}
	switch leading(data) {
	case '{':
		return style{kind: tree, tree: "json"}
	case '<':
		return style{kind: tree, tree: "xml"}
	}
	if bytes.HasPrefix(data, []byte("#!")) {
		line, _, _ := bytes.Cut(data, []byte("\n"))
		for _, s := range []string{"python", "node", "ruby", "perl", "php"} {
			if bytes.Contains(line, []byte(s)) {
				return style{kind: program, lang: s}
			}
		}
		return style{kind: shell, lang: "shell"}
	}
	return style{kind: settings}
}

func leading(data []byte) byte {
	t := bytes.TrimLeft(data[:min(len(data), 512)], " \t\r\n\ufeff")
	if len(t) == 0 {
		return 0
	}
	return t[0]
}

var templateEndings = []string{".example", ".sample", ".dist", ".template", ".tmpl", ".tpl", ".j2", ".jinja", ".jinja2", ".default", ".defaults", ".in", ".bak", ".old", ".orig", ".backup", ".save", ".copy", ".erb"}

var lockfiles = []string{"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "composer.lock", "gemfile.lock", "cargo.lock", "poetry.lock", "pdm.lock", "uv.lock",
	"pipfile.lock", "go.sum", "go.work.sum", "mix.lock", "pubspec.lock", "podfile.lock", "packages.lock.json", "gradle.lockfile", "flake.lock", "deno.lock", "conan.lock", "paket.lock", ".terraform.lock.hcl", "project.assets.json"}

func isLockfile(base string) bool { return slices.Contains(lockfiles, base) }

// placeOf is match.PlaceOf for a file of a style.
func placeOf(name string, st style) match.Place {
	return match.PlaceOf(name, st.kind == program, st.kind == prose, st.kind == tree)
}
