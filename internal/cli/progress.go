package cli

import (
	"bartizan/internal/report"
	"bartizan/internal/scan"
)

// progress shows on the terminal of standard error how far a run is; stop erases it.
func progress(env Env) (update func(scan.Progress), stop func()) {
	p := report.NewProgress(env.Stderr, env.width(env.Stderr), false)
	return func(s scan.Progress) { p.Update(s.Scanner, s.Done, s.Total, s.Findings, s.Ended) }, p.Done
}
