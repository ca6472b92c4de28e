package server

import "strings"

// flags is a set of options, written as one string with blanks between.
type flags string

func (f flags) has(name string) bool {
	return name != "" && strings.Contains(" "+string(f)+" ", " "+name+" ")
}

// An option is one option as it was given. value is empty for a switch.
type option struct {
	name  string
	value string
}

// options reads the options in front of the first other word, given those that take a value, and returns how many
// words they are. "--" ends them and is counted. Long options may hold their value behind =; short ones may be clustered
// and hold it directly behind the letter.
func options(args []string, valued flags) (opts []option, n int) {
	for n < len(args) {
		a := args[n]
		if len(a) < 2 || a[0] != '-' {
			return opts, n
		}
		n++
		if a == "--" {
			return opts, n
		}
		name, value, given := strings.Cut(a, "=")
		takes := valued.has(name)
		switch {
		case given && (takes || strings.HasPrefix(a, "--") || len(name) > 2):
			opts = append(opts, option{name, value})
		case takes:
			if n < len(args) {
				value = args[n]
				n++
			}
			opts = append(opts, option{name, value})
		case strings.HasPrefix(a, "--"):
			opts = append(opts, option{name: a})
		default:
			more, used := cluster(a, args[n:], valued)
			opts = append(opts, more...)
			n += used
		}
	}
	return opts, n
}

// cluster reads short options written together: -it, -eA=b, -ie A=b. It returns how many of the words behind it used.
func cluster(a string, rest []string, valued flags) (opts []option, used int) {
	for i := 1; i < len(a); i++ {
		name := "-" + a[i:i+1]
		if !valued.has(name) {
			opts = append(opts, option{name: name})
			continue
		}
		value := strings.TrimPrefix(a[i+1:], "=")
		if i+1 == len(a) && len(rest) > 0 {
			value, used = rest[0], 1
		}
		return append(opts, option{name, value}), used
	}
	return opts, 0
}

// values lists the values of the options of any of the names.
func values(opts []option, names ...string) (out []string) {
	for _, o := range opts {
		for _, n := range names {
			if o.name == n && o.value != "" {
				out = append(out, o.value)
			}
		}
	}
	return out
}

func given(opts []option, names ...string) bool {
	for _, o := range opts {
		for _, n := range names {
			if o.name == n {
				return true
			}
		}
	}
	return false
}

// program is the name of the program that a command word starts: without folders and Windows extensions, in lower case.
func program(word string) string {
	if i := strings.LastIndexAny(word, `/\`); i >= 0 {
		word = word[i+1:]
	}
	word = strings.ToLower(word)
	for _, ext := range []string{".exe", ".cmd", ".bat", ".ps1", ".com"} {
		if s, ok := strings.CutSuffix(word, ext); ok && s != "" {
			return s
		}
	}
	return word
}

// assignment splits NAME=value.
func assignment(word string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(word, "=")
	if !ok || name == "" {
		return "", "", false
	}
	for i := range len(name) {
		c := name[i]
		if c != '_' && !(c|0x20 >= 'a' && c|0x20 <= 'z') && (i == 0 || c < '0' || c > '9') {
			return "", "", false
		}
	}
	return name, value, true
}
