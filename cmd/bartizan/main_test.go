package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bartizan/internal/rule"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bartizan": main})
}

// TestScripts runs the command line as a user would: each script has a home and a state directory of its own, no
// network and no terminal. `plant FILE` expands the ‹generators› of a file, so that no credential stands in a script.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Vars = append(e.Vars, "HOME="+home, "USERPROFILE="+home, "BARTIZAN_HOME="+filepath.Join(e.WorkDir, "state"), "EXAMPLES="+examples,
				"SOURCE_DATE_EPOCH=1795132800", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
				"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com", "XDG_CONFIG_HOME=", "XDG_STATE_HOME=")
			return os.MkdirAll(home, 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"plant": plant, "copytree": copytree},
	})
}

func plant(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: plant FILE…")
	}
	for i, name := range args {
		text, err := rule.Expand(ts.ReadFile(name), i)
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o644))
	}
}

func copytree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: copytree FROM TO")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(strings.TrimSuffix(args[0], "/"))))
}
