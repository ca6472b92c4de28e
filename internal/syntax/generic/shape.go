package generic

import (
	"fmt"
	"strings"
)

// A shape is the contract of a kind: what its children are, in order. A word stands for one child, and where the language
// or the text has none, for an Empty in its place. A word that names a kind wants that kind; "mods" stands for any number
// of Decorator, Attr and TypeParams; "word*" for any number of children and "word?" for one or none, neither with an Empty.
// Any node may end in further children of kind Other or Error: what the text holds beyond the shape.
var shapes = [kinds]struct{ name, shape, note string }{
	None:  {"None", "", ""},
	Empty: {"Empty", "", ""},

	Ident:         {"Ident", "", "Ref is the name"},
	Qualified:     {"Qualified", "", "Ref is the canonical dotted name; only naming makes it"},
	This:          {"This", "", ""},
	Super:         {"Super", "", ""},
	Int:           {"Int", "", "Ref is the value in decimal; Op Imaginary"},
	Float:         {"Float", "", "Ref is the shortest decimal of the value; Op Imaginary"},
	String:        {"String", "", "Ref is the value after escapes; Op says how it was written"},
	Char:          {"Char", "", "Ref is the character"},
	Bool:          {"Bool", "", "Op True or False"},
	Null:          {"Null", "", "null, None, nil"},
	Regex:         {"Regex", "", "Ref is /pattern/flags"},
	Atom:          {"Atom", "", "Ref is the text: Python's ..., Ruby's :sym"},
	StrConcat:     {"StrConcat", "part*", "String and expressions in order; Op as for String"},
	Call:          {"Call", "callee Args TypeParams?", "Op Optional for f?.(), Tagged for `…`; a command's redirections and an instruction's options stand in the place of TypeParams"},
	New:           {"New", "type Args body? TypeParams?", "Op Composite for Go's T{…}; body is an anonymous class's, or C#'s initialiser as a Dict or List"},
	Member:        {"Member", "object name TypeParams?", "Op Optional for a?.b, Method for a::b where that differs from a.b, Deref for C#'s a->b"},
	Index:         {"Index", "object index*", "Op Optional for a?.[b]"},
	Slice:         {"Slice", "object from to step", "Op; Python's a[b:c] is an Index of a Slice whose object is Empty"},
	Unary:         {"Unary", "operand", "Op is the operator; PostInc and PostDec stand behind"},
	Binary:        {"Binary", "left right", "Op is the operator; a < b < c leans left"},
	Assign:        {"Assign", "target value", "Op Declare for :=, Bind for Python's := and as"},
	AssignOp:      {"AssignOp", "target value", "Op is the operator without ="},
	Destructure:   {"Destructure", "target*", "Op Dict or List; a target is an Ident, a Pair, a Spread, an Assign of its default"},
	Cond:          {"Cond", "condition then else", ""},
	Lambda:        {"Lambda", "mods name Params result body", "body is a Block, with a Return where it was an expression"},
	Await:         {"Await", "value", ""},
	Yield:         {"Yield", "value?", "Op From"},
	Spread:        {"Spread", "value?", "Op Double for **"},
	Cast:          {"Cast", "type value", "Op As, Satisfies, NonNull or none"},
	TypeTest:      {"TypeTest", "value type binding?", "the type is an expression where the language has it so; Java's binding is a Param"},
	List:          {"List", "item*", ""},
	Tuple:         {"Tuple", "item*", "Op Comma for JavaScript's comma operator"},
	Set:           {"Set", "item*", ""},
	Dict:          {"Dict", "item*", "Pair, Spread, Func for methods; {a} is the Pair of a with a"},
	Pair:          {"Pair", "key value", "Op Computed where the key is an expression; else an Ident as key is a name"},
	Comprehension: {"Comprehension", "result clause*", "Op List, Set, Dict or Generator; a clause is a ForEach or an If without body"},
	Xml:           {"Xml", "name child*", "XmlAttr and Spread first, then what is inside"},
	XmlAttr:       {"XmlAttr", "name value", ""},
	XmlText:       {"XmlText", "", "Ref is the text"},
	Args:          {"Args", "argument*", ""},
	NamedArg:      {"NamedArg", "name value", ""},

	Block:      {"Block", "statement*", "Op Implicit where the text has no braces of its own: a header's initialiser and its statement"},
	ExprStmt:   {"ExprStmt", "expression", ""},
	If:         {"If", "condition then else", "else if is an If in the place of else"},
	For:        {"For", "init condition update body", ""},
	ForEach:    {"ForEach", "target source body else?", "Op In for keys, Of for values, Async, Declare"},
	While:      {"While", "condition body else?", ""},
	DoWhile:    {"DoWhile", "body condition", ""},
	Switch:     {"Switch", "subject case*", "Op Fall where a case runs on into the next, Type, Select, Match"},
	Case:       {"Case", "pattern*", "the last child is the Block; a guard is an If without body"},
	Default:    {"Default", "Block", ""},
	Return:     {"Return", "value?", ""},
	Break:      {"Break", "label?", "Op Fall for Go's fallthrough"},
	Continue:   {"Continue", "label?", ""},
	Throw:      {"Throw", "value? cause?", ""},
	Try:        {"Try", "body handler*", "Catch in order, a Block for Python's else, Finally; body is a With where resources are opened"},
	Catch:      {"Catch", "Param Block", ""},
	Finally:    {"Finally", "Block", ""},
	With:       {"With", "item*", "the last child is the Block; Op Async, Lock for synchronized"},
	Defer:      {"Defer", "call", ""},
	Go:         {"Go", "call", ""},
	Label:      {"Label", "name statement", ""},
	Goto:       {"Goto", "label", ""},
	Assert:     {"Assert", "condition message?", ""},
	Import:     {"Import", "source item*", "Op From, Static, Require, Export, Side; the source is a String or a dotted Ident and Member; Empty in a plain export list"},
	ImportItem: {"ImportItem", "name alias", "Op Default, Namespace, Wildcard; the name may be a dotted Member where no source is given"},
	Package:    {"Package", "name", ""},
	Directive:  {"Directive", "operand*", "Ref is the word: use strict, global, del, debugger, export default …"},

	Func:       {"Func", "mods name Params result body", "Op Method, Constructor, Getter, Setter, Generator; body Empty in a declaration"},
	Params:     {"Params", "parameter*", ""},
	Param:      {"Param", "mods name type default", "Op Rest, Double for **kw, Receiver, Optional, Positional and Keyword for Python's / and *"},
	Class:      {"Class", "mods name extends* Block", "Op Interface, Enum, Record, Struct, Annotation, Namespace"},
	Extends:    {"Extends", "type*", "Op Implements, Embeds, Permits, Keyword for Python's metaclass="},
	Field:      {"Field", "mods name type value", "Op Constant for an enum's"},
	Var:        {"Var", "mods name type value", "the name may be a Destructure or a Tuple"},
	TypeDef:    {"TypeDef", "mods name type", "Op Alias"},
	Decorator:  {"Decorator", "expression", "a Call where it has arguments"},
	Attr:       {"Attr", "part*", "Ref is the word: public, static, async, const, export …; throws has its types"},
	TypeParams: {"TypeParams", "type*", ""},

	TypeName:  {"TypeName", "", "Ref is the name as written, dotted"},
	TypeApply: {"TypeApply", "type argument*", ""},
	TypeArray: {"TypeArray", "element length?", "one dimension"},
	TypeFunc:  {"TypeFunc", "mods Params result", ""},
	TypeUnion: {"TypeUnion", "type*", "Op BitAnd for an intersection"},
	TypeOther: {"TypeOther", "part*", "Op Deref for a pointer, Map, Chan, Optional"},

	MV: {"MV", "", ""}, MVEllipsis: {"MVEllipsis", "", ""}, Ellipsis: {"Ellipsis", "", ""}, Deep: {"Deep", "expression", ""},
	Typed: {"Typed", "name type", ""}, ChainEllipsis: {"ChainEllipsis", "object", ""}, AnyString: {"AnyString", "", ""},
	RegexString: {"RegexString", "", ""}, Disj: {"Disj", "choice*", ""},

	Other: {"Other", "part*", "Sym is the grammar's symbol"},
	Error: {"Error", "part*", ""},
}

// Shape describes the children of a kind; see the table's own comment.
func Shape(k Kind) (shape, note string) { return shapes[k].shape, shapes[k].note }

// wanted are the words of shapes that name a kind.
var wanted = map[string]Kind{"Args": Args, "Params": Params, "Param": Param, "Block": Block, "TypeParams": TypeParams}

// Check reports the first node that breaks the contract: a shape, the arena's order, or a span outside its parent's.
func Check(f *File) error {
	if len(f.Nodes) < 2 {
		return nil
	}
	if n := f.Nodes[1]; int(n.Size) != len(f.Nodes)-1 || n.Next != 0 {
		return fmt.Errorf("the root has %d nodes of %d", n.Size, len(f.Nodes)-1)
	}
	var kids []ID
	for id := ID(1); int(id) < len(f.Nodes); id++ {
		n := f.Nodes[id]
		kids = kids[:0]
		end := id + ID(n.Size)
		for at := id + 1; at < end; at += ID(f.Nodes[at].Size) {
			c := f.Nodes[at]
			if c.Size < 1 || at+ID(c.Size) > end {
				return fmt.Errorf("node %d of size %d passes the end of its parent %d", at, c.Size, id)
			}
			if next := at + ID(c.Size); next < end && c.Next != next || next == end && c.Next != 0 {
				return fmt.Errorf("node %d names %d as its sibling", at, c.Next)
			}
			if !shared(c.Kind) && (c.Start < n.Start || c.End > n.End) {
				return fmt.Errorf("%s %d-%d is outside %s %d-%d", c.Kind, c.Start, c.End, n.Kind, n.Start, n.End)
			}
			kids = append(kids, at)
		}
		if n.Start > n.End || int(n.End) > len(f.Source) {
			return fmt.Errorf("%s has the span %d-%d of %d bytes", n.Kind, n.Start, n.End, len(f.Source))
		}
		if n.Kind == None || n.Kind >= kinds {
			return fmt.Errorf("node %d at byte %d has no kind", id, n.Start)
		}
		if int(n.Ref) >= len(f.Strings) {
			return fmt.Errorf("%s at byte %d refers to string %d of %d", n.Kind, n.Start, n.Ref, len(f.Strings))
		}
		if !fits(f, shapes[n.Kind].shape, kids) {
			return fmt.Errorf("%s at %d-%d is not (%s): %s", n.Kind, n.Start, n.End, shapes[n.Kind].shape, f.Dump(id))
		}
	}
	return nil
}

func fits(f *File, shape string, kids []ID) bool {
	kind := func() Kind {
		if len(kids) == 0 {
			return None
		}
		return f.Nodes[kids[0]].Kind
	}
	for word := range strings.FieldsSeq(shape) {
		switch {
		case word == "mods":
			for k := kind(); k == Attr || k == Decorator || k == TypeParams; k = kind() {
				kids = kids[1:]
			}
			continue
		case word == "extends*":
			for kind() == Extends {
				kids = kids[1:]
			}
			continue
		case strings.HasSuffix(word, "*"):
			return true
		}
		want, optional := strings.CutSuffix(word, "?")
		switch k := kind(); {
		case k == None && optional:
			continue
		case k == None:
			return false
		case wanted[want] != None && k != wanted[want] && k != Empty && k != Error && !k.Pattern():
			if optional {
				continue
			}
			return false
		}
		kids = kids[1:]
	}
	for len(kids) > 0 && (kind() == Other || kind() == Error) {
		kids = kids[1:]
	}
	return len(kids) == 0
}
