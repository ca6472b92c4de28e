package server

// A Setting is one scalar of a client's configuration outside its server entries: what decides which servers and tools
// run unasked, which commands run beside them, and where the assistant sends what it reads. Discovery hands over the
// scalars as they stand (lists and objects leaf by leaf); the rules say which of them matter.
type Setting struct {
	Client  string
	Scope   Scope
	File    string // absolute path
	Project string // absolute path of the project the setting is for, where it is for one
	Place
	// Key is the path of keys joined by dots, list positions as numbers: permissions.allow.0,
	// hooks.PreToolUse.0.hooks.0.command. A key that holds dots itself gives the same path as the nested form.
	Key string
	// Value is the decoded text. It is held for the checks of this process only: no finding, log or output may carry it.
	Value string `json:"-"`
}
