package check

import (
	"slices"
	"testing"

	"bartizan/internal/rule"
	"bartizan/rules"
)

// pack reads the rules of this scanner.
func pack(t *testing.T) []*rule.Rule {
	t.Helper()
	all, err := rules.For("mcp")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryCheckHasItsRule(t *testing.T) {
	named := map[string]string{}
	for _, r := range pack(t) {
		p, _, err := prepare(r)
		if err != nil {
			t.Error(err)
			continue
		}
		if other := named[p.name]; other != "" {
			t.Errorf("check %s is named by %s and by %s", p.name, other, r.ID)
		}
		named[p.name] = r.ID
	}
	for _, name := range Names() {
		if named[name] == "" {
			t.Errorf("check %s is named by no rule", name)
		}
	}
	if !slices.IsSorted(Names()) {
		t.Error("the list of checks is not sorted")
	}
}

func TestPrepareRefuses(t *testing.T) {
	const head = "---\nid: x\nscanner: mcp\nseverity: low\nconfidence: certain\ncwe: [1]\n"
	for name, front := range map[string]string{
		"no check":     "group: config\n",
		"other check":  "group: config\ncheck: nothingLikeIt\n",
		"other group":  "group: text\ncheck: unpinnedPackage\n",
		"unread data":  "group: config\ncheck: unpinnedPackage\nhosts: [example.com]\n",
		"missing data": "group: config\ncheck: foreignServerImport\n",
		"bad pattern":  "group: config\ncheck: foreignServerImport\nsettings:\n  - {key: a, value: '('}\n",
		"unknown key":  "group: config\ncheck: unpinnedPackage\nwhen: now\n",
	} {
		t.Run(name, func(t *testing.T) {
			r, err := rule.Parse("x.md", []byte(head+front+"---\n# X\n"))
			if err != nil {
				t.Fatal(err)
			}
			if err := Run([]*rule.Rule{r}, Input{}, Options{}, nil); err == nil {
				t.Error("no error")
			}
		})
	}
}
