package url

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Address is one web address read.
type Address struct {
	Scheme  string // http, https or another that was written; https where there was none
	Host    string // lower case, ASCII; "" when not valid
	Path    string // with the leading slash; "" for the root
	Network string // social network that the address is a profile on: linkedin, facebook …; "" for others
	Valid   bool
	Reason  string // why it is not valid, or what is notable; a snake_case word

	text string // standard form, or the trimmed input
	rest string // path without trailing slash, for the key
}

// The reasons that Parse gives.
const (
	ReasonEmpty      = "empty"
	ReasonHost       = "host"
	ReasonNoDot      = "host_without_dot"
	ReasonPort       = "port"
	ReasonSyntax     = "syntax"
	ReasonScheme     = "scheme"
	ReasonEmail      = "email_address"
	ReasonTooLong    = "too_long"
	ReasonUnknownTLD = "unknown_tld"
	ReasonSeveral    = "several_addresses"
)

// maxLength is what browsers and servers agree to take.
const maxLength = 2048

// Parse reads one web address. It never fails, and the text of a valid address
// reads as itself.
func Parse(s string) Address {
	a := parse(s)
	for range 4 {
		if !a.Valid || a.text == s {
			return a
		}
		// What ends a path or query may be trimmed only now that something
		// after it is gone.
		s = a.text
		if a = parse(s); a.text == s {
			return a
		}
	}
	return Address{text: s, Reason: ReasonSyntax}
}

func parse(s string) Address {
	s = trim(strings.ToValidUTF8(s, "\uFFFD"))
	a := Address{text: s}
	switch {
	case s == "":
		a.Reason = ReasonEmpty
		return a
	case len(s) > maxLength:
		a.Reason = ReasonTooLong
		return a
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\uFFFD' }):
		a.Reason = ReasonSyntax
		if strings.Count(strings.ToLower(s), "http")+strings.Count(strings.ToLower(s), "www.") > 1 {
			a.Reason = ReasonSeveral
		}
		return a
	}
	scheme, rest, reason := splitScheme(s)
	if reason != "" {
		a.Reason = reason
		return a
	}
	u, err := url.Parse(scheme + "://" + rest)
	if err != nil || u.Host == "" {
		a.Reason = ReasonSyntax
		return a
	}
	if u.User != nil && strings.Count(rest, "@") == 1 && u.Path == "" {
		if _, set := u.User.Password(); !set {
			a.Reason = ReasonEmail
			return a
		}
	}
	if a.Host, a.Reason = host(u.Hostname()); a.Host == "" {
		return a
	}
	port := u.Port()
	if port != "" && !validPort(port) {
		a.Host, a.Reason = "", ReasonPort
		return a
	}
	if port == "80" && scheme == "http" || port == "443" && scheme == "https" || port == "21" && scheme == "ftp" {
		port = ""
	}
	a.Scheme, a.Valid = scheme, true
	a.compose(u, port)
	return a
}

// compose writes the standard form and the parts of the key.
func (a *Address) compose(u *url.URL, port string) {
	path := escapes(u.EscapedPath())
	path = dots(path)
	if path == "/" {
		path = ""
	}
	a.Path = path
	a.Network = network(a.Host)
	query := escapes(u.RawQuery)
	var b strings.Builder
	b.WriteString(a.Scheme)
	b.WriteString("://")
	if u.User != nil {
		b.WriteString(u.User.String())
		b.WriteByte('@')
	}
	authority := a.Host
	if strings.Contains(authority, ":") {
		authority = "[" + authority + "]"
	}
	if port != "" {
		authority += ":" + port
	}
	b.WriteString(authority)
	b.WriteString(path)
	if query != "" {
		if path == "" {
			b.WriteByte('/')
		}
		b.WriteByte('?')
		b.WriteString(query)
	}
	if u.Fragment != "" {
		if path == "" && query == "" {
			b.WriteByte('/')
		}
		b.WriteByte('#')
		b.WriteString(escapes(u.EscapedFragment()))
	}
	a.text = b.String()
	a.rest = strings.TrimPrefix(authority, "www.") + strings.ToLower(strings.TrimRight(path, "/"))
	if a.Network != "" {
		a.rest = profile(a.Host, path, withoutTracking(query))
	}
}

// String returns the standard form, or the trimmed input of what is not valid.
func (a Address) String() string { return a.text }

// Key returns host without www. and path without trailing slash; profiles on
// social networks lose language and machine. "" for what is not valid.
func (a Address) Key() string {
	if !a.Valid {
		return ""
	}
	return a.rest
}

// trim removes what stands around an address in a cell.
func trim(s string) string {
	for {
		before := s
		s = strings.TrimFunc(s, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"'<>«»“”‘’,;|`+"`", r)
		})
		s = strings.TrimRight(s, ".!")
		if n := len(s); n > 1 && s[n-1] == ')' && !strings.Contains(s, "(") {
			s = s[:n-1]
		}
		if label, rest, ok := strings.Cut(s, ":"); ok {
			switch strings.ToLower(strings.TrimSpace(label)) {
			case "url", "site", "web", "website", "site web", "site internet", "internet", "pagina web", "web site":
				s = rest
			}
		}
		if s == before {
			return s
		}
	}
}

// splitScheme returns scheme and what follows "://", undoing the slips that
// leave no doubt: backslashes, one slash, no colon, a scheme twice.
func splitScheme(s string) (scheme, rest, reason string) {
	scheme, rest = "https", s
	found := false
	for range 4 {
		i := strings.IndexAny(rest, ":/\\.?#@")
		if i <= 0 {
			break
		}
		word := strings.ToLower(rest[:i])
		switch word {
		case "http", "https", "ftp":
			after := rest[i:]
			plain := strings.TrimLeft(after, ":/\\;")
			if len(after)-len(plain) < 2 {
				return word, rest, ""
			}
			scheme, rest, found = word, plain, true
			continue
		case "htp", "hhtp", "htttp", "ttp", "htpp", "http;", "hhttp":
			if plain := strings.TrimLeft(rest[i:], ":/\\"); len(rest[i:])-len(plain) >= 2 {
				scheme, rest, found = "http", plain, true
				continue
			}
		case "htps", "htttps", "ttps", "hhttps", "httpss":
			if plain := strings.TrimLeft(rest[i:], ":/\\"); len(rest[i:])-len(plain) >= 2 {
				scheme, rest, found = "https", plain, true
				continue
			}
		case "mailto":
			return "", "", ReasonEmail
		}
		if found {
			break // what follows is a user or a host with its port
		}
		if rest[i] == ':' && strings.HasPrefix(rest[i:], "://") {
			return "", "", ReasonScheme
		}
		if rest[i] == ':' && (i+1 >= len(rest) || rest[i+1] < '0' || rest[i+1] > '9') {
			return "", "", ReasonScheme // javascript:, tel:, data:
		}
		break
	}
	rest = strings.TrimLeft(rest, "/\\")
	if rest == "" {
		return "", "", ReasonHost
	}
	return scheme, rest, ""
}

// host returns a host name in lower-case ASCII. A name needs a dot; one whose
// ending nobody delegated is valid and has a note.
func host(h string) (ascii, reason string) {
	if ip, err := netip.ParseAddr(h); err == nil {
		return ip.WithZone("").String(), ""
	}
	h = strings.TrimSuffix(h, ".")
	ascii = strings.ToLower(h)
	puny := false
	for i := 0; i < len(ascii); i++ {
		if ascii[i] >= 0x80 {
			puny = true
			break
		}
	}
	if puny || strings.Contains(ascii, "xn--") {
		a, err := idna.Lookup.ToASCII(h)
		if err != nil {
			return "", ReasonHost
		}
		if again, err := idna.Lookup.ToASCII(a); err != nil || again != a {
			return "", ReasonHost
		}
		ascii = a
	}
	if len(ascii) > 253 {
		return "", ReasonHost
	}
	last, labels := "", 0
	for l := range strings.SplitSeq(ascii, ".") {
		if !label(l) {
			return "", ReasonHost
		}
		last = l
		labels++
	}
	switch {
	case labels < 2:
		return "", ReasonNoDot
	case last[0] >= '0' && last[0] <= '9':
		return "", ReasonHost
	}
	if suffix, icann := publicsuffix.PublicSuffix(ascii); !icann && !strings.Contains(suffix, ".") {
		return ascii, ReasonUnknownTLD
	}
	return ascii, ""
}

// label checks one label of a host name. DNS allows _ where host names do
// not, and web servers answer to it.
func label(l string) bool {
	if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
		return false
	}
	for i := 0; i < len(l); i++ {
		c := l[i]
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

func validPort(p string) bool {
	n := 0
	for i := 0; i < len(p); i++ {
		if p[i] < '0' || p[i] > '9' || n > 65535 {
			return false
		}
		n = 10*n + int(p[i]-'0')
	}
	return n > 0 && n <= 65535
}
