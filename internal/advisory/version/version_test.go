package version

import (
	"strings"
	"testing"
)

// ordered are versions of each scheme, oldest first; those on one line between = signs are the same version.
var ordered = map[Scheme]string{
	SemVer: `0.0.0-0  0.0.1-alpha  0.0.1-alpha.1  0.0.1-alpha.beta  0.0.1-beta.2  0.0.1-beta.11=v0.0.1-beta.11  0.0.1-rc.1  0.0.1=0.0.1+build=v0.0.1
		1.2.0-20190101000000-abcdefabcdef  1.2=1.2.0=01.2  1.2.0.1  1.10.0=1.10.0+incompatible  1.10.1beta=1.10.1-beta=1.10.1.beta  99999999999999999999.0.0`,
	PEP440: `0.1-bulbasaur  1.dev0=1.0.dev  1.0a1.dev1  1.0a1=1.0.alpha-1=1a1  1.0a1.post2.dev3  1.0a1.post2  1.0b2=1.0.beta.2  1.0rc1=1.0c1=1.0-pre_1=1.0preview1
		1=1.0=v1.0.0  1.0+abc.5  1.0+abc.7  1.0+5=1.0+05  1.0.post1.dev2  1.0-1=1.0.post1=1.0r1=1.0-rev1  1.1.dev1  1.1  1.10  1!0.1`,
	Gem:      `0.9.b1  1.0.0.pre.1=1.0.0-1  1.0.0.rc1  1=1.0=1.0.0  1.0.1.a  1.0.1  1.2.9  1.2.10`,
	Composer: `dev-main  1.0-dev  1.0.0-alpha1=1.0a1  1.0-beta2=1.0.0.0-b2  1.0-RC1=1.0rc1  1=1.0.0.0=v1.0+meta=1.0-stable  1.0-patch1=1.0pl1=1.0.0p1  1.0.1  1.9.9  1.x-dev  2.0`,
	Maven: `1-alpha-1-snapshot  1-alpha-1=1a1=1.0-alpha1  1-beta-1  1-m1=1-milestone-1  1-rc1=1-cr-1=1.0.0.RC1  1-snapshot  1=1.0=1.0.0=1-ga=1.0.0-final=1.0.RELEASE
		1.sp1=1.SP-1=1.0.0.sp1=1-sp-1=1-sp1  1-abc=1.0.abc  1-1=1.0.0-1  1.0.1-snapshot  1.0.1  1.1  1.10`,
	NuGet:  `1.0.0-Alpha=1.0.0-alpha  1.0.0-alpha.2  1.0.0-beta  1=1.0.0.0=1.0.0+x  1.0.0.1-rc  1.0.0.1  2.0`,
	Pub:    `1.0.0-pre  1.0.0-pre+build  1.0.0  1.0.0+build  1.0.0+build.1  1.2.3`,
	Dpkg:   `1.0~~  1.0~rc1-1  1.0=1.0-0=0:1.0  1.0-1~deb12u1  1.0-1  1.0-1+b1  1.0a  1.0+dfsg-1  1.0.1  1.2  1.10  1:0.1  2:0.1`,
	Apk:    `0.9  1.0_alpha1  1.0_beta  1.0_pre2  1.0_rc1  1.0  1.0-r0  1.0-r1  1.0_cvs1  1.0_git20200101  1.0_p1-r3  1.0a  1.0.1  1.01  1.06-r1  1.1  1.10`,
	RPM:    `1.0~beta-1  1.0~rc1-1  1.0  1.0-1.el8  1.0-1.el9=1.0-1_el9  1.0^git1-1  1.0a-1  1.0.1-1  1.0.1-2.el9_2.1  1.2-1  1.10-1  1:0.1-1`,
	Dotted: `0  0.1  0.1-0  0.1.1=0.01.1  0.2  0.75  1.0  1.0.0`,
}

func TestOrder(t *testing.T) {
	for scheme, text := range ordered {
		var all []string
		var place []int
		for i, group := range strings.Fields(text) {
			for v := range strings.SplitSeq(group, "=") {
				all, place = append(all, v), append(place, i)
			}
		}
		for i, a := range all {
			for j, b := range all {
				want := 0
				if place[i] < place[j] {
					want = -1
				} else if place[i] > place[j] {
					want = 1
				}
				if got := scheme.Compare(a, b); got != want {
					t.Errorf("%s: %s and %s: %d, want %d", scheme, a, b, got, want)
				}
			}
		}
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		scheme    Scheme
		good, bad string // between spaces
	}{
		{SemVer, "1 v1.2.3 =1.2.3 1.2.3-rc.1+b 1.2.3beta 0.0.0-0", "latest ^1.2.3 >=1 1.x * workspace:* file:x 1.2.3_4 -1"},
		{PEP440, "1 1!2.0.post1.dev3+local.1 2004b 1.0-1 v1.0 1.0.dev", "1.0-bulbasaur ==1.0 1.* 1..2 a 1.0+ !1 1.0+a+b"},
		{Gem, "1 1.2.3.pre 1.0-x86-mingw32", "~>1.0 >=1 1. .1 a 1..2"},
		{Composer, "1 v1.0.0-beta2 1.x-dev 1.0+build", "dev-main ^1.0 #1 1|2"},
		{Maven, "1 1.0.Final 2020-01-01 Finchley.SR1", "${project.version} [1,2) (,1]"},
		{NuGet, "1.0.0.0 1.0-beta+x", "[1.0,2.0) 1.*"},
		{Dpkg, "1:2.0~rc1+dfsg-1ubuntu2 2.0", "a:1 1/2 1!"},
		{Apk, "1.2.3-r0 1.2_p1-r2 0.1a 1.2.3_git2020~abc12-r1", "1.2-x 1.2_foo v1 1..2 1.2-r1-r2"},
		{RPM, "1:2.0-1.el9_2 2.0^git-1", "a:1 -1 1:"},
		{Dotted, "1.2-3 1", "1.a 1..2 -1"},
		{Unordered, "anything/at:all", ""},
	} {
		for v := range strings.FieldsSeq(c.good) {
			if err := c.scheme.Check(v); err != nil {
				t.Error(err)
			}
		}
		for v := range strings.FieldsSeq(c.bad) {
			if c.scheme.Check(v) == nil {
				t.Errorf("%s: %q is accepted", c.scheme, v)
			}
		}
		for _, v := range []string{"", "1 2", "1\x00", "1\n", "1é", strings.Repeat("1", MaxLength+1)} {
			if c.scheme.Check(v) == nil {
				t.Errorf("%s: %q is accepted", c.scheme, v)
			}
		}
	}
}

func TestOf(t *testing.T) {
	for ecosystem, want := range map[string]Scheme{
		"npm": SemVer, "Go": SemVer, "crates.io": SemVer, "PyPI": PEP440, "RubyGems": Gem, "Packagist": Composer, "Maven": Maven, "NuGet": NuGet,
		"Pub": Pub, "Hex": SemVer, "Debian:12": Dpkg, "Ubuntu:24.04:LTS": Dpkg, "Alpine:v3.20": Apk, "Red Hat:enterprise_linux:9::baseos": RPM,
		"OSS-Fuzz": Unordered, "": Unordered, "NPM": Unordered,
	} {
		if got := Of(ecosystem); got != want {
			t.Errorf("%q: %s", ecosystem, got)
		}
	}
	if Scheme(200).Compare("a", "b") >= 0 || Scheme(200).String() == "" {
		t.Error("an unknown scheme")
	}
}

// FuzzCompare asks every scheme for a total order: a version is the same as itself, b against a is the reverse of a against
// b, and of three the order does not run in a circle.
func FuzzCompare(f *testing.F) {
	for _, text := range ordered {
		all := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n=", r) })
		for i := range len(all) - 2 {
			f.Add(all[i], all[i+1], all[i+2])
		}
	}
	f.Add("1.0-", "-", "1:")
	f.Add("1.0.α", "1.0.β", "~^")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 1<<12 {
			return
		}
		for s := range Scheme(len(forms)) {
			s.Check(a)
			ab, bc, ac := s.Compare(a, b), s.Compare(b, c), s.Compare(a, c)
			if s.Compare(a, a) != 0 || s.form().compare(a, a) != 0 || ab != -s.Compare(b, a) || ab < -1 || ab > 1 {
				t.Errorf("%s: %q and %q: %d, %d", s, a, b, ab, s.Compare(b, a))
			}
			if s.Check(a) != nil || s.Check(b) != nil || s.Check(c) != nil {
				continue
			}
			if ab <= 0 && bc <= 0 && ac > 0 || ab == 0 && bc != ac {
				t.Errorf("%s: %q %d %q %d %q, but %d", s, a, ab, b, bc, c, ac)
			}
		}
	})
}
