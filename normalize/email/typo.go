package email

import "strings"

// typoDomain returns the domain that was probably meant, or "". Only well-known
// mailbox domains are proposed, and only for domains that are not known to
// exist themselves.
func typoDomain(domain string) string {
	if domain == "" || freeDomains[domain] || realNeighbours[domain] {
		return ""
	}
	if better, ok := typoDomains[domain]; ok {
		return better
	}
	dot := strings.IndexByte(domain, '.')
	if dot < 0 {
		return ""
	}
	name, tld := domain[:dot], domain[dot+1:]
	if better, ok := typoEndings[tld]; ok {
		fixed := name + "." + better
		if freeDomains[fixed] || !knownTLD(domain) {
			return fixed
		}
	}
	for _, want := range typoTargets {
		if d := len(want) - len(domain); d < -1 || d > 1 {
			continue
		}
		// A short name has too many honest neighbours, and another first letter
		// makes another word: grange.fr.
		if strings.IndexByte(want, '.') < 5 || want[0] != domain[0] {
			continue
		}
		if oneEdit(domain, want) {
			return want
		}
	}
	return ""
}

// oneEdit reports whether one insertion, deletion, replacement or exchange of
// neighbours turns a into b. It does not allocate.
func oneEdit(a, b string) bool {
	if a == b {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a)+len(b) == 1, len(a) == 1 && len(b) == 1:
		return true
	}
	return len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
