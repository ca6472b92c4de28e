package cvss

import (
	"strings"
	"testing"
)

// Scores are those that first.org's calculators and examples give.
func TestBase(t *testing.T) {
	for vector, want := range map[string]string{
		"AV:N/AC:L/Au:N/C:N/I:N/A:C":                                              "7.8",
		"(AV:N/AC:L/Au:N/C:C/I:C/A:C)":                                            "10.0",
		"AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C":                             "6.2",
		"AV:N/AC:L/Au:N/C:N/I:N/A:N":                                              "0.0",
		"CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N":                            "6.4",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":                            "9.8",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H":                            "10.0",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N/E:P/RL:O":                   "6.1",
		"CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N":                            "0.0",
		"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N":                            "3.1",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H":         "10.0",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N":         "9.3",
		"CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N":         "7.3",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N/E:P/S:N": "6.9",
		"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N":         "0.0",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N":         "5.3",
	} {
		if s, err := Base(vector); err != nil || s.String() != want {
			t.Errorf("%s: %s, %v; want %s", vector, s, err, want)
		}
	}
}

func TestRefused(t *testing.T) {
	good := "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
	for _, vector := range []string{
		"", "CVSS:3.1", "CVSS:3.1/", "CVSS:5.0/AV:N", "high", "9.8", strings.TrimSuffix(good, "/A:H"), good + "/A:H", good + "/E:", good + "/ZZ:X",
		good + "/", strings.Replace(good, "C:H", "C:X", 1), strings.Replace(good, "3.1", "4.0", 1), strings.ToLower(good), good + strings.Repeat("/E:P", 200),
	} {
		if s, err := Base(vector); err == nil {
			t.Errorf("%q: %s", vector, s)
		}
	}
}

// TestMonotonic: with one metric worse, no version 3.1 or 4.0 score gets better.
func TestMonotonic(t *testing.T) {
	for _, c := range []struct {
		prefix  string
		metrics []metric
	}{{"CVSS:3.1", version3.base}, {"CVSS:4.0", version4.base}} {
		values := make([]int, len(c.metrics))
		for n := range 20000 {
			x := n * 7919
			var fields []string
			for i, m := range c.metrics {
				values[i] = x % len(m.values)
				x = x/len(m.values) + n
				fields = append(fields, m.name+":"+m.values[values[i]:values[i]+1])
			}
			score, err := Base(c.prefix + "/" + strings.Join(fields, "/"))
			if err != nil {
				t.Fatal(err)
			}
			for i, m := range c.metrics {
				if values[i] == 0 || m.name == "S" {
					continue
				}
				worse := append([]string(nil), fields...)
				worse[i] = m.name + ":" + m.values[values[i]-1:values[i]]
				if s, err := Base(c.prefix + "/" + strings.Join(worse, "/")); err != nil || s.Tenths < score.Tenths {
					t.Fatalf("%v is %s, %v is %s", fields, score, worse, s)
				}
			}
		}
	}
}

func FuzzBase(f *testing.F) {
	f.Add("AV:N/AC:L/Au:N/C:N/I:N/A:C")
	f.Add("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
	f.Add("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H")
	f.Fuzz(func(t *testing.T, vector string) {
		if s, err := Base(vector); err == nil && (s.Tenths < 0 || s.Tenths > 100) {
			t.Errorf("%q: %s", vector, s)
		}
	})
}
