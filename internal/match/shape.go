package match

import (
	"math"
	"strings"
)

// Entropy gives the Shannon entropy of the bytes of s, in bits per byte.
func Entropy(s string) float64 {
	if s == "" {
		return 0
	}
	var counts [256]int
	for i := range len(s) {
		counts[s[i]]++
	}
	sum := 0.0
	for _, n := range counts {
		if n > 1 {
			sum += float64(n) * math.Log2(float64(n))
		}
	}
	return math.Log2(float64(len(s))) - sum/float64(len(s))
}

// CharClasses says which kinds of bytes a value holds.
type CharClasses struct{ Lower, Upper, Digit, Symbol, Space, Other bool }

// Classes gives the kinds of bytes in s. Other is everything outside printable ASCII.
func Classes(s string) (c CharClasses) {
	for i := range len(s) {
		switch b := s[i]; {
		case 'a' <= b && b <= 'z':
			c.Lower = true
		case 'A' <= b && b <= 'Z':
			c.Upper = true
		case '0' <= b && b <= '9':
			c.Digit = true
		case b == ' ' || b == '\t' || b == '\n' || b == '\r':
			c.Space = true
		case b > ' ' && b < 0x7f:
			c.Symbol = true
		default:
			c.Other = true
		}
	}
	return c
}

// bigrams holds, for each pair of letters, how many bits more likely it is among random letters than in English words: row =
// first letter, column = second, value = (c - 'M') / 3 bits, cut at ±4. Recipe: pairs within the words of all line
// comments of the Go 1.26 standard library (11.1 million), one added to each count, log2((1/676)/p).
const bigrams = "" +
	"YLHHYQKYLYPEIDYLYEGCMMWQNY" + "NVPYHVYYMSYIYYNUYSNWLYYUIY" + "FXPXGXQGNYHMRYDRYOSHOVYUUY" +
	"NXSLFVYYHYYPVWJWVOMUOVWSPY" + "HSGDKLMUPYYIIDTLOBCFTMPIQY" + "NYSRMIYYGYYMWYGVYMMOMYYYUY" +
	"RYTYHYVLMYYSYNGYYPOSQYYYYY" + "GYYYBYYYHYYYUYJYYRUKTYYYYY" + "MMHJLIIYYYTGIAGOYLDEYMYRYN" +
	"YYYYSYYYYYYYYYYYYYUYTYYYYY" + "PYYYKYWYQYYYYRYYYYQYXYYYYY" + "JYTKDTXYFYYGYYGWYTMKLVUYKY" +
	"FNYSFYYYLYXUMYJIYYQWMYYYYY" + "IVIEFPFYKYPNROGTYYFDOOYYPY" + "NPIIPFQYMYQLHCMIYCLHGJLYYY" +
	"HYRTGYYTOYXKVYINYINLMYYYOY" + "YYYYYYYYYYYYYYYYYYYYMYYYYY" + "GUMNBPLYGYPQLJGVYJIJKNTYMY" +
	"MSMOCVVKGYOPRSILXRJDIYUYJY" + "HVLUCRWAEYYOSXENYGHMJYQWIY" + "PPMSKQRYLYYIMGWNYHHHYYYSYY" +
	"JVVRFYYYOYYXTYQRYVUYYWUUYY" + "MYWYKYYLJYYYYSOYYOSYYYWYYY" + "RXUYRWYYRYYYYYXNYYYNYYYXYY" +
	"YYXYTYYYUYYPOQYKYPLNYYYYYY" + "WYYYMYYYYYYYYYYYYYYYYYYYYY"

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func digit(c byte) bool  { return '0' <= c && c <= '9' }
func upper(c byte) bool  { return 'A' <= c && c <= 'Z' }

// RandomBits weighs, in bits, how much the characters of s look drawn at random (positive) rather than spelled
// (negative): pairs of letters by the bigram table, changes between letters and digits and of case as signs of chance,
// long runs and repeats as signs against.
func RandomBits(s string) float64 {
	if n := len(s); n >= 16 && Hex(s) && strings.ContainsAny(s, "0123456789") && strings.ContainsAny(s, "abcdefABCDEF") {
		// The letters of hexadecimal numbers make English pairs by chance.
		return 0.8 * float64(n) * (Entropy(s) - 2) / 2
	}
	bits, capital := 0.0, true
	for i := 1; i < len(s); i++ {
		a, b := s[i-1], s[i]
		switch {
		case a == b:
			bits -= 0.7
		case letter(a) && letter(b):
			bits += (float64(bigrams[int(a|0x20-'a')*26+int(b|0x20-'a')]) - 'M') / 3
			switch {
			case upper(a) == upper(b):
			case upper(b): // a capital after a small letter begins a word
				bits += 0.7
				capital = true
			case !capital: // a small letter after several capitals
				bits += 1.5
			}
			if !upper(b) || upper(a) {
				capital = false
			}
		case digit(a) && digit(b):
			if b == a+1 || a == b+1 {
				bits -= 0.5
			} else {
				bits += 0.5
			}
		case letter(a) && digit(b):
			bits += 0.8
		case digit(a) && letter(b):
			bits += 1.8
			capital = true
		case letter(b):
			capital = true
			if !separator(a) {
				bits += 0.8
			}
		case !separator(b) && b < 0x80:
			bits += 0.8
		}
	}
	// Drawn characters repeat no more often than their alphabet makes them: a poor set of characters is no chance.
	if n := len(s); n >= 12 {
		if e := Entropy(s) / math.Log2(float64(min(n, 16))); e < 0.75 {
			bits -= (0.75 - e) * float64(n)
		}
	}
	return bits
}

func separator(c byte) bool { return strings.IndexByte("-_. /:,", c) >= 0 }

// Hex reports whether s is only hexadecimal digits with letters of one case.
func Hex(s string) bool {
	low, up := false, false
	for i := range len(s) {
		switch c := s[i]; {
		case digit(c):
		case 'a' <= c && c <= 'f':
			low = true
		case 'A' <= c && c <= 'F':
			up = true
		default:
			return false
		}
	}
	return s != "" && !(low && up)
}

// IsUUID reports the textual form of RFC 9562.
func IsUUID(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	return Hex(strings.ToLower(s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]))
}

// IsDigest reports hexadecimal text as long as a common digest (MD5, SHA-1, SHA-2), or a subresource integrity value.
func IsDigest(s string) bool {
	for _, p := range []string{"sha256-", "sha384-", "sha512-", "sha1-", "sha256:", "sha512:", "sha1:", "md5:"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	switch len(s) {
	case 32, 40, 56, 64, 96, 128:
		return Hex(s)
	}
	return false
}

// Words splits a name at separators and changes of case, in lower case: "dbUserPassword2" is db, user, password, 2.
func Words(name string) (out []string) {
	start := -1
	flush := func(end int) {
		if start >= 0 && end > start {
			out = append(out, strings.ToLower(name[start:end]))
		}
		start = -1
	}
	for i := range len(name) {
		c := name[i]
		if !letter(c) && !digit(c) && c < 0x80 {
			flush(i)
			continue
		}
		if start >= 0 {
			p := name[i-1]
			switch {
			case upper(c) && !upper(p) && !digit(p),
				upper(p) && upper(c) && i+1 < len(name) && 'a' <= name[i+1] && name[i+1] <= 'z',
				digit(c) != digit(p):
				flush(i)
			}
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(name))
	return out
}
