package email

import "strings"

// addressLiteral reports whether s, without brackets, is an IPv4 or IPv6
// address as RFC 5321 section 4.1.3 writes them.
func addressLiteral(s string) bool {
	if len(s) > 5 && strings.EqualFold(s[:5], "IPv6:") {
		return ipv6(s[5:])
	}
	return ipv4(s)
}

func ipv4(s string) bool {
	n := 0
	for part := range strings.SplitSeq(s, ".") {
		n++
		if len(part) < 1 || len(part) > 3 {
			return false
		}
		v := 0
		for i := 0; i < len(part); i++ {
			if part[i] < '0' || part[i] > '9' {
				return false
			}
			v = 10*v + int(part[i]-'0')
		}
		if v > 255 {
			return false
		}
	}
	return n == 4
}

// ipv6 counts groups: eight of them, or at most six beside the "::", which
// stands for two or more; an IPv4 address at the end is two.
func ipv6(s string) bool {
	head, tail, short := strings.Cut(s, "::")
	if !short {
		n, ok := groups(head, true)
		return ok && n == 8
	}
	a, okA := 0, true
	if head != "" {
		a, okA = groups(head, false)
	}
	b, okB := 0, true
	if tail != "" {
		b, okB = groups(tail, true)
	}
	return okA && okB && a+b <= 6
}

func groups(s string, last bool) (int, bool) {
	parts := strings.Split(s, ":")
	n := 0
	for i, p := range parts {
		if last && i == len(parts)-1 && strings.Contains(p, ".") {
			if !ipv4(p) {
				return 0, false
			}
			n += 2
			continue
		}
		if len(p) < 1 || len(p) > 4 {
			return 0, false
		}
		for j := 0; j < len(p); j++ {
			if c := p[j] | 0x20; !('0' <= p[j] && p[j] <= '9' || 'a' <= c && c <= 'f') {
				return 0, false
			}
		}
		n++
	}
	return n, true
}
