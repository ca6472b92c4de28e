package pattern

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// instructions are the words that a Dockerfile's lines begin with.
const instructions = " FROM RUN CMD ENTRYPOINT LABEL EXPOSE ENV ADD COPY VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL MAINTAINER CROSS_BUILD "

// instructionOf gives the word that a token's instruction begins with, and how many words of it stand before the token.
func (s *source) instructionOf(i int) (word string, before int) {
	first := i
	for first > 0 && (s.tokens[first-1].kind != line || s.is(first-2, "\\")) {
		first--
	}
	if word = strings.ToUpper(s.str(first)); first == i || !strings.Contains(instructions, " "+word+" ") {
		return "", i - first
	}
	return word, i - first
}

// inArray tells a token among the words of an instruction that are written as an array.
func (s *source) inArray(i int) bool {
	up := s.tokens[i].up
	return up >= 0 && s.is(up, "[") && s.tokens[up].up < 0
}

// isKey tells a token that = stands behind, or that names a stage or an argument.
func (s *source) isKey(i int, word string) bool {
	return s.is(i+1, "=") && s.tokens[i+1].start == s.tokens[i].end || strings.EqualFold(s.str(i-1), "AS") && word == "FROM" || s.is(i-1, "=")
}

// operand gives what stands around the placeholder of a metavariable in an instruction.
func (s *source) operand(i int) (before, after string) {
	word, _ := s.instructionOf(i)
	switch {
	case s.inArray(i):
		return `"`, `"`
	case s.isKey(i, word) && word != "ENV" && word != "LABEL" || s.is(i+1, "="):
		return "", ""
	}
	switch word {
	case "FROM", "EXPOSE", "USER", "WORKDIR", "VOLUME", "COPY", "ADD", "STOPSIGNAL", "ENV", "LABEL":
		return "$", ""
	}
	return "", ""
}

// operandForm spells an ellipsis in an instruction.
func (s *source) operandForm(i int) string {
	word, before := s.instructionOf(i)
	last := i+1 == len(s.tokens) || s.tokens[i+1].kind == line
	alone := before == 1 && last
	switch {
	case before == 0 && last:
		return s.d.forms[statement]
	case s.inArray(i):
		return `"E"`
	case s.isKey(i, word):
		return "E"
	}
	switch word {
	case "FROM", "EXPOSE", "USER", "WORKDIR", "VOLUME", "STOPSIGNAL":
		return "$E"
	case "ENV", "LABEL":
		return "E=E"
	case "COPY", "ADD":
		if alone {
			return "E E"
		}
	case "HEALTHCHECK":
		if alone {
			return "CMD E"
		}
	case "SHELL":
		if alone {
			return `["E"]`
		}
	}
	return "E"
}

// wholeInstruction tells a metavariable that is all of a line between others.
func (s *source) wholeInstruction(i int) bool {
	return len(s.tokens) > 1 && (i == 0 || s.tokens[i-1].kind == line) && (i+1 == len(s.tokens) || s.tokens[i+1].kind == line)
}

// words makes Args of the words of a command that stand for themselves.
func (c *converter) words(roots []g.ID) bool {
	if c.dialect.spelling != instruction || len(roots) == 1 && (c.file.Nodes[roots[0]].Kind != g.String || c.mark(roots[0]) != nil || strings.Contains(c.file.Name(roots[0]), "__")) {
		return false
	}
	for _, r := range roots {
		switch n := c.file.Nodes[r]; {
		case n.Kind == g.ExprStmt || n.Kind == g.Call:
			return false
		}
	}
	return true
}
