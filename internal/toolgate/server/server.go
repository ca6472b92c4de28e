// Package server describes one MCP server as a client's configuration names it: who starts it, how, and from what.
package server

// Scope says whose configuration an entry stands in.
type Scope string

const (
	User    Scope = "user"
	Project Scope = "project" // brought by the repository
	Managed Scope = "managed" // set by an administrator
	Plugin  Scope = "plugin"  // brought by an installed plugin or extension
)

// Transport is how client and server speak.
type Transport string

const (
	Stdio Transport = "stdio"
	HTTP  Transport = "http" // streamable HTTP
	SSE   Transport = "sse"
)

// A Place is where a key or value stands in the configuration file. Line and Column count from 1; zero is unknown.
type Place struct {
	Line   int `json:"line"`
	Column int `json:"column,omitempty"`
}

// A Var is one environment variable or header of an entry. Its value never leaves the parser: what is known about it is
// its shape.
type Var struct {
	Name  string `json:"name"`
	Place `json:"-"`
	// Value is held for the checks of this process only; it is not encoded, and no finding or log may carry it.
	Value string `json:"-"`
}

// A Package is what a launcher would fetch or run.
type Package struct {
	Type    string `json:"type"` // npm, pypi, oci, nuget, cargo, go, mcpb, git, file, url
	Name    string `json:"name"`
	Version string `json:"version,omitempty"` // the version spec as written: 1.2.3, latest, ^1, sha256:…, a commit
	Exact   bool   `json:"exact"`             // the spec names one immutable artefact
	Runner  string `json:"runner,omitempty"`  // npx, uvx, docker …
}

// An Entry is one server in one configuration file.
type Entry struct {
	Client  string `json:"client"` // id of the client's row: cursor, claude-code …
	Scope   Scope  `json:"scope"`
	File    string `json:"file"`              // absolute path
	Project string `json:"project,omitempty"` // absolute path of the project the entry is for, where it is for one
	Place
	Key     string `json:"key"` // path of keys to the entry: mcpServers.postgres
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`

	Transport Transport `json:"transport"`
	Argv      []string  `json:"argv"` // command and arguments as the client would start them; secrets redacted on output
	ArgPlaces []Place   `json:"-"`    // one for each of Argv
	Cwd       string    `json:"cwd,omitempty"`
	URL       string    `json:"url,omitempty"` // userinfo and secret query values redacted on output
	URLPlace  Place     `json:"-"`
	Env       []Var     `json:"env"`
	EnvFile   string    `json:"env_file,omitempty"`
	Headers   []Var     `json:"headers"`
	Auth      []Var     `json:"auth,omitempty"` // OAuth client settings kept in the file

	Command   []string  `json:"command,omitempty"` // Argv unwrapped: without env, sudo, sh -c, cmd /c, timeout …
	CommandAt []int     `json:"-"`                 // for each word of Command, its position in Argv
	Wrapper   []string  `json:"wrapper,omitempty"` // what was unwrapped, outermost first: sh -c, sudo …
	ArgEnv    []Var     `json:"arg_env,omitempty"` // variables set by words of Argv: env A=B, docker run -e A=B
	Shell     string    `json:"shell,omitempty"`   // why a shell stays in front of the server: pipe, redirection, several commands, expansion, encoded command, unreadable script
	Package   *Package  `json:"package,omitempty"` // nil for local code and for a URL
	Also      []Package `json:"also,omitempty"`    // further packages that the same command fetches
	Local     string    `json:"local,omitempty"`   // local code that would run: a path, a program's name, or module:NAME of an interpreter

	AutoApprove []string `json:"auto_approve,omitempty"` // tools that run unasked; "*" is all
	UnknownKeys []string `json:"unknown_keys,omitempty"`
	// KeyPlaces says where each member of the entry stands, by its key as written (autoApprove, envFile …).
	KeyPlaces  map[string]Place `json:"-"`
	Precedence string           `json:"precedence,omitempty"` // for a name in several scopes: taken, or shadowed by which file
}
