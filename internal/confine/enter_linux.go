package confine

/*
#cgo CFLAGS: -std=c11 -D_GNU_SOURCE -O2
#include "enter_linux.h"
*/
import "C"

import (
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// entered gives what the constructor did; child is false where this process is none.
func entered() (role string, reached Confinement, child bool) {
	e := &C.confine_entered
	if e.child == 0 {
		return "", Confinement{}, false
	}
	reached = Confinement{Landlock: int(e.landlock), Seccomp: e.seccomp != 0}
	var missing []string
	if reached.Landlock == 0 {
		missing = append(missing, "no Landlock: "+why(e.landlock_error))
	}
	if !reached.Seccomp {
		missing = append(missing, "no seccomp: "+why(e.seccomp_error))
	}
	reached.Reason = strings.Join(missing, "; ")
	return C.GoString(&e.role[0]), reached, true
}

func why(errno C.int) string {
	switch e := syscall.Errno(errno); e {
	case 0:
		return "not asked for"
	case syscall.ENOSYS:
		return "this kernel does not have it"
	case syscall.EOPNOTSUPP:
		return "switched off when this system started"
	default:
		return e.Error()
	}
}

// An instruction is one of the filter of system calls.
type instruction struct {
	code    uint16
	yes, no uint8
	k       uint32
}

// filter gives the filter that a child with this process id puts over itself.
func filter(self uint32) []instruction {
	var f C.confine_filter
	C.confine_build(&f, C.uint(self))
	var all []instruction
	for _, i := range f.code[:f.length] {
		all = append(all, instruction{uint16(i.code), uint8(i.jt), uint8(i.jf), uint32(i.k)})
	}
	return all
}

// refused: a call that the kernel got to see fails otherwise, for each is made so that it cannot be denied to this user.
func (a attempt) refused() bool {
	err := a.try()
	return err == syscall.EPERM || err == syscall.EACCES || err == syscall.ENOSYS
}

func attempts() []attempt {
	closing := func(fd int, err error) error {
		if err == nil {
			unix.Close(fd)
		}
		return err
	}
	open := func(name string, flags int) func() error {
		return func() error { return closing(unix.Open(name, flags|unix.O_CLOEXEC, 0)) }
	}
	socket := func(domain, kind int) func() error {
		return func() error { return closing(unix.Socket(domain, kind|unix.SOCK_CLOEXEC, 0)) }
	}
	return []attempt{
		{"open a file for reading", open("/proc/self/status", unix.O_RDONLY)},
		{"open a file for writing", open("/dev/null", unix.O_WRONLY)},
		{"list a directory", open("/", unix.O_RDONLY|unix.O_DIRECTORY)},
		{"look at a file's metadata", func() error { return unix.Stat("/", new(unix.Stat_t)) }},
		{"open a TCP socket", socket(unix.AF_INET, unix.SOCK_STREAM)},
		{"open a UDP socket", socket(unix.AF_INET, unix.SOCK_DGRAM)},
		{"open a UNIX socket", socket(unix.AF_UNIX, unix.SOCK_STREAM)},
		{"run a program", func() error { return unix.Exec("", nil, nil) }},    // else: no such file
		{"look into a process", func() error { return unix.PtraceAttach(0) }}, // else: no such process
		{"signal a process", func() error { return unix.Kill(unix.Getpid(), 0) }},
		{"set up io_uring", func() error { // else: a bad address
			_, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, 0, 0)
			return errno
		}},
		{"make a file in memory", func() error { return closing(unix.MemfdCreate("probe", unix.MFD_CLOEXEC)) }},
	}
}
