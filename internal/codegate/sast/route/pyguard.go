package route

import (
	"regexp"
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Guards that Python code writes out in its own ways: an exception that turns away at a function's end, a filter that is
// filled before the query, what belongs to the user reached through the user.

// pyGuards looks at one node.
func (b *builder) pyGuards(id g.ID) {
	n := &b.u.Nodes[id]
	switch n.Kind {
	case g.Throw, g.Return:
		if b.u.First(id) == 0 {
			return
		}
		if !b.underCondition(id) {
			var s signs
			b.does(&s, id)
			if s.denies {
				b.prove("auth.authenticated", n.Start, n.End)
			}
		}
		if n.Kind == g.Return {
			b.filterGiven(id)
		}
	case g.Assign:
		b.filterFilled(id)
	case g.If:
		if b.u.Child(id, 2) != 0 && b.u.Nodes[b.u.Child(id, 2)].Kind != g.Empty { // what fits goes on in the other branch
			var s signs
			b.asks(&s, b.u.First(id), 0, new(int))
			if s.checks {
				b.prove("validate.checked", n.Start, n.End)
			}
		}
		b.machine(id)
	case g.Cond: // x if isinstance(x, str) and len(x) < 80 else None
		var s signs
		b.asks(&s, b.u.First(id), 0, new(int))
		if s.checks {
			b.prove("validate.checked", n.Start, n.End)
		}
	case g.Call:
		b.reached(id)
	}
}

// underCondition tells a statement under a condition, which is read with that.
func (b *builder) underCondition(id g.ID) bool {
	for up := b.u.Parents[id]; up != 0; up = b.u.Parents[up] {
		switch b.u.Nodes[up].Kind {
		case g.If, g.Cond:
			return true
		case g.Func, g.Lambda, g.Catch:
			return false
		}
	}
	return false
}

var (
	secretName = regexp.MustCompile(`^(?:\w+\.)*[A-Z][A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD)$|^settings\.\w*(?:key|token|secret)$`)
	userSQL    = regexp.MustCompile(`(?i)\bselect\b[^;]{0,300}\bfrom\s+["` + "`" + `]?(?:\w+\.)?(?:users?|accounts?|customers?|members?|employees?|auth_user)["` + "`" + `]?\s+where\s+(?:\w+\.)?(?:id|user_id|sub|email|username|uuid)\s*=`)
	className  = regexp.MustCompile(`\b[A-Z][a-z]\w*\b|get_user_model\(\)`)
	userClass  = wordSet("user account customer member employee person usermodel dbuser adminuser staff appuser userorm usertable get_user_model()")
	loadName   = regexp.MustCompile(`(?i)^(?:get|first|one|execute|scalar\w*|fetch\w*|find_one|get_or_none|filter\w*|where|query|select|get_object_or_404)$`)
)

// machine reads a condition that compares what is sent with a secret of the settings: who has it is trusted as a whole.
func (b *builder) machine(id g.ID) {
	cond := b.u.First(id)
	if cond == 0 || b.u.Nodes[cond].Size > 40 {
		return
	}
	found := false
	for at := cond; at < b.u.End(cond); at++ {
		if k := b.u.Nodes[at].Kind; k == g.Ident || k == g.Member {
			found = found || secretName.MatchString(b.dotted(at))
		}
	}
	if !found {
		return
	}
	var s signs
	b.does(&s, b.u.Child(id, 1))
	if s.denies {
		b.prove("auth.role", b.u.Nodes[id].Start, b.u.Nodes[id].End)
	}
}

// loadsWho tells a query for the account of who asks, which ties nothing else to them.
func (b *builder) loadsWho(call g.ID) bool {
	n := b.u.Nodes[call]
	_, name := b.member(call)
	if !loadName.MatchString(name) || n.End-n.Start > 500 {
		return false
	}
	text := string(b.u.Source[n.Start:n.End])
	if userSQL.MatchString(text) {
		return true
	}
	found := false
	for _, c := range className.FindAllString(text, 40) {
		switch {
		case c == "None" || c == "True" || c == "False":
		case userClass[strings.ToLower(c)]:
			found = true
		default:
			return false
		}
	}
	return found
}

var filterName = regexp.MustCompile(`(?i)^(?:\w*_)?(?:query|filter|filters|where|criteria|conditions?|cond|spec|match|lookup|params|q)$`)

// filterFilled reads query["owner"] = g.user_id.
func (b *builder) filterFilled(id g.ID) {
	t := b.u.First(id)
	if t == 0 || b.u.Nodes[t].Kind != g.Index || b.u.Nodes[b.u.First(t)].Kind != g.Ident || !filterName.MatchString(b.u.Name(b.u.First(t))) {
		return
	}
	if key, ok := b.constant(b.u.Child(t, 1)); ok && hasWord(key, ownerWords) {
		if sure, _ := b.whoAsks(b.u.Child(id, 1)); sure {
			b.prove("auth.ownership", b.u.Nodes[id].Start, b.u.Nodes[id].End)
		}
	}
}

// filterGiven reads return {"_id": …, "owner": g.user_id}.
func (b *builder) filterGiven(id g.ID) {
	v := b.u.First(id)
	if v == 0 || b.u.Nodes[v].Kind != g.Dict {
		return
	}
	key, owner := false, false
	for c := range b.u.Children(v) {
		if b.u.Nodes[c].Kind != g.Pair {
			continue
		}
		switch name, _ := b.constant(b.u.First(c)); {
		case name == "_id" || name == "id" || name == "pk" || name == "uuid":
			key = true
		case hasWord(name, ownerWords):
			sure, _ := b.whoAsks(b.u.Child(c, 1))
			owner = owner || sure
		}
	}
	if key && owner {
		b.prove("auth.ownership", b.u.Nodes[id].Start, b.u.Nodes[id].End)
	}
}

// reached reads request.user.orders.get(pk=pk) and get_object_or_404(request.user.orders, pk=pk): what is below who asks is
// theirs.
func (b *builder) reached(call g.ID) {
	of, name := b.member(call)
	if of == 0 {
		callee := b.u.First(call)
		switch b.lastName(callee) {
		case "get_object_or_404", "get_list_or_404", "aget_object_or_404":
			if list, _ := b.args(call); len(list) > 0 && b.belongs(list[0], 0) {
				b.prove("auth.ownership", b.u.Nodes[call].Start, b.u.Nodes[call].End)
				return
			}
			_, named := b.args(call)
			for key, v := range named {
				if sure, _ := b.whoAsks(v); sure && hasWord(key, ownerWords) {
					b.prove("auth.ownership", b.u.Nodes[call].Start, b.u.Nodes[call].End)
					return
				}
			}
		}
		return
	}
	if queryName.MatchString(name) && b.belongs(of, 0) {
		b.prove("auth.ownership", b.u.Nodes[call].Start, b.u.Nodes[call].End)
	}
}

// belongs tells what is reached through who asks: request.user.orders, user.orders.filter(…).
func (b *builder) belongs(id g.ID, depth int) bool {
	if id == 0 || depth > 8 {
		return false
	}
	switch b.u.Nodes[id].Kind {
	case g.Member:
		inner := b.u.First(id)
		if k := b.u.Nodes[inner].Kind; k == g.Member || k == g.Ident {
			name := b.lastName(inner)
			if name == "user" || name == "current_user" || name == "account" || name == "profile" || name == "customer" || name == "tenant" || name == "organization" || name == "owner" || name == "member" {
				if sure, _ := b.whoAsks(inner); sure {
					return b.u.Name(b.u.Child(id, 1)) != "is_authenticated"
				}
			}
		}
		return b.belongs(inner, depth+1)
	case g.Call:
		of, _ := b.member(id)
		return b.belongs(of, depth+1)
	case g.Cond:
		return b.belongs(b.u.Child(id, 1), depth+1) || b.belongs(b.u.Child(id, 2), depth+1)
	case g.Ident:
		if d := b.u.Def(id); d != nil && d.Path == "" {
			if v := b.valueOf(d); v != 0 && v != id {
				return b.belongs(v, depth+1)
			}
		}
	}
	return false
}

// notWho tells what other languages call a session and Python's libraries do not: a session of a database.
func (b *builder) notWho(id g.ID) bool {
	switch b.u.Nodes[id].Kind {
	case g.Ident:
		if b.u.Name(id) == "session" {
			name, _ := b.u.Canonical(id)
			return name != "flask.session" && name != "quart.session"
		}
	case g.Member:
		if b.u.Name(b.u.Child(id, 1)) == "session" {
			inner := b.u.First(id)
			k := b.u.Nodes[inner].Kind
			return k == g.This || k == g.Ident && b.u.Name(inner) != "request" && b.u.Name(inner) != "req" && b.u.Name(inner) != "flask"
		}
	}
	return false
}

var (
	fillerIdentity = wordSet("user userid owner customer account tenant org organization principal actor requester caller viewer member merchant sub uid claims identity subject me client admin token payload author staff manager employee partner auth authenticated")
	fillerOther    = wordSet("db database session conn connection settings config repo repository service services cache redis pagination paging params query form filters background uow limiter mailer storage engine logger bookings")
)

// pyFilled tells a parameter that the framework fills with who asks, or with what belongs to them.
func (b *builder) pyFilled(d *names.Def) bool {
	if d.Kind != names.Param || d.Owner == 0 {
		return false
	}
	param := d.Owner
	if b.u.Nodes[param].Kind != g.Param {
		if param = b.around(param, g.Param); param == 0 {
			return false
		}
	}
	steps := b.filler(param)
	if len(steps) == 0 {
		return false
	}
	if steps[0].Type && !strings.Contains(strings.ToLower(steps[0].Text), "user") && !hasWord(steps[0].Text, fillerIdentity) {
		return false
	}
	if hasWord(d.Name, fillerOther) && !hasWord(d.Name, fillerIdentity) {
		return false
	}
	return hasWord(d.Name, fillerIdentity) || hasWord(steps[0].Text, fillerIdentity)
}
