package formula

import "bartizan/internal/rule"

// LanguagesOf gives the languages of a literate rule, by their canonical names, without reading the rest of it.
func LanguagesOf(r *rule.Rule) (names []string) {
	if r == nil {
		return nil
	}
	for _, spelling := range r.Languages {
		if name, _ := Language(spelling); name != "" {
			names = append(names, name)
		}
	}
	return names
}
