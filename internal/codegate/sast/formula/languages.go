package formula

// languages maps every spelling of a language in a rule to its canonical name; other lists those that are known and not
// scanned, so that a rule in them is told apart from a misspelt one.
var (
	languages = map[string]string{
		"javascript": "javascript", "js": "javascript", "typescript": "typescript", "ts": "typescript", "tsx": "typescript",
		"python": "python", "py": "python", "python2": "python", "python3": "python", "java": "java", "go": "go", "golang": "go",
		"csharp": "csharp", "c#": "csharp", "php": "php", "ruby": "ruby", "rb": "ruby", "kotlin": "kotlin", "kt": "kotlin",
		"rust": "rust", "rs": "rust", "c": "c", "cpp": "cpp", "c++": "cpp", "bash": "bash", "sh": "bash",
		"hcl": "hcl", "terraform": "hcl", "tf": "hcl", "yaml": "yaml", "json": "json", "html": "html", "dockerfile": "dockerfile", "docker": "dockerfile",
		"generic": "generic", "regex": "regex", "none": "regex",
	}
	other = map[string]bool{
		"apex": true, "cairo": true, "circom": true, "clojure": true, "dart": true, "elixir": true, "ex": true, "fga": true, "openfga": true, "gosu": true, "hack": true,
		"jsonnet": true, "julia": true, "lisp": true, "scheme": true, "lua": true, "move_on_sui": true, "move_on_aptos": true, "ocaml": true, "powershell": true,
		"promql": true, "proto": true, "proto3": true, "protobuf": true, "ql": true, "r": true, "scala": true, "solidity": true, "sol": true, "swift": true,
		"vue": true, "xml": true, "vb": true, "visualbasic": true, "perl": true, "svelte": true, "erb": true,
	}
)

// Language gives the canonical name of a language as a rule spells it: one of those that source is read in, or generic,
// or regex. known is also true for languages that Semgrep reads and we do not; name is "" then.
func Language(spelling string) (name string, known bool) {
	folded := lower(spelling)
	name = languages[folded]
	return name, name != "" || other[folded]
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
