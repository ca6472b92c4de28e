package match

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"bartizan/internal/rule"
)

// checks are the tests of a value that a rule can name. Each holds for every value that its issuer could have made and
// for few others.
var checks = map[string]func(string) bool{
	"crc32-base62": crc32Base62,
	"luhn":         luhn,
	"jwt-shape":    jwtShape,
	"aws-key-id":   awsKeyID,
	"base64":       func(s string) bool { return DecodeBase64(s) != nil },
	"base64-json":  func(s string) bool { return json.Valid(DecodeBase64(s)) },
	"basic-auth":   basicAuth,
	"mixed-case":   func(s string) bool { c := Classes(s); return c.Lower && c.Upper && c.Digit },
	"pem-body":     pemBody,
	"uuid":         IsUUID,
}

// Checks lists the names of the checks, sorted.
func Checks() []string { return slices.Sorted(maps.Keys(checks)) }

// crc32Base62 holds for tokens that end in 30 base62 characters and 6 digits of their CRC-32: GitHub's and npm's since
// 2021.
func crc32Base62(s string) bool {
	const body, sum = 30, 6
	if len(s) < body+sum {
		return false
	}
	s = s[len(s)-body-sum:]
	for i := range len(s) {
		if !alnum(s[i]) {
			return false
		}
	}
	return rule.Base62CRC(s[:body]) == s[body:]
}

// luhn holds for numbers whose last digit is right (ISO/IEC 7812-1). Spaces and dashes are passed over.
func luhn(s string) bool {
	sum, n := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		c := s[i]
		if c == ' ' || c == '-' {
			continue
		}
		if c < '0' || c > '9' {
			return false
		}
		d := int(c - '0')
		if n%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		n++
	}
	return n > 1 && sum%10 == 0
}

// jwtShape holds for a compact JWS (RFC 7515) whose header is a JSON object with "alg", and whose payload is JSON.
func jwtShape(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 3 && len(parts) != 5 {
		return false
	}
	var header struct {
		Alg string `json:"alg"`
	}
	if json.Unmarshal(DecodeBase64(parts[0]), &header) != nil || header.Alg == "" {
		return false
	}
	if strings.EqualFold(header.Alg, "none") && parts[len(parts)-1] == "" { // unsigned: anyone can make it
		return false
	}
	return len(parts) == 5 || json.Valid(DecodeBase64(parts[1]))
}

// awsKeyID holds for key ids whose base32 body decodes; the account number stands in it.
func awsKeyID(s string) bool {
	if len(s) != 20 {
		return false
	}
	_, err := base32.StdEncoding.DecodeString(s[4:])
	return err == nil
}

// basicAuth holds for the base64 of user:password (RFC 7617) with a password.
func basicAuth(s string) bool {
	_, password, ok := strings.Cut(string(DecodeBase64(s)), ":")
	return ok && password != ""
}

// pemBody holds for a PEM block, as written or with escaped line ends, whose body is at least 32 bytes of base64.
func pemBody(s string) bool {
	_, rest, ok := strings.Cut(s, "-----BEGIN")
	if !ok {
		return false
	}
	_, rest, ok = strings.Cut(rest, "-----")
	if !ok {
		return false
	}
	body, _, _ := strings.Cut(rest, "-----END")
	body = strings.NewReplacer(`\n`, "\n", `\r`, "\n", `\\n`, "\n").Replace(body)
	var b strings.Builder
	for line := range strings.Lines(body) {
		line = strings.Trim(strings.TrimSpace(line), `"'+,;\#*/> `)
		if strings.Contains(line, ":") || strings.HasPrefix(line, "=") { // a header, or an OpenPGP checksum
			continue
		}
		b.WriteString(line)
	}
	return len(DecodeBase64(strings.TrimRight(b.String(), "="))) >= 32
}

// DecodeBase64 decodes standard or URL-safe base64, padded or not. It returns nil for anything else, and for text
// shorter than 4 characters.
func DecodeBase64(s string) []byte {
	s = strings.TrimRight(s, "=")
	if len(s) < 4 || len(s)%4 == 1 {
		return nil
	}
	enc := base64.RawStdEncoding
	if strings.ContainsAny(s, "-_") {
		enc = base64.RawURLEncoding
	}
	out, err := enc.DecodeString(s)
	if err != nil {
		return nil
	}
	return out
}

func alnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
