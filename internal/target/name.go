package target

import (
	"strings"
	"unicode/utf8"
)

// Names of files are bytes, paths of findings are UTF-8. A byte that is not part of valid UTF-8 is shown as \xNN, and a
// backslash as \x5c where leaving it would look like such an escape: rawName(showName(s)) is s for every s.

const hexDigits = "0123456789abcdef"

// showName returns a name as valid UTF-8.
func showName(raw string) string {
	if utf8.ValidString(raw) && !strings.Contains(raw, `\x`) {
		return raw
	}
	var b strings.Builder
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRuneInString(raw[i:])
		if r == utf8.RuneError && n == 1 || isEscape(raw[i:]) {
			b.WriteString(`\x`)
			b.WriteByte(hexDigits[raw[i]>>4])
			b.WriteByte(hexDigits[raw[i]&15])
		} else {
			b.WriteString(raw[i : i+n])
		}
		i += n
	}
	return b.String()
}

// rawName takes back what showName did.
func rawName(shown string) string {
	if !strings.Contains(shown, `\x`) {
		return shown
	}
	var b strings.Builder
	for i := 0; i < len(shown); i++ {
		if isEscape(shown[i:]) {
			b.WriteByte(byte(strings.IndexByte(hexDigits, shown[i+2])<<4 | strings.IndexByte(hexDigits, shown[i+3])))
			i += 3
		} else {
			b.WriteByte(shown[i])
		}
	}
	return b.String()
}

func isEscape(s string) bool {
	return len(s) >= 4 && s[0] == '\\' && s[1] == 'x' &&
		strings.IndexByte(hexDigits, s[2]) >= 0 && strings.IndexByte(hexDigits, s[3]) >= 0
}
