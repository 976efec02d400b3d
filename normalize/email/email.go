package email

import (
	"strings"
	"unicode/utf8"
)

// Options say how to read.
type Options struct {
	RFC bool // RFC 5321 and RFC 5322 to the letter instead of the way of a CRM
}

// Address is one address read. The zero Address is an invalid one without
// text.
type Address struct {
	Local       string // before the @, comments and needless quotes removed; case as written unless all capitals
	Domain      string // after the @, lower case, letters as people read them
	ASCIIDomain string // the same as DNS has it (punycode); "" when the domain is not valid
	Tag         string // what follows the first + of the local part
	Valid       bool
	Reason      string // why it is not valid, or what is notable about it; a snake_case word
	Role        bool   // info@, contact@, comptabilite@: a function, not a person
	NoReply     bool   // noreply@, test@test.com and their like: nobody reads it
	Disposable  bool   // a domain of throw-away mailboxes
	Free        bool   // a domain where anybody can open a mailbox
	Suggestion  string // the address that was probably meant, never applied; Reason is typo_domain or obfuscated then

	raw string // the cleaned text, for addresses that can't be taken apart
}

// The reasons that Parse gives. Those of the first group make an address
// invalid, those of the second are notes.
const (
	ReasonNoAt          = "no_at_sign"
	ReasonNoLocal       = "no_local_part"
	ReasonNoDomain      = "no_domain"
	ReasonLocalChars    = "local_characters"
	ReasonLocalDots     = "local_dots"
	ReasonLocalLength   = "local_too_long"
	ReasonDomainChars   = "domain_characters"
	ReasonDomainDots    = "domain_dots"
	ReasonDomainHyphens = "domain_hyphens"
	ReasonDomainLength  = "domain_too_long"
	ReasonDomainLabel   = "domain_label_too_long"
	ReasonDomainNoDot   = "domain_without_dot"
	ReasonDomainTLD     = "domain_ending"
	ReasonDomainIDN     = "domain_idn"
	ReasonTooLong       = "too_long"
	ReasonLiteral       = "address_literal"
	ReasonQuotes        = "quotes"
	ReasonComment       = "comment_not_closed"
	ReasonEscape        = "escape"
	ReasonFolding       = "folding"
	ReasonNonASCII      = "non_ascii"

	ReasonUnknownTLD = "unknown_tld"
	ReasonTypo       = "typo_domain"
	ReasonObfuscated = "obfuscated"
	ReasonDisposable = "disposable"
	ReasonRole       = "role"
	ReasonNoReply    = "placeholder"
	ReasonCFWS       = "comment_or_white_space"
	ReasonObsolete   = "obsolete_form"
)

// Limits of RFC 5321 section 4.5.3.1 and of the path of 256 octets with its
// angle brackets (RFC 3696 erratum 1690).
const (
	maxLocal  = 64
	maxDomain = 255
	maxLabel  = 63
	maxTotal  = 254
)

// Parse reads one address. It never fails: what can't be read is an Address
// that is not Valid and has a Reason.
func Parse(s string, o Options) Address {
	if o.RFC {
		return parseRFC(s)
	}
	return parseCRM(s)
}

// ParseAll reads a cell that may hold several addresses, with ; , / | white
// space or line ends between them. An address as RFCs see it is one address
// whatever it holds. It returns at least one Address.
func ParseAll(s string, o Options) []Address {
	if o.RFC {
		return []Address{parseRFC(s)}
	}
	if strings.Count(s, "@") < 2 || len(s) > 8*maxCell {
		return []Address{parseCRM(s)}
	}
	var all []Address
	for _, part := range split(s) {
		all = append(all, parseCRM(part))
	}
	return all
}

// String returns the address for display, or the cleaned input where it could
// not be taken apart.
func (a Address) String() string {
	if a.Domain == "" || a.Local == "" {
		return a.raw
	}
	return a.Local + "@" + a.Domain
}

// Key returns the form under which two spellings of one mailbox agree: lower
// case, domain in ASCII, no tag, no dots in the local part of Gmail, one name
// for the domains of Gmail. It is "" for what has no local part and domain and
// for mailboxes that nobody reads.
func (a Address) Key() string {
	if a.NoReply {
		return ""
	}
	if !a.Valid {
		return shapeKey(a.String())
	}
	local := strings.ToLower(a.Local)
	if !strings.HasPrefix(local, `"`) {
		if base, _, ok := strings.Cut(local, "+"); ok && base != "" {
			local = base
		}
	}
	domain := a.ASCIIDomain
	if domain == "" {
		domain = strings.ToLower(a.Domain)
	}
	if domain == "gmail.com" || domain == "googlemail.com" {
		domain = "gmail.com"
		if plain := strings.ReplaceAll(local, ".", ""); plain != "" {
			local = plain
		}
	}
	return local + "@" + domain
}

// shapeKey returns the lower-case text of something that is no valid address
// and still has the shape local@domain, else "".
func shapeKey(s string) string {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" || strings.ContainsAny(s, " \t\r\n\x1e\x1f") || strings.Contains(domain, "@") {
		return ""
	}
	if len(s) > maxTotal || !utf8.ValidString(s) {
		return ""
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] == 0x7f {
			return ""
		}
	}
	return strings.ToLower(s)
}
