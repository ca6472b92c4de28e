package flow

import (
	"strconv"

	"bartizan/internal/syntax/names"
)

const intKind = names.IntValue

// listLength gives how many items a list has, where all that was done to it is known.
func (b *body) listLength(v int32, depth int) (int, bool) {
	grown := 0
	for range 256 {
		x := &b.values[v]
		switch x.op {
		case opRecord:
			if x.c == 0 {
				return 0, false
			}
			return int(x.c) - 1 + grown, true
		case opAppend:
			grown++
			v = x.a
		case opRemove:
			grown--
			v = x.a
		case opClean, opSource, opCopy:
			v = x.a
		case opStore:
			if x.c != 0 || x.key == stepAny {
				return 0, false
			}
			v = x.a
		case opPhi:
			if depth > 3 {
				return 0, false
			}
			length, seen := 0, false
			for i := x.first; i < x.first+x.count; i += 2 {
				if e := b.lists[i+1]; e >= 0 && !b.solver.taken[e] || b.lists[i] == v {
					continue
				}
				n, ok := b.listLength(b.lists[i], depth+1)
				if !ok || seen && n != length {
					return 0, false
				}
				length, seen = n, true
			}
			return length + grown, seen
		default:
			return 0, false
		}
	}
	return 0, false
}

// indexOf gives the number that a step is the name of, or -1.
func (b *body) indexOf(s step) int {
	if s < stepBase {
		return -1
	}
	name := b.stepName(s)[1:]
	if len(name) == 0 || len(name) > 4 {
		return -1
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		return -1
	}
	return n
}

func indexName(i int) string { return strconv.Itoa(i) }
