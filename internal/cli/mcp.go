package cli

import (
	"errors"
	"fmt"
	"io"

	"bartizan/internal/codegate/sast"
	"bartizan/internal/mcpserver"
	"bartizan/internal/state"

	"github.com/spf13/cobra"
)

func newMCP(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Serve an assistant over standard input and output",
		Long: `Serve an assistant: an MCP server over standard input and output with the tools scan, scan_code, findings, fix,
verify, check_deps and servers. It reads what the assistant names, starts nothing and changes no file of a project.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := state.Find(env.Getenv)
			if err != nil {
				return err
			}
			tools, err := toolOptions(env, "")
			if err != nil {
				return err
			}
			code := codeOptions(env)
			code.Sast.Pool = &sast.Pool{}
			defer code.Sast.Pool.Close()
			err = mcpserver.Run(c.Context(), mcpserver.Options{Version: Version, State: dir, Code: code, Tools: tools})
			if err != nil && c.Context().Err() == nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("serving: %w", err)
			}
			return nil
		},
	}
}
