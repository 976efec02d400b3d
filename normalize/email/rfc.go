package email

import "strings"

// reader takes an address apart by the grammar of RFC 5322 section 3.4.1,
// obsolete forms of section 4.4 included, and notes what it met.
type reader struct {
	s        string
	i        int
	cfws     bool // comments or white space
	obsolete bool
}

func parseRFC(s string) Address {
	a := Address{raw: strings.ToValidUTF8(s, "\uFFFD")}
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			a.Reason = ReasonNonASCII
			return a
		}
	}
	r := &reader{s: s}
	local, reason := r.local()
	if reason == "" {
		a.Domain, reason = r.domain()
		a.Local = local
	}
	switch {
	case reason != "":
	case len(a.Local) > maxLocal:
		reason = ReasonLocalLength
	case len(a.Local)+1+len(a.Domain) > maxTotal:
		reason = ReasonTooLong
	}
	if reason != "" {
		a.Reason = reason
		a.Local, a.Domain = "", ""
		return a
	}
	a.Valid = true
	a.Domain = strings.ToLower(a.Domain)
	if a.Domain[0] != '[' {
		a.ASCIIDomain = a.Domain
	}
	switch {
	case r.obsolete:
		a.Reason = ReasonObsolete
	case r.cfws:
		a.Reason = ReasonCFWS
	}
	a.classify()
	return a
}

// local reads the local part and the @ after it.
func (r *reader) local() (string, string) {
	var b strings.Builder
	for words := 0; ; words++ {
		if reason := r.skip(); reason != "" {
			return "", reason
		}
		start := r.i
		switch {
		case r.i >= len(r.s):
			return "", ReasonNoDomain
		case r.s[r.i] == '"':
			text, reason := r.quoted()
			if reason != "" {
				return "", reason
			}
			b.WriteString(text)
			r.obsolete = r.obsolete || words > 0
		default:
			for r.i < len(r.s) && atext(r.s[r.i]) {
				r.i++
			}
			if r.i == start {
				return "", emptyWord(words, r.s[r.i])
			}
			b.WriteString(r.s[start:r.i])
		}
		quoted := r.s[start] == '"'
		before := r.i
		if reason := r.skip(); reason != "" {
			return "", reason
		}
		switch {
		case r.i >= len(r.s):
			return "", ReasonNoAt
		case r.s[r.i] == '@':
			r.i++
			return b.String(), ""
		case r.s[r.i] == '.':
			r.i++
			b.WriteByte('.')
			r.obsolete = r.obsolete || quoted || before != r.i-1
		default:
			return "", ReasonLocalChars
		}
	}
}

func emptyWord(words int, c byte) string {
	switch {
	case c == '@' && words == 0:
		return ReasonNoLocal
	case c == '@' || c == '.':
		return ReasonLocalDots
	}
	return ReasonLocalChars
}

// quoted reads a quoted string and returns it with its quotes, folding undone.
func (r *reader) quoted() (string, string) {
	var b strings.Builder
	b.WriteByte('"')
	for r.i++; r.i < len(r.s); {
		switch c := r.s[r.i]; {
		case c == '"':
			r.i++
			b.WriteByte('"')
			return b.String(), ""
		case c == '\\':
			if r.i+1 >= len(r.s) {
				return "", ReasonEscape
			}
			b.WriteString(r.s[r.i : r.i+2])
			r.obsolete = r.obsolete || control(r.s[r.i+1])
			r.i += 2
		case c == ' ' || c == '\t' || c == '\r':
			start := r.i
			if reason := r.fold(); reason != "" {
				return "", reason
			}
			b.WriteString(strings.NewReplacer("\r", "", "\n", "").Replace(r.s[start:r.i]))
		case c == 0 || c == '\n':
			return "", ReasonLocalChars
		default:
			r.obsolete = r.obsolete || control(c)
			b.WriteByte(c)
			r.i++
		}
	}
	return "", ReasonQuotes
}

// domain reads the rest of the address.
func (r *reader) domain() (string, string) {
	before := r.i
	if reason := r.skip(); reason != "" {
		return "", reason
	}
	if r.i >= len(r.s) {
		return "", ReasonNoDomain
	}
	r.obsolete = r.obsolete || r.i > before // white space next to the @
	if r.s[r.i] == '[' {
		return r.literal()
	}
	var b strings.Builder
	for {
		start := r.i
		for r.i < len(r.s) && atext(r.s[r.i]) {
			r.i++
		}
		label := r.s[start:r.i]
		if reason := hostLabel(label); reason != "" {
			if label == "" && r.i < len(r.s) && r.s[r.i] != '.' {
				reason = ReasonDomainChars
			}
			return "", reason
		}
		b.WriteString(label)
		end := r.i
		if reason := r.skip(); reason != "" {
			return "", reason
		}
		if r.i >= len(r.s) {
			break
		}
		if r.s[r.i] != '.' {
			return "", ReasonDomainChars
		}
		b.WriteByte('.')
		r.i++
		dot := r.i
		if reason := r.skip(); reason != "" {
			return "", reason
		}
		r.obsolete = r.obsolete || dot-1 > end || r.i > dot
	}
	if b.Len() > maxDomain {
		return "", ReasonDomainLength
	}
	return b.String(), ""
}

// literal reads a domain literal and what may follow it. RFC 5322 lets any
// text stand between the brackets; only the addresses of RFC 5321 section
// 4.1.3 can be sent to, so only they are valid.
func (r *reader) literal() (string, string) {
	var b strings.Builder
	for r.i++; ; {
		if r.i >= len(r.s) {
			return "", ReasonLiteral
		}
		c := r.s[r.i]
		if c == ']' {
			r.i++
			break
		}
		switch {
		case c == '\\':
			if r.i+1 >= len(r.s) {
				return "", ReasonEscape
			}
			b.WriteString(r.s[r.i : r.i+2])
			r.i += 2
		case c == ' ' || c == '\t' || c == '\r':
			if reason := r.fold(); reason != "" {
				return "", reason
			}
			b.WriteByte(' ')
		case c == '[' || c == 0 || c == '\n':
			return "", ReasonLiteral
		default:
			b.WriteByte(c)
			r.i++
		}
	}
	if reason := r.skip(); reason != "" {
		return "", reason
	}
	if r.i < len(r.s) || !addressLiteral(b.String()) {
		return "", ReasonLiteral
	}
	return "[" + b.String() + "]", ""
}

// skip passes comments and folding white space.
func (r *reader) skip() string {
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ' ', '\t', '\r':
			if reason := r.fold(); reason != "" {
				return reason
			}
		case '(':
			if reason := r.comment(); reason != "" {
				return reason
			}
		default:
			return ""
		}
		r.cfws = true
	}
	return ""
}

// fold passes white space with line ends, each of which white space must
// follow.
func (r *reader) fold() string {
	folds := 0
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ' ', '\t':
			r.i++
		case '\r':
			if r.i+2 >= len(r.s) || r.s[r.i+1] != '\n' || r.s[r.i+2] != ' ' && r.s[r.i+2] != '\t' {
				return ReasonFolding
			}
			r.i += 3
			if folds++; folds > 1 {
				r.obsolete = true
			}
		default:
			return ""
		}
	}
	return ""
}

// comment passes a comment with those inside it.
func (r *reader) comment() string {
	for depth := 0; r.i < len(r.s); {
		switch c := r.s[r.i]; {
		case c == '(':
			depth++
			r.i++
		case c == ')':
			r.i++
			if depth--; depth == 0 {
				return ""
			}
		case c == '\\':
			if r.i+1 >= len(r.s) {
				return ReasonEscape
			}
			r.i += 2
		case c == ' ' || c == '\t' || c == '\r':
			if reason := r.fold(); reason != "" {
				return reason
			}
		case c == 0 || c == '\n':
			return ReasonComment
		default:
			r.obsolete = r.obsolete || control(c)
			r.i++
		}
	}
	return ReasonComment
}

// hostLabel checks one label of a host name (RFC 1034 section 3.5, RFC 1123
// section 2.1) and returns why it is none, or "".
func hostLabel(l string) string {
	switch {
	case l == "":
		return ReasonDomainDots
	case l[0] == '-' || l[len(l)-1] == '-':
		return ReasonDomainHyphens
	}
	for i := 0; i < len(l); i++ {
		if c := l[i]; c != '-' && !alnum(c) {
			return ReasonDomainChars
		}
	}
	if len(l) > maxLabel {
		return ReasonDomainLabel
	}
	return ""
}

func alnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// atext tells the characters of an atom, RFC 5322 section 3.2.3.
func atext(c byte) bool {
	return alnum(c) || c < 0x80 && strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}

func control(c byte) bool { return c < 0x20 && c != '\t' || c == 0x7f }
