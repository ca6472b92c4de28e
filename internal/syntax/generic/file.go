// Package generic holds the generic tree: one arena of nodes, in kinds that all languages share.
package generic

import "iter"

// An ID is an index into a file's arena; 0 is no node.
type ID int32

// A Node is one node of the generic tree. The arena is in pre-order: the subtree of id is Nodes[id : id+Size], and its first
// child, if it has one, is id+1. A node holds no pointer, so that the garbage collector never looks inside.
type Node struct {
	Kind       Kind
	Op         Op
	Sym        uint16 // the grammar's symbol, for Other and for debugging
	Size       int32  // nodes in the subtree, this one included
	Next       ID     // sibling, or 0
	Start, End uint32 // bytes in the source
	Ref        int32  // into Strings; 0 is none
}

// A File is the generic tree of one file. Nodes[0] is unused and Nodes[1] is the root, a Block; a file that could not be
// parsed has no nodes.
type File struct {
	Language string
	Source   []byte
	Nodes    []Node
	Strings  []string // Strings[0] is empty
}

// First gives a node's first child, or 0.
func (f *File) First(id ID) ID {
	if f.Nodes[id].Size > 1 {
		return id + 1
	}
	return 0
}

// End gives the ID behind a node's subtree.
func (f *File) End(id ID) ID { return id + ID(f.Nodes[id].Size) }

// Children gives a node's children in order.
func (f *File) Children(id ID) iter.Seq[ID] {
	return func(yield func(ID) bool) {
		for c := f.First(id); c != 0; c = f.Nodes[c].Next {
			if !yield(c) {
				return
			}
		}
	}
}

// Child gives the i-th child, or 0.
func (f *File) Child(id ID, i int) ID {
	c := f.First(id)
	for ; i > 0 && c != 0; i-- {
		c = f.Nodes[c].Next
	}
	return c
}

// Part gives the i-th child behind the modifiers (Decorator, Attr, TypeParams), or 0 if there is none or it is Empty. The
// parts of a Func, for one, are its name, Params, result and body.
func (f *File) Part(id ID, i int) ID {
	c := f.First(id)
	for ; c != 0; c = f.Nodes[c].Next {
		if k := f.Nodes[c].Kind; k != Decorator && k != Attr && k != TypeParams {
			break
		}
	}
	for ; i > 0 && c != 0; i-- {
		c = f.Nodes[c].Next
	}
	if c != 0 && f.Nodes[c].Kind == Empty {
		return 0
	}
	return c
}

// Name gives what Ref stands for.
func (f *File) Name(id ID) string { return f.Strings[f.Nodes[id].Ref] }

// Text gives the source of a node.
func (f *File) Text(id ID) []byte { n := f.Nodes[id]; return f.Source[n.Start:n.End] }

// Parents computes every node's parent, by ID.
func (f *File) Parents() []ID {
	parents := make([]ID, len(f.Nodes))
	for id := ID(1); int(id) < len(f.Nodes); id++ {
		for c := f.First(id); c != 0; c = f.Nodes[c].Next {
			parents[c] = id
		}
	}
	return parents
}
