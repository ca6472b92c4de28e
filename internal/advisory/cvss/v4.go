package cvss

import (
	"math"
	"strings"
)

// base4 are the base metrics, the values of each from the worst down.
var base4 = []metric{
	{"AV", "NALP"}, {"AC", "LH"}, {"AT", "NP"}, {"PR", "NLH"}, {"UI", "NPA"},
	{"VC", "HLN"}, {"VI", "HLN"}, {"VA", "HLN"}, {"SC", "HLN"}, {"SI", "HLN"}, {"SA", "HLN"},
}

var version4 = specification{
	base:  base4,
	other: " E CR IR AR MAV MAC MAT MPR MUI MVC MVI MVA MSC MSI MSA S AU R V RE U ",
	score: score4,
}

// The classes of the third and sixth equivalence, which the specification joins, as a base vector can reach or border them.
const (
	bothHigh    = iota // eq3 0, eq6 0: VC:H and VI:H
	bothHighLow        // eq3 0, eq6 1: the neighbour below
	someHigh           // eq3 1, eq6 0
	someHighLow        // eq3 1, eq6 1: the neighbour below
	noneHigh           // eq3 2, eq6 1
)

// macroVectors are the scores, in tenths, of the macro vectors with eq5 0: by eq1, eq2, eq3 with eq6, and eq4 less one.
// Source: the lookup table that the specification's section 8.2 refers to.
var macroVectors = [3][2][5][2]uint8{
	{{{100, 93}, {96, 90}, {93, 88}, {92, 80}, {79, 69}}, {{95, 92}, {91, 81}, {92, 84}, {82, 70}, {71, 63}}},
	{{{94, 87}, {89, 75}, {86, 72}, {76, 57}, {65, 53}}, {{90, 77}, {77, 66}, {74, 61}, {59, 52}, {58, 23}}},
	{{{86, 70}, {74, 54}, {72, 53}, {57, 36}, {47, 24}}, {{73, 54}, {55, 43}, {61, 46}, {51, 18}, {24, 10}}},
}

// score4 is section 8.2 of the 4.0 specification, for vectors of base metrics: exploits count as seen (eq5 0), requirements as
// high, and no subsequent system is one of safety (eq4 is 1 or 2).
func score4(v []byte) int {
	if strings.Trim(string(v[5:11]), "N") == "" {
		return 0
	}
	class, depth, distance := equivalences(v)
	value := func(eq1, eq2, eq36, eq4 int) float64 { return float64(macroVectors[eq1][eq2][eq36][eq4]) / 10 }
	own := value(class[0], class[1], class[2], class[3])

	// Each equivalence with a class below adds its share of the way there; eq5 always has one, and stands at its top.
	sum, neighbours := 0.0, 1
	add := func(lower float64, i int) {
		neighbours++
		sum += (own - lower) * float64(distance[i]) / float64(depth[i])
	}
	if class[0] < 2 {
		add(value(class[0]+1, class[1], class[2], class[3]), 0)
	}
	if class[1] < 1 {
		add(value(class[0], 1, class[2], class[3]), 1)
	}
	switch class[2] {
	case bothHigh:
		add(max(value(class[0], class[1], bothHighLow, class[3]), value(class[0], class[1], someHigh, class[3])), 2)
	case someHigh:
		add(value(class[0], class[1], someHighLow, class[3]), 2)
	}
	if class[3] < 1 {
		add(value(class[0], class[1], class[2], 1), 3)
	}
	score := min(max(own-sum/float64(neighbours), 0), 10)
	return int(math.Round((score + 1e-6) * 10))
}

// equivalences returns, for eq1, eq2, eq3 with eq6, and eq4: the class, the number of steps to the class below, and how many
// steps the vector stands below the highest vector of its class.
func equivalences(v []byte) (class, depth, distance [4]int) {
	step := func(i int) int { return strings.IndexByte(base4[i].values, v[i]) }
	av, ac, at, pr, ui := step(0), step(1), step(2), step(3), step(4)
	vc, vi, va := step(5), step(6), step(7)
	subsequent := step(8) + step(9) + step(10)

	distance[0] = av + pr + ui
	switch {
	case distance[0] == 0:
		class[0], depth[0] = 0, 1
	case av < 3 && (av == 0 || pr == 0 || ui == 0): // the highest are one step from the top, each in another metric
		class[0], depth[0], distance[0] = 1, 4, distance[0]-1
	default: // the highest are AV:P, and AV:A/PR:L/UI:P
		class[0], depth[0], distance[0] = 2, 5, distance[0]-3
	}
	if distance[1] = ac + at; distance[1] == 0 {
		depth[1] = 1
	} else { // the highest have one of the two
		class[1], depth[1], distance[1] = 1, 2, distance[1]-1
	}
	distance[2] = vc + vi + va
	switch {
	case vc == 0 && vi == 0:
		class[2], depth[2] = bothHigh, 7
	case vc == 0 || vi == 0 || va == 0: // the highest have VC:L or VI:L
		class[2], depth[2], distance[2] = someHigh, 8, distance[2]-1
	default: // the highest has three of L
		class[2], depth[2], distance[2] = noneHigh, 10, distance[2]-3
	}
	if distance[3] = subsequent; v[8] == 'H' || v[9] == 'H' || v[10] == 'H' {
		class[3], depth[3] = 0, 5
	} else {
		class[3], depth[3], distance[3] = 1, 4, distance[3]-3
	}
	return class, depth, distance
}
