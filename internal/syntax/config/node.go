// Package config reads configuration languages into one tree that keeps every value's place in the bytes.
//
// JSON with comments and trailing commas, YAML, TOML, INI and properties, dotenv and XML give the same Node, so that a
// check or a reader is written once. Input is hostile: size, depth and node counts are bounded, YAML aliases are never
// expanded, a duplicate key is kept and noted, and what stands before an error is still returned with the error.
package config

// Kind says what a Node holds.
type Kind uint8

const (
	Object Kind = iota + 1
	Array
	String
	Number
	Bool
	Null
)

// A Node is one value with its place. Offsets are byte offsets into the input, lines and columns count from 1 (columns
// in bytes). Start and End span the value as written, quotes included.
type Node struct {
	Kind      Kind
	Key       string // member name in an Object; empty in an Array and at the root
	KeyLine   int    // place of the key; the value's own place where there is no key
	KeyColumn int
	Value     string // decoded text of a String; literal of a Number, Bool or Null
	Line      int
	Column    int
	Start     int
	End       int
	Children  []*Node // members of an Object in order (duplicates kept), elements of an Array
}

// Get returns the last member with that key of an Object (as decoders take it), or nil. A nil Node has no members.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Object {
		return nil
	}
	for i := len(n.Children) - 1; i >= 0; i-- {
		if n.Children[i].Key == key {
			return n.Children[i]
		}
	}
	return nil
}

// At follows a path of keys.
func (n *Node) At(keys ...string) *Node {
	for _, k := range keys {
		n = n.Get(k)
	}
	return n
}

// Text returns the decoded text of a scalar, and "" for everything else.
func (n *Node) Text() string {
	if n == nil || n.Kind < String {
		return ""
	}
	return n.Value
}
