package check

import (
	"path/filepath"
	"slices"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/toolgate/server"
)

// projectSuppliedServer finds servers that came with the repository and not by a person's choice.
func projectSuppliedServer(r *run) {
	for _, e := range r.entries {
		if e.Scope != server.Project {
			continue
		}
		if code := r.repositoryCode(e); code != "" {
			h := r.server(e, e.Place, "project", "comes with the repository and runs the repository's own code (%s)", code)
			h.Severity = finding.High
			r.fix(h, "review the code, and let each person add the server to their own settings")
			continue
		}
		h := r.server(e, e.Place, "project", "comes with the repository: who opens the project is asked to run it, or runs it")
		r.fix(h, "review it, and let each person add it to their own settings or to an approved list")
	}
}

// repositoryCode is the path inside the project that an entry runs, as written; empty when it runs none.
func (r *run) repositoryCode(e *entry) string {
	for _, p := range e.codePaths() {
		for _, inside := range []string{"${workspaceFolder}", "${workspaceRoot}", "${CLAUDE_PROJECT_DIR}", "${PWD}", "$PWD"} {
			if strings.HasPrefix(p, inside) {
				return p
			}
		}
		project := e.Project
		if project == "" {
			project = r.Root
		}
		real := r.resolve(e, p)
		if real != "" && project != "" && below(real, project) {
			return p
		}
		if real == "" && !filepath.IsAbs(p) && !strings.ContainsAny(p, "$%~") && !strings.Contains(p, ":") {
			return p // relative to a folder that is not known: the client's, which is the project
		}
	}
	return ""
}

// shared reports a configuration that a repository hands to everybody: project scope, and not a person's own local file.
func shared(scope server.Scope, file string) bool {
	return scope == server.Project && !strings.Contains(filepath.Base(file), ".local.")
}

// repositoryHook finds commands that a repository makes the assistant or the editor run.
func repositoryHook(r *run) {
	for i := range r.settings {
		s := &r.settings[i]
		row := r.data.setting(s)
		if row == nil || s.Scope != server.Project || strings.TrimSpace(s.Value) == "" {
			continue
		}
		h := r.setting(s, "comes with the repository and ")
		h.Message += orElse(row.Says, "runs a command when the assistant works here")
		h.Evidence = finding.Evidence(r.text(s.Value))
		h.grade(row.Severity)
		if !shared(s.Scope, s.File) {
			h.Severity = min(h.Severity, finding.Low)
			h.Message += "; the file is one that is kept out of version control"
		}
		r.fix(h, "review the command, and let each person take it into their own settings")
	}
}

// autoApprovedTools finds tools that run without anybody being asked.
func autoApprovedTools(r *run) {
	grade := func(h *hit, scope server.Scope, file string) {
		if shared(scope, file) {
			h.Severity = finding.Critical
			h.Message += ", for everybody who opens this repository"
		}
	}
	for _, e := range r.entries {
		if len(e.AutoApprove) == 0 {
			continue
		}
		names := slices.Clone(e.AutoApprove)
		slices.Sort(names)
		which := "all its tools"
		if !slices.Contains(names, "*") {
			for i := range names {
				names[i] = r.text(names[i])
			}
			which = list(names)
		}
		h := r.server(e, e.key("autoApprove", "alwaysAllow", "trust", "auto_approve", "always_allow", "autoApproved", "approval_mode", "default_tools_approval_mode"),
			"auto-approve", "runs %s without asking", which)
		grade(h, e.Scope, e.File)
		r.fix(h, "remove the list, or keep only tools that read nothing private and change nothing")
	}
	for i := range r.settings {
		s := &r.settings[i]
		row := r.data.setting(s)
		if row == nil {
			continue
		}
		h := r.setting(s, "%s", "")
		h.Message += orElse(row.Says, "lets tools run without asking")
		if h.grade(row.Severity); row.Severity == nil {
			grade(h, s.Scope, s.File)
		}
		r.fix(h, "remove %s", settingName(s.Key))
	}
}

// approvalPromptsOff finds clients that ask for nothing any more.
func approvalPromptsOff(r *run) {
	r.clientSettings("switches off the questions before tools run")
	r.flags(func(e *entry, words []string, use flagUse) *hit {
		h := r.server(e, e.at(words[use.index]), use.Flag, "starts an assistant with %s, which switches off its questions", use.Flag)
		return r.fix(h, "remove %s", use.Flag)
	})
}

// foreignServerImport finds clients that run what was configured for other clients.
func foreignServerImport(r *run) {
	r.clientSettings("makes it start servers that were set up for other programs")
}

// sandboxSwitchedOff finds programs that are told to drop their own confinement.
func sandboxSwitchedOff(r *run) {
	r.flags(func(e *entry, words []string, use flagUse) *hit {
		h := r.server(e, e.at(words[use.index]), use.Flag, "is started with %s, which %s", use.Flag, use.says("switches off its sandbox"))
		return r.fix(h, "remove %s", use.Flag)
	})
}
