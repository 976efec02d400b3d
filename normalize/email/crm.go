package email

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxCell bounds the text that is searched for an address: far beyond a
// display name and an address, far below what makes searching slow.
const maxCell = 2000

func parseCRM(s string) Address {
	if len(s) > maxCell {
		return Address{raw: strings.ToValidUTF8(s, "\uFFFD"), Reason: ReasonTooLong}
	}
	s = clean(s)
	a := Address{raw: s}
	at := lastAt(s)
	if at < 0 {
		a.Reason = ReasonNoAt
		if plain, ok := unobfuscate(s); ok {
			a.Reason, a.Suggestion = ReasonObfuscated, plain
		}
		return a
	}
	local, reason := localPart(s[:at])
	if reason == "" {
		a.Local = local
		a.Domain, a.ASCIIDomain, reason = domainName(s[at+1:])
	}
	// As written, too: systems on the way may not compose letters and marks.
	if reason == "" && max(len(a.Local), at)+1+max(len(a.ASCIIDomain), len(a.Domain)) > maxTotal {
		reason = ReasonTooLong
	}
	if reason != "" {
		a.Local, a.Domain, a.ASCIIDomain = "", "", ""
		a.Reason = reason
		a.Suggestion = slip(s)
		return a
	}
	a.Valid = true
	a.classify()
	return a
}

// slip returns the address that one slip of the keyboard away is valid: a
// comma or colon for a dot in the domain, dots or @ struck twice. "" for none.
func slip(s string) string {
	if len(s) > maxTotal {
		return ""
	}
	at := strings.IndexByte(s, '@')
	local, domain := s[:at], s[at:]
	better := slips.Replace(local) + slips.Replace(slips.Replace(strings.NewReplacer(",", ".", ";", ".", ":", ".").Replace(domain)))
	if better == s || strings.Count(better, "@") != 1 {
		return ""
	}
	if a := parseCRM(better); a.Valid {
		return a.String()
	}
	return ""
}

var slips = strings.NewReplacer("@@", "@", "..", ".", "@.", "@", ".@", "@")

// classify fills in what the tables know of a valid address.
func (a *Address) classify() {
	lower := strings.ToLower(a.Local)
	if base, tag, ok := strings.Cut(a.Local, "+"); ok && base != "" && base[0] != '"' {
		a.Tag = tag
		lower = strings.ToLower(base)
	}
	a.NoReply = noReply(lower) || invented(lower, a.ASCIIDomain)
	a.Role = a.NoReply || role(lower)
	a.Disposable = suffixIn(disposableDomains, a.ASCIIDomain)
	a.Free = freeDomains[a.ASCIIDomain]
	reason := ""
	switch better := typoDomain(a.ASCIIDomain); {
	case a.NoReply:
		reason = ReasonNoReply
	case better != "":
		a.Suggestion = a.Local + "@" + better
		reason = ReasonTypo
	case a.Disposable:
		reason = ReasonDisposable
	case a.Role:
		reason = ReasonRole
	case a.ASCIIDomain != "" && !knownTLD(a.ASCIIDomain):
		reason = ReasonUnknownTLD
	}
	if a.Reason == "" {
		a.Reason = reason
	}
}

// clean removes what stands around an address in a cell.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	for {
		before := s
		s = strings.TrimFunc(s, outside)
		s = unquote(s)
		if len(s) >= 7 && strings.EqualFold(s[:7], "mailto:") {
			s = s[7:]
			if q := strings.IndexByte(s, '?'); q > strings.IndexByte(s, '@') {
				s = s[:q]
			}
		}
		if i := openBracket(s); i >= 0 {
			s = s[i+1:]
			if j := strings.IndexByte(s, '>'); j >= 0 {
				s = s[:j]
			}
		}
		s = strings.TrimLeft(s, ",;:<>([")
		s = strings.TrimRight(s, ".,;:!>)\\")
		if s == before {
			break
		}
	}
	// "jean.dupont @ free.fr": no address has white space beside its @.
	if i := lastAt(s); i > 0 {
		local := s[:i]
		if local[len(local)-1] != '"' {
			local = strings.TrimRight(local, " \u00a0")
		}
		if domain := strings.TrimLeft(s[i+1:], " \u00a0"); len(local)+1+len(domain) < len(s) && local != "" {
			s = local + "@" + domain
		}
	}
	return s
}

// outside tells what never belongs to an address at its ends: white space and
// the marks that copying from a page or a PDF leaves.
func outside(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f', '“', '”', '‘', '’', '«', '»', '|':
		return true
	}
	return unicode.IsSpace(r)
}

// unquote removes quotes around the whole of s, not those of a local part.
func unquote(s string) string {
	if len(s) >= 2 {
		if c := s[0]; (c == '\'' || c == '"') && s[len(s)-1] == c && strings.IndexByte(s[1:len(s)-1], '@') >= 0 {
			return s[1 : len(s)-1]
		}
	}
	return s
}

// openBracket returns the place of the < that an address follows, outside
// quotes, or -1.
func openBracket(s string) int {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case '<':
			if !quoted && strings.IndexByte(s[i:], '@') >= 0 {
				return i
			}
		}
	}
	return -1
}

// lastAt returns the place of the @ between local part and domain.
func lastAt(s string) int { return strings.LastIndexByte(s, '@') }

// split cuts a cell with several addresses. What has no @ belongs to the
// address after it: a display name with a comma.
func split(s string) []string {
	var parts []string
	start := 0
	quoted, bracket, at := false, false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			quoted = !quoted && strings.IndexByte(s[i+1:], '"') >= 0
		case '<':
			bracket = strings.IndexByte(s[i:], '>') >= 0
		case '>':
			bracket = false
		case '@':
			at = at || !quoted
		case ';', ',', '/', '|', '\n', '\r', '\t', ' ':
			if quoted || bracket || !at || strings.IndexByte(s[i:], '@') < 0 {
				continue
			}
			if c == ' ' && besideAt(s, i) {
				continue
			}
			parts = append(parts, s[start:i])
			start, at = i+1, false
		}
	}
	return append(parts, s[start:])
}

// besideAt reports whether the white space at i stands next to an @.
func besideAt(s string, i int) bool {
	l := strings.TrimRight(s[:i], " ")
	r := strings.TrimLeft(s[i:], " ")
	return strings.HasSuffix(l, "@") || strings.HasPrefix(r, "@")
}

// localPart returns the standard form of a local part: dot-atom with letters
// of any script (RFC 6532), or a quoted string, quotes dropped where they are
// not needed. Case is kept, because only the receiving server knows whether it
// matters, but for a local part in capitals alone, which is a habit of forms.
func localPart(s string) (string, string) {
	if s == "" {
		return "", ReasonNoLocal
	}
	if s[0] == '"' {
		r := &reader{s: s}
		if len(s) > maxLocal {
			return "", ReasonLocalLength
		}
		return quotedLocal(r)
	}
	if reason := dotAtom(s); reason != "" {
		return "", reason
	}
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
		if reason := dotAtom(s); reason != "" {
			return "", reason
		}
	}
	if len(s) > maxLocal {
		return "", ReasonLocalLength
	}
	if capitals(s) {
		s = strings.ToLower(s)
	}
	return s, ""
}

func quotedLocal(r *reader) (string, string) {
	for i := 0; i < len(r.s); i++ {
		if r.s[i] < 0x20 || r.s[i] == 0x7f {
			return "", ReasonLocalChars
		}
	}
	text, reason := r.quoted()
	switch {
	case reason != "":
		return "", reason
	case r.i < len(r.s):
		return "", ReasonQuotes
	}
	var b strings.Builder
	for i := 1; i < len(text)-1; i++ {
		if text[i] == '\\' {
			i++
		}
		b.WriteByte(text[i])
	}
	plain := norm.NFC.String(b.String())
	if plain != "" && dotAtom(plain) == "" {
		if capitals(plain) {
			plain = strings.ToLower(plain)
		}
		return plain, ""
	}
	for _, r := range plain {
		if r >= 0x80 && !localRune(r) {
			return "", ReasonLocalChars
		}
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(plain) + `"`, ""
}

// dotAtom returns why s is no dot-atom, or "".
func dotAtom(s string) string {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return ReasonLocalDots
	}
	first := true
	for _, r := range s {
		switch {
		case r < 0x80:
			if r != '.' && !atext(byte(r)) {
				return ReasonLocalChars
			}
		case !localRune(r) || first && unicode.Is(unicode.M, r):
			return ReasonLocalChars
		}
		first = r == '.'
	}
	// A combining mark on a sign makes another sign of it.
	for i, r := range s {
		if i > 0 && unicode.Is(unicode.M, r) && s[i-1] < 0x80 && !alnum(s[i-1]) {
			return ReasonLocalChars
		}
	}
	return ""
}

// localRune tells the runes beyond ASCII that a local part may have.
func localRune(r rune) bool {
	return r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S)
}

func capitals(s string) bool {
	upper := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		upper = upper || unicode.IsUpper(r)
	}
	return upper && strings.ToUpper(strings.ToLower(s)) == s
}

var obfuscations = strings.NewReplacer(
	" at ", "@", "(at)", "@", "[at]", "@", "{at}", "@", " arobase ", "@", "(arobase)", "@", "[arobase]", "@", " arond ", "@", "＠", "@", "﹫", "@",
	" dot ", ".", "(dot)", ".", "[dot]", ".", " point ", ".", "(point)", ".", "[point]", ".", " punct ", ".", " ", "",
)

// unobfuscate returns the address that "jean (at) free (dot) fr" stands for.
func unobfuscate(s string) (string, bool) {
	if len(s) > maxTotal {
		return "", false
	}
	plain := obfuscations.Replace(strings.ToLower(s))
	if strings.Count(plain, "@") != 1 {
		return "", false
	}
	a := parseCRM(plain)
	return a.String(), a.Valid
}
