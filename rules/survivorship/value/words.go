package value

import (
	"strings"
	"unicode"
)

// Levels of consent, the most restrictive first.
const (
	OptedOut = iota
	NoConsent
	Pending
	OptedIn
)

// Words compiled for Onefold: what French, Romanian and English CRM exports
// write in a consent column, letters only and without accents.
var (
	trueWords    = []string{"true", "t", "yes", "y", "1", "oui", "o", "vrai", "da", "adevarat", "x", "on", "checked"}
	falseWords   = []string{"false", "f", "no", "n", "0", "non", "faux", "nu", "fals", "off", "unchecked"}
	outWords     = []string{"optout", "optedout", "unsubscribed", "unsubscribe", "withdrawn", "revoked", "refused", "denied", "declined", "donotcontact", "blocked", "desabonne", "desinscrit", "refuse", "retire", "oppose", "dezabonat", "refuzat", "retras", "donotallow", "notallowed", "disallow", "disallowed", "consentwithdrawn", "withdrew", "disagree", "disagreed", "notagreed", "rejected", "desabonnee", "desinscrite", "refusee", "pasdaccord", "interdit", "refuz", "dezabonata", "nudeacord", "nuestedeacord"}
	noneWords    = []string{"none", "unknown", "notset", "na", "null", "inconnu", "aucun", "nonrenseigne", "necunoscut", "niciunul", "notapplicable", "noconsent", "neversubscribed", "notsubscribed", "nonsubscribed", "notoptedin", "consentnotgiven", "nonabonne", "nonabonnee", "noninscrit", "nondemande", "neabonat", "nesolicitat"}
	pendingWords = []string{"pending", "unconfirmed", "doubleoptinpending", "waiting", "enattente", "enattentedeconfirmation", "inasteptare", "neconfirmat", "notconfirmed", "aconfirmer"}
	inWords      = []string{"optin", "optedin", "subscribed", "granted", "given", "accepted", "consented", "confirmed", "abonne", "inscrit", "accepte", "consenti", "accorde", "abonat", "acceptat", "acordat", "confirmat", "allow", "allowed", "agree", "agreed", "consent", "consentgiven", "doubleoptin", "singleoptin", "abonnee", "inscrite", "acceptee", "consentie", "accord", "daccord", "autorise", "deacord", "acord", "abonata", "ok"}
	outNames     = []string{"optout", "optedout", "unsubscribe", "donot", "dnc", "nocall", "noemail", "nomail", "desabonne", "desinscri", "dezabon", "refus", "blacklist", "suppress", "nepas", "blocked", "stopmail", "stopsms", "neplus", "opposition", "listerouge", "bloctel", "robinson", "nonsollicit", "nucontact", "nusuna", "nusecontact", "nudoreste", "nutrimite"}
)

// Word keeps the letters and digits of a text, without case and without the
// accents of French and Romanian.
func Word(s string) string {
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

// OneOf reports whether a list holds a word.
func OneOf(words []string, s string) bool {
	for _, w := range words {
		if w == s {
			return true
		}
	}
	return false
}

// SaysOptOut reports whether a field's name means that true is a refusal.
func SaysOptOut(name string) bool {
	name = Word(name)
	for _, w := range outNames {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// Level reads a consent: its level, and whether it is a word that is known.
// Words that nobody defined count as no consent. optOut says that a yes is a
// refusal; key is the normal form, for yes and no in words of its own.
func Level(raw, key string, optOut bool) (level int, known bool) {
	w := Word(raw)
	switch {
	case w == "":
		return NoConsent, true
	case OneOf(outWords, w):
		return OptedOut, true
	case OneOf(pendingWords, w):
		return Pending, true
	case OneOf(noneWords, w):
		return NoConsent, true
	case OneOf(inWords, w):
		return OptedIn, true
	}
	v, ok := Truth(raw, key)
	switch {
	case !ok:
		return NoConsent, false
	case v == optOut:
		return OptedOut, true
	}
	return OptedIn, true
}

// Truth reads a value as true or false, by what is written, else by its
// normal form.
func Truth(raw, key string) (v, ok bool) {
	for _, s := range [2]string{raw, key} {
		w := Word(s)
		if OneOf(trueWords, w) {
			return true, true
		}
		if OneOf(falseWords, w) {
			return false, true
		}
	}
	return false, false
}
