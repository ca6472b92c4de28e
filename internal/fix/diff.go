package fix

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"bartizan/internal/finding"
)

const context3 = 3

// maxDiffCells bounds the table of one comparison of lines.
const maxDiffCells = 4 << 20

// A lineEdit is a run of lines that are the same, gone or new.
type lineOp struct {
	kind     byte // ' ' - +
	old, new int  // line numbers from 0
}

// Diff writes the changes in the unified form. Lines that hold secrets are shown without what stands in quotes.
func Diff(w io.Writer, changes []*Change) error {
	for _, c := range changes {
		if bytes.Equal(c.Old, c.New) {
			continue
		}
		if _, err := io.WriteString(w, c.unified()); err != nil {
			return err
		}
	}
	return nil
}

func (c *Change) unified() string {
	old, now := splitLines(c.Old), splitLines(c.New)
	ops := lineDiff(old, now)
	starts := make([]int, len(old))
	at := 0
	for i, l := range old {
		starts[i] = at
		at += len(l)
	}
	var b strings.Builder
	name := finding.Visible(c.Path, 400)
	if c.mode {
		fmt.Fprintf(&b, "--- a/%s\n+++ b/%s\n", name, name)
	} else {
		fmt.Fprintf(&b, "--- /dev/null\n+++ b/%s\n", name)
	}
	put := func(kind byte, line string) {
		b.WriteByte(kind)
		b.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
	for i := 0; i < len(ops); {
		for i < len(ops) && ops[i].kind == ' ' {
			i++
		}
		if i == len(ops) {
			break
		}
		from := max(0, i-context3)
		to, same := i, 0
		for j := i; j < len(ops) && same <= 2*context3; j++ {
			if ops[j].kind == ' ' {
				same++
			} else {
				same, to = 0, j+1
			}
		}
		end := min(len(ops), to+context3)
		oldFrom, newFrom, oldN, newN := ops[from].old, ops[from].new, 0, 0
		for _, o := range ops[from:end] {
			if o.kind != '+' {
				oldN++
			}
			if o.kind != '-' {
				newN++
			}
		}
		fmt.Fprintf(&b, "@@ -%s +%s @@\n", hunk(oldFrom, oldN), hunk(newFrom, newN))
		for _, o := range ops[from:end] {
			if o.kind == '+' {
				put('+', c.added(now[o.new], old))
				continue
			}
			put(o.kind, c.shown([]byte(old[o.old]), starts[o.old]))
		}
		i = end
	}
	return b.String()
}

// added gives a new line as it may be shown: one that repeats a secret is not.
func (c *Change) added(line string, _ []string) string {
	for _, s := range c.secrets {
		if strings.Contains(line, s) {
			return masked(line)
		}
	}
	for _, s := range c.secret {
		for _, q := range quotedTexts(string(c.Old[s.start:s.end])) {
			if strings.Contains(line, q) {
				return masked(line)
			}
		}
	}
	return line
}

// quotedTexts gives what stands in quotes, where it is longer than a word.
func quotedTexts(text string) (all []string) {
	for i := 0; i < len(text); i++ {
		q := text[i]
		if q != '"' && q != '\'' && q != '`' {
			continue
		}
		j := strings.IndexByte(text[i+1:], q)
		if j < 0 {
			break
		}
		if j >= 4 {
			all = append(all, text[i+1:i+1+j])
		}
		i += j + 1
	}
	return all
}

func hunk(from, n int) string {
	if n == 0 {
		return fmt.Sprintf("%d,0", from)
	}
	if n == 1 {
		return fmt.Sprint(from + 1)
	}
	return fmt.Sprintf("%d,%d", from+1, n)
}

func splitLines(data []byte) (lines []string) {
	for l := range strings.Lines(string(data)) {
		lines = append(lines, l)
	}
	return lines
}

// lineDiff gives the shortest way from one list of lines to another, as far as the table is not too large; beyond that all
// lines between the first and the last difference are replaced.
func lineDiff(a, b []string) (ops []lineOp) {
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		ops = append(ops, lineOp{' ', start, start})
		start++
	}
	endA, endB := len(a), len(b)
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA--
		endB--
	}
	n, m := endA-start, endB-start
	if (n+1)*(m+1) <= maxDiffCells {
		lcs := make([]int32, (n+1)*(m+1))
		for i := n - 1; i >= 0; i-- {
			for j := m - 1; j >= 0; j-- {
				if a[start+i] == b[start+j] {
					lcs[i*(m+1)+j] = lcs[(i+1)*(m+1)+j+1] + 1
				} else {
					lcs[i*(m+1)+j] = max(lcs[(i+1)*(m+1)+j], lcs[i*(m+1)+j+1])
				}
			}
		}
		i, j := 0, 0
		for i < n || j < m {
			switch {
			case i < n && j < m && a[start+i] == b[start+j]:
				ops = append(ops, lineOp{' ', start + i, start + j})
				i++
				j++
			case i < n && (j == m || lcs[(i+1)*(m+1)+j] >= lcs[i*(m+1)+j+1]):
				ops = append(ops, lineOp{'-', start + i, start + j})
				i++
			default:
				ops = append(ops, lineOp{'+', start + i, start + j})
				j++
			}
		}
	} else {
		for i := range n {
			ops = append(ops, lineOp{'-', start + i, start})
		}
		for j := range m {
			ops = append(ops, lineOp{'+', start + n, start + j})
		}
	}
	for i := endA; i < len(a); i++ {
		ops = append(ops, lineOp{' ', i, endB + i - endA})
	}
	return ops
}
