package route

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	g "bartizan/internal/syntax/generic"
)

// Guards that code writes out itself: a condition whose failing branch leaves. What it asks about says which guard it is, and
// the answer that the failing branch gives says the same where the condition does not.

const (
	maxSigns  = 400 // nodes that are looked at of one condition or branch
	maxFollow = 3   // names that stand for other expressions
)

// Words of names, in lower case and singular where that is how they are compared.
var (
	roleWords      = wordSet("role roles admin admins administrator isadmin permission permissions perm perms scope scopes privilege privileges authority authorities group groups staff superuser moderator manager can ability policy rbac acl allowed")
	principalWords = wordSet("user currentuser session principal claims auth identity viewer me uid sub userid account member tenant org organization subject caller actor requester credentials jwt payload decoded")
	ownerWords     = wordSet("id uid sub owner author creator tenant org organization account user userid email username customer member team workspace company createdby uuid key name login")
	inputWords     = wordSet("body query params param headers header args form json files get_json formdata searchparams")
	deniedWords    = wordSet("forbidden unauthorized unauthenticated accessdenied permissiondenied notauthorized unauthorised statusforbidden statusunauthorized login signin denied authenticationerror authorizationerror notauthenticated")
)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// words takes a name apart: requireAdminRole, is_admin, HTTP_403.
func words(name string) (all []string) {
	start := 0
	runes := []rune(name)
	put := func(end int) {
		if end > start {
			all = append(all, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			put(i)
			start = i + 1
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && unicode.IsLetter(runes[i-1])):
			put(i)
		case unicode.IsDigit(r) != (i > 0 && unicode.IsDigit(runes[i-1])) && i > 0 && unicode.IsLetter(runes[i-1]):
			put(i)
		}
	}
	put(len(runes))
	return all
}

func hasWord(name string, set map[string]bool) bool {
	if set[strings.ToLower(name)] {
		return true
	}
	return slices.ContainsFunc(words(name), func(w string) bool { return set[w] })
}

// A sign is what a condition or branch is made of.
type signs struct {
	role, owner, session, checks bool
	denies, refuses, leaves      bool // 401 or 403; 400 or 422; it ends what is done
	forbids                      bool // 403
}

// conditions finds the guards that a file writes out.
func (b *builder) conditions() {
	for id := g.ID(1); int(id) < len(b.u.Nodes); id++ {
		switch n := &b.u.Nodes[id]; n.Kind {
		case g.If, g.Cond:
			cond, then, or := b.u.First(id), b.u.Child(id, 1), b.u.Child(id, 2)
			if cond == 0 || then == 0 {
				continue
			}
			var s signs
			b.asks(&s, cond, 0, new(int))
			b.does(&s, then)
			if or != 0 {
				b.does(&s, or)
			}
			b.conclude(&s, n.Start, n.End)
		case g.Assert:
			var s signs
			if c := b.u.First(id); c != 0 {
				b.asks(&s, c, 0, new(int))
			}
			s.leaves = true
			b.conclude(&s, n.Start, n.End)
		case g.Return:
			v := b.u.First(id)
			if v == 0 {
				continue
			}
			if f := b.around(id, g.Func, g.Lambda); f != 0 && b.decides(f) {
				var s signs
				b.asks(&s, v, 0, new(int))
				s.leaves = true
				b.conclude(&s, n.Start, n.End)
			}
		case g.Try:
			for c := range b.u.Children(id) {
				if b.u.Nodes[c].Kind == g.Catch {
					body := b.u.First(id)
					b.prove("caught", b.u.Nodes[body].Start, b.u.Nodes[body].End)
					break
				}
			}
		case g.Call:
			b.scoped(id)
		}
	}
}

// decides tells a function whose result lets a request through.
func (b *builder) decides(fn g.ID) bool {
	name := b.u.Part(fn, 0)
	if name == 0 {
		return false
	}
	switch b.u.Name(name) {
	case "canActivate", "has_permission", "has_object_permission", "test_func", "authorize", "authorized", "isAuthorized", "is_authorized", "check_permission", "hasPermission", "can", "preHandle":
		return true
	}
	return false
}

func (b *builder) conclude(s *signs, start, end uint32) {
	if !s.leaves && !s.denies {
		return
	}
	switch {
	case s.role:
		b.prove("auth.role", start, end)
	case s.owner:
		b.prove("auth.ownership", start, end)
	case s.forbids && !s.session:
		b.prove("auth.role", start, end)
		b.prove("auth.ownership", start, end)
	}
	if s.role || s.owner || s.session || s.denies {
		b.prove("auth.authenticated", start, end)
	}
	if s.checks && (s.refuses || s.leaves) {
		b.prove("validate.checked", start, end)
	}
}

// asks reads a condition.
func (b *builder) asks(s *signs, id g.ID, follow int, left *int) {
	if id == 0 || *left > maxSigns {
		return
	}
	*left++
	n := &b.u.Nodes[id]
	switch n.Kind {
	case g.Lambda, g.Func:
		return
	case g.Member, g.Ident, g.Index:
		b.asksName(s, id, follow, left)
		if n.Kind == g.Index {
			for c := range b.u.Children(id) {
				b.asks(s, c, follow, left)
			}
		}
		return
	case g.Binary:
		l, r := b.u.First(id), b.u.Child(id, 1)
		switch n.Op {
		case g.Eq, g.Ne, g.Same, g.NotSame, g.Is, g.IsNot:
			if b.owns(l, r, follow) || b.owns(r, l, follow) {
				s.owner = true
			}
		case g.Lt, g.Le, g.Gt, g.Ge:
			s.checks = s.checks || !b.answered(l) && !b.answered(r)
		}
	case g.TypeTest:
		s.checks = true
	case g.Unary:
		if n.Op == g.Typeof {
			s.checks = true
		}
	case g.Call:
		_, name := b.member(id)
		if callee := b.u.First(id); name == "" && callee != 0 {
			name = b.u.Name(callee)
		}
		if hasWord(name, roleWords) && !b.fromInput(id) {
			s.role = true
		}
		switch lower := strings.ToLower(name); {
		case lower == "test" || lower == "match" || lower == "matches" || lower == "isinteger" || lower == "isnan" || lower == "isarray" || lower == "isinstance" || lower == "matchstring" || lower == "fullmatch" || lower == "safeparse" || lower == "isempty" && n.Size > 6 ||
			strings.HasPrefix(lower, "is") && (strings.Contains(lower, "email") || strings.Contains(lower, "uuid") || strings.Contains(lower, "length") || strings.Contains(lower, "int") || strings.Contains(lower, "valid")) || strings.Contains(lower, "valid"):
			s.checks = true
		case lower == "equals" || lower == "equal" || lower == "is" || lower == "timingsafeequal" || lower == "compare_digest":
			list, _ := b.args(id)
			if object, _ := b.member(id); object != 0 {
				list = append(list, object)
			}
			for i := range list {
				for k := range list {
					if i != k && b.owns(list[i], list[k], follow) {
						s.owner = true
					}
				}
			}
		}
	}
	for c := range b.u.Children(id) {
		b.asks(s, c, follow, left)
	}
}

// asksName reads a name in a condition, and what it stands for.
func (b *builder) asksName(s *signs, id g.ID, follow int, left *int) {
	text := b.dotted(id)
	parts := strings.Split(text, ".")
	if text == "" && b.u.Nodes[id].Kind == g.Member {
		parts = []string{b.u.Name(b.u.Child(id, 1))}
		b.asks(s, b.u.First(id), follow, left)
	}
	if text == "" && b.u.Nodes[id].Kind == g.Index {
		return
	}
	input := b.fromInput(id)
	for _, p := range parts {
		if hasWord(p, roleWords) && !input {
			s.role = true
		}
	}
	if b.principal(id, follow) {
		s.session = true
	}
	if len(parts) > 1 && (parts[len(parts)-1] == "length" || parts[len(parts)-1] == "size") && !b.answered(id) {
		s.checks = true
	}
	if d := b.u.Def(id); d != nil && follow < maxFollow {
		if v := b.valueOf(d); v != 0 && d.Path == "" {
			switch b.u.Nodes[v].Kind {
			case g.Binary, g.Unary, g.Call, g.Await, g.Member, g.Index:
				b.asks(s, v, follow+1, left)
			}
		}
	}
}

// answered tells what a query or another call that is waited for gave: to look at that is no check of what was sent.
func (b *builder) answered(id g.ID) bool {
	for range 12 {
		switch b.u.Nodes[id].Kind {
		case g.Member, g.Index:
			id = b.u.First(id)
		case g.Await:
			return true
		case g.Call:
			if _, name := b.member(id); queryName.MatchString(name) && !b.fromInput(id) {
				return true
			}
			return false
		case g.Ident:
			d := b.u.Def(id)
			if d == nil {
				return false
			}
			v := b.valueOf(d)
			if d.Path != "" {
				v = d.Value
			}
			if v == 0 || v == id {
				return false
			}
			id = v
		default:
			return false
		}
		if id == 0 {
			return false
		}
	}
	return false
}

// fromInput tells what is read from the request's own data.
func (b *builder) fromInput(id g.ID) bool {
	for range 24 {
		switch b.u.Nodes[id].Kind {
		case g.Member:
			if inputWords[strings.ToLower(b.u.Name(b.u.Child(id, 1)))] {
				return true
			}
			id = b.u.First(id)
		case g.Index, g.Call, g.Await, g.Unary:
			if b.u.Nodes[id].Kind == g.Call {
				if _, name := b.member(id); inputWords[strings.ToLower(name)] || name == "FormValue" || name == "Query" || name == "PostForm" || name == "getParameter" {
					return true
				}
			}
			id = b.u.First(id)
		case g.Ident:
			d := b.u.Def(id)
			if d == nil {
				return false
			}
			v := b.valueOf(d)
			if d.Path != "" {
				first, _, _ := strings.Cut(d.Path, ".")
				if inputWords[strings.ToLower(first)] {
					return true
				}
				v = d.Value
			}
			if v == 0 || v == id {
				return false
			}
			id = v
		default:
			return false
		}
		if id == 0 {
			return false
		}
	}
	return false
}

// principal tells what stands for who asks: req.user, session["user_id"], current_user, claims.sub, c.Get("user").
func (b *builder) principal(id g.ID, follow int) bool {
	for range 24 {
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
			if name == "getPrincipal" || name == "getUserPrincipal" || name == "getAuthentication" || name == "get_jwt_identity" {
				return true
			}
			if callee := b.u.First(id); name == "" && callee != 0 {
				switch n := b.dotted(callee); n {
				case "get_jwt_identity", "getServerSession", "auth", "currentUser", "getCurrentUser", "get_current_user", "getSession", "get_jwt", "getUser", "requireUser", "getAuth":
					return true
				}
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

// does reads a branch.
func (b *builder) does(s *signs, id g.ID) {
	end := min(b.u.End(id), id+maxSigns)
	for at := id; at < end; at++ {
		switch n := &b.u.Nodes[at]; n.Kind {
		case g.Lambda, g.Func:
			at = b.u.End(at) - 1
		case g.Return, g.Throw, g.Continue, g.Break:
			s.leaves = true
		case g.Int:
			switch b.u.Name(at) {
			case "401":
				s.denies, s.leaves = true, true
			case "403":
				s.denies, s.forbids, s.leaves = true, true, true
			case "400", "422":
				s.refuses = true
			}
		case g.String, g.Atom:
			if text := b.u.Name(at); len(text) < 40 {
				lower := strings.ToLower(text)
				if lower == "forbidden" || lower == "unauthorized" || strings.HasSuffix(lower, "/login") || strings.HasSuffix(lower, "/signin") {
					s.denies = true
				}
			}
		case g.Ident, g.Member, g.TypeName:
			name := b.u.Name(at)
			if n.Kind == g.Member {
				continue // its name is a node of its own
			}
			lower := strings.ToLower(strings.ReplaceAll(name, "_", ""))
			switch {
			case strings.Contains(lower, "forbidden") || strings.Contains(lower, "accessdenied") || strings.Contains(lower, "permissiondenied"):
				s.denies, s.forbids, s.leaves = true, true, true
			case strings.Contains(lower, "unauthorized") || strings.Contains(lower, "unauthenticated") || strings.Contains(lower, "notauthenticated"):
				s.denies, s.leaves = true, true
			case strings.Contains(lower, "badrequest") || strings.Contains(lower, "unprocessable"):
				s.refuses = true
			case lower == "abort" || lower == "exit" || lower == "abortwithstatus" || lower == "abortwithstatusjson" || lower == "notfound" || lower == "redirect":
				s.leaves = true
			}
		}
	}
}

// scoped notes a call that is given who asks: a query for what belongs to the principal.
func (b *builder) scoped(call g.ID) {
	args := b.u.Child(call, 1)
	if args == 0 || b.u.Nodes[args].Kind != g.Args || b.u.Nodes[args].Size > 600 {
		return
	}
	if _, name := b.member(call); !queryName.MatchString(name) {
		return
	}
	end := b.u.End(args)
	for at := args + 1; at < end; at++ {
		switch b.u.Nodes[at].Kind {
		case g.Lambda, g.Func:
			at = b.u.End(at) - 1
		case g.Member, g.Index, g.Ident, g.Call:
			if p := b.u.Parents[at]; b.u.Nodes[p].Kind == g.Pair && b.u.First(p) == at || b.u.Nodes[p].Kind == g.Member && b.u.First(p) != at {
				continue
			}
			if b.principal(at, 0) {
				b.prove("auth.ownership", b.u.Nodes[call].Start, b.u.Nodes[call].End)
				return
			}
		}
	}
}

// queryName are methods that read or change stored data.
var queryName = regexp.MustCompile(`(?i)^(?:query|queryrow|queryrowcontext|querycontext|execute|exec|execcontext|run|get|all|first|one|fetch\w*|find\w*|select\w*|where|and_?where|filter\w*|update\w*|delete\w*|remove\w*|destroy|count\w*|aggregate|get_object_or_404|get_or_404|queryForObject|queryForList|exists\w*|load\w*|list\w*)$`)
