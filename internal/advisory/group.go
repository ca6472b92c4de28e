package advisory

import "slices"

// groups puts the rows of one package together that share an id or alias, directly or over others: each group is one flaw.
// Groups and their rows are in the order of the ids.
func groups(rows []row) [][]*row {
	parent := make([]int, len(rows))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	owner := map[string]int{}
	for i := range rows {
		join := func(id string) {
			if first, ok := owner[id]; ok {
				a, b := root(first), root(i)
				parent[max(a, b)] = min(a, b)
			} else {
				owner[id] = i
			}
		}
		join(rows[i].id)
		for _, alias := range rows[i].aliases {
			join(alias)
		}
	}
	var out [][]*row
	place := map[int]int{}
	for i := range rows {
		r := root(i)
		n, ok := place[r]
		if !ok {
			n = len(out)
			place[r] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], &rows[i])
	}
	return out
}

// names returns all ids and aliases of a group, sorted.
func names(group []*row) []string {
	var ids []string
	for _, w := range group {
		ids = append(ids, w.id)
		ids = append(ids, w.aliases...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// shown returns the id of a group that people know best.
func shown(group []*row) string { return slices.MinFunc(names(group), compareShown) }
