package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"bartizan/internal/finding"
	"bartizan/internal/gate"
	"bartizan/internal/toolgate"

	"github.com/spf13/cobra"
)

func newVet(env Env) *cobra.Command {
	j := judging{env: env}
	c := &cobra.Command{
		Use:   "vet [FILE|FOLDER]",
		Short: "Judge gate 1: how MCP servers are configured",
		Long: `Judge how MCP servers are configured: those of this user, of the project in the working directory and of every
project in the clients' own lists, or, with an argument, those of one configuration file of any client, of a server.json, or of a folder. Nothing is started or fetched.`,
		Args: paths(1),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := j.options()
			if err != nil {
				return err
			}
			o.Gates = gate.Tools
			o.Tools.Everywhere = len(args) == 0
			if len(args) == 1 {
				if o.Path, o.Tools.File, err = vetted(args[0]); err != nil {
					return err
				}
			}
			return j.run(c.Context(), o)
		},
	}
	j.resultFlags(c)
	j.toolFlags(c)
	return c
}

// vetted gives the root and the one place to look at for an argument of vet.
func vetted(arg string) (root, file string, err error) {
	for _, prefix := range []string{"npm:", "pypi:", "go:", "oci:"} {
		if strings.HasPrefix(arg, prefix) {
			return "", "", fmt.Errorf("%s: this version does not vet packages: give a configuration file or a folder", finding.Visible(arg, 100))
		}
	}
	file, err = filepath.Abs(arg)
	if err != nil {
		return "", "", err
	}
	info, err := os.Stat(file)
	if err != nil {
		return "", "", fmt.Errorf("vetting %s: no such file or folder", finding.Visible(arg, 200))
	}
	if info.IsDir() {
		return arg, file, nil
	}
	return filepath.Dir(arg), file, nil
}

// toolOptions say where gate 1 looks: at this user's home with its environment, or at another's without.
func toolOptions(env Env, home string) (toolgate.Options, error) {
	if home != "" {
		abs, err := filepath.Abs(home)
		if err != nil {
			return toolgate.Options{}, fmt.Errorf("--home: %w", err)
		}
		if info, err := os.Stat(abs); err != nil || !info.IsDir() {
			return toolgate.Options{}, fmt.Errorf("--home: %s is not a folder", finding.Visible(home, 200))
		}
		return toolgate.Options{Home: abs}, nil
	}
	own, err := os.UserHomeDir()
	if err != nil {
		return toolgate.Options{}, fmt.Errorf("finding the home folder: %w; set it or give --home DIR", err)
	}
	return toolgate.Options{Home: own, Env: env.Getenv}, nil
}
