package check

import (
	"path"
	"slices"
	"strings"

	"bartizan/internal/finding"
)

// A container is what docker, podman or nerdctl is told to run.
type container struct {
	words   []string // the whole command
	options []option
	image   int // index of the image in words; len(words) where there is none
}

// An option is one option of a container with its value.
type option struct {
	name, value string
	index       int // of the option in words
}

var (
	containerPrograms = []string{"docker", "podman", "nerdctl", "docker-compose"}
	// switches of run, create and exec take no value; every other option does.
	switches = []string{"--detach", "--disable-content-trust", "--init", "--interactive", "--no-healthcheck", "--oom-kill-disable", "--privileged",
		"--publish-all", "--quiet", "--read-only", "--rm", "--sig-proxy", "--tty", "--use-api-socket", "--help", "--env-host", "--replace", "--rmi", "--no-hosts",
		"--tls-verify", "--debug", "--tls", "--tlsverify", "--all", "--insecure-registry"}
	short = "dithqPD" // the same, one letter each
)

// readContainer reads docker run and its like; nil for every other command.
func readContainer(words []string) *container {
	if len(words) == 0 || !slices.Contains(containerPrograms, base(words[0])) {
		return nil
	}
	c := &container{words: words, image: len(words)}
	runs := false
	for i := 1; i < len(words); i++ {
		w := words[i]
		if !strings.HasPrefix(w, "-") || w == "-" {
			switch {
			case runs:
				c.image = i
				return c
			case slices.Contains([]string{"run", "create", "exec"}, w):
				runs = true
			case w != "container" && w != "compose":
				return nil
			}
			continue
		}
		if w == "--" {
			continue
		}
		name, value, joined := strings.Cut(w, "=")
		o := option{name, value, i}
		switch {
		case strings.HasPrefix(w, "--"):
			if !joined && !slices.Contains(switches, w) && i+1 < len(words) {
				i++
				o.value = words[i]
			}
		default:
			o, i = shortOption(words, i)
		}
		c.options = append(c.options, o)
	}
	if !runs {
		return nil
	}
	return c
}

// shortOption reads -it, -p 80:80, -p80:80, -itv a:b; it returns the one with a value, and the last word it used.
func shortOption(words []string, i int) (option, int) {
	w := words[i]
	for j := 1; j < len(w); j++ {
		if strings.IndexByte(short, w[j]) >= 0 {
			continue
		}
		if j+1 < len(w) {
			return option{"-" + w[j:j+1], strings.TrimPrefix(w[j+1:], "="), i}, i
		}
		if i+1 < len(words) {
			return option{"-" + w[j:], words[i+1], i}, i + 1
		}
		return option{name: "-" + w[j:], index: i}, i
	}
	return option{name: w, index: i}, i
}

// hostWords lists the command lines of an entry as far as they are about this machine: without what is run inside a
// container.
func (r *run) hostWords(e *entry) [][]string {
	var out [][]string
	for _, words := range e.programs {
		if c := readContainer(words); c != nil {
			words = words[:c.image]
		}
		out = append(out, words)
	}
	return out
}

// A mount is one path of the machine that a container gets.
type mount struct {
	source   string
	readOnly bool
	index    int
}

func (c *container) mounts() (out []mount) {
	for _, o := range c.options {
		switch o.name {
		case "-v", "--volume":
			source, rest := cutVolume(o.value)
			if rest != "" {
				out = append(out, mount{source, strings.HasSuffix(rest, ":ro") || strings.Contains(rest, ":ro,"), o.index})
			}
		case "--mount":
			m := mount{index: o.index}
			bind := true
			for field := range strings.SplitSeq(o.value, ",") {
				k, v, _ := strings.Cut(strings.TrimSpace(field), "=")
				switch k {
				case "src", "source":
					m.source = v
				case "type":
					bind = v == "bind"
				case "readonly", "ro":
					m.readOnly = v == "" || v == "true"
				}
			}
			if bind && m.source != "" {
				out = append(out, m)
			}
		}
	}
	return out
}

// cutVolume splits SOURCE:TARGET[:OPTIONS]; a drive letter's colon and one inside ${…} belong to the source.
func cutVolume(v string) (source, rest string) {
	depth := 0
	for i := range len(v) {
		switch {
		case v[i] == '{':
			depth++
		case v[i] == '}':
			depth--
		case v[i] == ':' && depth <= 0 && !(i == 1 && len(v) > 2 && (v[2] == '\\' || v[2] == '/') && isLetter(v[0]) && strings.Contains(v[2:], ":")):
			return v[:i], v[i+1:]
		}
	}
	return v, ""
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

var sockets = []string{"docker.sock", "podman.sock", "containerd.sock", "crio.sock", "docker_engine", "docker-cli.sock", "buildkitd.sock"}

// containerBreaksIsolation finds containers that are no boundary.
func containerBreaksIsolation(r *run) {
	for _, e := range r.entries {
		for _, words := range e.programs {
			c := readContainer(words)
			if c == nil {
				continue
			}
			for _, o := range c.options {
				if says := r.data.option(o); says != "" {
					h := r.server(e, e.at(words[o.index]), "container "+o.name+" "+o.value, "runs its container with %s, which "+says, strings.TrimSpace(o.name+" "+o.value))
					r.fix(h, "remove %s", strings.TrimSpace(o.name+" "+o.value))
				}
			}
			for _, m := range c.mounts() {
				what := ""
				if slices.Contains(sockets, strings.ToLower(path.Base(strings.ReplaceAll(m.source, `\`, "/")))) {
					what = "the socket that controls the container engine"
				} else if place := r.broad(m.source); place != "" && !strings.HasPrefix(place, "a folder of credentials") {
					what = place
				}
				if what == "" {
					continue
				}
				h := r.server(e, e.at(words[m.index]), "mount "+m.source, "gives its container %s (%s)", what, m.source)
				h.Evidence = finding.Evidence("mount of " + r.text(m.source))
				r.fix(h, "mount only the folder that the server needs, read-only if it may be")
			}
		}
	}
}

// option says what an option of a container does, by the rule's flags; empty for an ordinary one.
func (d *data) option(o option) string {
	for i := range d.Flags {
		f := &d.Flags[i]
		if f.Flag == o.name && (f.value == nil && !no(o.value) || f.value != nil && f.value.MatchString(o.value)) {
			return f.Says
		}
	}
	return ""
}
