package confine

import (
	"runtime"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// What a filter may answer (linux/seccomp.h).
const (
	retKill  = 0x80000000
	retErrno = 0x00050000
	retAllow = 0x7fff0000
)

// A systemCall is what the kernel shows a filter.
type systemCall struct {
	nr, arch uint32
	args     [6]uint64
}

// run interprets a filter as the kernel does (classic BPF: Documentation/networking/filter.rst), so that it can be asked about
// calls that cannot be made here.
func run(t *testing.T, program []instruction, c systemCall) uint32 {
	t.Helper()
	word := func(offset uint32) uint32 {
		switch {
		case offset == 0:
			return c.nr
		case offset == 4:
			return c.arch
		case offset >= 16 && offset < 64 && offset%4 == 0:
			return uint32(c.args[(offset-16)/8] >> (offset % 8 * 8))
		}
		t.Fatalf("it loads from %d", offset)
		return 0
	}
	var a uint32
	for pc := 0; pc < len(program); pc++ {
		i := program[pc]
		jump := func(yes bool) {
			if yes {
				pc += int(i.yes)
			} else {
				pc += int(i.no)
			}
		}
		switch i.code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			a = word(i.k)
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			a &= i.k
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			jump(a == i.k)
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			jump(a >= i.k)
		case unix.BPF_JMP | unix.BPF_JGT | unix.BPF_K:
			jump(a > i.k)
		case unix.BPF_RET | unix.BPF_K:
			return i.k
		default:
			t.Fatalf("instruction %d is %#x", pc, i.code)
		}
	}
	t.Fatal("the filter ends without an answer")
	return 0
}

// always lists the calls that are allowed with any arguments, by this architecture's numbers.
func always() []uint32 {
	list := []uint32{
		unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_CLOSE, unix.SYS_FSTAT,
		unix.SYS_MUNMAP, unix.SYS_MREMAP, unix.SYS_MADVISE, unix.SYS_BRK,
		unix.SYS_FUTEX, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_SET_ROBUST_LIST, unix.SYS_SET_TID_ADDRESS, unix.SYS_RSEQ,
		unix.SYS_MEMBARRIER, unix.SYS_GETCPU, unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT, unix.SYS_EVENTFD2,
		unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_RESTART_SYSCALL,
		unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
		unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_GETRES, unix.SYS_GETTIMEOFDAY,
		unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_GETRANDOM, unix.SYS_UNAME, unix.SYS_SYSINFO,
	}
	if runtime.GOARCH == "amd64" {
		list = append(list, 158, 201, 232) // arch_prctl, time, epoll_wait
	}
	return list
}

// TestFilter asks the filter of this architecture about every call there is and the arguments that decide.
func TestFilter(t *testing.T) {
	const self = 4242
	program := filter(self)
	archs := map[string]uint32{"amd64": 0xc000003e, "arm64": 0xc00000b7}
	arch, known := archs[runtime.GOARCH]
	if !known {
		if program != nil {
			t.Error("there is a filter for an architecture that this test does not know")
		}
		t.Logf("%s has no filter: Landlock is its only layer", runtime.GOARCH)
		return
	}
	ask := func(nr uint32, args ...uint64) uint32 {
		c := systemCall{nr: nr, arch: arch}
		copy(c.args[:], args)
		return run(t, program, c)
	}
	const (
		eperm  = retErrno | uint32(unix.EPERM)
		enosys = retErrno | uint32(unix.ENOSYS)
	)
	high := uint64(1) << 32
	// Allowed or not by their arguments; all ones are refused of each.
	some := []struct {
		nr   uint32
		yes  [][]uint64
		no   [][]uint64
		name string
	}{
		{unix.SYS_MMAP, [][]uint64{{0, 4096, unix.PROT_READ | unix.PROT_WRITE, unix.MAP_PRIVATE | unix.MAP_ANON}, {0, 1, unix.PROT_NONE, unix.MAP_PRIVATE}},
			[][]uint64{{0, 1, unix.PROT_EXEC, unix.MAP_PRIVATE}, {0, 1, unix.PROT_READ, unix.MAP_SHARED}, {0, 1, 0, unix.MAP_SHARED_VALIDATE},
				{0, 1, high | 7, unix.MAP_PRIVATE}}, "mmap"},
		{unix.SYS_MPROTECT, [][]uint64{{0, 1, unix.PROT_READ | unix.PROT_WRITE}}, [][]uint64{{0, 1, unix.PROT_EXEC}, {0, 1, high | 5}}, "mprotect"},
		{unix.SYS_CLONE, [][]uint64{{unix.CLONE_VM | unix.CLONE_FS | unix.CLONE_FILES | unix.CLONE_SIGHAND | unix.CLONE_THREAD | unix.CLONE_SYSVSEM}},
			[][]uint64{{uint64(unix.SIGCHLD)}, {unix.CLONE_VM | unix.CLONE_VFORK}, {unix.CLONE_THREAD | unix.CLONE_NEWNS}, {unix.CLONE_THREAD | unix.CLONE_NEWUSER},
				{unix.CLONE_THREAD | unix.CLONE_NEWNET}, {unix.CLONE_THREAD | unix.CLONE_NEWPID}, {unix.CLONE_THREAD | unix.CLONE_NEWIPC},
				{unix.CLONE_THREAD | unix.CLONE_NEWUTS}, {unix.CLONE_THREAD | unix.CLONE_NEWCGROUP}}, "clone"},
		{unix.SYS_TGKILL, [][]uint64{{self, 1, 11}}, [][]uint64{{1, self, 11}, {self + 1, self, 0}, {0}, {0xffffffff}}, "tgkill"},
		{unix.SYS_FCNTL, [][]uint64{{0, unix.F_GETFD}, {1, unix.F_SETFD}, {2, unix.F_GETFL}},
			[][]uint64{{0, unix.F_SETFL}, {0, unix.F_SETOWN}, {0, unix.F_SETSIG}, {0, unix.F_SETOWN_EX}, {0, unix.F_NOTIFY}, {0, unix.F_SETLEASE}}, "fcntl"},
		{unix.SYS_PRCTL, [][]uint64{{unix.PR_SET_VMA}}, [][]uint64{{unix.PR_SET_SECCOMP}, {unix.PR_SET_PTRACER}, {unix.PR_SET_MM}, {unix.PR_SET_PDEATHSIG}}, "prctl"},
	}
	arguments := map[uint32]bool{}
	for _, s := range some {
		arguments[s.nr] = true
		for _, args := range s.yes {
			if got := ask(s.nr, args...); got != retAllow {
				t.Errorf("%s %#x: %#x", s.name, args, got)
			}
		}
		ones := ^uint64(0)
		for _, args := range append(s.no, []uint64{ones, ones, ones, ones, ones, ones}) {
			if got := ask(s.nr, args...); got != eperm {
				t.Errorf("%s %#x: %#x", s.name, args, got)
			}
		}
	}
	free := always()
	for nr := range uint32(2000) {
		want := eperm
		switch {
		case slices.Contains(free, nr):
			want = retAllow
		case arguments[nr]:
			continue
		case nr == unix.SYS_CLONE3 || nr > 470:
			want = enosys
		}
		if got := ask(nr); got != want {
			t.Errorf("call %d: %#x, want %#x", nr, got, want)
		}
	}
	// The calls of another architecture, by whatever number, end the process.
	for _, foreign := range []uint32{0x40000003, 0x40000028, 0xc000003e, 0xc00000b7, 0, 0xffffffff} {
		if foreign == arch {
			continue
		}
		for nr := range uint32(600) {
			if got := run(t, program, systemCall{nr: nr, arch: foreign}); got != retKill {
				t.Errorf("call %d of architecture %#x: %#x", nr, foreign, got)
			}
		}
	}
	for _, nr := range []uint32{0x40000000, 0x40000000 + unix.SYS_READ, 0x40000000 + unix.SYS_WRITE, 0x7fffffff, 0xffffffff} {
		if got := ask(nr); got != eperm && got != enosys {
			t.Errorf("call %#x: %#x", nr, got)
		}
	}
}
