package company

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
)

// Company is one parsed name of an organisation. The zero Company is empty.
type Company struct {
	Name      string // without legal form, as written: "Dupont & Fils"
	LegalForm string // usual spelling of the form, several joined by a space: "SARL", "Co. Ltd"; "" none
	Country   string // ISO 3166-1 alpha-2 code that only this form has, upper case; "" unknown
	Trading   string // name it trades under, "" none
	Acronym   string // acronym in parentheses: "Société nationale … (SNCF)", "" none

	full string // with the form in its usual spelling where it stood
}

// Standard returns the name for display, with the legal form in its usual
// spelling or without it.
func (c Company) Standard(strip bool) string {
	if strip {
		return c.Name
	}
	return c.full
}

// word is one word with its place in the text.
type word struct {
	from, to int    // bytes of the text, punctuation around included
	key      string // folded letters and digits; "" for punctuation alone
	caps     bool   // no small letter
	dotted   bool   // S.A.
	comma    bool   // a comma follows
}

type span struct{ first, last int } // words of a form, last exclusive

// Parse reads one value. It never fails: what it can't place is the name.
func Parse(s string) Company {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = squeeze(s)
	var c Company
	head, trading := cutTrading(s)
	if trading != "" {
		c.Trading = trading
	}
	var room [16]word
	words := split(room[:0], head)
	words, c.Acronym = acronymAside(words, head)
	spans, used := find(words, head)
	var f strings.Builder
	for _, u := range used {
		if u.usual != "" && f.Len() > 0 {
			f.WriteByte(' ')
		}
		f.WriteString(u.usual)
		if c.Country == "" {
			c.Country = u.country
		}
	}
	c.LegalForm = f.String()
	c.Name, c.full = rebuild(words, head, spans, used)
	if c.Name == "" { // a form alone is a name
		c.Name, c.full, c.LegalForm, c.Country = head, head, "", ""
	}
	if len(spans) == 0 {
		c.full = s
	} else if len(head) < len(s) {
		c.full += " " + strings.TrimSpace(s[len(head):])
	}
	return c
}

func squeeze(s string) string {
	plain := true
	space := true
	for _, r := range s {
		is := unicode.IsSpace(r)
		if is && (space || r != ' ') || unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c' {
			plain = false
			break
		}
		space = is
	}
	if plain && !space {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c' {
			return -1
		}
		return r
	}, s)), " ")
}

// split appends the words of s.
func split(dst []word, s string) []word {
	var room [64]byte
	for i := 0; i < len(s); {
		if s[i] == ' ' {
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] != ' ' {
			j++
			if s[j-1] == ',' && j < len(s) && s[j] != ' ' { // "Dupont,SARL"
				if r, _ := utf8.DecodeRuneInString(s[j:]); unicode.IsLetter(r) {
					break
				}
			}
		}
		w := word{from: i, to: j, caps: true}
		raw := s[i:j]
		key := room[:0]
		letters, points := 0, 0
		for _, r := range raw {
			switch {
			case unicode.IsLower(r):
				w.caps = false
			case r == '.' || r == '/':
				points++
			}
			n := len(key)
			if (r == '-' || r == '/') && n > 0 {
				key = append(key, '_')
				continue
			}
			if key, _ = fold.Letter(key, r); len(key) > n {
				letters++
			}
		}
		for len(key) > 0 && key[len(key)-1] == '_' {
			key = key[:len(key)-1]
		}
		w.key = string(key)
		w.dotted = points > 0 && letters > 1 && points >= letters-1
		w.comma = raw[len(raw)-1] == ','
		dst = append(dst, w)
		i = j
	}
	return dst
}

// find returns the spans of the legal forms in the order they stand.
func find(words []word, s string) ([]span, []form) {
	t := forms()
	n := len(words)
	lower := true
	for _, w := range words {
		if strings.IndexFunc(s[w.from:w.to], unicode.IsUpper) >= 0 {
			lower = false
		}
	}
	allCaps := true
	for _, w := range words {
		allCaps = allCaps && w.caps
	}
	var spans []span
	var used []form
	end := n
	for end > 1 {
		first, f, ok := t.endingAt(words, end, lower)
		if !ok || first == 0 {
			break
		}
		spans, used = append(spans, span{first, end}), append(used, f)
		end = first
	}
	for i, j := 0, len(spans)-1; i < j; i, j = i+1, j-1 {
		spans[i], spans[j] = spans[j], spans[i]
		used[i], used[j] = used[j], used[i]
	}
	// At the start: "SARL Dupont", "S.C. Alfa S.R.L.", "ООО Ромашка".
	if end > 1 {
		if last, f, ok := t.startingAt(words[:end], allCaps, len(spans) > 0); ok {
			spans = append([]span{{0, last}}, spans...)
			return spans, append([]form{f}, used...)
		}
	}
	// In the middle: "Alfa SRL Pitești". Only forms that are no words.
	for i := 1; i+1 < end; i++ {
		if !t.begins[words[i].key] {
			continue
		}
		for k := min(t.longest, end-1-i); k >= 1; k-- {
			// A form before a dash or a bracket ends a name: "Alfa S.A. - Beta".
			next := words[i+k]
			closes := next.key == "" && !strings.Contains(s[next.from:next.to], "&") || s[next.from] == '('
			f, ok := t.lookup(words[i : i+k])
			if ok && (!f.weak && middling(f, k) || closes && (!f.weak || words[i].dotted)) {
				return append([]span{{i, i + k}}, spans...), append([]form{f}, used...)
			}
		}
	}
	return spans, used
}

// middling reports whether a form may stand in the middle of a name: not the
// English words (company, limited), which names hold too.
func middling(f form, words int) bool {
	switch f.usual {
	case "Co.", "Corp.", "Inc.", "Unltd", "Ltée", "Lda", "Stichting", "SpA", "LLC", "DAC", "Trust":
		return words > 1
	}
	return f.usual != "" && f.usual != "Ltd"
}

func (t *formTable) lookup(words []word) (form, bool) {
	var room [96]byte
	key := room[:0]
	single := true
	for _, w := range words {
		if w.key == "" {
			continue
		}
		if len(key)+len(w.key) > 90 {
			return form{}, false
		}
		if len(key) > 0 {
			key = append(key, '_')
		}
		key = append(key, w.key...)
		single = single && len(w.key) == 1
	}
	if f, ok := t.written[string(key)]; ok {
		return f, true
	}
	if single && len(words) > 1 { // S A R L, S. R. L.
		tight := key[:0]
		for _, b := range key {
			if b != '_' {
				tight = append(tight, b)
			}
		}
		f, ok := t.written[string(tight)]
		if ok && f.weak && len(words) > 1 {
			f.weak = false
		}
		return f, ok
	}
	return form{}, false
}

// endingAt finds the longest form that ends before word end.
func (t *formTable) endingAt(words []word, end int, lower bool) (int, form, bool) {
	if words[end-1].key == "" {
		if end == 1 || !isAnd(words[end-1]) {
			return 0, form{}, false
		}
	}
	for k := min(t.longest, end); k >= 1; k-- {
		first := end - k
		if words[first].key == "" {
			continue
		}
		f, ok := t.lookup(words[first:end])
		if !ok {
			continue
		}
		if f.weak && k == 1 && !plainForm(words[first], f, lower) && !(f.usual == "AB" && finnish(words)) {
			continue
		}
		if f.usual == "Co." || f.usual == "Cie" { // Tiffany & Co.
			for first > 1 && isAnd(words[first-1]) {
				first--
				f.usual = "& " + f.usual
			}
		}
		return first, f, true
	}
	return 0, form{}, false
}

// plainForm reports whether a word that could be a name is written as a form.
func plainForm(w word, f form, lower bool) bool {
	switch {
	case w.dotted:
		return true
	case f.usual == "Co.":
		return len(w.key) == 2
	case w.caps:
		return true
	case !lower:
		// "Dupont Sa", "Bosch Ag": two letters, the first a capital.
		return false
	}
	switch f.usual {
	case "SA", "AG", "AB", "KG", "BV", "NV", "SL", "LP", "SCA", "Oy", "OÜ":
		return true
	}
	return false
}

// finnish reports whether a company calls itself Oy, and so may be Ab too.
func finnish(words []word) bool {
	for _, w := range words {
		if w.key == "oy" {
			return true
		}
	}
	return false
}

func isAnd(w word) bool { return w.key == "" }

// startingAt finds a form at the start.
func (t *formTable) startingAt(words []word, allCaps, other bool) (int, form, bool) {
	for k := min(t.longest, len(words)-1); k >= 1; k-- {
		f, ok := t.lookup(words[:k])
		if !ok || !f.leads {
			continue
		}
		if k == 1 && (f.weak && !(words[0].dotted || words[0].caps && !allCaps) || !words[0].caps && !words[0].dotted && len(words[0].key) < 4 && other && f.usual != "Oy") {
			continue
		}
		if other && k == 1 && f.weak {
			continue // "SA Sports SARL"
		}
		return k, f, true
	}
	// The Romanian S.C. says only "trading company".
	if words[0].key == "sc" && (words[0].caps || words[0].dotted) && (other || words[0].dotted) {
		return 1, form{country: "RO"}, true
	}
	if len(words) > 2 && words[0].key == "s" && words[1].key == "c" && other {
		return 2, form{country: "RO"}, true
	}
	return 0, form{}, false
}

// rebuild returns the name without the forms, and with them in their usual
// spelling.
func rebuild(words []word, s string, spans []span, used []form) (string, string) {
	if len(words) == 0 {
		return "", ""
	}
	if len(spans) == 0 {
		return trimName(s[:words[len(words)-1].to]), s
	}
	name, full := make([]byte, 0, len(s)), make([]byte, 0, len(s)+8)
	add := func(dst []byte, t string) []byte {
		if t == "" {
			return dst
		}
		if len(dst) > 0 {
			dst = append(dst, ' ')
		}
		return append(dst, t...)
	}
	at := 0
	for i, sp := range spans {
		part := ""
		if sp.first > at {
			part = s[words[at].from:words[sp.first-1].to]
		}
		name, full = add(name, part), add(full, strings.TrimRight(part, " ,"))
		full = add(full, used[i].usual)
		at = sp.last
	}
	if at < len(words) {
		part := s[words[at].from:words[len(words)-1].to]
		name, full = add(name, part), add(full, part)
	}
	return trimName(string(name)), string(full)
}

// trimName removes the punctuation that a legal form leaves behind.
func trimName(s string) string {
	s = strings.TrimLeft(strings.TrimRight(s, " ,;:-–—&/"), " ,;:-–—&/")
	if len(s) > 2 && s[0] == '"' && s[len(s)-1] == '"' && strings.Count(s, `"`) == 2 {
		s = s[1 : len(s)-1]
	}
	return s
}

// trade lists what stands before a trading name, in lower case between spaces.
var trade = [...]string{
	" d/b/a ", " dba ", " d.b.a. ", " d.b.a ", " doing business as ", " t/a ", " trading as ", " nom commercial ", " nom commercial : ",
	" enseigne ",
}

// cutTrading cuts a value before a trading name.
func cutTrading(s string) (head, trading string) {
	for i := 1; i < len(s); i++ {
		if s[i-1] != ' ' {
			continue
		}
		for _, mark := range trade {
			m := mark[1:]
			if len(s)-i > len(m) && strings.EqualFold(s[i:i+len(m)], m) {
				head, trading = strings.TrimRight(s[:i-1], " ,"), strings.TrimSpace(s[i+len(m):])
				if head != "" && trading != "" {
					return s[:i-1], strings.TrimLeft(trading, ": ")
				}
			}
		}
	}
	return s, ""
}

// acronymAside takes an acronym in parentheses at the end.
func acronymAside(words []word, s string) ([]word, string) {
	n := len(words)
	if n < 2 {
		return words, ""
	}
	last := s[words[n-1].from:words[n-1].to]
	if len(last) < 4 || last[0] != '(' || last[len(last)-1] != ')' || !words[n-1].caps || len(last) > 12 {
		return words, ""
	}
	if _, ok := forms().written[words[n-1].key]; ok {
		return words, ""
	}
	return words, last[1 : len(last)-1]
}
