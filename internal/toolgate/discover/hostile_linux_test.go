package discover

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipesAndSockets would wait for ever if a pipe were opened for reading.
func TestPipesAndSockets(t *testing.T) {
	m := newMachine(t)
	pipe := filepath.Join(m.home, ".cursor", "mcp.json")
	write(t, filepath.Join(m.home, ".cursor", "x"), "")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(m.home, ".local", "share", "opencode", "opencode.db")
	write(t, filepath.Join(filepath.Dir(db), "x"), "")
	if err := syscall.Mkfifo(db, 0o600); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(m.home, ".qoder.json")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
	for path, want := range map[string]string{pipe: "a pipe", db: "a pipe", socket: "a socket"} {
		if !strings.Contains(reasons(inv.Unread, path), want) {
			t.Errorf("%s: %v", path, inv.Unread)
		}
	}
}

// TestUnreadable needs a user whom modes bind; for root the file is simply read.
func TestUnreadable(t *testing.T) {
	m := newMachine(t)
	path := write(t, filepath.Join(m.home, ".cursor", "mcp.json"), `{"mcpServers": {"a": {"command": "x"}}}`)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	inv := run(t, Options{Home: m.home, OS: "linux", SystemRoot: m.system})
	if os.Geteuid() != 0 && !strings.Contains(reasons(inv.Unread, path), "no permission") || os.Geteuid() == 0 && len(inv.Entries) != 1 {
		t.Errorf("%v %v", inv.Entries, inv.Unread)
	}
}
