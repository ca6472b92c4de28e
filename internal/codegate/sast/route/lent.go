package route

import (
	"strings"

	g "bartizan/internal/syntax/generic"
	"bartizan/internal/syntax/names"
)

// Who asks is often handed on: the handler gives it to a service, whose parameter goes into the query. In the service nothing
// says what the parameter is; that a parameter of such a name ties the object to it holds where every caller's value counts.
// Evidence with a ? at its end counts where a call handed the principal over.

const (
	lentMark = "?"
	handed   = "principal.handed" // a call that is given who asks
	passed   = "principal.passed" // a call that is given a parameter that may be who asks
)

var lentWords = wordSet("user userid owner ownerid customer customerid account accountid tenant tenantid org orgid organization principal actor requester caller viewer member author authorid sub uid session claims email username team workspace company identity subject me creator")

// lender tells a parameter that may be who asks, by its name: not one that a framework fills in.
func (b *builder) lender(d *names.Def) bool {
	if d.Kind != names.Param || d.Owner == 0 || !hasWord(d.Name, lentWords) {
		return false
	}
	param := d.Owner
	if b.u.Nodes[param].Kind != g.Param {
		if param = b.around(param, g.Param); param == 0 {
			return false
		}
	}
	for c := range b.u.Children(param) {
		if b.u.Nodes[c].Kind == g.Decorator {
			return false
		}
	}
	return true
}

// sure says whether an expression is who asks for certain; lent whether it is if a caller handed that over.
func (b *builder) whoAsks(id g.ID) (sure, lent bool) {
	before := b.lent
	b.lent = false
	is := b.principal(id, 0)
	sure, lent = is && !b.lent, is && b.lent
	b.lent = before
	return sure, lent
}

var (
	askWords  = wordSet("user session auth authenticated viewer principal identity claims caller actor userid uid me currentuser sessionuser loggedin signedin")
	makeWords = wordSet("create delete update find hash save register add insert list all render send by new set log sign count remove destroy make build invite revoke search reset upsert store write sync import export logout signout clear end login signin check has is can")
	fromWords = wordSet("req request res response ctx context c r w event token cookies cookie headers header authoptions options config jwt accesstoken sessiontoken authorization auth sid bearer cookiestore env")
)

// tellsWho tells a function that says who asks, by its name and by being given nothing but the request, or a part of it that
// proves who asks: requireUser(), sessionEmail(), getUserId(request), userFromToken(token).
func (b *builder) tellsWho(name string, list []g.ID) bool {
	all := words(name)
	found := false
	for _, w := range all {
		if makeWords[w] {
			return false
		}
		found = found || askWords[w]
	}
	if !found && !askWords[strings.ToLower(name)] {
		return false
	}
	for _, arg := range list {
		if !b.provesWho(arg, 0) {
			return false
		}
	}
	return true
}

func (b *builder) provesWho(id g.ID, depth int) bool {
	if id == 0 || depth > 6 {
		return false
	}
	switch b.u.Nodes[id].Kind {
	case g.Await, g.Unary, g.Cast, g.Cond, g.Binary:
		ok := false
		for c := range b.u.Children(id) {
			if b.provesWho(c, depth+1) {
				ok = true
			}
		}
		return ok
	case g.Dict:
		for c := range b.u.Children(id) {
			if b.u.Nodes[c].Kind != g.Pair || !b.provesWho(b.u.Child(c, 1), depth+1) && !fromWords[strings.ToLower(b.u.Name(b.u.First(c)))] {
				return false
			}
		}
		return true
	case g.Call:
		if object, _ := b.member(id); object != 0 {
			return b.provesWho(object, depth+1)
		}
		return fromWords[strings.ToLower(b.lastName(b.u.First(id)))]
	case g.Member:
		return hasWord(b.u.Name(b.u.Child(id, 1)), fromWords) || b.provesWho(b.u.First(id), depth+1) && !b.fromInput(id)
	case g.Index:
		return b.provesWho(b.u.First(id), depth+1)
	case g.Ident:
		return hasWord(b.u.Name(id), fromWords)
	}
	return false
}
