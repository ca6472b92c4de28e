package server

import (
	"path"
	"strings"

	"bartizan/internal/lazyregexp"
)

var (
	semverExact = lazyregexp.New(`^[v=]?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)
	pep440Exact = lazyregexp.New(`^v?(\d+!)?\d+(\.\d+)*([._-]?(a|b|c|rc|alpha|beta|pre|preview|post|rev|r|dev)[._-]?\d*)*(\+[0-9A-Za-z._-]+)?$`)
	nugetExact  = lazyregexp.New(`^(\d+\.\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?|\[\s*\d[0-9A-Za-z.+-]*\s*\])$`)
	goExact     = lazyregexp.New(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+incompatible)?$`)
	fullCommit  = lazyregexp.New(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	ociDigest   = lazyregexp.New(`^sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$`)
	pypiName    = lazyregexp.New(`^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(.*)$`)
	pypiClause  = lazyregexp.New(`^\s*===?\s*([^,\s*]+)\s*(,.*)?$`)
	scpGit      = lazyregexp.New(`^[A-Za-z0-9._-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+:[^/].*`)
	artefactSum = lazyregexp.New(`(^|&)(sha256|sha384|sha512)=[0-9a-f]{64,128}(&|$)`)
)

// localPath reports a word that names a file or folder and no package.
func localPath(s string) bool {
	switch {
	case s == "." || s == ".." || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") || strings.HasPrefix(s, `.\`) || strings.HasPrefix(s, `..\`):
		return true
	case strings.HasPrefix(s, "/") || strings.HasPrefix(s, `\`) || strings.HasPrefix(s, "~") || strings.HasPrefix(s, "$") || strings.HasPrefix(s, "%"):
		return true
	case len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/'):
		return true
	}
	return false
}

// npmSpec reads what npm takes for a package (npm-package-arg): name, name@spec, alias@npm:name@spec, folder, tarball,
// git URL, owner/repository. A folder or local tarball is local code.
func npmSpec(s string) (p *Package, local string) {
	if rest, ok := strings.CutPrefix(s, "file:"); ok {
		return nil, rest
	}
	if localPath(s) {
		return nil, s
	}
	if p := urlSpec(s); p != nil {
		return p, ""
	}
	for _, host := range []string{"github:", "gitlab:", "bitbucket:", "gist:"} {
		if strings.HasPrefix(s, host) {
			return gitSpec(s), ""
		}
	}
	name, version := s, ""
	if at := strings.Index(s[min(1, len(s)):], "@"); at >= 0 {
		name, version = s[:at+1], s[at+2:]
	}
	if !strings.HasPrefix(name, "@") && strings.Contains(name, "/") {
		if strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".tar.gz") {
			return nil, s
		}
		return gitSpec("github:" + s), ""
	}
	if alias, ok := strings.CutPrefix(version, "npm:"); ok {
		return npmSpec(alias)
	}
	if version != "" && (strings.Contains(version, "://") || strings.Contains(version, "/") || strings.HasPrefix(version, "github:")) {
		p, local := npmSpec(version)
		return p, local
	}
	return &Package{Type: "npm", Name: name, Version: version, Exact: semverExact.MatchString(version)}, ""
}

// jsrSpec reads @scope/name[@version][/path] of the JSR registry.
func jsrSpec(s string) *Package {
	s = strings.TrimPrefix(s, "/")
	name, version := s, ""
	if at := strings.Index(s[min(1, len(s)):], "@"); at >= 0 {
		name, version = s[:at+1], s[at+2:]
		version, _, _ = strings.Cut(version, "/")
	}
	return &Package{Type: "jsr", Name: name, Version: version, Exact: semverExact.MatchString(version)}
}

// pypiSpec reads a Python requirement (PEP 508) and the NAME@VERSION of uvx.
func pypiSpec(s string) (p *Package, local string) {
	s, _, _ = strings.Cut(s, ";")
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "file:"); ok {
		return nil, strings.TrimPrefix(rest, "//")
	}
	if localPath(s) || strings.HasSuffix(s, ".whl") && !strings.Contains(s, "://") {
		return nil, s
	}
	if p := urlSpec(s); p != nil {
		return p, ""
	}
	m := pypiName.FindStringSubmatch(s)
	if m == nil {
		return &Package{Type: "pypi", Name: s}, ""
	}
	name, rest := m[1]+m[2], strings.TrimSpace(strings.Trim(strings.TrimSpace(m[3]), "()"))
	p = &Package{Type: "pypi", Name: name}
	if after, ok := strings.CutPrefix(rest, "@"); ok {
		after = strings.TrimSpace(after)
		if u := urlSpec(after); u != nil {
			return u, ""
		}
		if strings.HasPrefix(after, "file:") || localPath(after) {
			return nil, strings.TrimPrefix(strings.TrimPrefix(after, "file:"), "//")
		}
		p.Version, p.Exact = after, pep440Exact.MatchString(strings.ToLower(after))
		return p, ""
	}
	p.Version = rest
	if c := pypiClause.FindStringSubmatch(rest); c != nil {
		p.Exact = pep440Exact.MatchString(strings.ToLower(c[1]))
		if c[2] == "" {
			p.Version = c[1]
		}
	}
	return p, ""
}

// urlSpec reads a git address or the address of an artefact; nil for anything else.
func urlSpec(s string) *Package {
	low := strings.ToLower(s)
	switch {
	case strings.HasPrefix(low, "git+"), strings.HasPrefix(low, "git://"), strings.HasPrefix(low, "git@"), strings.HasPrefix(low, "ssh://"), scpGit.MatchString(s):
		return gitSpec(s)
	case strings.HasPrefix(low, "http://"), strings.HasPrefix(low, "https://"):
		base, fragment, _ := strings.Cut(s, "#")
		if strings.HasSuffix(base, ".git") {
			return gitSpec(s)
		}
		return &Package{Type: "url", Name: base, Version: fragment, Exact: artefactSum.MatchString(fragment)}
	}
	return nil
}

// gitSpec reads a repository with a reference: behind #, or behind @ in the path as pip writes it.
func gitSpec(s string) *Package {
	p := &Package{Type: "git", Name: s}
	base, ref, found := strings.Cut(s, "#")
	if found && !strings.Contains(ref, "=") {
		p.Name, p.Version = base, ref
	} else {
		slash := strings.LastIndex(base, "/")
		if at := strings.LastIndex(base, "@"); at > slash && slash > 0 || at > 0 && strings.Contains(base[:max(at, 0)], ".git") {
			p.Name, p.Version = base[:at], base[at+1:]
		} else {
			p.Name = base
		}
	}
	p.Exact = fullCommit.MatchString(p.Version)
	return p
}

// ociSpec reads an image reference: name[:tag][@digest]. Only a digest is exact.
func ociSpec(s string) *Package {
	p := &Package{Type: "oci", Name: s}
	for _, scheme := range []string{"docker://", "oci://"} {
		p.Name = strings.TrimPrefix(p.Name, scheme)
	}
	if name, digest, ok := strings.Cut(p.Name, "@"); ok {
		p.Name, p.Version = name, digest
		p.Exact = ociDigest.MatchString(digest)
	}
	if colon := strings.LastIndex(p.Name, ":"); colon > strings.LastIndex(p.Name, "/") {
		if p.Version == "" {
			p.Version = p.Name[colon+1:]
		}
		p.Name = p.Name[:colon]
	}
	return p
}

// goSpec reads module/path@version as go run takes it; without a version the code is the module's own.
func goSpec(s string) (p *Package, local string) {
	name, version, ok := strings.Cut(s, "@")
	if !ok || localPath(s) || strings.HasSuffix(s, ".go") {
		return nil, s
	}
	return &Package{Type: "go", Name: path.Clean(name), Version: version, Exact: goExact.MatchString(version) || fullCommit.MatchString(version)}, ""
}

func nugetSpec(s, version string) *Package {
	name, v, ok := strings.Cut(s, "@")
	if ok {
		version = v
	}
	return &Package{Type: "nuget", Name: name, Version: version, Exact: nugetExact.MatchString(version)}
}
