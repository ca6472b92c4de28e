package check

import (
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"bartizan/internal/lazyregexp"
	"bartizan/internal/toolgate/server"
)

var (
	homeForms = lazyregexp.New(`(?i)^(?:~|\$home|\$\{home\}|\$\{env:home\}|\$\{userhome\}|\$\{user_home\}|%userprofile%|%homedrive%%homepath%|\$env:userprofile|\$env:home|\$\{env:userprofile\})(?:/|$)`)
	homePath  = lazyregexp.New(`^(?:/home/[^/]+|/Users/[^/]+|/root|/var/root|/mnt/[a-z]/Users/[^/]+|(?i:[a-z]:/users/[^/]+))(?:/|$)`)
	homesOnly = lazyregexp.New(`^(?:/home|/Users|/mnt/[a-z]/Users|(?i:[a-z]:/users))$`)
	driveOnly = lazyregexp.New(`^(?:(?i:[a-z]:)|/mnt/[a-z]|/cygdrive/[a-z]|/Volumes)$`)
	systemDir = lazyregexp.New(`^(?:(?:/private)?/(?:etc|var)|/proc|/sys|/dev|/boot|/run|/var/run|/System|/Library|(?i:[a-z]:/(?:windows|programdata|windows/system32)))$`)
	// credentials are folders below a home that hold keys and sessions, or hold such folders.
	credentials = []string{".ssh", ".aws", ".gnupg", ".kube", ".docker", ".azure", ".config", ".config/gcloud", ".config/gh", ".local", ".local/share",
		".local/share/keyrings", ".password-store", ".mozilla", ".mozilla/firefox", ".config/google-chrome", ".config/chromium", ".thunderbird", ".terraform.d",
		"Library", "Library/Keychains", "Library/Application Support", "AppData", "AppData/Roaming", "AppData/Local"}
)

// broad says what a folder is when a server should not have all of it; empty for an ordinary one.
func (r *run) broad(p string) string {
	p = strings.Trim(strings.TrimSpace(p), `"'`)
	p = strings.ReplaceAll(p, `\`, "/")
	p = strings.TrimPrefix(p, "file://")
	for _, glob := range []string{"/**/*", "/**", "/*"} {
		if rest, ok := strings.CutSuffix(p, glob); ok {
			p = rest + "/"
		}
	}
	if p == "" || p == "." || strings.HasPrefix(p, "./") {
		return ""
	}
	inHome := ""
	switch home := filepath.ToSlash(r.Home); {
	case homeForms.MatchString(p):
		inHome = p[len(strings.TrimSuffix(homeForms.FindString(p), "/")):]
	case !path.IsAbs(p) && !(len(p) >= 2 && p[1] == ':' && isLetter(p[0])):
		return ""
	default:
		p = path.Clean(p)
		switch {
		case p == "/":
			return "the whole file system"
		case driveOnly.MatchString(p):
			return "a whole drive"
		case homesOnly.MatchString(p):
			return "the home folders of all users"
		case systemDir.MatchString(p):
			return "a folder of the system"
		case home != "" && home != "/" && (p == home || strings.HasPrefix(p, home+"/")):
			inHome = p[len(home):]
		case home != "" && home != "/" && strings.HasPrefix(home, p+"/"):
			return "the folder above the home folder"
		case homePath.MatchString(p):
			inHome = p[len(strings.TrimSuffix(homePath.FindString(p), "/")):]
		default:
			return ""
		}
	}
	inHome = path.Clean("/" + inHome)[1:]
	switch {
	case inHome == "" || strings.HasPrefix(path.Clean(strings.TrimPrefix(inHome, "/")), ".."):
		return "a whole home folder"
	case slices.Contains(credentials, inHome):
		return "a folder of credentials and sessions"
	}
	return ""
}

var (
	folderFlag = lazyregexp.New(`(?i)(?:^|[-_])(?:root|roots|dir|dirs|directory|directories|folder|folders|workspace|workspaces|repo|repos|repository|vault|allow|allowed|mount|fs|files?|filesystem|project|projects|cwd|home|working|paths)(?:$|[-_])`)
	folderName = lazyregexp.New(`(?i)(?:^|_)(?:ROOT|ROOTS|DIR|DIRS|DIRECTORY|DIRECTORIES|FOLDER|FOLDERS|WORKSPACE|WORKSPACES|VAULT|REPO|REPOSITORY|ALLOWED_PATHS?|PATHS|BASE_PATH|FS_PATH)(?:$|_)`)
	folderless = []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "PWD", "OLDPWD", "LOG_DIR", "TMPDIR", "CACHE_DIR", "SYSTEMROOT", "WINDIR"}
	fileServer = lazyregexp.New(`(?i)(?:file-?system|filesystem|\bfs\b|files?\b)`)
)

// broadFilesystemRoot finds servers that are given everything a person has.
func broadFilesystemRoot(r *run) {
	for _, e := range r.entries {
		seen := map[string]bool{}
		hit := func(at server.Place, value, place string) {
			if seen[value] {
				return
			}
			seen[value] = true
			h := r.server(e, at, "root "+value, "is given %s (%s)", place, value)
			r.fix(h, "name the project folders that the server needs")
		}
		for _, words := range e.programs {
			if readContainer(words) != nil {
				continue // paths inside the container; its mounts have their own rule
			}
			for i := e.firstArgument(words); i < len(words); i++ {
				flag, value := flagOf(words, i)
				for part := range splitPaths(value) {
					place := r.broad(part)
					if place == "" || part == "/" && flag != "" && !folderFlag.MatchString(flag) && !e.keepsFiles() {
						continue
					}
					hit(e.at(words[i]), part, place)
				}
			}
		}
		for _, a := range e.assignments {
			if a.argument && e.inContainer() || slices.Contains(folderless, strings.ToUpper(a.name)) || !folderName.MatchString(a.name) {
				continue
			}
			for part := range splitPaths(a.value) {
				if place := r.broad(part); place != "" && (part != "/" || e.keepsFiles() || !strings.Contains(strings.ToUpper(a.name), "BASE_PATH")) {
					hit(a.at, part, place)
				}
			}
		}
	}
}

// keepsFiles reports a server whose name says that files are its matter.
func (e *entry) keepsFiles() bool {
	return e.Package != nil && fileServer.MatchString(e.Package.Name) || fileServer.MatchString(e.Local)
}

func (e *entry) inContainer() bool {
	return slices.ContainsFunc(e.programs, func(words []string) bool { return readContainer(words) != nil })
}

// firstArgument is the index of the first word that the server itself gets: behind the package or the script, else
// behind the program.
func (e *entry) firstArgument(words []string) int {
	for i := 1; i < len(words); i++ {
		if e.Package != nil && e.Package.Name != "" && strings.Contains(words[i], e.Package.Name) || e.Local != "" && words[i] == e.Local {
			return i + 1
		}
	}
	return 1
}

// flagOf gives the flag that the word at i is the value of, and the value: --root / and --root=/ are the same.
func flagOf(words []string, i int) (flag, value string) {
	if strings.HasPrefix(words[i], "-") {
		name, value, _ := strings.Cut(words[i], "=")
		return name, value
	}
	if i > 0 && strings.HasPrefix(words[i-1], "-") && !strings.Contains(words[i-1], "=") {
		return words[i-1], words[i]
	}
	return "", words[i]
}

// splitPaths cuts a list of paths at commas and semicolons, and at colons unless they belong to a drive or a reference.
func splitPaths(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for part := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == ',' || c == ';' }) {
			if strings.HasPrefix(part, "/") || strings.HasPrefix(part, "~") {
				for p := range strings.SplitSeq(part, ":") {
					if !yield(p) {
						return
					}
				}
			} else if !yield(strings.TrimSpace(part)) {
				return
			}
		}
	}
}

var (
	temporary = lazyregexp.New(`(?i)^(?:(?:/private)?/tmp|(?:/private)?/var/tmp|/dev/shm|(?:/private)?/var/folders|[a-z]:/windows/temp|[a-z]:/te?mp|[a-z]:/users/[^/]+/appdata/local/temp|%te?mp%|\$\{env:te?mp\}|\$env:te?mp|\$\{?tmpdir\}?)(?:/|$)`)
	downloads = lazyregexp.New(`(?i)^(?:~|\$home|\$\{home\}|\$\{env:home\}|%userprofile%|\$\{env:userprofile\}|/home/[^/]+|/users/[^/]+|/root|[a-z]:/users/[^/]+)/downloads(?:/|$)`)
)

// writableServerPath finds code and configurations that other users, or any download, can replace.
func writableServerPath(r *run) {
	files := map[string]bool{}
	for _, e := range r.entries {
		if !files[e.File] {
			files[e.File] = true
			if r.othersWrite(e.File) {
				h := r.server(e, e.Place, "file "+filepath.Base(e.File), "stands in a configuration file that every user of this machine can change")
				r.fix(h, "take the right to write from others: chmod o-w")
			}
		}
		for _, p := range e.codePaths() {
			at := e.at(p)
			slashed := strings.ReplaceAll(p, `\`, "/")
			real := r.resolve(e, p)
			why := ""
			switch {
			case r.inProject(real):
				// A project may itself be checked out below a temporary folder.
			case temporary.MatchString(slashed):
				why = "lies in a folder for temporary files"
			case downloads.MatchString(slashed):
				why = "lies among downloads"
			}
			if why == "" && real != "" && (r.othersWrite(real) || r.parentWritable(real)) {
				why = "can be replaced by every user of this machine"
			}
			if why != "" {
				h := r.server(e, at, "path "+p, "runs %s, which "+why, p)
				r.fix(h, "move it to a folder that only you or an administrator can write to")
			}
		}
	}
}

var codeFile = lazyregexp.New(`(?i)\.(?:[cm]?[jt]sx?|py|pyw|rb|php|sh|bash|zsh|fish|ps1|bat|cmd|exe|jar|pl|lua|dll|go|groovy|swift|exs?|r)$`)

// codePaths lists the paths of programs and code that an entry runs, as written. A name that is looked up in the
// search path is none.
func (e *entry) codePaths() []string {
	var out []string
	add := func(p string) {
		if p != "" && !strings.Contains(p, "://") && len(p) < 4096 && !slices.Contains(out, p) && len(out) < 20 {
			out = append(out, p)
		}
	}
	isPath := func(p string) bool { return strings.ContainsAny(p, `/\`) || codeFile.MatchString(p) }
	for _, words := range e.programs {
		if readContainer(words) != nil {
			continue
		}
		if strings.ContainsAny(words[0], `/\`) {
			add(words[0])
		}
		if i := scriptOf(words); i > 0 && isPath(words[i]) {
			add(words[i])
		} else if e.Package != nil {
			// npx tsx FILE: a package that runs a file
			for _, w := range words[min(e.firstArgument(words), len(words)):] {
				if !strings.HasPrefix(w, "-") {
					if codeFile.MatchString(w) && !strings.ContainsAny(w, " =") {
						add(w)
					}
					break
				}
			}
		}
	}
	if !strings.HasPrefix(e.Local, "module:") && (isPath(e.Local) || e.Local == ".") {
		add(e.Local)
	}
	return out
}

// resolve makes a path absolute, or gives "" where its text does not say what it is.
func (r *run) resolve(e *entry, p string) string {
	if rest, ok := strings.CutPrefix(p, "~/"); ok && r.Home != "" {
		return filepath.Join(r.Home, rest)
	}
	if strings.ContainsAny(p, "$%~") || strings.ContainsRune(p, 0) {
		return ""
	}
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	dir := e.Cwd
	if dir == "" {
		dir = e.Project
	}
	if dir == "" && e.Scope == server.Project {
		dir = r.Root
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, filepath.FromSlash(p))
}

func (r *run) inProject(p string) bool {
	return p != "" && r.Root != "" && below(p, r.Root)
}

// othersWrite reports a file or folder that others may write to. A folder with the sticky bit does not let them replace
// what is in it.
func (r *run) othersWrite(p string) bool {
	info, err := r.Stat(p)
	if err != nil || runtime.GOOS == "windows" { // Windows keeps lists in place of bits, and Go makes the bits up
		return false
	}
	return info.Mode().Perm()&0o002 != 0 && !(info.IsDir() && info.Mode()&fs.ModeSticky != 0) && (info.IsDir() || info.Mode().IsRegular())
}

func (r *run) parentWritable(p string) bool {
	for range 40 {
		up := filepath.Dir(p)
		if up == p {
			return false
		}
		if p = up; r.othersWrite(p) {
			return true
		}
	}
	return false
}
