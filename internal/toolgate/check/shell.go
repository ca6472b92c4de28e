package check

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"

	"bartizan/internal/toolgate/server"
)

// A shell is the script that a client hands to a shell in place of starting a server itself.
type shell struct {
	program  string // sh, bash, cmd, powershell …
	script   string
	encoded  bool // the script was given in base64
	cut      bool // not all of it was read
	commands []simple
}

// A simple is one command of a script, quotes taken off its words.
type simple struct {
	words []string
	subs  []simple // commands in substitutions: $(…), `…`, <(…), and (…) of PowerShell
	to    []string // files that output goes to
	piped bool     // reads what the command before it writes
}

// Bounds of reading scripts, which are hostile.
const (
	maxScript   = 64 << 10 // bytes
	maxNesting  = 6
	maxCommands = 500
	maxPieces   = 5_000 // words of all commands
)

var (
	posixShells = []string{"sh", "bash", "zsh", "dash", "ash", "ksh", "fish"}
	powershells = []string{"powershell", "pwsh"}
	// prefixes are programs that start the program named in their arguments.
	prefixes = []string{"env", "sudo", "doas", "gsudo", "pkexec", "runas", "nice", "ionice", "timeout", "nohup", "stdbuf", "setsid", "time",
		"exec", "command", "builtin", "xvfb-run", "wsl", "start", "caffeinate", "arch", "cross-env", "dotenv", "direnv", "mise", "cmd", "busybox"}
)

// base is a program's name: without folders, in lower case, without the endings that Windows starts.
func base(program string) string {
	program = strings.ToLower(program[strings.LastIndexAny(program, `/\`)+1:])
	for _, ext := range []string{".exe", ".cmd", ".bat", ".ps1"} {
		if rest, ok := strings.CutSuffix(program, ext); ok {
			return rest
		}
	}
	return program
}

// readShell finds the script in an entry's command line: a shell as the program, or behind programs that start others.
func readShell(e *server.Entry) *shell {
	for i, word := range e.Argv {
		program, rest := base(word), e.Argv[i+1:]
		switch {
		case slices.Contains(posixShells, program):
			for j, w := range rest {
				if strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") && strings.HasSuffix(w, "c") && j+1 < len(rest) {
					return newShell(program, rest[j+1], false)
				}
				if !strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "+") {
					return nil // a script file
				}
			}
			return nil
		case slices.Contains(powershells, program):
			return readPowerShell(program, rest)
		case program == "cmd" && len(rest) > 0 && slices.ContainsFunc(rest, cmdRuns):
			j := slices.IndexFunc(rest, cmdRuns)
			inner := &server.Entry{Argv: rest[j+1:]}
			if s := readShell(inner); s != nil {
				return s
			}
			return newShell(program, strings.Join(rest[j+1:], " "), false)
		case i == 0 && !slices.Contains(prefixes, program):
			return nil
		}
	}
	return nil
}

func cmdRuns(w string) bool { return strings.EqualFold(w, "/c") || strings.EqualFold(w, "/k") }

func readPowerShell(program string, rest []string) *shell {
	for j := 0; j < len(rest); j++ {
		w := strings.ToLower(strings.TrimLeft(rest[j], "-/"))
		flag := w != strings.ToLower(rest[j]) && w != ""
		switch {
		case !flag:
			return newShell(program, strings.Join(rest[j:], " "), false)
		case strings.HasPrefix("command", w):
			return newShell(program, strings.Join(rest[j+1:], " "), false)
		case strings.HasPrefix("file", w):
			return nil
		case strings.HasPrefix("encodedcommand", w) || w == "ec":
			if j+1 < len(rest) {
				return newShell(program, decodeUTF16(rest[j+1]), true)
			}
			return nil
		case strings.HasPrefix("executionpolicy", w), w == "ep", strings.HasPrefix("windowstyle", w), strings.HasPrefix("version", w),
			strings.HasPrefix("workingdirectory", w), strings.HasPrefix("configurationname", w), strings.HasPrefix("inputformat", w), strings.HasPrefix("outputformat", w):
			j++ // takes a value
		}
	}
	return nil
}

// decodeUTF16 reads PowerShell's encoded command: base64 of UTF-16 little endian.
func decodeUTF16(s string) string {
	if len(s) > maxScript {
		s = s[:maxScript&^3]
	}
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return ""
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

func newShell(program, script string, encoded bool) *shell {
	cut := len(script) > maxScript
	if cut {
		script = script[:maxScript]
	}
	p := &shellReader{src: script, posix: slices.Contains(posixShells, program), power: slices.Contains(powershells, program)}
	commands := p.script(0, 0)
	return &shell{program: program, script: script, encoded: encoded, commands: commands, cut: cut || p.count > maxCommands || p.pieces >= maxPieces || p.deep}
}

// A shellReader cuts a script into commands. It follows quoting, pipes, lists, redirections and substitutions; it knows
// no keywords and expands nothing.
type shellReader struct {
	src          string
	pos          int
	posix, power bool
	count        int // commands
	pieces       int // words
	deep         bool
}

// script reads commands up to closing (0: the end).
func (p *shellReader) script(closing byte, depth int) (out []simple) {
	var cmd simple
	var word strings.Builder
	inWord, redirect, piped := false, false, false
	endWord := func() {
		switch {
		case inWord && redirect:
			cmd.to = append(cmd.to, word.String())
		case inWord && p.pieces < maxPieces:
			p.pieces++
			cmd.words = append(cmd.words, word.String())
		}
		word.Reset()
		inWord, redirect = false, false
	}
	endCommand := func(pipe bool) {
		endWord()
		if len(cmd.words) > 0 || len(cmd.subs) > 0 {
			cmd.piped = piped
			if p.count++; p.count <= maxCommands {
				out = append(out, cmd)
			}
		}
		cmd, piped = simple{}, pipe
	}
	substitute := func(open int, closing byte) {
		from := p.pos
		p.pos += open
		if depth < maxNesting {
			cmd.subs = append(cmd.subs, p.script(closing, depth+1)...)
		} else {
			p.deep = true
		}
		word.WriteString(p.src[from:min(p.pos, len(p.src))])
		inWord = true
	}
	quote := byte(0)
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		next := byte(0)
		if p.pos+1 < len(p.src) {
			next = p.src[p.pos+1]
		}
		switch {
		case quote == '\'' || quote == '"' && c == '"':
			if c == quote {
				quote = 0
			} else {
				word.WriteByte(c)
			}
			p.pos++
		case c == '$' && next == '(':
			substitute(2, ')')
		case c == '`' && p.posix && closing == '`':
			p.pos++
			endCommand(false)
			return out
		case c == '`' && p.posix:
			substitute(1, '`')
		case p.posix && c == '\\' || p.power && c == '`':
			if next != '\n' && next != 0 {
				word.WriteByte(next)
				inWord = true
			}
			p.pos += 2
		case quote != 0:
			word.WriteByte(c)
			p.pos++
		case c == '"' || c == '\'' && (p.posix || p.power):
			quote, inWord = c, true
			p.pos++
		case closing == ')' && c == ')':
			p.pos++
			endCommand(false)
			return out
		case c == '<' && next == '(' && p.posix:
			substitute(2, ')')
		case c == '(' && p.power:
			substitute(1, ')')
		case c == '#' && !inWord && (p.posix || p.power):
			if i := strings.IndexByte(p.src[p.pos:], '\n'); i >= 0 {
				p.pos += i
			} else {
				p.pos = len(p.src)
			}
		case c == '>' || c == '<':
			if inWord && strings.Trim(word.String(), "0123456789") == "" {
				word.Reset() // a file descriptor
				inWord = false
			}
			endWord()
			redirect = c == '>'
			if c == '>' && next == '&' {
				p.pos++
			}
			p.pos++
			if p.pos < len(p.src) && p.src[p.pos] == c {
				p.pos++
			}
		case c == '|' && next == '|', c == '&' && next == '&':
			endCommand(false)
			p.pos += 2
		case c == '|':
			endCommand(true)
			p.pos++
			if p.pos < len(p.src) && p.src[p.pos] == '&' {
				p.pos++
			}
		case c == '\n', c == ';' && (p.posix || p.power), c == '&' && !p.power, (c == '(' || c == ')') && p.posix, (c == '{' || c == '}') && p.power:
			endCommand(false)
			p.pos++
		case c == ' ' || c == '\t' || c == '\r':
			endWord()
			p.pos++
		default:
			word.WriteByte(c)
			inWord = true
			p.pos++
		}
	}
	endCommand(false)
	return out
}

// program strips assignments and programs that start others: what is left begins with the program that runs.
func program(words []string) []string {
	for len(words) > 0 {
		name, _, isAssignment := strings.Cut(words[0], "=")
		switch b := base(words[0]); {
		case isAssignment && isVariableName(name):
			words = words[1:]
		case b == "cmd" && len(words) > 1 && cmdRuns(words[1]):
			words = words[2:]
		case slices.Contains(prefixes, b) && b != "cmd":
			words = words[1:]
			for len(words) > 1 && (strings.HasPrefix(words[0], "-") || isDuration(words[0])) {
				words = words[1:]
			}
		default:
			return words
		}
	}
	return nil
}

func isDuration(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9' && strings.Trim(s, "0123456789.smhd") == ""
}

func isVariableName(s string) bool {
	for i, c := range s {
		if c != '_' && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(i > 0 && c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}

// readPrograms lists the command lines that an entry runs: the unwrapped one, and each command of its script.
func (e *entry) readPrograms() [][]string {
	var out [][]string
	seen := map[string]bool{}
	add := func(words []string) {
		if key := strings.Join(words, "\x00"); len(words) > 0 && !seen[key] {
			seen[key] = true
			out = append(out, words)
		}
	}
	if e.shell == nil {
		if len(e.Command) > 0 {
			add(e.Command)
		} else {
			add(program(e.Argv))
		}
		return out
	}
	var walk func([]simple)
	walk = func(cmds []simple) {
		for _, c := range cmds {
			add(program(c.words))
			walk(c.subs)
		}
	}
	walk(e.shell.commands)
	return out
}
