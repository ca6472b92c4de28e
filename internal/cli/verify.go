package cli

import (
	"errors"
	"fmt"

	"bartizan/internal/finding"
	"bartizan/internal/gate"

	"github.com/spf13/cobra"
)

func newVerify(env Env) *cobra.Command {
	j := judging{env: env}
	var against string
	c := &cobra.Command{
		Use:   "verify RESULT [PATH]",
		Short: "Scan again and say what became of an earlier result: fixed, open, new, unknown",
		Long: `Scan PATH again (default: the path of the earlier result) and compare with RESULT, a result document written by
--format json. A finding is fixed only where this run looked and it is gone; hidden is not fixed. The scanners are those
of the earlier result. The verdict is this run's.`,
		Args: paths(2),
		RunE: func(c *cobra.Command, args []string) error {
			if against == "" {
				if len(args) == 0 {
					return errors.New("verify needs an earlier result: bartizan verify RESULT [PATH]")
				}
				against, args = args[0], args[1:]
			}
			if len(args) > 1 {
				return errors.New("verify takes one path: bartizan verify RESULT [PATH]")
			}
			before, err := gate.ReadDocument(against)
			if err != nil {
				return err
			}
			o, err := j.options()
			if err != nil {
				return err
			}
			o.Against, o.Path = before, before.Target.Path
			if len(args) == 1 {
				o.Path = args[0]
			}
			if o.Gates, o.Scanners = gate.Of(before); o.Gates == 0 {
				return fmt.Errorf("%s names no scanner, so there is nothing to repeat: use a result of check, scan or vet", finding.Visible(against, 300))
			}
			return j.run(c.Context(), o)
		},
	}
	c.Flags().StringVar(&against, "against", "", "the earlier result `FILE`, instead of the first argument")
	j.resultFlags(c)
	j.toolFlags(c)
	return c
}
