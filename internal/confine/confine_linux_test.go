package confine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// onFirstThread is what a child's first thread could do, before the test's main began.
var onFirstThread = func() []string {
	if _, _, child := entered(); !child || unix.Gettid() != unix.Getpid() {
		return []string{"not tried"}
	}
	return succeed()
}()

func succeed() []string {
	var could []string
	for _, a := range attempts() {
		if !a.refused() {
			could = append(could, a.what)
		}
	}
	return could
}

const faultReason = "SIGSEGV"

// fault writes to memory that is there and not to be written, as C does that lost its way; Go cannot recover from that.
func fault() {
	page, err := unix.Mmap(-1, 0, 4096, unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		panic(err)
	}
	page[0] = 1
}

func systemRoles() []Role {
	return []Role{
		role("first", func([]byte) ([]byte, error) { return fmt.Append(nil, onFirstThread), nil }),
		{Name: "reach", Worker: func() Handler { return reach(8) }},
	}
}

// kernelLandlock is the ABI that this kernel offers, asked without this package's help; 0 where there is none.
func kernelLandlock() int {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, 1)
	if errno != 0 {
		return 0
	}
	return int(abi)
}

// targets are real things for a child to get at, all of which this process could.
type targets struct {
	File, Folder, TCP, UDP, Unix string
	Process                      int
	Only                         []string // of what is tried; nil = all
}

// reach tries all targets on n threads at once and answers with what could be done, "EPERM: what" for what was refused.
func reach(n int) Handler {
	return func(body []byte) ([]byte, error) {
		var to targets
		if err := json.Unmarshal(body, &to); err != nil {
			return nil, err
		}
		tries := []attempt{
			{"read file", func() error { _, err := os.ReadFile(to.File); return err }},
			{"write file", func() error { return os.WriteFile(to.File, nil, 0o600) }},
			{"create file", func() error { return os.WriteFile(filepath.Join(to.Folder, "new"), nil, 0o600) }},
			{"remove file", func() error { return os.Remove(to.File) }},
			{"rename file", func() error { return os.Rename(to.File, to.File+"2") }},
			{"link file", func() error { return os.Link(to.File, to.File+"2") }},
			{"symbolic link", func() error { return os.Symlink("/", to.File+"3") }},
			{"change mode", func() error { return os.Chmod(to.File, 0o777) }},
			{"change owner", func() error { return os.Chown(to.File, os.Getuid(), os.Getgid()) }},
			{"truncate", func() error { return os.Truncate(to.File, 0) }},
			{"make folder", func() error { return os.Mkdir(filepath.Join(to.Folder, "d"), 0o700) }},
			{"list folder", func() error { _, err := os.ReadDir(to.Folder); return err }},
			{"change folder", func() error { return os.Chdir(to.Folder) }},
			{"dial TCP", func() error { _, err := net.Dial("tcp", to.TCP); return err }},
			{"dial UDP", func() error { _, err := net.Dial("udp", to.UDP); return err }},
			{"dial UNIX", func() error { _, err := net.Dial("unix", to.Unix); return err }},
			{"listen", func() error { _, err := net.Listen("tcp", "127.0.0.1:0"); return err }},
			{"bind TCP", func() error { // listen is of MPTCP, which Landlock does not know
				fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
				if err == nil {
					defer unix.Close(fd)
					err = unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
				}
				return err
			}},
			{"pair of sockets", func() error { _, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0); return err }},
			{"run a program", func() error { return exec.Command("/bin/true").Run() }},
			{"become a program", func() error { return unix.Exec("/bin/true", []string{"true"}, nil) }},
			{"fork", func() error { return errnoOf(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0) }},
			{"new namespace", func() error { return unix.Unshare(unix.CLONE_NEWUSER) }},
			{"join namespace", func() error { return unix.Setns(0, 0) }},
			{"signal parent", func() error { return unix.Kill(to.Process, unix.SIGTERM) }},
			{"signal a thread of the parent", func() error { return unix.Tgkill(to.Process, to.Process, unix.SIGTERM) }},
			{"signal by tkill", func() error { return errnoOf(unix.SYS_TKILL, uintptr(to.Process), uintptr(unix.SIGTERM)) }},
			{"have a descriptor signal", func() error { _, err := unix.FcntlInt(0, unix.F_SETOWN, to.Process); return err }},
			{"descriptor of a process", func() error { _, err := unix.PidfdOpen(to.Process, 0); return err }},
			{"trace", func() error { return unix.PtraceSeize(to.Process) }},
			{"read memory of the parent", func() error {
				b := []byte{0}
				_, err := unix.ProcessVMReadv(to.Process, []unix.Iovec{{Base: &b[0], Len: 1}}, []unix.RemoteIovec{{Base: 0x1000, Len: 1}}, 0)
				return err
			}},
			{"limits of the parent", func() error { return unix.Prlimit(to.Process, unix.RLIMIT_NOFILE, &unix.Rlimit{}, nil) }},
			{"more memory", func() error {
				return unix.Prlimit(0, unix.RLIMIT_DATA, &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}, nil)
			}},
			{"io_uring_setup", func() error { return errnoOf(unix.SYS_IO_URING_SETUP, 1, 0) }},
			{"io_uring_enter", func() error { return errnoOf(unix.SYS_IO_URING_ENTER, 0, 0) }},
			{"io_uring_register", func() error { return errnoOf(unix.SYS_IO_URING_REGISTER, 0, 0) }},
			{"bpf", func() error { return errnoOf(unix.SYS_BPF, 0, 0) }},
			{"keyctl", func() error {
				_, err := unix.KeyctlInt(unix.KEYCTL_GET_KEYRING_ID, unix.KEY_SPEC_PROCESS_KEYRING, 1, 0, 0)
				return err
			}},
			{"userfaultfd", func() error { return errnoOf(unix.SYS_USERFAULTFD, 0, 0) }},
			{"mount", func() error { return unix.Mount("none", to.Folder, "tmpfs", 0, "") }},
			{"chroot", func() error { return unix.Chroot(to.Folder) }},
			{"code in memory", func() error {
				_, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON)
				return err
			}},
			{"memory made code", func() error { return errnoOf(unix.SYS_MPROTECT, 0, 4096, unix.PROT_EXEC) }},
			{"shared memory", func() error {
				_, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ, unix.MAP_SHARED|unix.MAP_ANON)
				return err
			}},
			{"file in memory", func() error { _, err := unix.MemfdCreate("x", 0); return err }},
			{"powers", func() error { return unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0) }},
			{"another filter", func() error { return errnoOf(unix.SYS_SECCOMP, 0, 0) }},
			{"another user", func() error { return errnoOf(unix.SYS_SETUID, 0) }},
			{"time", func() error { return unix.Settimeofday(&unix.Timeval{Sec: 1}) }},
		}
		if runtime.GOARCH == "amd64" {
			const x32 = 0x40000000
			tries = append(tries, attempt{"x32 getpid", func() error { return errnoOf(x32+39, 0, 0) }})
		}
		var ready, done sync.WaitGroup
		ready.Add(n)
		said, threads := map[string]bool{}, map[int]bool{}
		var mu sync.Mutex
		for range n {
			done.Go(func() {
				runtime.LockOSThread() // and no unlocking: each has a thread to itself
				ready.Done()
				ready.Wait()
				for _, a := range append(tries, attempts()...) {
					if to.Only != nil && !slices.Contains(to.Only, a.what) {
						continue
					}
					err := a.try()
					text := fmt.Sprintf("%v: %s", err, a.what)
					for _, e := range []error{syscall.EPERM, syscall.EACCES} {
						if err != nil && strings.HasSuffix(err.Error(), e.Error()) {
							text = "refused: " + a.what
						}
					}
					mu.Lock()
					said[text] = true
					threads[unix.Gettid()] = true
					mu.Unlock()
				}
			})
		}
		done.Wait()
		if len(threads) != n {
			return nil, fmt.Errorf("%d threads", len(threads))
		}
		var all []string
		for s := range said {
			all = append(all, s)
		}
		slices.Sort(all)
		return json.Marshal(all)
	}
}

func errnoOf(call uintptr, args ...uintptr) error {
	var a [3]uintptr
	copy(a[:], args)
	if _, _, errno := unix.RawSyscall(call, a[0], a[1], a[2]); errno != 0 {
		return errno
	}
	return nil
}

// TestOutOfReach: on the first and on later threads of a child, nothing can be reached. As the superuser it runs once more as
// an ordinary user.
func TestOutOfReach(t *testing.T) {
	if os.Getuid() == 0 {
		cmd := exec.Command("/proc/self/exe", "-test.run=^TestOutOfReach$", "-test.v")
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		cmd.Dir = "/"
		out, err := cmd.CombinedOutput()
		if err != nil || !bytes.Contains(out, []byte("user 65534")) {
			t.Errorf("as an ordinary user: %v\n%s", err, out)
		}
	} else {
		t.Log("not the superuser: this was tried as an ordinary user only")
	}
	t.Log("user", os.Getuid())

	to := targets{Folder: t.TempDir(), Process: os.Getpid()}
	to.File = filepath.Join(to.Folder, "file")
	if err := os.WriteFile(to.File, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer udp.Close()
	local, err := net.Listen("unix", filepath.Join(to.Folder, "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer local.Close()
	to.TCP, to.UDP, to.Unix = tcp.Addr().String(), udp.LocalAddr().String(), local.Addr().String()
	body, err := json.Marshal(to)
	if err != nil {
		t.Fatal(err)
	}

	c := begin(t, "reach")
	if !c.Confinement().Seccomp {
		t.Logf("this system has no seccomp, so there is nothing to hold the child: %s", c.Confinement())
		if c.Confinement().Reason == "" {
			t.Error("and no reason is given")
		}
		return
	}
	var tried []string
	if err := json.Unmarshal([]byte(ask(t, c, string(body))), &tried); err != nil {
		t.Fatal(err)
	}
	for _, s := range tried {
		if !strings.HasPrefix(s, "refused: ") {
			t.Error(s)
		}
	}
	if len(tried) < 50 {
		t.Errorf("only %d things were tried", len(tried))
	}
	if got, err := os.ReadFile(to.File); err != nil || string(got) != "kept" {
		t.Errorf("the file holds %q, %v", got, err)
	}
	if got := ask(t, begin(t, "first"), ""); got != "[]" {
		t.Errorf("the first thread could: %s", got)
	}

	// What the kernel says of every thread.
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", c.process.Pid))
	if err != nil || len(tasks) < 3 {
		t.Fatalf("%d threads, %v", len(tasks), err)
	}
	for _, task := range tasks {
		status, err := os.ReadFile(task)
		if err != nil {
			continue // it ended since
		}
		for _, line := range []string{"NoNewPrivs:\t1\n", "Seccomp:\t2\n", "CapPrm:\t0000000000000000\n", "CapEff:\t0000000000000000\n"} {
			if !bytes.Contains(status, []byte(line)) {
				t.Errorf("%s lacks %q", task, line)
			}
		}
	}
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", c.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range open {
		to, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%s", c.process.Pid, fd.Name()))
		if !strings.HasPrefix(to, "pipe:") && !strings.HasPrefix(to, "anon_inode:[event") {
			t.Errorf("descriptor %s is open: %s", fd.Name(), to)
		}
	}
}

// TestInherited: a descriptor that some other program left open for this one does not reach the child.
func TestInherited(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	fd, err := unix.FcntlInt(w.Fd(), unix.F_DUPFD, 3) // not closed on exec
	if err != nil {
		t.Fatal(err)
	}
	begin(t, "echo")
	w.Close()
	unix.Close(fd)
	if n, err := r.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("%d, %v", n, err)
	}
}

// TestLayers: what each layer does without the other, as on a system that has but one.
func TestLayers(t *testing.T) {
	offered := kernelLandlock()
	t.Logf("this kernel offers Landlock ABI %d", offered)
	for _, layers := range []string{allLayers, "l", "s", "-"} {
		r, err := status(t.Context(), layers)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%q: %s; refused %q", layers, r, r.Refused)
		if l := strings.Contains(layers, "l") && offered > 0; (r.Landlock > 0) != l || l && r.Landlock != offered {
			t.Errorf("%q: %s", layers, r)
		}
		if r.Seccomp && !strings.Contains(layers, "s") || (r.Reason == "") != (r.Landlock > 0 && r.Seccomp) {
			t.Errorf("%q: %s", layers, r)
		}
		want := 0
		if r.Landlock > 0 {
			want = 3
		}
		if r.Seccomp {
			want = len(attempts())
		}
		if len(r.Refused) < want || want == 3 && fmt.Sprint(r.Refused[:3]) != "[open a file for reading open a file for writing list a directory]" {
			t.Errorf("%q: refused only %q", layers, r.Refused)
		}
		if r.Confined() != r.Seccomp || strings.HasPrefix(r.String(), "unconfined: ") != (r.Landlock == 0 && !r.Seccomp) {
			t.Errorf("%q: %s", layers, r)
		}
	}
	// With Landlock alone, those of its rights that a probe cannot show without doing harm.
	if offered >= 4 {
		c, err := start(t.Context(), "reach", "l")
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		tcp, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer tcp.Close()
		dir := t.TempDir()
		cmd := exec.Command("cat")
		held, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		defer cmd.Wait()
		defer held.Close()
		want := []string{"create file", "make folder", "symbolic link", "dial TCP", "bind TCP", "run a program", "list folder"}
		if offered >= 6 {
			want = append(want, "signal parent")
		}
		body, err := json.Marshal(targets{File: filepath.Join(dir, "f"), Folder: dir, TCP: tcp.Addr().String(), Process: cmd.Process.Pid, Only: want})
		if err != nil {
			t.Fatal(err)
		}
		got := ask(t, c, string(body))
		for _, w := range want {
			if !strings.Contains(got, `"refused: `+w+`"`) {
				t.Errorf("Landlock ABI %d alone does not refuse: %s\n%s", offered, w, got)
			}
		}
	}
}

// TestParentDeath: a child that hangs ends with its parent, though that had no time to end it.
func TestParentDeath(t *testing.T) {
	if os.Getenv("CONFINE_TEST_PARENT") != "" {
		c := begin(t, "misbehave")
		go c.Do(t.Context(), []byte("hang"))
		ask(t, c, "nothing") // by now the other one is being worked at, or is in the pipe before this one
		fmt.Println("child", c.process.Pid)
		select {}
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^TestParentDeath$")
	cmd.Env = append(os.Environ(), "CONFINE_TEST_PARENT=1", "GOMAXPROCS=2")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Fscanf(out, "child %d\n", &pid); err != nil {
		t.Fatal(err)
	}
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(poll, 20_000)
		if err == unix.EINTR {
			continue
		}
		if n != 1 || err != nil {
			unix.Kill(pid, unix.SIGKILL)
			t.Errorf("the child lives: %d, %v", n, err)
		}
		return
	}
}

// TestThreadOfStart: the child does not end with the thread on which Start was called.
func TestThreadOfStart(t *testing.T) {
	var c *Child
	var wait sync.WaitGroup
	wait.Go(func() {
		runtime.LockOSThread() // the thread ends with the goroutine
		c = begin(t, "echo")
	})
	wait.Wait()
	for range 100 {
		ask(t, c, "x")
	}
}

// TestMemory: a child that wants all the memory there is gets an end of its own.
func TestMemory(t *testing.T) {
	c := begin(t, "misbehave")
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", c.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint(memoryBase + uint64(runtime.GOMAXPROCS(0))*memoryPerWorker)
	for line := range strings.Lines(string(limits)) {
		if f := strings.Fields(line); strings.HasPrefix(line, "Max data size") && (f[3] != want || f[4] != want) ||
			strings.HasPrefix(line, "Max core file size") && (f[4] != "0" || f[5] != "0") {
			t.Error(line)
		}
	}
	_, err = c.Do(t.Context(), []byte("memory"))
	var ended *Ended
	if !errors.As(err, &ended) {
		t.Error(err)
	}
	t.Log(err)
}
