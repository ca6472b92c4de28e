package target

import "strings"

// A class is what a name says of a file.
type class struct {
	language string
	role     Role
}

// Classify tells language and role from a path's last components, letters of either case alike. Names come before
// patterns of names, patterns before extensions.
func Classify(path string) (language string, role Role) {
	dir, base := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir, base = path[:i], asciiLower(path[i+1:])
	} else {
		base = asciiLower(base)
	}
	if c, ok := byName[base]; ok {
		return c.language, c.role
	}
	dot := strings.LastIndexByte(base, '.')
	for i := range byPattern {
		if p := &byPattern[i]; p.fits(dir, base) {
			return p.language, p.role
		}
	}
	if dot >= 0 {
		if c, ok := byExtension[base[dot+1:]]; ok {
			return c.language, c.role
		}
	}
	return "", 0
}

// A namePattern fits a name by its beginning, its end and the folder it stands in.
type namePattern struct {
	prefix, suffix string
	folder         string // last components of the folder, in lower case; empty for any
	class
}

func (p *namePattern) fits(dir, base string) bool {
	if len(base) < len(p.prefix)+len(p.suffix) || !strings.HasPrefix(base, p.prefix) || !strings.HasSuffix(base, p.suffix) {
		return false
	}
	if p.folder == "" {
		return true
	}
	at := len(dir) - len(p.folder)
	return at >= 0 && equal(dir[at:], p.folder, true) && (at == 0 || dir[at-1] == '/')
}
