// Package codegate is gate 2: the list of the eight scanners that judge code.
package codegate

import (
	"bartizan/internal/codegate/sast"
	"bartizan/internal/codegate/secrets"
	"bartizan/internal/scan"
)

// Options are what the scanners are built with.
type Options struct {
	Sast    sast.Options
	Secrets secrets.Options
}

// Scanners returns the eight, in the order in which results list them. One without Run does not exist yet in this
// version and is listed as skipped; the others have a folder here each.
func Scanners(o Options) []scan.Scanner {
	return []scan.Scanner{
		sast.Scanner(o.Sast),
		secrets.Scanner(o.Secrets),
		{Name: "deps", Doc: "finds dependencies with published advisories, and names that are not what they seem"},
		{Name: "iac", Doc: "finds dangerous settings in infrastructure code"},
		{Name: "container", Doc: "finds vulnerable packages and dangerous settings in container images"},
		{Name: "dast", Doc: "finds weaknesses in a running application by talking to it"},
		{Name: "license", Doc: "finds licenses that the policy does not allow"},
		{Name: "posture", Doc: "finds missing protections of the repository and its pipelines"},
	}
}
