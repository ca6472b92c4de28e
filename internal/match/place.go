package match

import (
	"path"
	"slices"
	"strings"
)

// PlaceOf says whether a file is there to be run, or to test, to explain, to be copied, to translate, by its slash-separated
// name and by what it holds: a program, prose, or a tree of settings.
func PlaceOf(name string, program, prose, tree bool) Place {
	lower := strings.ToLower(name)
	base := path.Base(lower)
	words := Words(base)
	has := func(list ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	ext := path.Ext(base)
	place := Ordinary
	switch {
	case ext == ".example" || ext == ".sample" || ext == ".dist" || ext == ".template" || ext == ".tmpl" || ext == ".tpl" || has("example", "examples", "sample", "template", "tpl") && !has("io"):
		return Sample
	case program && has("test", "tests", "spec", "mock", "mocks", "stub", "fixture", "fixtures", "stories", "e2e"), strings.HasSuffix(base, "tests.cs"), strings.HasPrefix(base, "test_"), has("testdata", "fixture", "fixtures"):
		place = Test
	case prose:
		place = Doc
	}
	for dir := range strings.SplitSeq(path.Dir(lower), "/") {
		if (strings.HasPrefix(dir, "test") || strings.HasSuffix(dir, "-test") || strings.HasSuffix(dir, "-tests") || strings.HasSuffix(dir, "_test") || strings.HasSuffix(dir, "integtest") || strings.HasSuffix(dir, ".tests")) && !strings.HasPrefix(dir, "testim") {
			place = max(place, Test)
		}
		switch dir {
		case "test", "tests", "testing", "testdata", "__tests__", "__mocks__", "__fixtures__", "spec", "specs", "fixtures", "fixture", "e2e", "cypress", "testutil", "testutils", "mocks", "mock", "integrationtest", "androidtest", "testfixtures", "test-fixtures", "stories", "benchmarks", "mirage":
			place = max(place, Test)
		case "docs", "doc", "documentation", "site", "website", "tutorial", "tutorials":
			if prose || tree || program {
				place = max(place, Doc)
			}
		case "example", "examples", "sample", "samples":
			// An example that people run: its files are no templates, and its weaknesses are copied.
			place = max(place, Test)
		case "i18n", "l10n", "locale", "locales", "lang", "langs", "languages", "translations", "translation", "messages", "lproj":
			if place = Locale; program {
				place = Test
			}
			return place
		}
	}
	return place
}
