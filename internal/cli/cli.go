// Package cli is the command line: one file per command, thin.
//
// Rules of this package:
//   - Exit status 0 is pass, 1 is fail, 2 is could not judge; nothing else.
//   - Errors are one line on standard error, lower case: what was being done and what to try.
//   - Standard output carries results only; progress goes to standard error and only on a terminal.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"bartizan/internal/codegate/sast"
	"bartizan/internal/finding"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// Version is set by the build; a plain go build says so.
var Version = "0.1.0-dev"

// Env is what a command may touch.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	// Parser starts the process that parses source; nil parses in this one.
	Parser func(context.Context) (sast.Worker, error)
}

// terminal reports whether w is a terminal that wants more than plain text.
func (e Env) terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && e.Getenv("TERM") != "dumb"
}

func (e Env) color(w io.Writer) bool { return e.Getenv("NO_COLOR") == "" && e.terminal(w) }

// width is the columns of a terminal, 0 for anything else.
func (e Env) width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if cols, _, err := term.GetSize(int(f.Fd())); err == nil && cols > 0 {
			return cols
		}
	}
	return 0
}

// Exit statuses.
const (
	exitPass       = 0
	exitFail       = 1
	exitIncomplete = 2
)

// An exit is an error that carries only a status: the verdict was printed.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// verdict gives the error for a verdict, nil for a pass.
func verdict(v finding.Verdict) error {
	switch v {
	case finding.Pass:
		return nil
	case finding.Fail:
		return exit(exitFail)
	}
	return exit(exitIncomplete)
}

// The garbage collector runs rarely while little is held, for a start is mostly allocation, and works harder from
// memoryTarget bytes on.
const (
	gcPercent    = 400
	memoryTarget = 96 << 20
)

// Run runs one command line and returns the exit status.
func Run(ctx context.Context, args []string, env Env) int {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryTarget)
	root := newRoot(env)
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	var code exit
	switch {
	case err == nil:
		return exitPass
	case errors.As(err, &code):
		return int(code)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		err = errors.New("interrupted: nothing was judged")
	}
	fmt.Fprintf(env.Stderr, "bartizan: %s\n", finding.Visible(strings.TrimSpace(err.Error()), 2000))
	return exitIncomplete
}

func newRoot(env Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "bartizan",
		Short: "Guard both gates of AI-assisted development: the tools an assistant uses and the code it writes",
		Long: `Bartizan guards both gates of AI-assisted development, offline and without an account:
gate 1, the MCP servers that an assistant connects to, and gate 2, the code that it writes.

Start with:  bartizan check

Exit status: 0 pass, 1 fail, 2 could not judge.`,
		Version:           Version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.NoArgs,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetVersionTemplate("bartizan {{.Version}}\n")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, c.CommandPath())
	})
	root.AddCommand(
		newCheck(env), newScan(env), newVet(env), newDiscover(env), newMCP(env), newFix(env), newVerify(env),
		newExplain(env), newRules(env), newDoctor(env),
	)
	return root
}
