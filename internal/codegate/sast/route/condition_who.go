package route

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// What names say in conditions: functions that check who owns, functions that are the check of a role, values of Go's contexts.

var (
	ownsWords  = wordSet("owner owns owned ownership belongs owning")
	shareWords = wordSet("access member membership participant editable viewable")
	checkWords = wordSet("is has can check require ensure assert verify must validate authorize")
	guardNames = wordSet("admin admins administrator role roles permission permissions perm staff superuser moderator ops operator operators scope scopes privileged manager managers")
	keyWords   = wordSet("staff employee admin operator customer patient doctor seller driver teacher student")
)

// asksOwner tells a call that asks whether something belongs to who asks, by its name: ownsTeam, RequireOwner, checkAccess.
func asksOwner(name string) bool {
	check, shared := false, false
	for _, w := range words(name) {
		if ownsWords[w] {
			return true
		}
		check, shared = check || checkWords[w], shared || shareWords[w]
	}
	return check && shared
}

// inRoleCheck says whether a place is in a function that is named after the role that it asks for: requireAdmin, opsOnly.
func (b *builder) inRoleCheck(at uint32) bool {
	for fn := b.functionAt(at); fn != 0; fn = b.around(fn, g.Func, g.Lambda) {
		name := b.u.Part(fn, 0)
		if name == 0 {
			if v := b.u.Parents[fn]; b.u.Nodes[v].Kind == g.Var { // const adminOnly = (req, res, next) => …
				name = b.u.Part(v, 0)
			}
		}
		if name != 0 && b.u.Nodes[name].Kind == g.Ident && hasWord(b.u.Name(name), guardNames) {
			return true
		}
	}
	return false
}

// functionAt gives the innermost function around a place, or 0.
func (b *builder) functionAt(at uint32) (fn g.ID) {
	for id := g.ID(1); int(id) < len(b.u.Nodes); {
		n := &b.u.Nodes[id]
		switch {
		case n.Start > at:
			return fn
		case n.End <= at && n.Size > 0 && n.Kind != g.Args && n.End > n.Start:
			id = b.u.End(id)
		default:
			if (n.Kind == g.Func || n.Kind == g.Lambda) && n.Start <= at && at < n.End {
				fn = id
			}
			id++
		}
	}
	return fn
}

// converts tells functions that give what they are given in another type.
func converts(name string) bool {
	switch name {
	case "Atoi", "ParseInt", "ParseUint", "ParseFloat", "TrimSpace", "ToLower", "ToUpper", "TrimPrefix", "ObjectIDFromHex", "MustParse", "FromString", "FromStringOrNil", "Unescape", "PathUnescape", "QueryUnescape", "parseInt", "Number", "valueOf", "parseLong", "fromString":
		return true
	}
	return false
}

// inContext tells a value of Go's context that stands for who asks, by the key or the type that it is taken as.
func (b *builder) inContext(call g.ID, name string, list []g.ID) bool {
	if name != "Value" && name != "Get" && name != "MustGet" && name != "Locals" && name != "UserValue" || len(list) != 1 {
		return false
	}
	if up := b.u.Parents[call]; b.u.Nodes[up].Kind == g.Cast { // ctx.Value(key).(User)
		if typ := b.u.First(up); typ != call {
			switch t := strings.ToLower(strings.TrimLeft(string(b.u.Text[b.u.Nodes[typ].Start:b.u.Nodes[typ].End]), "*")); {
			case hasWord(t[strings.LastIndexByte(t, '.')+1:], principalWords) || hasWord(t[strings.LastIndexByte(t, '.')+1:], keyWords):
				return true
			}
		}
	}
	key := list[0]
	switch b.u.Nodes[key].Kind {
	case g.New:
		key = b.u.First(key)
	case g.Call: // contextKey("user")
		if args, _ := b.args(key); len(args) == 1 {
			key = args[0]
		}
	}
	text := b.dotted(key)
	if s, ok := b.constant(key); ok {
		text += " " + s
	}
	if hasWord(text, principalWords) || hasWord(text, keyWords) {
		return true
	}
	if name != "Value" {
		return false
	}
	short := strings.ToLower(text[strings.LastIndexByte(text, '.')+1:])
	return short == "ctxkey" || short == "contextkey" || short == "key" // its only one
}

// givesPrincipal tells a function of the file that returns who asks.
func (b *builder) givesPrincipal(call g.ID, follow int) bool {
	if follow >= maxFollow {
		return false
	}
	callee := b.u.First(call)
	name := b.lastName(callee)
	if of, _ := b.member(call); of != 0 && b.u.Nodes[callee].Kind == g.Member {
		name = b.u.Name(b.u.Child(callee, 1))
	}
	fn := b.method(name)
	if name == "" || fn == 0 || b.u.Nodes[fn].Size > 400 {
		return false
	}
	end := b.u.End(fn)
	for at := fn + 1; at < end; at++ {
		switch b.u.Nodes[at].Kind {
		case g.Lambda, g.Func:
			at = b.u.End(at) - 1
		case g.Return:
			v := b.u.First(at)
			if v != 0 && b.u.Nodes[v].Kind == g.Tuple {
				v = b.u.First(v)
			}
			before := b.lent
			b.lent = false
			is := v != 0 && b.principal(v, follow+1) && !b.lent
			b.lent = before
			if is {
				return true
			}
		}
	}
	return false
}

// inserts tells a statement that adds: who asks is one of its values, and ties nothing to anyone.
func (b *builder) inserts(args g.ID) bool {
	for c := range b.u.Children(args) {
		first := c
		for depth := 0; depth < 12 && (b.u.Nodes[first].Kind == g.Binary || b.u.Nodes[first].Kind == g.StrConcat); depth++ {
			first = b.u.First(first)
		}
		if first != 0 && b.u.Nodes[first].Kind == g.String {
			text := strings.ToLower(strings.TrimSpace(b.u.Name(first)[:min(len(b.u.Name(first)), 40)]))
			return strings.HasPrefix(text, "insert") && !strings.Contains(strings.ToLower(b.u.Name(first)), " where ")
		}
	}
	return false
}

// principal tells what stands for who asks: req.user, session["user_id"], current_user, claims.sub, c.Get("user").
func (b *builder) principal(id g.ID, follow int) bool {
	for range 24 {
		if b.u.Language == "python" && b.notWho(id) {
			return false
		}
		switch b.u.Nodes[id].Kind {
		case g.Member:
			name := b.u.Name(b.u.Child(id, 1))
			inner := b.u.First(id)
			if hasWord(name, principalWords) && b.requestLike(inner) {
				return true
			}
			if name == "principal" || name == "currentUser" || name == "current_user" {
				return true
			}
			id = inner
		case g.Index:
			inner := b.u.First(id)
			if key := b.u.Child(id, 1); key != 0 {
				if k, ok := b.constant(key); ok && hasWord(k, principalWords) && (b.requestLike(inner) || hasWord(b.dotted(inner), principalWords)) {
					return true
				}
			}
			id = inner
		case g.Call:
			object, name := b.member(id)
			list, _ := b.args(id)
			if name != "" && len(list) > 0 {
				if k, ok := b.constant(list[0]); ok && hasWord(k, principalWords) && (name == "get" || name == "Get" || name == "MustGet" || name == "GetString" || name == "GetInt" || name == "GetUint" || name == "GetInt64" || name == "Value" || name == "getAttribute" || name == "Locals") {
					return true
				}
				if name == "Value" && hasWord(b.dotted(list[0]), principalWords) {
					return true
				}
			}
			if b.u.Language == "go" && (b.inContext(id, name, list) || b.givesPrincipal(id, follow)) {
				return true
			}
			if name == "getPrincipal" || name == "getUserPrincipal" || name == "getAuthentication" || name == "get_jwt_identity" {
				return true
			}
			if callee := b.u.First(id); name == "" && callee != 0 {
				switch n := b.dotted(callee); n {
				case "get_jwt_identity", "getServerSession", "auth", "currentUser", "getCurrentUser", "get_current_user", "getSession", "get_jwt", "getUser", "requireUser", "getAuth":
					return true
				}
				name = b.dotted(callee)
			}
			if b.tellsWho(name[strings.LastIndexByte(name, '.')+1:], list) {
				return true
			}
			id = object
		case g.Ident:
			name := b.u.Name(id)
			switch name {
			case "current_user", "currentUser", "principal", "authentication", "session", "claims", "identity", "viewer":
				return true
			}
			d := b.u.Def(id)
			if d == nil || follow >= maxFollow {
				return false
			}
			if b.u.Language == "python" && b.pyFilled(d) {
				return true
			}
			if b.u.Language == "java" && (java{b}).principalParam(d) {
				return true
			}
			if b.lender(d) {
				b.lent = true
				return true
			}
			if d.Path != "" && d.Value != 0 { // const { user } = req, const { id } = req.user
				first, _, _ := strings.Cut(d.Path, ".")
				return hasWord(first, principalWords) && b.requestLike(d.Value) || b.principal(d.Value, follow+1)
			}
			v := b.valueOf(d)
			if v == 0 || v == id {
				return false
			}
			id, follow = v, follow+1
		case g.Await, g.Unary, g.Cast:
			last := b.u.First(id)
			for last != 0 && b.u.Nodes[last].Next != 0 {
				last = b.u.Nodes[last].Next
			}
			id = last
		default:
			return false
		}
		if id == 0 {
			return false
		}
	}
	return false
}

// requestLike tells what carries a request.
func (b *builder) requestLike(id g.ID) bool {
	text := strings.ToLower(b.dotted(id))
	if text == "" {
		return false
	}
	first, rest, _ := strings.Cut(text, ".")
	last := text[strings.LastIndexByte(text, '.')+1:]
	if b.u.Language == "python" && (first == "c" || first == "r" || first == "res" || first == "event" || first == "locals") {
		return false
	}
	switch first {
	case "req", "request", "ctx", "context", "c", "r", "g", "session", "self", "this", "res", "info", "event", "locals":
		if rest == "" || !inputWords[last] {
			return true
		}
	}
	return last == "session" || last == "state" || last == "locals" || last == "request" || last == "req"
}

// owns tells a comparison of the principal with something that belongs to someone.
func (b *builder) owns(one, other g.ID, follow int) bool {
	if one == 0 || other == 0 || !b.principal(one, follow) {
		return false
	}
	switch b.u.Nodes[other].Kind {
	case g.Null, g.String, g.Int, g.Bool, g.Char, g.StrConcat:
		return false
	}
	name := b.lastName(one)
	return hasWord(name, ownerWords) || hasWord(b.lastName(other), ownerWords)
}

// literal tells what stands for itself.
func literal(k g.Kind) bool {
	switch k {
	case g.Null, g.String, g.Int, g.Bool, g.Char, g.StrConcat:
		return true
	}
	return false
}

func (b *builder) lastName(id g.ID) string {
	for range 12 {
		switch b.u.Nodes[id].Kind {
		case g.Member:
			switch name := b.u.Name(b.u.Child(id, 1)); name {
			case "toString", "String", "hex", "value", "Hex":
				id = b.u.First(id)
			default:
				return strings.TrimPrefix(strings.TrimPrefix(name, "get"), "Get")
			}
		case g.Ident:
			return b.u.Name(id)
		case g.Index:
			if k, ok := b.constant(b.u.Child(id, 1)); ok {
				return k
			}
			return ""
		case g.Call:
			if callee := b.u.First(id); b.u.Nodes[callee].Kind == g.Member {
				id = callee
			} else if list, _ := b.args(id); len(list) == 1 { // String(x), str(x), int(x)
				id = list[0]
			} else {
				return ""
			}
		case g.Cast, g.Await, g.Unary:
			id = b.u.First(id)
		default:
			return ""
		}
		if id == 0 {
			return ""
		}
	}
	return ""
}
