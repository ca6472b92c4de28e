package route

import (
	"regexp"
	"slices"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// What handlers answer: objects of classes whose fields hold secrets that nothing keeps out of JSON.

var (
	secretField = regexp.MustCompile(`(?i)^(?:_?(?:user_?|hashed_?|encoded_?|encrypted_?)?(?:password|passwd|pwd|passphrase)(?:_?(?:hash|salt|digest))?|(?:totp|mfa|otp|two_?factor|client|api|webhook)_?secret|secret_?key|(?:password_?)?reset_?token|api_?key_?hash|refresh_?token|private_?key|ssn|cvv)$`)
	takenClass  = regexp.MustCompile(`(?:Request|Form|Command|Input|Payload|Credentials|Config|Configuration|Properties|Settings|Event|Mapper|Repository|Service|Controller|Builder|Test)$`)
)

// secretFields notes a class whose objects carry a secret into what is answered.
func (b java) secretFields(class g.ID, all []note) {
	name := b.nameOf(class)
	if op := b.u.Nodes[class].Op; name == "" || takenClass.MatchString(name) || op == g.Annotation || op == g.Interface || op == g.Enum {
		return
	}
	ignored := ""
	for _, n := range all {
		if n.name == "JsonIgnoreProperties" || n.name == "JsonIncludeProperties" || n.name == "JsonView" || n.name == "JsonAutoDetect" {
			ignored += b.text(n.at)
		}
	}
	open := noted(all, "Data", "Getter", "Value") != nil || b.u.Nodes[class].Op == g.Record
	var fields []string
	hidden := map[string]bool{}
	getters := map[string]bool{}
	for m := range b.members(class) {
		own := b.notes(m)
		hides := noted(own, "JsonIgnore", "JsonbTransient", "Expose") != nil
		if n := noted(own, "JsonProperty"); n != nil && strings.Contains(b.text(n.at), "WRITE_ONLY") || noted(own, "Getter") != nil && strings.Contains(b.text(noted(own, "Getter").at), "NONE") {
			hides = true
		}
		word := b.nameOf(m)
		switch b.u.Nodes[m].Kind {
		case g.Field:
			if b.has(m, "static") || b.has(m, "transient") {
				continue
			}
			if secretField.MatchString(word) {
				fields = append(fields, word)
				hidden[strings.ToLower(word)] = hides
				if b.has(m, "public") || noted(own, "Getter") != nil {
					getters[strings.ToLower(word)] = true
				}
			}
		case g.Func:
			if rest, ok := strings.CutPrefix(word, "get"); ok {
				if hides {
					hidden[strings.ToLower(rest)] = true
				} else {
					getters[strings.ToLower(rest)] = true
				}
			}
		}
	}
	for _, f := range fields {
		lower := strings.ToLower(f)
		if !hidden[lower] && (open || getters[lower]) && !strings.Contains(ignored, f) {
			b.marked("type:"+name, Step{Place: b.at(class), Text: clipped(name), Caps: []string{"answers.secret-fields"}})
			return
		}
	}
}

func (b java) has(of g.ID, word string) bool {
	for c := range b.u.Children(of) {
		if b.u.Nodes[c].Kind == g.Attr && b.u.Name(c) == word {
			return true
		}
	}
	return false
}

var wrappers = wordSet("ResponseEntity HttpEntity List Collection Set Iterable Page Slice Optional Mono Flux Uni Multi Map CompletableFuture Stream String Object Long Integer Boolean Void UUID Response CompletionStage ArrayList EntityModel CollectionModel PagedModel")

// answers gives the types that a handler says it answers, and those of what it puts into a body.
func (b java) answers(fn g.ID) (marks []string) {
	add := func(name string) {
		if name = name[strings.LastIndexByte(name, '.')+1:]; name != "" && !wrappers[name] && len(marks) < 20 && !slices.Contains(marks, "type:"+name) {
			marks = append(marks, "type:"+name)
		}
	}
	if t := b.u.Part(fn, 2); t != 0 {
		for at := t; at < b.u.End(t); at++ {
			if b.u.Nodes[at].Kind == g.TypeName {
				add(b.u.Name(at))
			}
		}
	}
	body := b.u.Part(fn, 3)
	if body == 0 {
		return marks
	}
	for at := body; at < b.u.End(body); at++ {
		if b.u.Nodes[at].Kind != g.Call {
			continue
		}
		if _, name := b.member(at); name == "ok" || name == "body" || name == "entity" || name == "bodyValue" {
			if list, _ := b.args(at); len(list) > 0 && b.u.Nodes[list[0]].Kind == g.Ident {
				add(b.u.Type(list[0]))
			}
		}
	}
	return marks
}
