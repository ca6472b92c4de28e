package discover

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Bounds of walks.
const (
	maxDepth   = 6      // folders below the place of a **
	maxEntries = 20_000 // directory entries looked at for one template
)

// expand turns a template into patterns: paths that may still hold * and **. An alternative that needs something that is
// not there (no home, no such variable, another system's folder) is left out.
func (d *discovery) expand(template, root string) []string {
	var out []string
	for _, s := range d.alternatives(template) {
		switch {
		case strings.HasPrefix(s, "~"):
			if d.o.Home == "" {
				continue
			}
			s = d.o.Home + s[1:]
		case strings.HasPrefix(s, rootMark):
			if root == "" {
				continue
			}
			s = root + s[len(rootMark):]
		case strings.HasPrefix(s, givenMark):
			s = s[len(givenMark):]
		case d.foreign && d.o.SystemRoot == "":
			continue
		case strings.HasPrefix(s, "/"):
			s = d.o.SystemRoot + s
		case !filepath.IsAbs(s):
			continue
		}
		out = append(out, filepath.FromSlash(s))
	}
	return out
}

// Marks of what a template has been resolved to, for what must not be prefixed again.
const (
	rootMark  = "\x00root"
	givenMark = "\x00given" // an absolute path as it is
)

// alternatives resolves the braces of a template, outermost first.
func (d *discovery) alternatives(s string) []string {
	open := strings.IndexByte(s, '{')
	if open < 0 {
		return []string{s}
	}
	depth, end := 0, -1
	for i := open; i < len(s) && end < 0; i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				end = i
			}
		}
	}
	if end < 0 {
		return []string{s}
	}
	var out []string
	rests := d.alternatives(s[end+1:])
	for _, choice := range d.brace(s[open+1 : end]) {
		for _, c := range d.alternatives(choice) {
			for _, rest := range rests {
				out = append(out, s[:open]+c+rest)
			}
		}
	}
	return out
}

// brace gives the choices of what stands between braces; none means that the place does not exist here.
func (d *discovery) brace(s string) []string {
	if parts := splitTop(s, ','); len(parts) > 1 {
		return parts
	}
	switch s {
	case "root":
		return []string{rootMark}
	case "config":
		switch d.o.OS {
		case "darwin":
			return []string{"~/Library/Application Support"}
		case "windows":
			return []string{"{appdata}"}
		}
		return []string{"{xdg}"}
	case "xdg":
		return []string{"{XDG_CONFIG_HOME:~/.config}"}
	case "appdata":
		return d.onWindows("{APPDATA:~/AppData/Roaming}")
	case "localappdata":
		return d.onWindows("{LOCALAPPDATA:~/AppData/Local}")
	case "programdata":
		return d.system("ProgramData", "ProgramData")
	case "programfiles":
		return d.system("ProgramFiles", "Program Files")
	}
	if name, otherwise, ok := strings.Cut(s, ":"); ok {
		if d.o.Env != nil {
			if v := d.o.Env(name); v != "" && (filepath.IsAbs(v) || d.o.OS == "windows") {
				return []string{givenMark + filepath.ToSlash(v)}
			}
		}
		if otherwise == "" {
			return nil
		}
		return []string{otherwise}
	}
	return []string{s}
}

func (d *discovery) onWindows(s string) []string {
	if d.o.OS != "windows" {
		return nil
	}
	return []string{s}
}

// system is a folder of Windows itself.
func (d *discovery) system(variable, name string) []string {
	switch {
	case d.o.OS != "windows":
		return nil
	case d.o.SystemRoot != "":
		return []string{"/" + name}
	case d.foreign:
		return nil
	}
	if v := os.Getenv(variable); v != "" {
		return []string{filepath.ToSlash(v)}
	}
	return []string{"C:/" + name}
}

// splitTop splits at separators that stand outside of inner braces.
func splitTop(s string, sep byte) (parts []string) {
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		case sep:
			if depth == 0 {
				parts = append(parts, s[from:i])
				from = i + 1
			}
		}
	}
	return append(parts, s[from:])
}

// A walk finds the files of one pattern.
type walk struct {
	d    *discovery
	seen int
	cut  string // the folder where a bound was reached
	out  []string
}

// matches lists what matches a pattern: a path without * as it is, whether it exists or not. Folders of a ** walk are not
// entered through symbolic links.
func (d *discovery) matches(pattern string) []string {
	if !strings.ContainsRune(pattern, '*') {
		return []string{pattern}
	}
	volume := filepath.VolumeName(pattern)
	parts := strings.Split(filepath.ToSlash(pattern[len(volume):]), "/")
	w := &walk{d: d}
	w.step(volume+string(filepath.Separator), parts[1:], 0)
	if w.cut != "" {
		d.lost(w.cut, "too many or too deep folders to look through")
	}
	slices.Sort(w.out)
	return slices.Compact(w.out)
}

func (w *walk) step(dir string, parts []string, depth int) {
	if len(parts) == 0 || w.seen > maxEntries {
		return
	}
	part, last := parts[0], len(parts) == 1
	if !strings.ContainsRune(part, '*') {
		path := filepath.Join(dir, part)
		if last {
			if _, err := os.Lstat(path); err == nil {
				w.out = append(w.out, path)
			}
			return
		}
		w.step(path, parts[1:], 0)
		return
	}
	entries := w.d.list(dir)
	if w.seen += len(entries); w.seen > maxEntries {
		w.cut = dir
		return
	}
	if part == "**" {
		w.step(dir, parts[1:], 0)
		for _, e := range entries {
			if !e.IsDir() || e.Name() == "node_modules" || e.Name() == ".git" {
				continue
			}
			if depth == maxDepth {
				w.cut = dir
				return
			}
			w.step(filepath.Join(dir, e.Name()), parts, depth+1)
		}
		return
	}
	for _, e := range entries {
		if ok, err := filepath.Match(part, e.Name()); err != nil || !ok {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if last {
			w.out = append(w.out, path)
		} else {
			w.step(path, parts[1:], 0)
		}
	}
}

// list reads a folder once. A folder that is not there is empty.
func (d *discovery) list(dir string) []os.DirEntry {
	if entries, ok := d.dirs[dir]; ok {
		return entries
	}
	entries, err := os.ReadDir(dir)
	if err != nil && os.IsPermission(err) {
		d.lost(dir, "no permission to list this folder")
	}
	d.dirs[dir] = entries
	return entries
}
