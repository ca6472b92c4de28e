package formula

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bounds of what is read.
const (
	MaxFile  = 8 << 20 // bytes of a rule file
	maxNodes = 1 << 20 // YAML nodes of a file that are looked at, aliases counted each time
	maxDepth = 100     // of formulas and of expressions
	maxKids  = 20_000  // nodes of one rule's formulas
)

// A fault is why a rule, or a part of it, cannot be read.
type fault struct {
	line   int
	key    string
	reason string
}

func (f *fault) Error() string { return f.reason }

func faultAt(n *yaml.Node, key, format string, args ...any) error {
	return &fault{line: n.Line, key: key, reason: fmt.Sprintf(format, args...)}
}

// A pair is one entry of a mapping.
type pair struct {
	key   string
	at    *yaml.Node // the key
	value *yaml.Node
}

// A reader reads YAML nodes and counts them.
type reader struct{ nodes int }

// plain follows an alias.
func (r *reader) plain(n *yaml.Node) (*yaml.Node, error) {
	for hops := 0; n.Kind == yaml.AliasNode; hops++ {
		if hops > maxDepth {
			return nil, faultAt(n, "", "aliases are nested too deeply")
		}
		n = n.Alias
	}
	if r.nodes++; r.nodes > maxNodes {
		return nil, faultAt(n, "", "more than %d values: split the file", maxNodes)
	}
	return n, nil
}

// mapping reads a mapping with text keys, each once. Merge keys (<<) give what the mapping itself lacks.
func (r *reader) mapping(n *yaml.Node, key string) ([]pair, error) {
	n, err := r.plain(n)
	if err != nil {
		return nil, err
	}
	if n.Kind != yaml.MappingNode {
		return nil, faultAt(n, key, "want a mapping, got %s", kindName(n))
	}
	var own, merged []pair
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, err := r.plain(n.Content[i])
		if err != nil {
			return nil, err
		}
		v, err := r.plain(n.Content[i+1])
		if err != nil {
			return nil, err
		}
		switch {
		case k.Kind != yaml.ScalarNode:
			return nil, faultAt(k, key, "a key is not a word")
		case k.ShortTag() == "!!merge":
			more, err := r.merge(v, key)
			if err != nil {
				return nil, err
			}
			merged = append(merged, more...)
			continue
		case seen[k.Value]:
			return nil, faultAt(k, k.Value, "the key %q stands twice", short(k.Value))
		}
		seen[k.Value] = true
		own = append(own, pair{k.Value, k, v})
	}
	for _, p := range merged {
		if !seen[p.key] {
			seen[p.key] = true
			own = append(own, p)
		}
	}
	return own, nil
}

// merge reads what stands after <<: a mapping without merge keys of its own, or a list of such.
func (r *reader) merge(n *yaml.Node, key string) (all []pair, err error) {
	from := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		from = n.Content
	}
	for _, m := range from {
		if m, err = r.plain(m); err != nil {
			return nil, err
		}
		if m.Kind != yaml.MappingNode {
			return nil, faultAt(m, key, "<< wants a mapping, got %s", kindName(m))
		}
		for i := 0; i+1 < len(m.Content); i += 2 {
			v, err := r.plain(m.Content[i+1])
			if err != nil {
				return nil, err
			}
			if k := m.Content[i]; k.Kind == yaml.ScalarNode && k.ShortTag() != "!!merge" {
				all = append(all, pair{k.Value, k, v})
			}
		}
	}
	return all, nil
}

// list reads a sequence.
func (r *reader) list(n *yaml.Node, key string) ([]*yaml.Node, error) {
	n, err := r.plain(n)
	if err != nil {
		return nil, err
	}
	if n.Kind != yaml.SequenceNode {
		return nil, faultAt(n, key, "want a list, got %s", kindName(n))
	}
	items := make([]*yaml.Node, len(n.Content))
	for i, c := range n.Content {
		if items[i], err = r.plain(c); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// text reads a scalar; a number or a truth value is read as it is written.
func (r *reader) text(n *yaml.Node, key string) (string, error) {
	n, err := r.plain(n)
	switch {
	case err != nil:
		return "", err
	case n.Kind != yaml.ScalarNode:
		return "", faultAt(n, key, "want text, got %s", kindName(n))
	case n.ShortTag() == "!!null":
		return "", faultAt(n, key, "is empty")
	case n.ShortTag() == "!!binary":
		return "", faultAt(n, key, "want text, got binary data")
	}
	return n.Value, nil
}

// texts reads a list of texts.
func (r *reader) texts(n *yaml.Node, key string) ([]string, error) {
	items, err := r.list(n, key)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(items))
	for i, item := range items {
		if out[i], err = r.text(item, key); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r *reader) truth(n *yaml.Node, key string) (bool, error) {
	n, err := r.plain(n)
	if err != nil {
		return false, err
	}
	if n.Kind == yaml.ScalarNode {
		switch n.Value {
		case "true", "True", "TRUE":
			return true, nil
		case "false", "False", "FALSE":
			return false, nil
		}
	}
	return false, faultAt(n, key, "want true or false, got %s", kindName(n))
}

func (r *reader) number(n *yaml.Node, key string) (int, error) {
	n, err := r.plain(n)
	if err != nil {
		return 0, err
	}
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!int" {
		if v, err := strconv.ParseInt(n.Value, 0, 32); err == nil {
			return int(v), nil
		}
	}
	return 0, faultAt(n, key, "want a whole number, got %s", kindName(n))
}

func kindName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null":
		return "nothing"
	case n.Kind == yaml.ScalarNode:
		return strconv.Quote(short(n.Value))
	}
	return "something else"
}

// short cuts foreign text for a message.
func short(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// document reads the first document of a file; more tells that there are others.
func document(data []byte) (root *yaml.Node, more bool, err error) {
	if len(data) > MaxFile {
		return nil, false, fmt.Errorf("larger than %d MiB: split the file", MaxFile>>20)
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	var doc, next yaml.Node
	switch err := d.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, false, errors.New("is empty")
	case err != nil:
		return nil, false, err
	case len(doc.Content) != 1:
		return nil, false, errors.New("is empty")
	}
	return doc.Content[0], !errors.Is(d.Decode(&next), io.EOF), nil
}
