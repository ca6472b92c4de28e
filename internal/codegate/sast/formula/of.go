package formula

import "bartizan/internal/rule"

// LanguagesOf gives the languages of a literate rule, by their canonical names, without reading the rest of it.
func LanguagesOf(r *rule.Rule) (names []string) {
	keys := r.Spec().Content
	for i := 0; i+1 < len(keys); i += 2 {
		if keys[i].Value != "languages" {
			continue
		}
		for _, n := range keys[i+1].Content {
			if name, _ := Language(n.Value); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}
