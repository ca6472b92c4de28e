package discover

import (
	"path/filepath"
	"strings"

	"bartizan/internal/syntax/config"
)

// names are the names in a folder, in lower case.
type names map[string]bool

// names lists a project's folder once, so that files that are not there cost nothing. Nil means that it cannot be listed.
func (d *discovery) names(dir string) names {
	n, ok := d.folders[dir]
	if !ok {
		if entries := d.list(dir); entries != nil {
			n = make(names, len(entries))
			for _, e := range entries {
				n[strings.ToLower(e.Name())] = true
			}
		}
		d.folders[dir] = n
	}
	return n
}

// may reports that a pattern below dir can match: its first part is there, or is no plain name.
func (n names) may(dir, pattern string) bool {
	rel := strings.TrimLeft(strings.TrimPrefix(pattern, dir), `/\`)
	first, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
	return strings.ContainsRune(first, '*') || n[strings.ToLower(first)]
}

// editorHomes are the folders under the home in which each editor keeps its extensions.
var editorHomes = map[string]string{
	"Code": ".vscode", "Code - Insiders": ".vscode-insiders", "VSCodium": ".vscode-oss", "Cursor": ".cursor", "Windsurf": ".windsurf", "Kiro": ".kiro", "Antigravity": ".antigravity", "Trae": ".trae",
}

// extension reports that the editor whose data a file lies in has an extension. Without a list of extensions it is taken
// to have it.
func (d *discovery) extension(path, id string) bool {
	parts := strings.Split(filepath.ToSlash(path), "/")
	for i := 0; i+1 < len(parts); i++ {
		home, ok := editorHomes[parts[i]]
		if !ok || parts[i+1] != "User" {
			continue
		}
		list := d.marked(filepath.Join(d.o.Home, home, "extensions", "extensions.json"), "id")
		return list == nil || list[id]
	}
	return true
}

// cached reports a plugin file that lies in a cache and belongs to no installed plugin.
func (d *discovery) cached(path string) bool {
	slash := filepath.ToSlash(path)
	at := strings.Index(slash, "/plugins/cache/")
	if at < 0 {
		return false
	}
	list := d.marked(filepath.FromSlash(slash[:at])+string(filepath.Separator)+filepath.Join("plugins", "installed_plugins.json"), "installPath")
	if list == nil {
		return false
	}
	for dir := range list {
		if below(strings.TrimRight(filepath.ToSlash(dir), "/"), strings.ToLower(slash)) {
			return false
		}
	}
	d.pass(path, "of a plugin that is cached and not installed")
	return true
}

// marked gathers, in lower case, all texts that stand under one key anywhere in a JSON file; nil when there is no file.
func (d *discovery) marked(path, key string) map[string]bool {
	if set, ok := d.lists[path]; ok {
		return set
	}
	var set map[string]bool
	if s := d.read(path, "json"); s.root != nil {
		set = map[string]bool{}
		var walk func(n *config.Node)
		walk = func(n *config.Node) {
			if n.Key == key && n.Kind == config.String {
				set[strings.ToLower(n.Value)] = true
			}
			for _, c := range n.Children {
				walk(c)
			}
		}
		walk(s.root)
	}
	d.lists[path] = set
	return set
}
