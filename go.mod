module bartizan

go 1.26.0

require (
	github.com/google/jsonschema-go v0.4.3 // tests only: validates our SARIF against the published schema; go-sdk brings it anyway
	github.com/mattn/go-sqlite3 v1.14.52 // reads the project list that opencode keeps in SQLite, read-only
	github.com/modelcontextprotocol/go-sdk v1.8.0 // the official SDK: our MCP server, and the client that tests it
	github.com/pelletier/go-toml/v2 v2.2.4 // its parser keeps the place of every TOML value
	github.com/rogpeppe/go-internal v1.16.0 // tests only: testscript runs the command line as a user would
	github.com/spf13/cobra v1.10.2 // commands, flags and help
	go.yaml.in/yaml/v3 v3.0.5 // the maintained YAML parser, with line and column of every node
	golang.org/x/sys v0.48.0 // opens files without following links or waiting on pipes
	golang.org/x/term v0.46.0 // tells a terminal and its width
	golang.org/x/text v0.43.0 // compatibility forms of names in configurations, and the width of characters on a terminal
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/segmentio/asm v1.1.3 // indirect
	github.com/segmentio/encoding v0.5.4 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	github.com/yosida95/uritemplate/v3 v3.0.2 // indirect
	golang.org/x/oauth2 v0.35.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/time v0.15.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
)
