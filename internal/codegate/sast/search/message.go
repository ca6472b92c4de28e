package search

import "strings"

// Interpolate puts what a match's metavariables stand for into a message or a fix: $X and $...X give the source, $1 a group
// of a regular expression, value($X) the value that is known of it. What is not bound stays.
func Interpolate(text string, m Match, u *Unit) string {
	return fill(text, m.Env, u.Text, u)
}

// Fill puts what metavariables stand for into a text, likewise. Source is the text that bindings without a Text of their
// own are part of.
func Fill(text string, env []Binding, source []byte) string { return fill(text, env, source, nil) }

func fill(text string, env []Binding, source []byte, u *Unit) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		end := i
		if text[i] == '$' {
			end = i + 1
			if strings.HasPrefix(text[end:], "...") {
				end += 3
			}
			for end < len(text) && asciiWord(text[end]) {
				end++
			}
		}
		at, bound := 0, false
		for ; end > i+1; end-- { // $XS where only $X is bound
			if at, bound = lookup(env, text[i:end]); bound {
				break
			}
		}
		if !bound {
			out.WriteByte(text[i])
			i++
			continue
		}
		whole := out.String()
		if rest, value := strings.CutSuffix(whole, "value("); value && end < len(text) && text[end] == ')' {
			out.Reset()
			out.WriteString(rest + valueOf(&env[at], source, u))
			end++
		} else {
			out.WriteString(sourceOf(&env[at], source))
		}
		i = end
	}
	return out.String()
}

// sourceOf gives the text of the file where a binding has a place in it.
func sourceOf(b *Binding, source []byte) string {
	if b.Node == 0 && b.Text != "" || int(b.End) > len(source) || b.Start > b.End {
		return b.Text
	}
	return string(source[b.Start:b.End])
}

// valueOf gives the known value of a binding, else its text.
func valueOf(b *Binding, source []byte, u *Unit) string {
	if b.Text != "" {
		return b.Text
	}
	if u != nil && u.Table != nil && b.Node != 0 && b.Node == b.Last {
		if v, ok := u.Constant(b.Node); ok {
			return v.Text
		}
	}
	return sourceOf(b, source)
}
