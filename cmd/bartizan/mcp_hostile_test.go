package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"bartizan/internal/rule"
)

// A rawServer is the program spoken to without a client's help.
type rawServer struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func startRaw(t *testing.T) *rawServer {
	t.Helper()
	state := t.TempDir()
	cmd := exec.Command("bartizan", "mcp")
	cmd.Env = append(os.Environ(), "HOME="+state, "BARTIZAN_HOME="+state)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() }) // after Wait this does nothing
	s := &rawServer{cmd, in, bufio.NewReader(out)}
	s.ask(t, `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}`)
	s.send(t, `{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	return s
}

func (s *rawServer) send(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(s.in, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

func (s *rawServer) ask(t *testing.T, line string) string {
	t.Helper()
	s.send(t, line)
	answer, err := s.out.ReadString('\n')
	if err != nil {
		t.Fatalf("%.100q: %v", line, err)
	}
	return answer
}

// TestRawInput: what is no message is answered, and the session goes on.
func TestRawInput(t *testing.T) {
	s := startRaw(t)
	for _, bad := range []string{"hello", "\x00\xff", "{", "5", "[]", `{"id":1}`, strings.Repeat("[", 200_000), strings.Repeat("x", 40<<20)} {
		if answer := s.ask(t, bad); !strings.Contains(answer, `"error"`) {
			t.Errorf("%.100q: %s", bad, answer)
		}
	}
	if answer := s.ask(t, `{"jsonrpc":"2.0","id":9,"method":"ping"}`); !strings.Contains(answer, `"id":9`) {
		t.Error(answer)
	}
	// A content at its bound, every byte of which is written as two.
	code := fmt.Sprintf(`{"jsonrpc":"2.0","id":10,"method":"tools/call","params":{"name":"scan_code","arguments":{"path_hint":"a.js","content":"%s"}}}`,
		strings.Repeat(`\n`, 8<<20))
	if answer := s.ask(t, code); !strings.Contains(answer, "secrets ok") {
		t.Errorf("%.300s", answer)
	}
	s.in.Close()
	if err := s.Wait(); err != nil {
		t.Errorf("after the client left: %v", err)
	}
}

// TestInterruptedCall: an interrupt ends the server though a call is under way.
func TestInterruptedCall(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // it has no interrupt that one process could send to another
	}
	dir := t.TempDir()
	for i := range 2000 {
		write(t, dir, fmt.Sprintf("d%d/f%d.js", i%40, i), strings.Repeat("const a = b;\n", 200))
	}
	s := startRaw(t)
	s.send(t, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"scan","arguments":{"root":`+quoted(dir)+`,"scope":"all","wait_ms":600000}}}`)
	s.ask(t, `{"jsonrpc":"2.0","id":2,"method":"ping"}`) // the call before it has begun
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		t.Errorf("%v", err)
	}
}

func quoted(s string) string {
	data, _ := json.Marshal(s) // a string always can be
	return string(data)
}

// TestAnswersAreBounded: thousands of findings in one file are thousands of findings, and no answer of megabytes.
func TestAnswersAreBounded(t *testing.T) {
	dir := t.TempDir()
	for i := range 4 {
		var b strings.Builder
		for j := range 900 {
			line, err := rule.Expand("const token = \"‹crc32-base62:ghp_›\";\n", i*900+j)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(line)
		}
		write(t, dir, fmt.Sprintf("f%d.js", i), b.String())
	}
	s := connect(t, t.TempDir())
	_, doc := call(t, s, "scan", map[string]any{"root": dir, "scope": "all", "max": 100_000})
	id := doc["scan_id"]
	ids := []string{}
	for i := range 3000 {
		ids = append(ids, fmt.Sprintf("F%d", i+1))
	}
	_, findings := call(t, s, "findings", map[string]any{"scan_id": id, "ids": ids})
	_, fixes := call(t, s, "fix", map[string]any{"scan_id": id, "ids": ids})
	write(t, dir, "f0.js", "\n")
	_, verified := call(t, s, "verify", map[string]any{"scan_id": id})
	for name, answer := range map[string]map[string]any{"scan": doc, "findings": findings, "fix": fixes, "verify": verified} {
		if data, err := json.Marshal(answer); err != nil || len(data) > 512<<10 {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
	if n := len(verified["fixed"].([]any)) + len(verified["open"].([]any)); verified["omitted"].(float64)+float64(n) != 3600 {
		t.Errorf("verify lists %d and omits %v of 3600", n, verified["omitted"])
	}
}

// TestHostileStructure: paths in all structured content are visible.
func TestHostileStructure(t *testing.T) {
	dir := project(t, 0)
	leak(t, dir, "src/a\x1b[2J\u202e.js", 1)
	leak(t, dir, "src/b\x1b[2J\u202e.js", 1) // the same value: they point at each other
	s := connect(t, t.TempDir())
	_, doc := call(t, s, "scan", map[string]any{"root": dir})
	_, full := call(t, s, "findings", map[string]any{"scan_id": doc["scan_id"], "detail": "full"})
	_, again := call(t, s, "verify", map[string]any{"scan_id": doc["scan_id"]})
	for name, answer := range map[string]map[string]any{"scan": doc, "findings": full, "verify": again} {
		data, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(data); strings.Contains(text, `\u001b`) || strings.ContainsRune(text, '\u202e') || !strings.Contains(text, "[2J") {
			t.Errorf("%s: %s", name, text)
		}
	}
	for _, c := range []struct {
		tool string
		args map[string]any
	}{
		{"scan", map[string]any{"root": dir + "\x1b[2J"}},
		{"servers", map[string]any{"root": dir + "\x1b[2J"}},
		{"scan", map[string]any{"root": filepath.Join(dir, "src", "b\x1b[2J\u202e.js")}},
		{"scan", map[string]any{"root": dir, "scanners": []string{}}},
		{"scan", map[string]any{"root": dir, "paths": []string{"../\x1b[2J"}}},
		{"scan", map[string]any{"root": dir, "scope": "\x1b[2J"}},
	} {
		if said := refused(t, s, c.tool, c.args); strings.Contains(said, "\x1b") || said == "" {
			t.Errorf("%s %q: %q", c.tool, c.args, said)
		}
	}
	// Servers can be verified as files are.
	_, servers := call(t, s, "servers", map[string]any{"root": dir})
	if _, v := call(t, s, "verify", map[string]any{"scan_id": servers["scan_id"]}); v["verdict"] != servers["verdict"] {
		t.Errorf("verify of servers: %v", v)
	}
}
