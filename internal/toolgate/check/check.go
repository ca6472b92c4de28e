// Package check judges how MCP servers are configured: what would run, from where, with which secrets, by whose leave.
//
// Rules of this package:
//   - Nothing is started or fetched; at most a path's mode is looked at.
//   - Foreign text reaches a finding only through run.text, which makes it visible and takes secrets out.
//   - A rule that names no check, or data its check does not read, is an error, never a silent pass.
package check

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"bartizan/internal/finding"
	"bartizan/internal/rule"
	"bartizan/internal/toolgate/server"
)

// Input is what discovery found.
type Input struct {
	Entries  []server.Entry
	Settings []server.Setting
}

// Options say how the input is judged.
type Options struct {
	Root string // the project, absolute; findings below it have relative paths
	Home string // the user's home, absolute; empty when there is none
	// IsSecret says whether a value under a name is a secret, and of what kind ("GitHub token"). It is not asked about
	// references and placeholders. Nil is DefaultSecret.
	IsSecret func(name, value string) (kind string, ok bool)
	// Stat looks at a path's mode. Nil is os.Stat.
	Stat func(string) (fs.FileInfo, error)
	// Unread is told what was not judged, or not wholly. Nil is nobody.
	Unread func(file, reason string)
}

// A predicate is one check that a rule can name.
type predicate struct {
	name     string
	run      func(*run)
	reads    dataKind // which data of the rule it needs
	standing bool     // holds for a disabled server too: the harm is in the file
}

// predicates lists every check. Each is named by exactly one rule.
var predicates = []predicate{
	{name: "alternatePackageRegistry", run: alternatePackageRegistry, reads: variables | flags | hosts},
	{name: "approvalPromptsOff", run: approvalPromptsOff, reads: settings | flags},
	{name: "autoApprovedTools", run: autoApprovedTools, reads: settings},
	{name: "broadFilesystemRoot", run: broadFilesystemRoot},
	{name: "codeFetchedAtStart", run: codeFetchedAtStart},
	{name: "codeLoadingEnvironment", run: codeLoadingEnvironment, reads: variables},
	{name: "containerBreaksIsolation", run: containerBreaksIsolation, reads: flags},
	{name: "duplicateConfigKey", run: duplicateConfigKey},
	{name: "duplicateServerName", run: duplicateServerName},
	{name: "elevatedCommand", run: elevatedCommand},
	{name: "ephemeralServerHost", run: ephemeralServerHost, reads: hosts},
	{name: "foreignServerImport", run: foreignServerImport, reads: settings},
	{name: "hiddenCharactersInLaunch", run: hiddenCharactersInLaunch, standing: true},
	{name: "inlineCodeCommand", run: inlineCodeCommand},
	{name: "lookalikeServerName", run: lookalikeServerName},
	{name: "modelEndpointOverride", run: modelEndpointOverride, reads: settings | hosts},
	{name: "mutableImageTag", run: mutableImageTag},
	{name: "oauthClientSecret", run: oauthClientSecret, standing: true},
	{name: "openListener", run: openListener, reads: variables | flags},
	{name: "plaintextSecret", run: plaintextSecret, standing: true},
	{name: "plaintextTransport", run: plaintextTransport},
	{name: "policyPathOverride", run: policyPathOverride, reads: variables},
	{name: "projectSuppliedServer", run: projectSuppliedServer},
	{name: "repositoryHook", run: repositoryHook, reads: settings},
	{name: "sandboxSwitchedOff", run: sandboxSwitchedOff, reads: flags},
	{name: "secretInArgument", run: secretInArgument},
	{name: "shellWrappedCommand", run: shellWrappedCommand},
	{name: "tlsVerificationOff", run: tlsVerificationOff, reads: variables | flags | settings},
	{name: "unknownConfigKey", run: unknownConfigKey},
	{name: "unpinnedGitSource", run: unpinnedGitSource},
	{name: "unpinnedPackage", run: unpinnedPackage},
	{name: "wholeEnvironmentPassed", run: wholeEnvironmentPassed, reads: flags},
	{name: "writableServerPath", run: writableServerPath},
}

// Names lists the checks a rule can name, sorted.
func Names() []string {
	var names []string
	for _, p := range predicates {
		names = append(names, p.name)
	}
	return names
}

// Run judges the input by every rule and reports what it finds. The order of findings is that of rules and input.
func Run(rules []*rule.Rule, in Input, o Options, report func(finding.Finding)) error {
	if o.IsSecret == nil {
		o.IsSecret = DefaultSecret
	}
	if o.Stat == nil {
		o.Stat = os.Stat
	}
	if o.Unread == nil {
		o.Unread = func(string, string) {}
	}
	entries := merge(bound(in.Entries, o.Unread))
	for _, e := range entries {
		if e.shell != nil && e.shell.cut {
			o.Unread(e.File, fmt.Sprintf("line %d: a script of unusual size was not judged wholly", e.Line))
		}
	}
	for _, r := range rules {
		p, d, err := prepare(r)
		if err != nil {
			return err
		}
		c := &run{rule: r, data: d, entries: entries, settings: in.Settings, Options: o}
		p.run(c)
		for _, h := range c.hits {
			if h.entry != nil && !h.entry.Enabled && !p.standing && h.Severity > finding.Low {
				h.Severity = finding.Low
				h.Message += "; the server is disabled now"
			}
			report(h.Finding)
		}
	}
	return nil
}

// prepare finds the check that a rule names and reads its data.
func prepare(r *rule.Rule) (predicate, data, error) {
	d, err := readData(r)
	if err != nil {
		return predicate{}, data{}, err
	}
	i := slices.IndexFunc(predicates, func(p predicate) bool { return p.name == d.Check })
	if i < 0 {
		return predicate{}, data{}, fmt.Errorf("%s: there is no check %q", r.File, d.Check)
	}
	if has := d.kinds(); has != predicates[i].reads {
		return predicate{}, data{}, fmt.Errorf("%s: check %s reads %s, the rule gives %s", r.File, d.Check, predicates[i].reads, has)
	}
	return predicates[i], d, nil
}

// An entry is one server entry as it stands in a file, with every client that reads it there.
type entry struct {
	*server.Entry
	clients []string // sorted
	shell   *shell   // the script that a shell is given; nil without one

	// what every check asks for, worked out once
	programs    [][]string
	assignments []assignment
	carriers    []carrier
}

// merge joins what several clients read from one place: one problem in a file is one finding.
func merge(in []server.Entry) []*entry {
	type place struct {
		file, key string
		at        server.Place
	}
	index := map[place]*entry{}
	var out []*entry
	for i := range in {
		k := place{in[i].File, in[i].Key, in[i].Place}
		e := index[k]
		if e == nil {
			e = &entry{Entry: &in[i], shell: readShell(&in[i])}
			index[k] = e
			out = append(out, e)
		}
		if !slices.Contains(e.clients, in[i].Client) {
			e.clients = append(e.clients, in[i].Client)
		}
		// A server that any client starts is not a disabled one.
		if in[i].Enabled && !e.Enabled {
			e.Entry = &in[i]
		}
	}
	for _, e := range out {
		slices.Sort(e.clients)
		e.programs = e.readPrograms()
		e.assignments = e.readAssignments()
		e.carriers = e.readCarriers()
	}
	slices.SortStableFunc(out, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// Bounds of one entry. Nobody's server comes near them; a hostile file must not cost more than a big honest one.
const (
	maxWords = 2_000 // arguments, variables, headers, each
	maxWord  = 64 << 10
)

// bound cuts entries to a size that every check can afford, and says where it cut.
func bound(in []server.Entry, unread func(file, reason string)) []server.Entry {
	out := slices.Clone(in)
	for i := range out {
		e := &out[i]
		cut := false
		text := func(s string) string {
			if len(s) > maxWord {
				cut = true
				return s[:maxWord]
			}
			return s
		}
		words := func(list []string) []string {
			if len(list) > maxWords {
				cut, list = true, list[:maxWords]
			}
			list = slices.Clone(list)
			for j := range list {
				list[j] = text(list[j])
			}
			return list
		}
		vars := func(list []server.Var) []server.Var {
			if len(list) > maxWords {
				cut, list = true, list[:maxWords]
			}
			list = slices.Clone(list)
			for j := range list {
				list[j].Name, list[j].Value = text(list[j].Name), text(list[j].Value)
			}
			return list
		}
		e.Name, e.URL, e.Cwd, e.EnvFile, e.Local = text(e.Name), text(e.URL), text(e.Cwd), text(e.EnvFile), text(e.Local)
		e.Argv, e.Command, e.Wrapper, e.AutoApprove, e.UnknownKeys = words(e.Argv), words(e.Command), words(e.Wrapper), words(e.AutoApprove), words(e.UnknownKeys)
		e.Env, e.Headers, e.Auth, e.ArgEnv = vars(e.Env), vars(e.Headers), vars(e.Auth), vars(e.ArgEnv)
		if len(e.Also) > maxWords {
			cut, e.Also = true, e.Also[:maxWords]
		}
		if cut {
			unread(e.File, fmt.Sprintf("line %d: a server of unusual size was not judged wholly", e.Line))
		}
	}
	return out
}
