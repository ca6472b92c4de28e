package confine

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"bartizan/internal/finding"
)

// A Confinement is what a child reached when it confined itself.
type Confinement struct {
	Landlock int    `json:"landlock"` // the ABI in force, 0 = none
	Seccomp  bool   `json:"seccomp"`
	Reason   string `json:"reason"` // why a layer is missing, "" if none is
}

// Confined reports whether the child can reach nothing: the filter of system calls refuses all that Landlock does and more.
func (c Confinement) Confined() bool { return c.Seccomp }

// String says it in a few words: "confined: Landlock ABI 7, seccomp", or "unconfined: " and why.
func (c Confinement) String() string {
	var layers []string
	if c.Landlock > 0 {
		layers = append(layers, fmt.Sprintf("Landlock ABI %d", c.Landlock))
	}
	if c.Seccomp {
		layers = append(layers, "seccomp")
	}
	if layers == nil {
		return "unconfined: " + c.Reason
	}
	s := "confined: " + strings.Join(layers, ", ")
	if c.Reason != "" {
		s += " (" + c.Reason + ")"
	}
	return s
}

func (c Confinement) encode() []byte {
	data, _ := json.Marshal(c) // it always can be
	return data
}

func decodeConfinement(f frame) (Confinement, error) {
	var c Confinement
	if f.kind != hello {
		return c, fmt.Errorf("a frame of kind %d is no greeting", f.kind)
	}
	err := json.Unmarshal(f.body, &c)
	c.Reason = finding.Visible(c.Reason, 300)
	return c, err
}

// A Report is what a child found when it tried to get out.
type Report struct {
	Confinement
	Refused []string // what it tried and could not do
	Open    []string // what it could do
}

const probe = "probe"

// Probe is the role in which a child tries to get out, harmlessly. Status starts it.
func Probe() Role {
	return Role{Name: probe, Worker: func() Handler {
		return func([]byte) ([]byte, error) {
			var r Report
			for _, a := range attempts() {
				if a.refused() {
					r.Refused = append(r.Refused, a.what)
				} else {
					r.Open = append(r.Open, a.what)
				}
			}
			return json.Marshal(r)
		}
	}}
}

// Status starts a child, has it try what a hostile one would, and returns what it reached and where it was refused.
func Status(ctx context.Context) (Report, error) { return status(ctx, allLayers) }

func status(ctx context.Context, layers string) (Report, error) {
	c, err := start(ctx, probe, layers)
	if err != nil {
		return Report{}, err
	}
	defer c.Close()
	body, err := c.Do(ctx, nil)
	if err != nil {
		return Report{}, err
	}
	var r Report
	if err := json.Unmarshal(body, &r); err != nil {
		return Report{}, fmt.Errorf("reading what a confined process says of itself: %w", err)
	}
	r.Confinement = c.Confinement()
	return r, nil
}

// An attempt is something that a confined child must not be able to do, tried so that nothing happens where it can.
type attempt struct {
	what string
	try  func() error
}
