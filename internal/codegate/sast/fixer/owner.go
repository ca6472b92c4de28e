package fixer

import (
	"slices"
	"strconv"
	"strings"

	"bartizan/internal/lazyregexp"
	g "bartizan/internal/syntax/generic"
)

// ownerCheck adds to a query whose the object is, as other queries of the file for the same objects say it.
func ownerCheck(w *work) error {
	w.review()
	if w.node == 0 {
		return errNoOwner
	}
	if err := w.ownerInSQL(); err == nil {
		return nil
	} else if err != errNoOwner {
		return err
	}
	return w.ownerInKeys()
}

var errNoOwner = Refusal("nothing here shows whose the object is and who asks: add the owner to the query, or compare before it is used")

// Words of columns and fields that say whose something is.
var ownerName = lazyregexp.New(`(?i)^(?:owner|author|user|customer|account|member|creator|created_?by|owned_?by|person|employee|patient|client|tenant|organi[sz]ation|org|team|company|workspace|seller|buyer|host|guest|requester|uploader|uploaded_?by)(?:_?id|_?email|_?uid|_?sub|_?name)?$`)

// A query is a call with SQL and its values.
type query struct {
	call   g.ID
	sql    string // the text, with a question of no meaning in the place of what is put in
	parts  []Span // of the file, that the text is put together from
	values []g.ID
	list   g.ID // the brackets that the values stand in, or the call's Args
}

var (
	sqlTable     = lazyregexp.New("(?i)\\b(?:from|update|into)\\s+[\"`]?([a-z_][a-z0-9_.]*)")
	sqlPredicate = lazyregexp.New("(?i)([a-z_][a-z0-9_.]*)\\s*=\\s*(\\?|\\$\\d+|%s|:[a-z_]\\w*)")
	sqlInsert    = lazyregexp.New("(?i)insert\\s+into\\s+[\"`]?[a-z_][a-z0-9_.]*[\"`]?\\s*\\(([^)]*)\\)\\s*values\\s*\\(([^)]*)\\)")
	sqlStarts    = lazyregexp.New(`(?i)^\s*(?:select|update|delete|insert|with)\b`)
)

// queryOf reads a call as a query: a literal of SQL, then its values in a list or one by one.
func (w *work) queryOf(call g.ID) (q query, ok bool) {
	node, args := w.args(call)
	at := -1
	for i, a := range args {
		if w.readQuery(&q, a); sqlStarts.MatchString(q.sql) {
			at = i
			break
		}
	}
	if at < 0 {
		return q, false
	}
	q.call, q.list = call, node
	rest := args[at+1:]
	if len(rest) > 0 && (w.kind(rest[0]) == g.List || w.kind(rest[0]) == g.Tuple) {
		q.list = rest[0]
		rest = nil
		for c := range w.Children(q.list) {
			rest = append(rest, c)
		}
	} else if w.script() { // prepare(sql).get(a, b)
		if len(rest) > 0 {
			return q, false
		}
		m := w.up(call)
		run := w.up(m)
		if w.kind(m) != g.Member || w.First(m) != call || w.kind(run) != g.Call || !slices.Contains([]string{"get", "all", "run", "iterate"}, w.word(run)) {
			return q, false
		}
		q.list, rest = w.args(run)
	} else if w.python() {
		return q, false
	}
	q.values = rest
	return q, true
}

// readQuery reads the text of a query: a literal, or several with values between them, also by the name of a variable that
// always holds it.
func (w *work) readQuery(q *query, id g.ID) {
	q.sql, q.parts = "", nil
	if w.kind(id) == g.Ident {
		if o := w.Origin(id); o != 0 {
			id = o
		}
	}
	if k := w.kind(id); k != g.String && k != g.StrConcat && k != g.Binary {
		return
	}
	b, err := w.build(id)
	if err != nil || b.format != 0 {
		return
	}
	var text strings.Builder
	for _, s := range b.segments {
		if s.hole != 0 {
			text.WriteString("\x01")
			q.parts = append(q.parts, Span{s.at.Start, s.at.Start})
			continue
		}
		text.WriteString(w.cut(s.at))
		q.parts = append(q.parts, s.at)
	}
	q.sql = text.String()
}

// source gives the place in the file of a place in the text.
func (q *query) source(at int) (uint32, bool) {
	pos := 0
	for _, p := range q.parts {
		size := max(int(p.End-p.Start), 1)
		if p.End > p.Start && at > pos && at <= pos+size {
			return p.Start + uint32(at-pos), true
		}
		pos += size
	}
	return 0, false
}

// places gives the index of the value that each placeholder of a query stands for, in the order of the text.
func (q *query) place(mark string, before string) int {
	if mark[0] == '$' {
		n, err := strconv.Atoi(mark[1:])
		if err != nil {
			return -1
		}
		return n - 1
	}
	if mark[0] == ':' {
		return -1
	}
	return strings.Count(before, mark)
}

// ownerInSQL adds a predicate to a statement.
func (w *work) ownerInSQL() error {
	var q query
	ok := false
	for id := w.self(w.node, g.Call); id != 0 && !ok; id = w.around(id, g.Call) {
		if q, ok = w.queryOf(id); ok {
			break
		}
		if inner := w.object(id); w.kind(inner) == g.Call { // the values are handed to a later call
			q, ok = w.queryOf(inner)
		}
	}
	if !ok {
		return errNoOwner
	}
	table := sqlTable.FindStringSubmatch(q.sql)
	if table == nil || strings.Contains(strings.ToLower(q.sql), " or ") || strings.Contains(strings.ToLower(q.sql), " join ") {
		return errNoOwner
	}
	column, owner := w.ownerOf(table[1], q.call)
	if column == "" {
		return errNoOwner
	}
	for _, m := range sqlPredicate.FindAllStringSubmatchIndex(q.sql, 20) {
		mark := q.sql[m[4]:m[5]]
		i := q.place(mark, q.sql[:m[4]])
		where := strings.LastIndex(strings.ToLower(q.sql[:m[0]]), "where")
		if i < 0 || i >= len(q.values) || where < 0 || !w.isKey(q.values[i]) {
			continue
		}
		if strings.Contains(q.sql, column+" = ") {
			return refuse("the query asks for the owner already")
		}
		at, ok := q.source(m[5])
		if !ok {
			return errNoOwner
		}
		next := mark
		if mark[0] == '$' {
			next = "$" + strconv.Itoa(len(q.values)+1)
			w.addItem(q.list, w.items(q.list), owner, false)
		} else {
			w.insert(w.Nodes[q.values[i]].End, ", "+owner)
			if w.python() && w.kind(q.list) == g.Tuple && len(q.values) == 1 { // (a,)
				end := w.Nodes[q.values[i]].End
				if rest := strings.TrimLeft(w.cut(Span{end, w.Nodes[q.list].End}), " "); strings.HasPrefix(rest, ",") {
					w.Edits[len(w.Edits)-1].New = ", " + owner
				}
			}
		}
		w.insert(at, " AND "+column+" = "+next)
		w.Title = "asks for " + column + " in the query"
		return nil
	}
	return errNoOwner
}

func (w *work) items(container g.ID) (list []g.ID) {
	for c := range w.Children(container) {
		list = append(list, c)
	}
	return list
}

// isKey holds for the value that the finding is about.
func (w *work) isKey(id g.ID) bool {
	return id == w.node || id <= w.node && w.node < w.End(id) || w.node <= id && id < w.End(w.node) && w.kind(w.node) != g.Call || w.src(id) == w.src(w.node)
}

// ownerOf finds, in the other queries of the file for a table, the column that says whose a row is, and what it is compared
// with or filled from, where that can be named at a place.
func (w *work) ownerOf(table string, at g.ID) (column, owner string) {
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		if w.kind(id) != g.Call || id == at {
			continue
		}
		q, ok := w.queryOf(id)
		if !ok {
			continue
		}
		t := sqlTable.FindStringSubmatch(q.sql)
		if t == nil || !strings.EqualFold(t[1], table) {
			continue
		}
		for _, m := range sqlPredicate.FindAllStringSubmatchIndex(q.sql, 20) {
			name := q.sql[m[2]:m[3]]
			i := q.place(q.sql[m[4]:m[5]], q.sql[:m[4]])
			if short := name[strings.LastIndexByte(name, '.')+1:]; ownerName.MatchString(short) && i >= 0 && i < len(q.values) && w.reaches(q.values[i], at) {
				return short, w.src(q.values[i])
			}
		}
		if m := sqlInsert.FindStringSubmatch(q.sql); m != nil {
			marks := strings.Split(m[2], ",")
			n := 0
			for i, name := range strings.Split(m[1], ",") {
				if i >= len(marks) {
					break
				}
				mark := strings.TrimSpace(marks[i])
				if mark != "?" && mark != "%s" && !strings.HasPrefix(mark, "$") {
					continue
				}
				if name = strings.Trim(strings.TrimSpace(name), "\"`"); ownerName.MatchString(name) && n < len(q.values) && w.reaches(q.values[n], at) {
					return name, w.src(q.values[n])
				}
				n++
			}
		}
	}
	return "", ""
}

// reaches holds where an expression says who asks, and means the same at another place of the file.
func (w *work) reaches(id, at g.ID) bool {
	if k := w.kind(id); k != g.Member && k != g.Index && k != g.Call && k != g.Ident {
		return false
	}
	var params []string
	for fn := w.function(at); fn != 0; fn = w.function(fn) {
		params = append(params, w.params(fn)...)
	}
	for c := id; c < w.End(id); c++ {
		switch w.kind(c) {
		case g.Ident:
			if p := w.up(c); w.kind(p) == g.Member && w.First(p) != c {
				continue
			}
			d, _ := w.def(c)
			switch {
			case d == nil:
			case d.Scope == 1:
				if w.function(id) != 0 && c == id {
					return false
				}
			case !slices.Contains(params, d.Name):
				return false
			case c == id && !principalName(d.Name):
				return false
			}
		case g.Lambda, g.Await, g.Assign:
			return false
		}
	}
	lower := strings.ToLower(w.src(id))
	for _, input := range []string{"params", "body", "query", "args", "form", "param("} {
		if strings.Contains(lower, "."+input) {
			return false
		}
	}
	return true
}

func principalName(name string) bool {
	lower := strings.ToLower(name)
	for _, part := range []string{"user", "owner", "customer", "account", "principal", "member", "me", "who", "subject", "uid"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// ownerInKeys adds the owner's key to a filter: an object of JavaScript, or keyword arguments of Python.
func (w *work) ownerInKeys() error {
	container := g.ID(0)
	for id := w.node; id != 0 && w.kind(id) != g.Block; id = w.up(id) {
		p := w.up(id)
		if w.kind(p) == g.Pair && w.kind(w.up(p)) == g.Dict || w.kind(p) == g.NamedArg && w.python() {
			container = w.up(p)
			break
		}
	}
	if container == 0 && w.kind(w.node) == g.Dict {
		container = w.node
	}
	if container == 0 {
		return errNoOwner
	}
	if w.python() && w.kind(container) != g.Dict {
		if call := w.up(container); !slices.Contains([]string{"get", "filter", "get_object_or_404", "filter_by", "first", "exclude", "find_one"}, w.word(call)) {
			return errNoOwner
		}
	}
	table := w.collection(container)
	for id := g.ID(1); int(id) < len(w.Nodes); id++ {
		if k := w.kind(id); k != g.Pair && k != g.NamedArg || w.up(id) == container || w.kind(w.up(id)) != w.kind(container) {
			continue
		}
		key, v := w.First(id), w.valueOf(id)
		if key == 0 || v == 0 || w.kind(key) != g.Ident && w.kind(key) != g.String || !ownerName.MatchString(w.Name(key)) || !w.reaches(v, container) || w.kind(v) == g.Ident && !principalName(w.Name(v)) {
			continue
		}
		if other := w.collection(w.up(id)); table == "" || other != table {
			continue
		}
		if w.pair(container, w.Name(key)) != 0 {
			return refuse("the query asks for the owner already")
		}
		w.Title = "asks for " + w.Name(key) + " in the query"
		w.setPair(container, w.Name(key), w.src(v))
		return nil
	}
	return errNoOwner
}

// collection names what a filter is for: the table, model or collection at the root of the calls around it.
func (w *work) collection(id g.ID) string {
	call := w.around(id, g.Call)
	for n := 0; call != 0 && n < 6; n++ {
		if up := w.up(w.up(call)); w.kind(w.up(call)) == g.Args && w.kind(up) == g.Call {
			call = up
			continue
		}
		break
	}
	for n := 0; n < 20 && call != 0; n++ {
		c := w.First(call)
		if w.kind(call) == g.Await {
			call = c
			continue
		}
		switch w.kind(c) {
		case g.Member:
			o := w.First(c)
			if w.kind(o) == g.Call {
				call = o
				continue
			}
			return w.src(o)
		case g.Ident: // db('orders'), get_object_or_404(Order, …)
			_, args := w.args(call)
			if len(args) > 0 && w.kind(args[0]) == g.String {
				return w.Name(args[0])
			}
			if len(args) > 0 && w.python() {
				return w.src(args[0]) + ".objects"
			}
			return ""
		default:
			return ""
		}
	}
	return ""
}
