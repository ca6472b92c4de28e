package cli

import (
	"errors"
	"slices"

	"bartizan/internal/gate"

	"github.com/spf13/cobra"
)

func newCheck(env Env) *cobra.Command {
	j := judging{env: env}
	c := &cobra.Command{
		Use:   "check [PATH]",
		Short: "Judge both gates: the MCP servers configured here and the code in PATH",
		Long: `Judge both gates at once: the MCP servers configured for this user and for the project, and the code in PATH
(default: the working directory). Nothing is started, changed or sent anywhere.`,
		Args: paths(1),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := j.options()
			if err != nil {
				return err
			}
			o.Path, o.Gates = pathArg(args), gate.Tools|gate.Code
			return j.run(c.Context(), o)
		},
	}
	j.resultFlags(c)
	j.codeFlags(c)
	j.toolFlags(c)
	return c
}

func newScan(env Env) *cobra.Command {
	j := judging{env: env}
	c := &cobra.Command{
		Use:   "scan [PATH]",
		Short: "Judge gate 2: the code in PATH",
		Args:  paths(1),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := j.options()
			if err != nil {
				return err
			}
			o.Path, o.Gates = pathArg(args), gate.Code
			return j.run(c.Context(), o)
		},
	}
	j.resultFlags(c)
	j.codeFlags(c)
	j.ruleFlags(c)
	return c
}

// paths takes at most n arguments. An empty one is most often a variable that was not set: judging something else in its
// place would answer a question that nobody asked.
func paths(n int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if slices.Contains(args, "") {
			return errors.New("an empty path: name a file or a folder, or leave it out")
		}
		return cobra.MaximumNArgs(n)(c, args)
	}
}

func pathArg(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}
