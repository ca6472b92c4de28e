package secrets

import (
	"bytes"
	"slices"
	"strings"

	"bartizan/internal/match"
	"bartizan/internal/syntax/config"
)

const maxTreeBytes = 8 << 20

// readTree reads a configuration file as a tree, where names and values are known for sure.
func (f *file) readTree() {
	if f.style.tree == "" {
		return
	}
	if len(f.data) > maxTreeBytes {
		f.pass.PassOver(f.path, "larger than 8 MiB: read as text, not as a tree")
		return
	}
	// What stands before an error is still returned, and the text reader saw the rest.
	root, _ := config.Parse(f.style.tree, f.data)
	if root == nil {
		return
	}
	t := &treeReader{file: f, mcp: f.isMCP(root)}
	if k := root.Get("kind"); k.Text() == "Secret" {
		t.kubernetes(root)
	}
	t.walk(root, nil, "")
}

type treeReader struct {
	*file
	mcp bool
}

// walk visits the members of n. key is the name of n itself, for arrays and wrappers.
func (t *treeReader) walk(n, parent *config.Node, key string) {
	switch n.Kind {
	case config.Object:
		t.object(n, parent, key)
	case config.Array:
		t.array(n, key)
	}
}

// naming are members that name what stands in another member of the same object, and values the members that hold it.
var (
	naming  = []string{"name", "key", "Name", "Key", "@name", "id", "variable", "envVar", "env"}
	holding = []string{"value", "Value", "#text", "val", "default", "defaultValue", "secureValue", "plaintext"}
	notHeld = set("example description title pattern format type help comment message placeholder label examples enum href $ref selector text hint tooltip summary doc")
)

func (t *treeReader) object(n, parent *config.Node, key string) {
	if k := n.Get("kind"); k.Text() == "Secret" && parent != nil {
		t.kubernetes(n)
	}
	if n.Get("kty") != nil && n.Get("d") != nil {
		d := n.Get("d")
		t.stored("jwk", "key set", "d", d.Text(), d.Start, d.End, match.Secret)
	}
	if n.Get("encType") != nil {
		for _, name := range []string{"encryptedUsername", "encryptedPassword"} {
			if e := n.Get(name); e.Text() != "" {
				t.value(e, bound{key: name, class: match.Secret, reader: match.Stored, family: "saved-login", source: "saved login"})
			}
		}
	}
	company := hasCompany(n)
	named := ""
	for _, k := range naming {
		if v := n.Get(k); v.Text() != "" && len(v.Text()) < 100 {
			named = v.Text()
			break
		}
	}
	for _, c := range n.Children {
		if c.Kind < config.String {
			child := c.Key
			if notHeld[child] && c.Kind == config.Object {
				continue
			}
			if weakName(child) && key != "" {
				child = key
			}
			t.walk(c, n, child)
			continue
		}
		if c.Kind != config.String && c.Kind != config.Number {
			continue
		}
		name := c.Key
		switch {
		case slices.Contains(holding, name) && named != "":
			name = named
		case slices.Contains(holding, name) || looksLikeHost(name):
			name = key
		case notHeld[name]:
			continue
		}
		t.leaf(c, n, name, key, company)
	}
}

// weakName reports names of members that only hold: value, data, properties.
func weakName(s string) bool {
	switch s {
	case "value", "data", "properties", "credentials", "string", "settings", "config", "0":
		return true
	}
	return looksLikeHost(s)
}

// looksLikeHost reports names such as registry.internal, but not db.password.
func looksLikeHost(s string) bool {
	if last := s[strings.LastIndexByte(s, '.')+1:]; last != s && match.ClassifyKey(last).Class > match.NoSecret && match.ClassifyKey(last).Class < match.Credential {
		return false
	}
	return strings.Contains(s, ".") && !strings.ContainsAny(s, " _") || strings.Contains(s, "://")
}

// hasCompany reports a user, a host or the like among the members.
func hasCompany(n *config.Node) bool {
	for _, c := range n.Children {
		if c.Kind < config.String {
			continue
		}
		for _, w := range match.Words(c.Key) {
			switch w {
			case "user", "username", "usr", "login", "host", "hostname", "server", "uid", "account", "email", "database", "dbname", "endpoint", "port":
				return true
			}
			if strings.HasSuffix(w, "user") || strings.HasSuffix(w, "host") || strings.HasSuffix(w, "username") {
				return true
			}
		}
	}
	return false
}

func (t *treeReader) array(n *config.Node, key string) {
	option := ""
	for _, c := range n.Children {
		if c.Kind != config.String {
			option = ""
			t.walk(c, n, key)
			continue
		}
		if option != "" {
			k := match.ClassifyKey(option)
			family, reader := "command-line", match.Export
			if t.mcp {
				family = "mcp"
			}
			t.value(c, bound{key: option, class: k.Class, soft: k.Soft, reader: reader, family: family, source: "command line"})
			option = ""
			continue
		}
		name, value, ok := strings.Cut(c.Value, "=")
		bare := strings.TrimLeft(name, "-")
		switch {
		case ok && bare != "" && !strings.ContainsAny(bare, " \t\"'"):
			// KEY=value of a container's environment, --key=value of a command.
			b := bound{key: bare, reader: match.Export, source: "environment"}
			if bare != name {
				b.family, b.source = "command-line", "command line"
			}
			t.part(c, value, b)
		case strings.HasPrefix(c.Value, "--") && !strings.Contains(c.Value, " "):
			option = bare
		default:
			t.value(c, bound{key: key, reader: match.Setting, soft: true, source: "list"})
		}
	}
}

// leaf looks at one scalar member.
func (t *treeReader) leaf(c, object *config.Node, name, parent string, company bool) {
	b := bound{key: name, reader: match.Setting, company: company, source: t.style.tree + " setting"}
	if c.Kind == config.Number && (match.ClassifyKey(name).Class != match.Password || len(c.Value) < 4) {
		return
	}
	if name == "auth" && (parent == "auths" || looksLikeHost(parent)) || parent == "http-basic" || name == "registryAuth" {
		if _, password, ok := strings.Cut(string(match.DecodeBase64(c.Value)), ":"); ok && password != "" || parent == "http-basic" {
			b.family, b.class, b.reader, b.source = "registry", match.Token, match.Stored, "registry settings"
			t.value(c, b)
			return
		}
	}
	if strings.EqualFold(object.Get("encoding").Text(), "base64") && c.Key == "#text" {
		if d := match.DecodeBase64(c.Value); d != nil {
			b.key = parent
			t.part(c, string(d), b)
			return
		}
	}
	class := match.ClassifyKey(name)
	if class.Class == match.Credential && parent != "" && !looksLikeHost(parent) {
		// encryption.key, api.key: the name of the object around says which key.
		last := ""
		if ws := match.Words(parent); len(ws) > 0 {
			last = ws[len(ws)-1]
		}
		if joined := match.ClassifyKey(last + "_" + name); joined.Class != match.NoSecret {
			class = joined
			b.key = parent + "." + name
		}
	}
	if class.Class == match.NoSecret {
		return
	}
	b.class, b.soft = class.Class, class.Soft
	if t.mcp {
		b.family = "mcp"
	}
	t.value(c, b)
}

// value binds a whole scalar.
func (t *treeReader) value(c *config.Node, b bound) { t.part(c, c.Value, b) }

// part binds a part of a scalar's text, at its place if that can be found.
func (t *treeReader) part(c *config.Node, text string, b bound) {
	if strings.TrimSpace(text) == "" || c.End > len(t.data) || c.Start > c.End {
		return
	}
	b.start, b.end = c.Start, c.End
	if i := bytes.Index(t.data[c.Start:c.End], []byte(text)); i >= 0 {
		b.start, b.end = c.Start+i, c.Start+i+len(text)
	} else if raw := t.data[c.Start:c.End]; len(raw) > 1 && isQuote(raw[0]) && raw[len(raw)-1] == raw[0] {
		b.start, b.end = c.Start+1, c.End-1
	}
	b.value = text
	t.bind(b)
}

// kubernetes reads the entries of a Secret; data is base64, stringData is not.
func (t *treeReader) kubernetes(n *config.Node) {
	for _, part := range []string{"data", "stringData"} {
		for _, c := range childrenOf(n.Get(part)) {
			if c.Kind != config.String {
				continue
			}
			text := strings.TrimSpace(c.Value)
			if d := match.DecodeBase64(strings.Join(strings.Fields(text), "")); part == "data" && d != nil {
				text = string(d)
			}
			class := match.ClassifyKey(c.Key).Class
			switch {
			case class != match.NoSecret:
			case match.RandomBits(text) > 20 && len(text) >= 16 && !strings.Contains(text, "BEGIN CERTIFICATE"):
				class = match.Token
			default:
				continue
			}
			b := bound{start: c.Start, end: c.End, value: text, key: c.Key, class: class, reader: match.Stored, family: "kubernetes", company: true, source: "Kubernetes Secret"}
			t.bind(b)
		}
	}
}

func childrenOf(n *config.Node) []*config.Node {
	if n == nil || n.Kind != config.Object {
		return nil
	}
	return n.Children
}

// isMCP reports a file that lists MCP servers.
func (f *file) isMCP(root *config.Node) bool {
	for _, key := range []string{"mcpServers", "mcp_servers", "mcp", "servers", "context_servers"} {
		n := root.Get(key)
		if key == "mcp" && n.Get("servers") != nil {
			n = n.Get("servers")
		}
		for _, c := range childrenOf(n) {
			if c.Get("command") != nil || c.Get("url") != nil || c.Get("httpUrl") != nil || c.Get("serverUrl") != nil {
				return true
			}
		}
	}
	return false
}
