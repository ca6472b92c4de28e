package report

import (
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"bartizan/internal/finding"
)

// writeJSON writes the document itself. Lists that are empty are [], never null.
func writeJSON(w io.Writer, d *finding.Document, _ Options) error {
	c := *d
	c.Coverage = make([]finding.Coverage, len(d.Coverage))
	for i, cov := range d.Coverage {
		if cov.Unread == nil {
			cov.Unread = []finding.Unread{}
		}
		c.Coverage[i] = cov
	}
	if c.Findings == nil {
		c.Findings = []finding.Finding{}
	}
	if err := c.Encode(escaper{w}); err != nil {
		return fmt.Errorf("writing the result as json: %w", err)
	}
	return nil
}

// An escaper writes JSON with every character that shows nothing or steers a terminal as a \u escape. The document that
// a parser reads from it is the same. Each Write must end between characters, as encoding/json's do.
type escaper struct{ w io.Writer }

func (e escaper) Write(p []byte) (int, error) {
	var out []byte
	from := 0
	for i := 0; i < len(p); {
		if p[i] < utf8.RuneSelf && p[i] != 0x7f { // the encoder has escaped lower control characters
			i++
			continue
		}
		r, n := utf8.DecodeRune(p[i:])
		if r == 0x7f || !unicode.IsGraphic(r) || finding.Visible(string(r), 0) != string(r) {
			out = append(out, p[from:i]...)
			if r > 0xffff {
				hi, lo := utf16.EncodeRune(r)
				out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
			} else {
				out = fmt.Appendf(out, `\u%04x`, r)
			}
			from = i + n
		}
		i += n
	}
	if from == 0 {
		return e.w.Write(p)
	}
	if _, err := e.w.Write(append(out, p[from:]...)); err != nil {
		return 0, err
	}
	return len(p), nil
}
