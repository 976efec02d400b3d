package email

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// domainName returns a domain as people read it and as DNS has it, or why it
// is none. A mailbox on the public internet has a domain of two labels or
// more; addresses of machines and local names are not taken.
func domainName(s string) (display, ascii, reason string) {
	if s == "" {
		return "", "", ReasonNoDomain
	}
	if s[0] == '[' {
		return "", "", ReasonLiteral
	}
	plain, puny := true, false
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			plain = false
			break
		}
	}
	ascii = s
	if !plain {
		var err error
		if ascii, err = idna.Lookup.ToASCII(s); err != nil {
			// Say what is wrong in the words of the plain form where that is it.
			if mapped, err := idna.New(idna.MapForLookup()).ToUnicode(s); err == nil {
				if _, _, reason := asciiDomain(mapped); reason == ReasonDomainDots || reason == ReasonDomainHyphens {
					return "", "", reason
				}
			}
			return "", "", ReasonDomainIDN
		}
	}
	if ascii, puny, reason = asciiDomain(ascii); reason != "" {
		return "", "", reason
	}
	display = ascii
	if puny {
		var err error
		if display, err = idna.Lookup.ToUnicode(ascii); err != nil {
			return "", "", ReasonDomainIDN
		}
		if again, err := idna.Lookup.ToASCII(display); err != nil || again != ascii {
			return "", "", ReasonDomainIDN
		}
	}
	return display, ascii, ""
}

// asciiDomain checks labels and lengths, lower-cases, and tells whether some
// label is punycode.
func asciiDomain(s string) (lower string, puny bool, reason string) {
	lower = strings.ToLower(s)
	labels, last := 0, ""
	for l := range strings.SplitSeq(lower, ".") {
		if reason := hostLabel(l); reason != "" {
			return "", false, reason
		}
		if len(l) >= 4 && l[2:4] == "--" {
			if l[:2] != "xn" {
				return "", false, ReasonDomainHyphens // RFC 5891 section 4.2.3.1
			}
			puny = true
		}
		labels++
		last = l
	}
	switch {
	case len(lower) > maxDomain-2: // length octets of the first and the root label
		return "", false, ReasonDomainLength
	case labels < 2:
		return "", false, ReasonDomainNoDot
	case !ending(last):
		return "", false, ReasonDomainTLD
	}
	return lower, puny, ""
}

// ending reports whether l can be a top-level label: letters (RFC 1123 section
// 2.1 and RFC 3696 section 2) or punycode.
func ending(l string) bool {
	if strings.HasPrefix(l, "xn--") {
		return true
	}
	for i := 0; i < len(l); i++ {
		if l[i] < 'a' || l[i] > 'z' {
			return false
		}
	}
	return len(l) >= 2
}

// knownTLD reports whether the domain ends in one that ICANN delegated.
func knownTLD(ascii string) bool {
	suffix, icann := publicsuffix.PublicSuffix(ascii)
	for !icann {
		// A privately managed suffix stands under a public one.
		_, rest, ok := strings.Cut(suffix, ".")
		if !ok {
			return false
		}
		suffix, icann = publicsuffix.PublicSuffix(rest)
	}
	return true
}

// suffixIn reports whether the domain or one that it belongs to is in the
// list.
func suffixIn(list map[string]bool, domain string) bool {
	for domain != "" {
		if list[domain] {
			return true
		}
		_, rest, ok := strings.Cut(domain, ".")
		if !ok {
			return false
		}
		domain = rest
	}
	return false
}
