package confine

import (
	"os"
	"syscall"
)

func executable() (string, error) { return os.Executable() }

// attributes: a console's signals are the parent's to hear.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
