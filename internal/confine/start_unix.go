//go:build unix && !linux

package confine

import (
	"os"
	"syscall"
)

func executable() (string, error) { return os.Executable() }

// attributes: a terminal's signals are the parent's to hear.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
