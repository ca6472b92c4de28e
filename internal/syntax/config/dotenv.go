package config

import "strings"

// dotenv reads KEY=value lines as dotenv loaders do: an optional "export", # comments, single, double and back quotes
// that may go over lines, escapes in double quotes. Variables in values are not expanded. A line that is none of this
// is an error after which reading goes on.
func (b *builder) dotenv() (*Node, error) {
	r := b.lineReader()
	var bad *Error
	for at := b.bom; at < len(r.src); {
		end, next := r.line(at)
		start, stop := r.trim(at, end)
		at = next
		if start == stop || r.src[start] == '#' {
			continue
		}
		if rest, ok := strings.CutPrefix(r.src[start:stop], "export"); ok && rest != "" && blank(rest[0]) {
			start, stop = r.trim(start+len("export"), stop)
		}
		sep := strings.IndexAny(r.src[start:stop], "=:")
		if sep < 0 || strings.ContainsAny(strings.TrimRight(r.src[start:start+sep], " \t"), " \t\"'`") || sep == 0 {
			if bad == nil && !bareNames(r.src[start:stop]) {
				bad = r.fail(start, "expected KEY=value")
			}
			continue
		}
		_, keyEnd := r.trim(start, start+sep)
		from, to := r.trim(start+sep+1, stop)
		value := ""
		if from < to && strings.IndexByte("\"'`", r.src[from]) >= 0 {
			if n := quotedLength(r.src[from:]); n > 0 {
				value = r.src[from+1 : from+n-1]
				if r.src[from] == '"' {
					value = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\"`, `"`, `\\`, `\`, `\$`, `$`).Replace(value)
				}
				to = from + n
				if to > end {
					_, at = r.line(to)
				}
			} else {
				if bad == nil {
					bad = r.fail(from, "the quoted value does not end")
				}
				value = r.src[from:to]
			}
		} else {
			for i := from; i < to; i++ {
				if r.src[i] == '#' && (i == from || blank(r.src[i-1])) {
					from, to = r.trim(from, i)
					break
				}
			}
			value = r.src[from:to]
		}
		if _, err := r.add(r.root, String, r.src[start:keyEnd], start, value, from, to); err != nil {
			return r.root, err
		}
	}
	if bad != nil {
		return r.root, bad
	}
	return r.root, nil
}

// bareNames reports a line of names alone: "export A B" or "A", which set nothing.
func bareNames(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && c != ' ' && c != '\t' && !(c|0x20 >= 'a' && c|0x20 <= 'z') && !(c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}
