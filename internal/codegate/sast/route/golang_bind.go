package route

import (
	"regexp"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Gin and Hertz check the rules in a record's tags as they bind it. The record may stand in another file: evidence says what
// is bound and which records have rules, and the model puts them together.

const (
	bindsMark = "binds:"
	rulesMark = "rules:"
)

var (
	bindName = regexp.MustCompile(`^(?:Should|Must)?Bind(?:JSON|XML|YAML|TOML|Form|Query|Uri|URI|Header|With|BodyWith|BodyWithJSON|AndValidate)?$`)
	// More than that something is there.
	ruleTag = regexp.MustCompile(`(?:binding|validate|valid|vd):"[^"]*\b(?:min|max|len|oneof|email|uuid\d?|url|uri|numeric|number|alpha\w*|gte?|lte?|eq|ne|datetime|e164|ip\w*|hostname\w*|regexp|matches|startswith|endswith|containsany|excludes\w*|hexadecimal|base64|json|boolean|latitude|longitude|iso\w*|postcode\w*|credit_card|dive)\b`)
)

func (b *builder) goBindings() {
	text := string(b.u.Text)
	binds := strings.Contains(text, "gin-gonic/gin") || strings.Contains(text, "cloudwego/hertz")
	if !binds && !strings.Contains(text, "binding:") && !strings.Contains(text, "vd:") {
		return
	}
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch b.u.Nodes[id].Kind {
		case g.Class:
			if name := b.u.Part(id, 0); name != 0 && b.ruled(id) {
				b.prove(rulesMark+b.u.Name(name), b.u.Nodes[id].Start, b.u.Nodes[id].End)
			}
		case g.Call:
			_, name := b.member(id)
			list, _ := b.args(id)
			if !binds || len(list) == 0 || !bindName.MatchString(name) {
				continue
			}
			n := b.u.Nodes[id]
			if record := b.inlineRecord(list[0]); record != 0 {
				if b.ruled(record) {
					b.prove("validate.schema", n.Start, n.End)
				}
			} else if t := b.u.Type(list[0]); t != "" {
				b.prove(bindsMark+t[strings.LastIndexByte(t, '.')+1:], n.Start, n.End)
			}
		}
	}
}

var fillName = regexp.MustCompile(`^(?:Decode|DecodeJSON|Unmarshal|BodyParser|QueryParser|ParamsParser|ReadJSON|readJSON|decode|decodeJSON|bind|parseJSON)$`)

// boundData tells a variable of Go that the request's data is bound to.
func (b *builder) boundData(id g.ID) bool {
	if b.u.Language != "go" || b.u.Uses[id] == 0 {
		return false
	}
	if b.binds == nil {
		b.binds = map[names.Symbol]bool{}
		for call := g.ID(1); int(call) < len(b.u.Nodes); call++ {
			if b.u.Nodes[call].Kind != g.Call {
				continue
			}
			if name := b.calleeName(call); !bindName.MatchString(name) && !fillName.MatchString(name) {
				continue
			}
			list, _ := b.args(call)
			for _, arg := range list {
				if b.u.Nodes[arg].Kind == g.Unary && b.u.Nodes[arg].Op == g.AddressOf {
					if x := b.u.First(arg); b.u.Nodes[x].Kind == g.Ident && b.u.Uses[x] != 0 {
						b.binds[b.u.Uses[x]] = true
					}
				}
			}
		}
	}
	return b.binds[b.u.Uses[id]]
}

func (b *builder) calleeName(call g.ID) string {
	if _, name := b.member(call); name != "" {
		return name
	}
	if callee := b.u.First(call); b.u.Nodes[callee].Kind == g.Ident {
		return b.u.Name(callee)
	}
	return ""
}

// inlineRecord gives the struct that a variable is declared with.
func (b *builder) inlineRecord(id g.ID) g.ID {
	if b.u.Nodes[id].Kind == g.Unary {
		id = b.u.First(id)
	}
	d := b.u.Def(id)
	if d == nil || d.Owner == 0 || b.u.Nodes[d.Owner].Kind != g.Var {
		return 0
	}
	if typ := b.u.Part(d.Owner, 1); typ != 0 && b.u.Nodes[typ].Kind == g.TypeOther {
		return typ
	}
	return 0
}

// ruled tells a record some field of which has a rule.
func (b *builder) ruled(record g.ID) bool {
	for id, end := record+1, b.u.End(record); id < end; id++ {
		if b.u.Nodes[id].Kind == g.Attr && ruleTag.MatchString(b.u.Name(id)) {
			return true
		}
	}
	return false
}

// bindRules turns evidence of what is bound into evidence of a schema where the record has rules.
func (m *Model) bindRules() {
	ruled := map[string]bool{}
	for i := range m.files {
		for k := range m.files[i].Evidence {
			if name, ok := strings.CutPrefix(m.files[i].Evidence[k].Name, rulesMark); ok {
				ruled[name] = true
			}
		}
	}
	for i := range m.files {
		for k := range m.files[i].Evidence {
			if name, ok := strings.CutPrefix(m.files[i].Evidence[k].Name, bindsMark); ok && ruled[name] {
				m.files[i].Evidence[k].Name = "validate.schema"
			}
		}
	}
}
