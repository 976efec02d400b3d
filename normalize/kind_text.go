package normalize

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addText(r Registry) {
	for _, k := range []record.Kind{record.Text, record.Category, record.JobTitle} {
		r[k] = Func(plainText)
	}
	r[record.Boolean] = Func(boolean)
	r[record.Consent] = Func(consent)
}

const (
	reasonPlaceholder = "placeholder"
	reasonMojibake    = "mojibake" // text that was read in the wrong encoding was repaired
	reasonNotBoolean  = "not_boolean"
)

// plainText cleans text. The option fix=none leaves the Standard as it was,
// fix=mojibake also repairs text that was read in the wrong encoding.
func plainText(in string, c Context) Value {
	if in == "" {
		return Value{State: record.Empty, Valid: true}
	}
	v := Value{Valid: true}
	clean := text.Clean(in)
	switch c.Options["fix"] {
	case "none":
		v.Standard = in
		if !utf8.ValidString(in) {
			v.Standard = strings.ToValidUTF8(in, "\uFFFD")
		}
	case "mojibake":
		var repaired bool
		if v.Standard, repaired = text.Repair(in); repaired {
			v.Reason, clean = reasonMojibake, text.Clean(v.Standard)
		}
	default:
		v.Standard = clean
	}
	switch {
	case clean == "":
		v.State = record.Empty
	case placeholder(clean):
		v.Reason = reasonPlaceholder
	default:
		v.Key = fold.String(joinedCodes(unescaped(clean)))
	}
	return v
}

// unescaped reads what is left of HTML in text that was cut out of a page:
// &amp; and &#233; are characters, not words.
func unescaped(s string) string {
	if i := strings.IndexByte(s, '&'); i >= 0 && strings.IndexByte(s[i:], ';') > 0 {
		return html.UnescapeString(s)
	}
	return s
}

// joinedCodes takes the hyphens out of codes such as model numbers, written
// with them here and without them there: KD-55X is KD55X. A code has capitals
// and digits and no other letters.
func joinedCodes(s string) string {
	if strings.IndexByte(s, '-') < 0 {
		return s
	}
	words := strings.Split(s, " ")
	for i, w := range words {
		digits, capitals, hyphens := 0, 0, 0
		for _, c := range []byte(w) {
			switch {
			case c >= '0' && c <= '9':
				digits++
			case c >= 'A' && c <= 'Z':
				capitals++
			case c == '-':
				hyphens++
			case c >= 'a' && c <= 'z' || c >= 0x80 || c == '.' || c == '/':
				hyphens = -len(w)
			}
		}
		if hyphens > 0 && digits > 0 && capitals > 0 && len(w) > 4 {
			words[i] = strings.ReplaceAll(w, "-", "")
		}
	}
	return strings.Join(words, " ")
}

// empty returns the value of an input that holds nothing but white space and
// invisible characters.
func empty(string) Value { return Value{State: record.Empty, Valid: true} }

// boolean reads a yes or no in French, Romanian or English, and the words that
// CRMs use for consent.
func boolean(in string, _ Context) Value {
	s := text.Clean(in)
	if s == "" {
		return empty(in)
	}
	if len(s) <= 40 {
		var room [64]byte
		switch string(fold.Append(room[:0], s)) {
		case "true", "t", "yes", "y", "1", "on", "oui", "o", "vrai", "v", "da", "d", "adevarat", "x", "checked", "opt in", "optin", "opted in",
			"subscribed", "abonne", "abonat", "inscrit", "accepted", "accepte", "acceptat", "granted", "consent", "consented", "agree", "agreed",
			"accord", "d accord", "de acord", "enabled", "active", "actif", "activ", "ok", "si", "ja", "wahr", "allowed", "autorise", "permis", "confirmed":
			return Value{Standard: "true", Key: "true", Valid: true}
		case "false", "f", "no", "n", "0", "off", "non", "faux", "nu", "fals", "unchecked", "opt out", "optout", "opted out",
			"unsubscribed", "desabonne", "desinscrit", "dezabonat", "refused", "refuse", "refuzat", "denied", "withdrawn", "retire", "retras", "revoked",
			"disagree", "disabled", "inactive", "inactif", "inactiv", "nein", "falsch", "not allowed", "interdit", "declined", "never":
			return Value{Standard: "false", Key: "false", Valid: true}
		}
		switch s { // signs without letters
		case "✓", "✔", "☑", "✅":
			return Value{Standard: "true", Key: "true", Valid: true}
		case "✗", "✘", "☐", "❌":
			return Value{Standard: "false", Key: "false", Valid: true}
		}
	}
	if placeholder(s) {
		return Value{Standard: s, Valid: true, Reason: reasonPlaceholder}
	}
	return Value{Standard: s, Key: fold.String(s), State: record.Unparseable, Reason: reasonNotBoolean}
}

// consent reads a yes or no to a question for consent, and what CRMs write when
// there is no answer yet, which is neither. Under the option
// true_means=opt_out the column asks for a refusal: there "unsubscribed" is a
// yes.
func consent(in string, c Context) Value {
	v := boolean(in, c)
	var room [64]byte
	s := text.Clean(in)
	if len(s) > 40 {
		return v
	}
	var says bool
	switch string(fold.Append(room[:0], s)) {
	case "opt in", "optin", "opted in", "subscribed", "abonne", "abonnee", "abonat", "abonata", "inscrit", "inscrite", "accepted", "accepte", "acceptee", "acceptat", "granted",
		"consent", "consented", "consent given", "consenti", "agree", "agreed", "accord", "d accord", "de acord", "acord", "acordat", "allow", "allowed", "autorise", "permis",
		"double opt in", "single opt in":
		says = true
	case "opt out", "optout", "opted out", "unsubscribed", "desabonne", "desabonnee", "desinscrit", "desinscrite", "dezabonat", "dezabonata", "refused", "refuse", "refusee", "refuzat", "refuz",
		"denied", "withdrawn", "consent withdrawn", "retire", "retras", "revoked", "disagree", "declined", "rejected", "not allowed", "do not allow", "interdit", "pas d accord", "nu de acord", "never":
		says = false
	case "pending", "unconfirmed", "not confirmed", "double opt in pending", "waiting", "en attente", "a confirmer", "in asteptare", "neconfirmat",
		"no consent", "not set", "never subscribed", "not subscribed", "non subscribed", "non abonne", "non abonnee", "non inscrit", "non demande", "neabonat", "nesolicitat":
		return Value{Standard: s, Key: fold.String(s), Valid: true}
	default:
		return v
	}
	if c.Options["true_means"] == "opt_out" {
		says = !says
	}
	word := strconv.FormatBool(says)
	return Value{Standard: word, Key: word, Valid: true}
}
