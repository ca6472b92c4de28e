package pattern

import (
	"strconv"
	"strings"

	g "bartizan/internal/syntax/generic"
)

// special converts a string whose content stands for several.
func (c *converter) special(id g.ID, n g.Node) g.ID {
	text := c.file.Strings[n.Ref]
	if !strings.Contains(text, "__") {
		return 0
	}
	switch n.Kind {
	case g.XmlText:
		text = strings.TrimSuffix(strings.TrimSpace(text), ";")
		switch {
		case text == ellipsisWord:
			return c.leaf(g.Ellipsis, g.Plain, id, "")
		case strings.HasPrefix(text, metaPrefix) && metavariable("$"+text[len(metaPrefix):]) == len(text)-len(metaPrefix)+1:
			return c.leaf(g.MV, g.Plain, id, "$"+text[len(metaPrefix):])
		}
		return c.leaf(n.Kind, n.Op, id, c.restored(c.file.Strings[n.Ref]))
	case g.Regex:
		text = strings.Trim(text, "/")
	}
	if strings.HasPrefix(text, metaPrefix) && metavariable("$"+text[len(metaPrefix):]) == len(text)-len(metaPrefix)+1 { // a module's name
		return c.leaf(g.MV, g.Plain, id, "$"+text[len(metaPrefix):])
	}
	if c.partly(text) { // text without quotes
		return c.leaf(n.Kind, n.Op, id, c.restored(text))
	}
	content, rest, ok := c.content(text)
	if !ok || rest != "" {
		return c.joined(id, n, text)
	}
	switch {
	case n.Kind == g.Regex:
		return c.leaf(g.Regex, g.Plain, id, content)
	case strings.HasPrefix(content, "=~"):
		return c.leaf(g.RegexString, n.Op, id, content[2:])
	}
	k := g.AnyString
	switch {
	case content == "..." && (n.Op == g.Format || n.Op == g.Template):
		k, content = g.Ellipsis, ""
	case content == "...":
		content = ""
	case strings.HasPrefix(content, "$..."):
		k = g.MVEllipsis
	}
	if n.Op != g.Format && n.Op != g.Template {
		return c.leaf(g.AnyString, n.Op, id, content)
	}
	concat := c.leaf(g.StrConcat, n.Op, id, "")
	c.SetChildren(concat, c.leaf(k, g.Plain, id, content))
	return concat
}

// partly tells a word without quotes of which a placeholder is only a part: it stands for no more than its text.
func (c *converter) partly(word string) bool {
	if d := c.dialect; !d.lines && d.spelling != command && d.spelling != instruction || strings.Contains(word, stringPrefix) || c.draft.own {
		return false
	}
	if rest, ok := strings.CutPrefix(word, metaPrefix); ok && metavariable("$"+rest) == len(rest)+1 {
		return false
	}
	return strings.Contains(word, metaPrefix) || word != ellipsisWord && strings.Contains(word, ellipsisWord)
}

// content gives what a placeholder at the beginning of a text stands for, and what is behind it.
func (c *converter) content(text string) (content, rest string, ok bool) {
	number, found := strings.CutPrefix(text, stringPrefix)
	if !found {
		return "", text, false
	}
	number, rest, found = strings.Cut(number, stringEnd)
	at, err := strconv.Atoi(number)
	if !found || err != nil || at < 0 || at >= len(c.draft.specials) {
		return "", text, false
	}
	return c.draft.specials[at].text, rest, true
}

// joined converts literals that stand side by side, of which some stand for several: a StrConcat of the pieces.
func (c *converter) joined(id g.ID, n g.Node, text string) g.ID {
	if !strings.Contains(text, stringPrefix) {
		return 0
	}
	var first, tail g.ID
	add := func(k g.Kind, name string) {
		made := c.leaf(k, g.Plain, id, name)
		if first == 0 {
			first = made
		} else {
			c.Link(tail, made)
		}
		tail = made
	}
	for text != "" {
		if content, rest, ok := c.content(text); ok {
			text = rest
			switch {
			case content == "...":
				add(g.AnyString, "")
			case strings.HasPrefix(content, "=~"):
				add(g.RegexString, content[2:])
			default:
				add(g.AnyString, content)
			}
			continue
		}
		end := strings.Index(text[1:], stringPrefix) + 1
		if end == 0 {
			end = len(text)
		}
		add(g.String, text[:end])
		text = text[end:]
	}
	concat := c.leaf(g.StrConcat, n.Op, id, "")
	c.SetChildren(concat, first)
	return concat
}

// restored gives text that is no code as the pattern had it.
func (c *converter) restored(text string) string {
	if !c.draft.own {
		text = strings.ReplaceAll(strings.ReplaceAll(text, ellipsisWord, "..."), metaPrefix, "$")
	}
	for i := len(c.draft.specials) - 1; i >= 0; i-- {
		text = strings.ReplaceAll(text, stringPrefix+strconv.Itoa(i)+stringEnd, c.draft.specials[i].text)
	}
	return text
}
