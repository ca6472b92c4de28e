package flow

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The facts of a file as bytes: a mark with the version, then every list as its length and its members, numbers as signed
// varints. Whatever is not exactly what Encode writes is refused.
const factsMark = "bartizan/flow/2\n"

// maxEncoded bounds what Decode reads, in bytes.
const maxEncoded = 256 << 20

var errFacts = errors.New("the facts are damaged: remove them and scan again")

// A coder reads or writes facts: every number goes through it in the same order both ways.
type coder struct {
	out  []byte
	in   []byte
	at   int // in it
	read bool
	bad  bool
}

// Encode gives the facts as bytes, for Decode.
func Encode(f File) []byte {
	c := coder{out: append(make([]byte, 0, 4096), factsMark...)}
	c.file(&f)
	return c.out
}

// Decode reads what Encode wrote. The bytes may come from anywhere: facts that it gives are whole and safe to link.
func Decode(data []byte) (File, error) {
	if len(data) > maxEncoded {
		return File{}, fmt.Errorf("reading facts of %d bytes: more than %d are not read", len(data), maxEncoded)
	}
	in, ok := bytes.CutPrefix(data, []byte(factsMark))
	if !ok {
		return File{}, errors.New("reading facts: they are of another version: scan again")
	}
	var f File
	c := coder{in: in, read: true}
	c.file(&f)
	if c.bad || c.left() > 0 {
		return File{}, errFacts
	}
	if err := f.check(); err != nil {
		return File{}, fmt.Errorf("%w (%w)", errFacts, err)
	}
	return f, nil
}

func (c *coder) num(v *int32) {
	if !c.read {
		c.out = binary.AppendVarint(c.out, int64(*v))
		return
	}
	x := c.varint()
	if x < math.MinInt32 || x > math.MaxInt32 {
		c.bad, x = true, 0
	}
	*v = int32(x)
}

func (c *coder) varint() int64 {
	if c.at < len(c.in) && c.in[c.at] < 0x80 {
		u := uint64(c.in[c.at])
		c.at++
		return int64(u>>1) ^ -int64(u&1)
	}
	var u uint64
	for i := 0; c.at+i < len(c.in) && i < binary.MaxVarintLen32; i++ {
		b := c.in[c.at+i]
		u |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			if b == 0 {
				break // a longer form than Encode writes
			}
			c.at += i + 1
			return int64(u>>1) ^ -int64(u&1)
		}
	}
	c.fail()
	return 0
}

func (c *coder) fail() { c.bad, c.at = true, len(c.in) }

func (c *coder) left() int { return len(c.in) - c.at }

func (c *coder) u32(v *uint32) {
	i := int32(*v)
	c.num(&i)
	*v = uint32(i)
}

func (c *coder) u8(v *uint8) {
	i := int32(*v)
	c.num(&i)
	if i < 0 || i > 255 {
		c.bad = true
	}
	*v = uint8(i)
}

func (c *coder) flag(v *bool) {
	var b uint8
	if *v {
		b = 1
	}
	c.u8(&b)
	if b > 1 {
		c.bad = true
	}
	*v = b == 1
}

func (c *coder) str(s *string) {
	n := int32(len(*s))
	c.num(&n)
	if !c.read {
		c.out = append(c.out, *s...)
		return
	}
	if n < 0 || int(n) > c.left() {
		c.fail()
		return
	}
	*s = string(c.in[c.at : c.at+int(n)])
	c.at += int(n)
}

// strs codes a list of strings. Those that are read share one piece of memory.
func (c *coder) strs(l *[]string) {
	if !c.read {
		codeList(c, l, c.str)
		return
	}
	var parts []span
	from := c.at
	codeList(c, &parts, func(p *span) {
		n := int32(0)
		c.num(&n)
		if n < 0 || int(n) > c.left() {
			c.fail()
			return
		}
		p.lo = int32(c.at - from)
		c.at += int(n)
		p.hi = int32(c.at - from)
	})
	if c.bad || parts == nil {
		return
	}
	whole := string(c.in[from:c.at])
	*l = make([]string, len(parts))
	for i, p := range parts {
		(*l)[i] = whole[p.lo:p.hi]
	}
}

// codeList codes a list. Each member takes a byte at least, so that a length beyond what is left is refused before memory is.
func codeList[T any](c *coder, l *[]T, member func(*T)) {
	n := int32(len(*l))
	c.num(&n)
	if c.read {
		if n < 0 || int(n) > c.left() {
			c.fail()
			return
		}
		*l = nil
		if n > 0 {
			*l = make([]T, n)
		}
	}
	for i := range *l {
		if member(&(*l)[i]); c.bad {
			return
		}
	}
}

func (c *coder) span(s *span) { c.part(s, new(int32)) }

// part codes a part of a list by where it starts behind the one before, and its length.
func (c *coder) part(s *span, last *int32) {
	gap, n := s.lo-*last, s.hi-s.lo
	c.num(&gap)
	c.num(&n)
	if c.read {
		s.lo = *last + gap
		s.hi = s.lo + n
	}
	*last = s.hi
}

func (c *coder) nums(n ...*int32) {
	for _, v := range n {
		c.num(v)
	}
}

func (c *coder) file(f *File) {
	c.str(&f.Path)
	c.str(&f.Language)
	c.str(&f.Package)
	c.str(&f.More)
	c.strs(&f.strs)
	c.strs(&f.paths)
	codeList(c, &f.sets, c.set)
	codeList(c, &f.lists, c.span)
	codeList(c, &f.words, c.num)
	codeList(c, &f.places, func(p *place) {
		c.u32(&p.start)
		length := p.end - p.start
		c.u32(&length)
		p.end = p.start + length
		c.num(&p.line)
		c.num(&p.column)
		lines := p.endLine - p.line
		c.num(&lines)
		p.endLine = p.line + lines
		c.num(&p.endColumn)
	})
	codeList(c, &f.binds, func(b *bind) { c.nums(&b.name, &b.text); c.u32(&b.start); c.u32(&b.end) })
	codeList(c, &f.envs, c.span)
	codeList(c, &f.funcs, func(fn *function) {
		c.nums(&fn.place, &fn.title, &fn.name, &fn.class, &fn.receiver, &fn.owner)
		c.u8(&fn.flavour)
		c.flag(&fn.graph)
		c.nums(&fn.rest, &fn.named, &fn.required, &fn.result, &fn.truncated)
		for _, s := range []*span{&fn.params, &fn.calls, &fn.origins, &fn.targets} {
			c.span(s)
		}
	})
	codeList(c, &f.params, c.num)
	var lambdas, edges, steps int32
	codeList(c, &f.calls, func(x *call) {
		c.num(&x.place)
		c.u8(&x.flavour)
		c.nums(&x.callee, &x.method, &x.typ, &x.value, &x.recv, &x.local, &x.param, &x.holder, &x.option, &x.args, &x.fun)
		c.flag(&x.own)
		c.part(&x.lambdas, &lambdas)
	})
	codeList(c, &f.lambdas, func(l *lambda) { c.nums(&l.index, &l.name, &l.value, &l.fun, &l.call) })
	codeList(c, &f.origins, func(o *origin) {
		c.u8((*uint8)(&o.kind))
		c.nums(&o.call, &o.index, &o.name, &o.spec, &o.env, &o.place, &o.fun)
		c.part(&o.edges, &edges)
	})
	codeList(c, &f.targets, func(t *target) {
		c.u8((*uint8)(&t.kind))
		c.nums(&t.call, &t.index, &t.name, &t.spec, &t.env, &t.place, &t.fun)
	})
	codeList(c, &f.edges, func(e *edge) { c.nums(&e.target, &e.from, &e.to, &e.set, &e.labels); c.part(&e.steps, &steps) })
	codeList(c, &f.steps, c.num)
	for _, l := range []*[]binding{&f.names, &f.exports, &f.members, &f.fields} {
		codeList(c, l, func(b *binding) { c.nums(&b.name, &b.value) })
	}
	codeList(c, &f.stars, c.num)
	codeList(c, &f.imports, c.num)
	codeList(c, &f.objects, c.span)
	codeList(c, &f.classes, func(x *class) {
		c.num(&x.name)
		c.flag(&x.iface)
		c.span(&x.parents)
		c.span(&x.methods)
		c.span(&x.fields)
	})
	codeList(c, &f.parents, c.num)
	codeList(c, &f.methods, func(m *method) { c.nums(&m.name, &m.fun) })
	codeList(c, &f.asked, c.num)
}

// set codes a set of rules; nil differs from empty.
func (c *coder) set(s *RuleSet) {
	n := int32(len(*s)) + 1
	if *s == nil {
		n = 0
	}
	c.num(&n)
	if !c.read {
		for _, w := range *s {
			c.out = binary.LittleEndian.AppendUint64(c.out, w)
		}
		return
	}
	if n == 0 {
		return
	}
	if n < 0 || int(n-1) > c.left()/8 {
		c.fail()
		return
	}
	*s = make(RuleSet, n-1)
	for i := range *s {
		for k := range 8 {
			(*s)[i] |= uint64(c.in[c.at+8*i+k]) << (8 * k)
		}
	}
	c.at += 8 * int(n-1)
}
