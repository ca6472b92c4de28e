module bartizan

go 1.26.0

require (
	github.com/google/jsonschema-go v0.4.3 // tests only: validates our SARIF against the published schema; go-sdk brings it anyway
	github.com/mattn/go-sqlite3 v1.14.52 // reads the project list that opencode keeps in SQLite, read-only
	github.com/modelcontextprotocol/go-sdk v1.8.0 // the official SDK: our MCP server, and the client that tests it
	github.com/pelletier/go-toml/v2 v2.2.4 // its parser keeps the place of every TOML value
	github.com/rogpeppe/go-internal v1.16.0 // tests only: testscript runs the command line as a user would
	github.com/spf13/cobra v1.10.2 // commands, flags and help
	github.com/tree-sitter-grammars/tree-sitter-hcl v1.2.0 // grammar of HCL (Terraform)
	github.com/tree-sitter-grammars/tree-sitter-kotlin v1.1.0 // grammar of Kotlin
	github.com/tree-sitter-grammars/tree-sitter-yaml v0.7.1 // grammar of YAML, for patterns over YAML
	github.com/tree-sitter/go-tree-sitter v0.25.0 // the parsers' runtime in C; only its C part is called
	github.com/tree-sitter/tree-sitter-bash v0.25.1 // grammar of Bash
	github.com/tree-sitter/tree-sitter-c v0.24.1 // grammar of C
	github.com/tree-sitter/tree-sitter-c-sharp v0.23.5 // grammar of C#
	github.com/tree-sitter/tree-sitter-cpp v0.23.4 // grammar of C++
	github.com/tree-sitter/tree-sitter-go v0.25.0 // grammar of Go
	github.com/tree-sitter/tree-sitter-java v0.23.5 // grammar of Java
	github.com/tree-sitter/tree-sitter-javascript v0.25.0 // grammar of JavaScript and JSX
	github.com/tree-sitter/tree-sitter-json v0.24.8 // grammar of JSON
	github.com/tree-sitter/tree-sitter-php v0.24.2 // grammar of PHP
	github.com/tree-sitter/tree-sitter-python v0.25.0 // grammar of Python
	github.com/tree-sitter/tree-sitter-ruby v0.23.1 // grammar of Ruby
	github.com/tree-sitter/tree-sitter-rust v0.24.0 // grammar of Rust
	github.com/tree-sitter/tree-sitter-typescript v0.23.2 // grammars of TypeScript and TSX
	go.yaml.in/yaml/v3 v3.0.5 // the maintained YAML parser, with line and column of every node
	golang.org/x/sys v0.48.0 // opens files without following links or waiting on pipes
	golang.org/x/term v0.46.0 // tells a terminal and its width
	golang.org/x/text v0.43.0 // compatibility forms of names in configurations, and the width of characters on a terminal
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/mattn/go-pointer v0.0.1 // indirect
	github.com/segmentio/asm v1.1.3 // indirect
	github.com/segmentio/encoding v0.5.4 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	github.com/yosida95/uritemplate/v3 v3.0.2 // indirect
	golang.org/x/oauth2 v0.35.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/time v0.15.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
)
