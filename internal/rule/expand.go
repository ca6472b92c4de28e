package rule

import (
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
)

// generator matches ‹kind:arg›, the place of a made-up value in a sample.
var generator = regexp.MustCompile(`‹([a-z0-9-]+)(?::([^›]*))?›`)

const (
	lowerChars = "abcdefghijklmnopqrstuvwxyz"
	upperChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digitChars = "0123456789"
	// base62Chars is the digit order of the CRC-32 suffixes of GitHub and npm tokens.
	base62Chars = digitChars + upperChars + lowerChars
)

var charsets = map[string]string{
	"digits":      digitChars,
	"lower":       lowerChars,
	"upper":       upperChars,
	"letters":     lowerChars + upperChars,
	"lower-alnum": lowerChars + digitChars,
	"upper-alnum": upperChars + digitChars,
	"alnum":       base62Chars,
	"hex":         digitChars + "abcdef",
	"upper-hex":   digitChars + "ABCDEF",
	"base32":      upperChars + "234567",
	"base58":      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
	"base64":      base62Chars + "+/",
	"base64url":   base62Chars + "-_",
}

// maxExpanded bounds what the generators of one sample make, in bytes.
const maxExpanded = 16 << 20

// Expand replaces the generators of a sample by values that depend only on seed, so that no credential, however fake,
// stands in a rule file. More than maxExpanded bytes of them are an error. Kinds, each with a length as argument: digits, lower, upper, letters, lower-alnum, upper-alnum,
// alnum, hex, upper-hex, base32, base58, base64, base64url. Further: ‹uuid›, and ‹crc32-base62:PREFIX› for PREFIX + 30
// characters + 6 digits of their CRC-32. An unknown kind is an error.
func Expand(text string, seed int) (string, error) {
	rng := rand.New(rand.NewPCG(uint64(seed), 0xba571a4e))
	var failed error
	made := 0
	out := generator.ReplaceAllStringFunc(text, func(m string) string {
		if made > maxExpanded {
			return ""
		}
		parts := generator.FindStringSubmatch(m)
		v, err := generate(rng, parts[1], parts[2])
		if made += len(v); made > maxExpanded {
			err = fmt.Errorf("more than %d MiB in one sample", maxExpanded>>20)
		}
		if err != nil && failed == nil {
			failed = fmt.Errorf("sample generator %s: %w", m, err)
		}
		return v
	})
	return out, failed
}

func generate(rng *rand.Rand, kind, arg string) (string, error) {
	switch kind {
	case "uuid":
		h := pick(rng, charsets["hex"], 32)
		return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:], nil
	case "crc32-base62":
		body := pick(rng, base62Chars, 30)
		return arg + body + Base62CRC(body), nil
	}
	chars, ok := charsets[kind]
	if !ok {
		return "", fmt.Errorf("unknown kind %q", kind)
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > 10_000 {
		return "", fmt.Errorf("length %q is not a number from 1 to 10000", arg)
	}
	return pick(rng, chars, n), nil
}

func pick(rng *rand.Rand, chars string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(chars[rng.IntN(len(chars))])
	}
	return b.String()
}

// Base62CRC gives the six base62 digits of the CRC-32 (IEEE) of body, most significant first: the suffix of GitHub and
// npm tokens.
func Base62CRC(body string) string {
	sum := crc32.ChecksumIEEE([]byte(body))
	var out [6]byte
	for i := 5; i >= 0; i-- {
		out[i] = base62Chars[sum%62]
		sum /= 62
	}
	return string(out[:])
}
