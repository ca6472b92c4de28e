package cvss

import "math"

var version2 = specification{
	base:  []metric{{"AV", "LAN"}, {"AC", "HML"}, {"Au", "MSN"}, {"C", "NPC"}, {"I", "NPC"}, {"A", "NPC"}},
	other: " E RL RC CDP TD CR IR AR ",
	score: score2,
}

// weight returns the weight that stands at the place of value in names.
func weight(value byte, names string, weights ...float64) float64 {
	for i := range weights {
		if names[i] == value {
			return weights[i]
		}
	}
	return 0
}

// score2 is section 3.2.1 of the 2.0 specification.
func score2(v []byte) int {
	left := 1.0
	for _, impact := range v[3:6] {
		left *= 1 - weight(impact, "NPC", 0, 0.275, 0.660)
	}
	impact := 10.41 * (1 - left)
	exploitability := 20 * weight(v[0], "LAN", 0.395, 0.646, 1) * weight(v[1], "HML", 0.35, 0.61, 0.71) * weight(v[2], "MSN", 0.45, 0.56, 0.704)
	if impact == 0 {
		return 0
	}
	return int(math.Round(10 * (0.6*impact + 0.4*exploitability - 1.5) * 1.176))
}

var version3 = specification{
	base:  []metric{{"AV", "NALP"}, {"AC", "LH"}, {"PR", "NLH"}, {"UI", "NR"}, {"S", "UC"}, {"C", "HLN"}, {"I", "HLN"}, {"A", "HLN"}},
	other: " E RL RC CR IR AR MAV MAC MPR MUI MS MC MI MA ",
	score: score3,
}

// score3 is section 7.1 of the 3.1 specification; 3.0 has the same formula and a rounding that differs only where floating
// point misleads it.
func score3(v []byte) int {
	changed := v[4] == 'C'
	left := 1.0
	for _, impact := range v[5:8] {
		left *= 1 - weight(impact, "HLN", 0.56, 0.22, 0)
	}
	iss := 1 - left
	privileges := weight(v[2], "NLH", 0.85, 0.62, 0.27)
	if changed {
		privileges = weight(v[2], "NLH", 0.85, 0.68, 0.5)
	}
	exploitability := 8.22 * weight(v[0], "NALP", 0.85, 0.62, 0.55, 0.2) * weight(v[1], "LH", 0.77, 0.44) * privileges * weight(v[3], "NR", 0.85, 0.62)
	impact := 6.42 * iss
	if changed {
		impact = 7.52*(iss-0.029) - 3.25*math.Pow(iss-0.02, 15)
	}
	if impact <= 0 {
		return 0
	}
	sum := impact + exploitability
	if changed {
		sum *= 1.08
	}
	return roundUp(math.Min(sum, 10))
}

// roundUp is appendix A of the 3.1 specification: to the next tenth, but not for an error in the sixth digit.
func roundUp(score float64) int {
	n := int(math.Round(score * 100_000))
	return (n + 9_999) / 10_000
}
