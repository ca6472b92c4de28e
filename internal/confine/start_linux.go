package confine

import (
	"os"
	"syscall"
)

// executable is this program even where its file was replaced since.
func executable() (string, error) {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err == nil {
		return self, nil
	}
	return os.Executable()
}

// attributes: the child ends with its parent, however that ends, and a terminal's signals are the parent's to hear.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
