package names

import g "bartizan/internal/syntax/generic"

// A Part is a part of a string that is put together: constant text, or a Hole, the expression whose value stands there.
type Part struct {
	Text string
	Hole g.ID
}

// partsLimit is the most parts of one template.
const partsLimit = 256

// Template gives the parts, in order, of an expression that builds a string: literals, concatenation, templates, f-strings,
// formats, join, and variables that hold such. Two texts never follow each other. nil is an expression that is not known
// to build a string, or has too many parts. A verb with a width or a flag makes a format unknown; its whole is then a Hole.
func (t *Table) Template(id g.ID) []Part {
	b := builder{evaluator: evaluator{Table: t}}
	if !b.add(id, 0) || !b.text || b.over || len(b.parts) > partsLimit {
		return nil
	}
	return b.parts
}

type builder struct {
	evaluator
	parts []Part
	text  bool // something in it is text
	over  bool // it is too long
}

func (b *builder) put(p Part) {
	if n := len(b.parts); p.Hole == 0 && n > 0 && b.parts[n-1].Hole == 0 {
		if len(b.parts[n-1].Text)+len(p.Text) > stringSize {
			b.over = true
			return
		}
		b.steps += (len(b.parts[n-1].Text) + len(p.Text)) / 256
		b.parts[n-1].Text += p.Text
	} else if p.Hole != 0 || p.Text != "" {
		b.parts = append(b.parts, p)
	}
}

// add appends the parts of an expression; false is out of bounds.
func (b *builder) add(id g.ID, depth int) bool {
	if b.steps++; b.steps > evalSteps || depth > evalDepth || len(b.parts) > partsLimit {
		return false
	}
	n := &b.Nodes[id]
	switch n.Kind {
	case g.String:
		b.text = true
		b.put(Part{Text: b.Name(id)})
		return true
	case g.Int, g.Char:
		b.put(Part{Text: b.Name(id)})
		return true
	case g.StrConcat:
		if n.Op == g.Tagged {
			break
		}
		b.text = true
		for c := range b.Children(id) {
			if !b.add(c, depth+1) {
				return false
			}
		}
		return true
	case g.Binary:
		if n.Op == g.Add {
			return b.sum(id, depth)
		}
		if n.Op == g.Mod && b.rules.body {
			if v, ok := b.eval(id+1, depth+1); ok && v.Kind == StringValue {
				if parts, ok := b.verbs(v.Text, b.operands(b.Child(id, 1)), "sdifrx"); ok {
					return b.all(parts, depth)
				}
			}
		}
	case g.AssignOp:
		if n.Op == g.Add {
			return b.add(id+1, depth+1) && b.add(b.Child(id, 1), depth+1)
		}
	case g.Call:
		if parts, _, ok := b.evaluator.parts(id, depth); ok {
			b.text = true
			return b.all(parts, depth)
		}
	case g.Cast:
		if v := b.Child(id, 1); v != 0 && b.rules.hoist {
			return b.add(v, depth+1)
		}
	case g.Ident, g.Member:
		if v, path := b.Reaching(id); v != 0 && path == "" && b.builds(v) {
			for _, busy := range b.busy {
				if busy == v {
					b.put(Part{Hole: id})
					return true
				}
			}
			b.busy = append(b.busy, v)
			defer func() { b.busy = b.busy[:len(b.busy)-1] }()
			return b.add(v, depth+1)
		}
	}
	if v, ok := b.eval(id, depth+1); ok && (v.Kind == StringValue || v.Kind == IntValue) && !v.Fallback {
		b.text = b.text || v.Kind == StringValue
		b.put(Part{Text: v.Text})
		return true
	}
	b.put(Part{Hole: id})
	return true
}

// sum appends the operands of a chain of +.
func (b *builder) sum(id g.ID, depth int) bool {
	var spine []g.ID
	left := id
	for b.Nodes[left].Kind == g.Binary && b.Nodes[left].Op == g.Add {
		if len(spine) > partsLimit {
			return false
		}
		spine = append(spine, b.Child(left, 1))
		left++
	}
	if !b.add(left, depth+1) {
		return false
	}
	for i := len(spine) - 1; i >= 0; i-- {
		if !b.add(spine[i], depth+1) {
			return false
		}
	}
	return true
}

func (b *builder) all(parts []Part, depth int) bool {
	b.text = true
	for _, p := range parts {
		if p.Hole == 0 {
			b.put(p)
		} else if !b.add(p.Hole, depth+1) {
			return false
		}
	}
	return true
}

// builds tells whether an expression puts a string together.
func (b *builder) builds(id g.ID) bool {
	switch n := &b.Nodes[id]; n.Kind {
	case g.String, g.StrConcat:
		return true
	case g.Binary:
		return n.Op == g.Add || n.Op == g.Mod && b.rules.body
	case g.AssignOp:
		return n.Op == g.Add
	case g.Call:
		_, _, ok := b.evaluator.parts(id, 1)
		return ok
	case g.Cast, g.Ident:
		return true
	}
	return false
}
