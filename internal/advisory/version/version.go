// Package version compares versions as each package ecosystem does.
//
// Rules of this package:
//   - Compare is a total order on all strings: it never fails, so that what is sorted stays sorted. Whether an answer means
//     anything is Check's to say, once per version.
//   - Numbers have any number of digits; nothing is converted to a machine integer.
//   - No comparison allocates more than a small multiple of its input, and all are linear in it.
package version

import (
	"fmt"
	"strings"
)

// A Scheme is one way to write and order versions. The zero Scheme orders nothing: its versions are only equal or not.
type Scheme uint8

const (
	Unordered Scheme = iota
	SemVer           // semver.org 2.0.0, read leniently: any count of numbers, a leading v
	PEP440           // peps.python.org/pep-0440
	Gem              // Gem::Version
	Composer         // composer/semver, on PHP's version_compare
	Maven            // the POM reference, "version order specification"
	NuGet            // four numbers and a SemVer pre-release, without case
	Pub              // SemVer in which the build is compared too
	Dpkg             // Debian policy 5.6.12
	Apk              // apk-tools
	RPM              // rpmvercmp
	Dotted           // numbers between dots and hyphens: CRAN, Hackage
)

// MaxLength is the longest version that Check accepts, in bytes.
const MaxLength = 256

// A form is one scheme: its name for messages, what it accepts, and its order.
type form struct {
	name    string
	check   func(string) bool
	compare func(a, b string) int
}

var forms = [...]form{
	Unordered: {"unordered", func(string) bool { return true }, strings.Compare},
	SemVer:    {"semantic", checkSemVer, compareSemVer},
	PEP440:    {"PEP 440", checkPEP440, comparePEP440},
	Gem:       {"RubyGems", checkGem, compareGem},
	Composer:  {"Composer", checkComposer, compareComposer},
	Maven:     {"Maven", checkMaven, compareMaven},
	NuGet:     {"NuGet", checkSemVer, compareNuGet},
	Pub:       {"Pub", checkSemVer, comparePub},
	Dpkg:      {"Debian", checkDpkg, compareDpkg},
	Apk:       {"Alpine", checkApk, compareApk},
	RPM:       {"RPM", checkRPM, compareRPM},
	Dotted:    {"dotted", checkDotted, compareDotted},
}

func (s Scheme) String() string { return s.form().name }

func (s Scheme) form() form {
	if int(s) >= len(forms) {
		return forms[Unordered]
	}
	return forms[s]
}

// Of returns the scheme of an OSV ecosystem, with or without a release suffix ("Debian:12"). An ecosystem of which no
// order is known is Unordered.
func Of(ecosystem string) Scheme {
	family, _, _ := strings.Cut(ecosystem, ":")
	switch family {
	case "npm", "Go", "crates.io", "Hex", "SwiftURL", "Julia", "Bitnami", "Bioconductor", "ConanCenter", "GHC", "GitHub Actions", "VSCode", "OpenVSX":
		return SemVer
	case "PyPI":
		return PEP440
	case "RubyGems":
		return Gem
	case "Packagist":
		return Composer
	case "Maven":
		return Maven
	case "NuGet":
		return NuGet
	case "Pub":
		return Pub
	case "Debian", "Ubuntu", "Echo":
		return Dpkg
	case "Alpine", "Alpaquita", "BellSoft Hardened Containers", "Chainguard", "MinimOS", "Wolfi":
		return Apk
	case "AlmaLinux", "Azure Linux", "Mageia", "Photon OS", "Red Hat", "Rocky Linux", "SUSE", "openEuler", "openSUSE":
		return RPM
	case "CRAN", "Hackage":
		return Dotted
	}
	return Unordered
}

// Check says whether v is a version of this scheme: its error names the text and the scheme. What is no version ("latest",
// a range, an address) has a place in the order of Compare all the same, and a meaningless one.
func (s Scheme) Check(v string) error {
	switch {
	case v == "":
		return fmt.Errorf("reading a version: it is empty")
	case len(v) > MaxLength:
		return fmt.Errorf("reading a version: it has %d bytes, more than %d", len(v), MaxLength)
	}
	for i := range len(v) {
		if v[i] <= ' ' || v[i] > '~' {
			return fmt.Errorf("reading version %q: it holds a space or a character that is not printable ASCII", v)
		}
	}
	if !s.form().check(v) {
		return fmt.Errorf("reading version %q: this is no %s version", v, s)
	}
	return nil
}

// Compare returns -1, 0 or +1 as a comes before b, is the same, or comes after. It accepts any strings.
func (s Scheme) Compare(a, b string) int {
	if a == b {
		return 0
	}
	return s.form().compare(a, b)
}
