package survivorship

import (
	"strings"
	"unicode"

	"github.com/onefold/onefold/record"
)

// Levels of consent, the most restrictive first.
const (
	optedOut = iota
	noConsent
	pending
	optedIn
)

// Words compiled for Onefold: what French, Romanian and English CRM exports
// write in a consent column, letters only and without accents.
var (
	trueWords    = []string{"true", "t", "yes", "y", "1", "oui", "o", "vrai", "da", "adevarat", "x", "on", "checked"}
	falseWords   = []string{"false", "f", "no", "n", "0", "non", "faux", "nu", "fals", "off", "unchecked"}
	outWords     = []string{"optout", "optedout", "unsubscribed", "unsubscribe", "withdrawn", "revoked", "refused", "denied", "declined", "donotcontact", "blocked", "desabonne", "desinscrit", "refuse", "retire", "oppose", "dezabonat", "refuzat", "retras"}
	noneWords    = []string{"none", "unknown", "notset", "na", "null", "inconnu", "aucun", "nonrenseigne", "necunoscut", "niciunul", "notapplicable"}
	pendingWords = []string{"pending", "unconfirmed", "doubleoptinpending", "waiting", "enattente", "enattentedeconfirmation", "inasteptare", "neconfirmat", "notconfirmed"}
	inWords      = []string{"optin", "optedin", "subscribed", "granted", "given", "accepted", "consented", "confirmed", "abonne", "inscrit", "accepte", "consenti", "accorde", "abonat", "acceptat", "acordat", "confirmat"}
	outNames     = []string{"optout", "optedout", "unsubscribe", "donot", "dnc", "nocall", "noemail", "nomail", "desabonne", "desinscri", "dezabon", "refus", "blacklist", "suppress", "nepas", "blocked", "stopmail", "stopsms"}
)

// word keeps the letters and digits of a text, without case and without the
// accents of French and Romanian.
func word(s string) string {
	return strings.Map(func(c rune) rune {
		switch c = unicode.ToLower(c); c {
		case 'à', 'â', 'ă', 'á', 'ä':
			return 'a'
		case 'é', 'è', 'ê', 'ë':
			return 'e'
		case 'î', 'ï', 'í':
			return 'i'
		case 'ô', 'ö', 'ó':
			return 'o'
		case 'ù', 'û', 'ü', 'ú':
			return 'u'
		case 'ç':
			return 'c'
		case 'ș', 'ş':
			return 's'
		case 'ț', 'ţ':
			return 't'
		}
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, s)
}

func oneOf(words []string, s string) bool {
	for _, w := range words {
		if w == s {
			return true
		}
	}
	return false
}

// saysOptOut reports whether a field's name means that true is a refusal.
func saysOptOut(name string) bool {
	name = word(name)
	for _, w := range outNames {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// truth reads a value as true or false.
func (p *plan) truth(f int, row record.Row) (v, ok bool) {
	for _, s := range [2]string{p.fields[f].Column.Value(row), p.fields[f].Normal.Value(p.fields[f].Normal.Of[row])} {
		w := word(s)
		if oneOf(trueWords, w) {
			return true, true
		}
		if oneOf(falseWords, w) {
			return false, true
		}
	}
	return false, false
}

// level returns how far a record's consent goes; known is false for words that
// nobody defined, which count as no consent.
func (r *Resolver) level(f int, i int32, optOut bool) (level int, known bool) {
	raw := r.trimmed(f, i)
	w := word(raw)
	switch {
	case w == "":
		return noConsent, true
	case oneOf(outWords, w):
		return optedOut, true
	case oneOf(pendingWords, w):
		return pending, true
	case oneOf(noneWords, w):
		return noConsent, true
	case oneOf(inWords, w):
		return optedIn, true
	}
	v, ok := r.plan.truth(f, r.rows[i])
	switch {
	case !ok:
		return noConsent, false
	case v == optOut:
		return optedOut, true
	}
	return optedIn, true
}

// ruleConsent keeps the most restrictive consent of the group; among equals
// the newest, so that the newest withdrawal and its date win. A record that
// says nothing restricts too: consent is never widened by a merge.
func (r *Resolver) ruleConsent(u *unit, c *rule) (choice, bool) {
	f := u.fields[0]
	at, top := int32(-1), 0
	for _, i := range r.byTime(c, false) {
		level, known := r.level(f, i, c.optOut)
		if !known {
			r.find(f, c.Name, "unknown_consent", r.rows[i])
		}
		if at < 0 || level < top {
			at, top = i, level
		}
	}
	return choice{idx: at}, at >= 0
}
