package advisory

import (
	"crypto/sha256"
	"slices"
	"strings"
)

// A key names a package in the index: the head of a SHA-256, so that nobody makes two names meet on purpose.
type key [12]byte

func keyOf(ecosystem, name string) key {
	sum := sha256.Sum256([]byte(ecosystem + "\x00" + normalName(ecosystem, name)))
	return key(sum[:12])
}

// family returns an ecosystem without its release: "Debian" of "Debian:12". Data comes in one folder per family.
func family(ecosystem string) string {
	f, _, _ := strings.Cut(ecosystem, ":")
	return f
}

// normalName returns the form under which a registry knows a package: PyPI by PEP 503, NuGet and Packagist without case;
// elsewhere names differ in case.
func normalName(ecosystem, name string) string {
	switch family(ecosystem) {
	case "PyPI":
		var b strings.Builder
		dash := false
		for _, c := range strings.ToLower(name) {
			if c == '-' || c == '_' || c == '.' {
				dash = true
				continue
			}
			if dash {
				b.WriteByte('-')
				dash = false
			}
			b.WriteRune(c)
		}
		if dash {
			b.WriteByte('-')
		}
		return b.String()
	case "NuGet", "Packagist":
		return strings.ToLower(name)
	}
	return name
}

// normalVersion rewrites what ecosystems print into what advisories write: Go's own releases are semantic versions there
// ("go1.21rc2" is 1.21.0-rc.2).
func normalVersion(ecosystem, name, v string) string {
	if ecosystem != "Go" || name != "stdlib" && name != "toolchain" {
		return v
	}
	v = strings.TrimPrefix(v, "go")
	i := strings.IndexFunc(v, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if i <= 0 {
		return v
	}
	for _, phase := range [...]string{"beta", "rc"} {
		if number, ok := strings.CutPrefix(v[i:], phase); ok {
			return v[:i] + strings.Repeat(".0", max(0, 2-strings.Count(v[:i], "."))) + "-" + phase + "." + number
		}
	}
	return v
}

// publicPrefixes begin the ids of public databases, as the OSV schema lists them, and of the distributions.
var publicPrefixes = []string{
	"ALBA-", "ALEA-", "ALINUX", "ALPINE-", "ALSA-", "ALSA2", "ASB-A-", "AZL-", "BELL-", "BIT-", "CGA-", "CLEANSTART-", "CURL-",
	"CVE-", "DEBIAN-", "DLA-", "DRUPAL-", "DSA-", "DTSA-", "ECHO-", "EEF-", "ELA-", "GHSA-", "GO-", "GSD-", "HSEC-", "JLSEC-", "KUBE-",
	"LBSEC-", "LSN-", "MAL-", "MGASA-", "MINI-", "OESA-", "OSEC-", "OSV-", "PHSA-", "PSF-", "PUB-A-", "PYSEC-", "RHBA-", "RHEA-", "RHSA-",
	"RLSA-", "RSEC-", "RUSTSEC-", "RXSA-", "SUSE-", "SNYK-", "UBUNTU-", "USN-", "V8-", "openSUSE-",
}

// isPublic says whether an id can be looked up in a public database under this name.
func isPublic(id string) bool {
	return slices.ContainsFunc(publicPrefixes, func(p string) bool { return strings.HasPrefix(id, p) })
}

// compareShown orders ids by how well they are known: CVE, GHSA, other public ones, all else.
func compareShown(a, b string) int {
	rank := func(id string) int {
		switch {
		case strings.HasPrefix(id, "CVE-"):
			return 0
		case strings.HasPrefix(id, "GHSA-"):
			return 1
		case isPublic(id):
			return 2
		}
		return 3
	}
	if c := rank(a) - rank(b); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}
