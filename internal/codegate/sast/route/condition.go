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
	roleWords      = wordSet("role roles admin admins administrator isadmin permission permissions perm perms scope scopes privilege privileges authority authorities group groups staff superuser moderator manager can ability policy rbac acl")
	principalWords = wordSet("customer employee patient student teacher driver seller vendor merchant buyer user currentuser session principal claims auth identity viewer me uid sub userid account member tenant org organization subject caller actor requester credentials jwt payload decoded")
	ownerWords     = wordSet("id uid sub owner author creator tenant org organization account user userid email username customer member team workspace company createdby uuid key name login")
	inputWords     = wordSet("body query params param headers header args form json files get_json formdata searchparams")
)

// What counts attempts, what only says who someone is, what proves a sender, and what proves a person.
var (
	senderWords   = wordSet("signature sig hmac apikey webhook")
	secretWords   = wordSet("password passwd pwd hash otp totp pin passcode salt derived")
	tryWords      = wordSet("attempt attempts tries retries failures lockout locked lockeduntil failedlogins failedattempts")
	identityWords = wordSet("id _id sub uid uuid userid email username name login length")
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
	if name == "canActivate" { // of Nest: it says nothing of what is asked
		return false
	}
	if set[strings.ToLower(name)] {
		return true
	}
	return slices.ContainsFunc(words(name), func(w string) bool { return set[w] })
}

// A sign is what a condition or branch is made of.
type signs struct {
	key                          string // a name on the request that is compared as who asks would be
	role, owner, session, checks bool
	lent                         bool // owner, if what a parameter is given is who asks
	denies, refuses, leaves      bool // 401 or 403; 400 or 422; it ends what is done
	forbids                      bool // 403
	attribute                    bool // it asks about more of who asks than who it is
	called                       bool // something is asked about the request's data by a call
	tries, limits                bool // it counts attempts; 429
	forged, origin               bool // it asks about a token against forged requests, or where the request was made
	proof, secret                bool // it compares what proves the sender; a password
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
			end := n.End
			if or != 0 {
				b.does(&s, or)
			} else if n.Kind == g.If && b.passes(then) { // if (ok) return next(); answer 401
				for next, left := n.Next, 3; next != 0 && left > 0; next, left = b.u.Nodes[next].Next, left-1 {
					b.does(&s, next)
					end = b.u.Nodes[next].End
				}
			}
			b.conclude(&s, n.Start, end)
		case g.Case: // switch { case user.Role != "admin": … }
			if sw := b.u.Parents[id]; b.u.Nodes[sw].Kind != g.Switch || b.u.Nodes[b.u.First(sw)].Kind != g.Empty {
				continue
			}
			var s signs
			for c := range b.u.Children(id) {
				if b.u.Nodes[c].Next == 0 {
					b.does(&s, c)
				} else {
					b.asks(&s, c, 0, new(int))
				}
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
			b.givesWho(id, v)
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
			b.asserts(id)
		}
	}
}

// passes tells a branch that does no more than let the request through.
func (b *builder) passes(id g.ID) bool {
	if b.u.Nodes[id].Size > 12 {
		return false
	}
	for at := id; at < b.u.End(id); at++ {
		if b.u.Nodes[at].Kind == g.Call {
			if callee := b.u.First(at); b.u.Nodes[callee].Kind == g.Ident {
				switch b.u.Name(callee) {
				case "next", "done", "callback", "cb", "get_response", "call_next":
					return true
				}
			}
		}
	}
	return false
}

// asserts reads ctx.assert(condition, 403): a call that leaves where its condition does not hold.
func (b *builder) asserts(call g.ID) {
	_, name := b.member(call)
	list, _ := b.args(call)
	if name != "assert" || len(list) < 2 || b.u.Nodes[list[1]].Kind != g.Int {
		return
	}
	var s signs
	b.asks(&s, list[0], 0, new(int))
	b.does(&s, list[1])
	s.leaves = true
	b.conclude(&s, b.u.Nodes[call].Start, b.u.Nodes[call].End)
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
	if s.limits || s.tries {
		b.prove("rate-limit", start, end)
	}
	if s.denies && (s.forged || s.origin && s.forbids) {
		b.prove("csrf", start, end)
		return
	}
	if s.denies && s.proof && !s.session && !s.secret {
		b.prove("signature", start, end)
	}
	if s.key != "" && !s.role && !s.owner {
		b.prove("auth.ownership"+keyMark+s.key, start, end)
	}
	switch {
	case s.role:
		b.prove("auth.role", start, end)
	case s.owner:
		b.prove("auth.ownership", start, end)
	case s.lent:
		b.prove("auth.ownership"+lentMark, start, end)
	case s.denies && b.inRoleCheck(start):
		b.prove("auth.role", start, end)
	case s.forbids && !s.session:
		b.prove("auth.role", start, end)
		b.prove("auth.ownership", start, end)
	case s.forbids && s.attribute:
		b.prove("auth.role", start, end)
	}
	if s.role || s.owner || s.session || s.denies {
		b.prove("auth.authenticated", start, end)
	}
	if s.checks && (s.refuses || s.leaves) || s.called && s.refuses && !s.denies {
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
			if key := b.u.Child(id, 1); b.u.Language == "go" && key != 0 { // _, ok := allowed[x]
				if _, constant := b.constant(key); !constant && b.u.Nodes[key].Kind != g.Int && !b.principal(b.u.First(id), follow) {
					s.checks = true
				}
			}
			if k, ok := b.constant(b.u.Child(id, 1)); ok && hasWord(k, roleWords) && !b.fromInput(id) { // user["is_admin"]
				s.role = true
			}
			for c := range b.u.Children(id) {
				b.asks(s, c, follow, left)
			}
		}
		return
	case g.Binary:
		l, r := b.u.First(id), b.u.Child(id, 1)
		switch n.Op {
		case g.Eq, g.Ne, g.Same, g.NotSame, g.Is, g.IsNot:
			b.compares(s, l, r, follow)
		case g.Lt, g.Le, g.Gt, g.Ge:
			s.checks = s.checks || !b.answered(l) && !b.answered(r)
		}
	case g.TypeTest:
		s.checks = true
	case g.String:
		s.asksFor(b.u.Name(id))
	case g.Unary:
		if n.Op == g.Typeof {
			s.checks = true
		}
		if n.Op == g.AddressOf { // what a call fills in
			return
		}
	case g.Call:
		_, name := b.member(id)
		if callee := b.u.First(id); name == "" && callee != 0 {
			name = b.u.Name(callee)
		}
		if hasWord(name, roleWords) && !b.fromInput(id) {
			s.role = true
		}
		if asksOwner(name) {
			s.owner = true
		}
		if list, _ := b.args(id); follow == 0 && !queryName.MatchString(name) && slices.ContainsFunc(list, b.fromInput) {
			s.called = true
		}
		if lower := strings.ToLower(name); lower == "timingsafeequal" || lower == "compare_digest" || lower == "constanttimecompare" || hasWord(name, senderWords) {
			s.proof = true
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
				for k := range i {
					b.compares(s, list[i], list[k], follow)
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
		s.tries = s.tries || !input && hasWord(p, tryWords)
		s.secret = s.secret || hasWord(p, secretWords)
		s.asksFor(p)
	}
	if object := b.u.First(id); b.u.Nodes[id].Kind == g.Member && !identityWords[strings.ToLower(parts[len(parts)-1])] && b.principal(object, follow) {
		s.attribute = true
	}
	if sure, _ := b.whoAsks(id); sure {
		s.session = true
	}
	if len(parts) > 1 && (parts[len(parts)-1] == "length" || parts[len(parts)-1] == "size") && !b.answered(id) {
		s.checks = true
	}
	if d := b.u.Def(id); d != nil && d.Path != "" && d.Value != 0 && b.u.Language == "go" && b.u.Nodes[d.Value].Kind == g.Index && follow < maxFollow {
		b.asks(s, d.Value, follow+1, left) // known, ok := names[x]
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

// asksFor notes names of what proves that a request was not forged.
func (s *signs) asksFor(name string) {
	lower := strings.ToLower(name)
	s.forged = s.forged || strings.Contains(lower, "csrf") || strings.Contains(lower, "xsrf")
	s.origin = s.origin || lower == "origin" || lower == "referer" || lower == "sec-fetch-site"
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
				_, name := b.member(id)
				if list, _ := b.args(id); converts(name) && len(list) > 0 { // strconv.Atoi(c.Param("id"))
					id = list[0]
					continue
				}
				if inputWords[strings.ToLower(name)] || name == "FormValue" || name == "PostFormValue" || name == "PathValue" || name == "URLParam" || name == "QueryParam" || name == "DefaultQuery" || name == "Vars" || name == "Query" || name == "PostForm" || name == "getParameter" {
					return true
				}
			}
			id = b.u.First(id)
		case g.Ident:
			d := b.u.Def(id)
			if d == nil {
				return false
			}
			if b.boundData(id) {
				return true
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

// compares reads a comparison.
func (b *builder) compares(s *signs, l, r g.ID, follow int) {
	before := b.lent
	for _, p := range [][2]g.ID{{l, r}, {r, l}} {
		if b.lent = false; b.owns(p[0], p[1], follow) {
			s.owner, s.lent = s.owner || !b.lent, s.lent || b.lent
		} else if k := b.contextKey(p[0], 0); k != "" && s.key == "" && p[1] != 0 && !literal(b.u.Nodes[p[1]].Kind) && (hasWord(b.lastName(p[0]), ownerWords) || hasWord(b.lastName(p[1]), ownerWords)) {
			s.key = k
		}
	}
	b.lent = before
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
			case "429":
				s.limits, s.leaves = true, true
			}
		case g.String, g.Atom:
			if text := b.u.Name(at); len(text) < 40 {
				lower := strings.ToLower(text)
				if lower == "forbidden" || lower == "unauthorized" || toSignIn.MatchString(lower) {
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
			case strings.Contains(lower, "toomanyrequests") || strings.Contains(lower, "ratelimit"):
				s.limits, s.leaves = true, true
			case strings.Contains(lower, "badrequest") || strings.Contains(lower, "unprocessable"):
				s.refuses = true
			case lower == "abort" || lower == "exit" || lower == "abortwithstatus" || lower == "abortwithstatusjson" || lower == "notfound" || lower == "redirect" || lower == "throw":
				s.leaves = true
			}
		}
	}
}

// scoped notes a call that is given who asks: a query for what belongs to the principal, or a function that is told.
func (b *builder) scoped(call g.ID) {
	args := b.u.Child(call, 1)
	if args == 0 || b.u.Nodes[args].Kind != g.Args || b.u.Nodes[args].Size > 600 {
		return
	}
	_, name := b.member(call)
	query := queryName.MatchString(name) && !b.inserts(args) || b.u.Nodes[call].Op == g.Tagged
	anySure, anyLent := false, false
	var keys []string
	var within func(from, end g.ID, follow int)
	within = func(from, end g.ID, follow int) {
		for at := from; at < end && !anySure; at++ {
			switch b.u.Nodes[at].Kind {
			case g.Lambda, g.Func:
				at = b.u.End(at) - 1
			case g.Member, g.Index, g.Ident, g.Call:
				if p := b.u.Parents[at]; b.u.Nodes[p].Kind == g.Pair && b.u.First(p) == at || b.u.Nodes[p].Kind == g.Member && b.u.First(p) != at {
					continue
				}
				sure, lent := b.whoAsks(at)
				anySure, anyLent = anySure || sure, anyLent || lent
				if !sure && !lent && len(keys) < 4 {
					if key := b.contextKey(at, 0); key != "" && !slices.Contains(keys, key) {
						keys = append(keys, key)
					}
				}
				if d := b.u.Def(at); d != nil && follow < maxFollow && d.Path == "" {
					if v := b.valueOf(d); v != 0 && b.u.Nodes[v].Kind == g.Dict && b.u.Nodes[v].Size < 200 { // where, made before
						within(v+1, b.u.End(v), follow+1)
					}
				}
			}
		}
	}
	within(args+1, b.u.End(args), 0)
	if query && anySure && b.u.Language == "python" && b.loadsWho(call) {
		query = false
	}
	mark := func(name string) { b.prove(name, b.u.Nodes[call].Start, b.u.Nodes[call].End) }
	switch {
	case anySure:
		mark(handed)
		if query {
			mark("auth.ownership")
		}
	case anyLent:
		mark(passed)
		if query {
			mark("auth.ownership" + lentMark)
		}
	}
	for _, key := range keys {
		mark(handed + keyMark + key)
		if query {
			mark("auth.ownership" + keyMark + key)
		}
	}
}

// toSignIn is where those are sent who are not known.
var toSignIn = regexp.MustCompile(`/(?:log|sign)[-_]?(?:in|on)/?(?:\?.*)?$`)

// queryName are methods that read or change stored data.
var queryName = regexp.MustCompile(`(?i)^(?:query\w*|execute|exec\w*|named\w*|mustexec\w*|run|get|getcontext|take|last|pluck|all|first|one|fetch\w*|find\w*|select\w*|where|and_?where|filter\w*|update\w*|delete\w*|remove\w*|destroy|count\w*|aggregate|get_object_or_404|get_or_404|queryForObject|queryForList|exists\w*|load\w*|list\w*)$`)
