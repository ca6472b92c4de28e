package mcpserver

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// pump sends text through a wire and returns what was handed on and what was answered.
func pump(t *testing.T, text string) (passed, answered string) {
	t.Helper()
	var out bytes.Buffer
	data, err := io.ReadAll(newWire(strings.NewReader(text), &out))
	if err != nil {
		t.Fatal(err)
	}
	return string(data), out.String()
}

func TestWire(t *testing.T) {
	const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`
	old := `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}` + "\n"
	for name, c := range map[string]struct{ in, passed, answered string }{
		"a message":           {ping + "\n", ping + "\n", ""},
		"line ends":           {"\n\r\n" + ping + "\r\n\n", ping + "\n", ""},
		"no line end":         {ping, ping + "\n", ""},
		"garbage":             {"hello\n" + ping + "\n", ping + "\n", `"code":-32700`},
		"NUL":                 {"\x00\x00\n", "", `"code":-32700`},
		"cut":                 {`{"jsonrpc":`, "", `"code":-32700`},
		"deep":                {strings.Repeat("[", 100_000) + "\n" + ping + "\n", ping + "\n", `"code":-32700`},
		"a number":            {"5\n", "", `"code":-32600`},
		"null":                {"null\n", "", `"code":-32600`},
		"no version":          {`{"id":7,"method":"ping"}` + "\n", "", `"id":7`},
		"an object for an id": {`{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}` + "\n", "", `"id":null`},
		"two messages":        {ping + ping + "\n", "", `"code":-32700`},
		"an empty batch":      {"[]\n", "", `"code":-32600`},
		"a batch":             {"[" + ping + "]\n", "", "one message a line"},
		"a batch of old":      {old + "[" + ping + "]\n", old + "[" + ping + "]\n", ""},
		"a bad batch of old":  {old + "[" + ping + ",5]\n", old, "in a batch"},
		"too long":            {strings.Repeat("x", maxMessage+1) + "\n" + ping + "\n", ping + "\n", "larger than 32 MiB"},
		"too long and no end": {strings.Repeat("x", maxMessage+1), "", "larger than 32 MiB"},
		"escapes":             {`{"jsonrpc":"\u001b[2J"}` + "\n", "", `"code":-32600`},
	} {
		passed, answered := pump(t, c.in)
		if passed != c.passed || !strings.Contains(answered, c.answered) || c.answered == "" && answered != "" || strings.ContainsRune(answered, '\x1b') {
			t.Errorf("%s: passed %.200q, answered %.300q", name, passed, answered)
		}
	}
}

func FuzzWire(f *testing.F) {
	f.Add(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2024-11-05"}}` + "\n[{\"jsonrpc\":\"2.0\"}]\nx\n")
	f.Fuzz(func(t *testing.T, text string) {
		passed, answered := pump(t, text)
		for line := range strings.Lines(passed) {
			if _, err := jsonrpc.DecodeMessage([]byte(line)); err != nil && line[0] != '[' {
				t.Fatalf("%q was handed on: %v", line, err)
			}
		}
		for line := range strings.Lines(answered) {
			if !json.Valid([]byte(line)) {
				t.Fatalf("%q was answered", line)
			}
		}
	})
}
