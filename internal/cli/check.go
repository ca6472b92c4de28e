package cli

import (
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
		Args: cobra.MaximumNArgs(1),
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
		Args:  cobra.MaximumNArgs(1),
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
	return c
}

func pathArg(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}
