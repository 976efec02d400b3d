package phone

import (
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// plan is the numbering plan of one region, made of the library's own data for
// numbers that are written in digits alone. The library reads each of its
// patterns anew for every number; here one pass over the digits answers all.
type plan struct {
	region  string
	code    string // country calling code
	descs   *automaton
	lengths [len(descTypes)]uint32 // bit n: n digits are possible; 0: as many as the pattern takes
	general []int32                // possible lengths of all, in ascending order
	local   []int32                // possible lengths inside an area
	same    bool                   // mobile and fixed numbers have one pattern
	leading *automaton             // first digits of the region among those of its calling code; nil: its types decide
	abroad  prefix                 // dialled before a calling code
	trunk   prefix                 // dialled before a national number
}

// prefix is digits that may stand before a number: literal, where they are
// fixed, or any that the automaton takes.
type prefix struct {
	literal string
	any     *automaton // nil while there is no such prefix, or literal says all
}

// descTypes are the types in the order in which the library asks for them,
// after the general description.
var descTypes = [...]Type{TypeUnknown, TypePremium, TypeTollFree, TypeSharedCost, TypeVoIP, TypePersonal, TypePager, TypeCompany, TypeVoicemail, TypeFixed, TypeMobile}

// The descriptions that are not only asked for one after the other.
const (
	descGeneral = 0
	descFixed   = 9
	descMobile  = 10
)

// plans are the numbering plans of the world, each made when it is first asked
// for; nil stands for one that is left to the library.
type plans struct {
	regions map[string]func() *plan
	codes   map[int][]func() *plan // by calling code, the main region first
}

var world = sync.OnceValue(func() *plans {
	p := &plans{regions: map[string]func() *plan{}, codes: map[int][]func() *plan{}}
	data, err := phonenumbers.MetadataCollection()
	if err != nil {
		return p
	}
	other := map[int]func() *plan{} // of no region
	for _, m := range data.GetMetadata() {
		made := sync.OnceValue(func() *plan { return newPlan(m) })
		if id := m.GetId(); id != phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
			p.regions[id] = made
		} else {
			other[int(m.GetCountryCode())] = made
		}
	}
	for code := range phonenumbers.GetSupportedCallingCodes() {
		for _, region := range phonenumbers.GetRegionCodesForCountryCode(code) {
			made := p.regions[region]
			if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
				made = other[code]
			}
			if made == nil {
				made = func() *plan { return nil }
			}
			p.codes[code] = append(p.codes[code], made)
		}
	}
	return p
})

func newPlan(m *phonenumbers.PhoneMetadata) *plan {
	p := &plan{
		region: m.GetId(), code: strconv.Itoa(int(m.GetCountryCode())), same: m.GetSameMobileAndFixedLinePattern(),
		general: m.GetGeneralDesc().GetPossibleLength(), local: m.GetGeneralDesc().GetPossibleLengthLocalOnly(),
	}
	patterns := make([]string, len(descTypes))
	for i, d := range [...]*phonenumbers.PhoneNumberDesc{
		m.GetGeneralDesc(), m.GetPremiumRate(), m.GetTollFree(), m.GetSharedCost(), m.GetVoip(),
		m.GetPersonalNumber(), m.GetPager(), m.GetUan(), m.GetVoicemail(), m.GetFixedLine(), m.GetMobile(),
	} {
		patterns[i] = d.GetNationalNumberPattern()
		for _, n := range d.GetPossibleLength() {
			if n > 0 {
				p.lengths[i] |= 1 << n
			} else {
				patterns[i] = "" // there is no such type
			}
		}
	}
	ok := patterns[descGeneral] != "" && len(p.general) > 0 && p.general[0] > 0
	for _, s := range patterns {
		ok = ok && !strings.ContainsAny(s, "^$")
	}
	p.descs = compile(patterns...)
	if first := m.GetLeadingDigits(); first != "" {
		p.leading = compile(first)
		ok = ok && p.leading != nil && !strings.ContainsAny(first, "^$")
	}
	var known [2]bool
	p.abroad, known[0] = newPrefix(m.GetInternationalPrefix())
	p.trunk, known[1] = newPrefix(m.GetNationalPrefixForParsing())
	if !ok || p.descs == nil || !known[0] || !known[1] {
		return nil
	}
	return p
}

func newPrefix(pattern string) (p prefix, ok bool) {
	if pattern == "" || strings.Trim(pattern, "0123456789") == "" {
		return prefix{literal: pattern}, true
	}
	p.any = compile(pattern)
	return p, p.any != nil
}

// strip cuts the prefix off d. ok is false where only the library knows how.
func (p *prefix) strip(d string) (rest string, cut, ok bool) {
	if p.any != nil {
		return d, false, !p.any.begins(d)
	}
	if p.literal == "" {
		return d, false, true
	}
	rest, cut = strings.CutPrefix(d, p.literal)
	return rest, cut, true
}

// national cuts the national prefix off d where the library does.
func (p *plan) national(d string) (rest string, ok bool) {
	rest, cut, ok := p.trunk.strip(d)
	if !ok || !cut {
		return d, ok
	}
	if p.descs.match(d)&1 != 0 && p.descs.match(rest)&1 == 0 {
		return d, true
	}
	return rest, true
}

// length says whether a national number has a possible length, in the reason
// that Parse gives; local is set where it is possible inside an area alone.
func (p *plan) length(d string) (reason string, local bool) {
	n := int32(len(d))
	for _, l := range p.local {
		if l == n {
			return "", true
		}
	}
	if n < p.general[0] {
		return ReasonTooShort, false
	}
	if n > p.general[len(p.general)-1] {
		return ReasonTooLong, false
	}
	for _, l := range p.general {
		if l == n {
			return "", false
		}
	}
	return ReasonLength, false
}

// typ returns the type of a national number.
func (p *plan) typ(nsn string) Type {
	match := p.descs.match(nsn)
	for i, l := range p.lengths {
		if l != 0 && l>>len(nsn)&1 == 0 {
			match &^= 1 << i
		}
	}
	if match&1 == 0 {
		return TypeUnknown
	}
	for i := 1; i < descFixed; i++ {
		if match>>i&1 != 0 {
			return descTypes[i]
		}
	}
	fixed, mobile := match>>descFixed&1 != 0, match>>descMobile&1 != 0
	switch {
	case fixed && (p.same || mobile):
		return TypeFixedOrMobile
	case fixed:
		return TypeFixed
	case mobile && !p.same:
		return TypeMobile
	}
	return TypeUnknown
}

// The bounds of a national number.
const (
	minNational = 2
	maxNational = 17
)

// inPlan asks the plans for a number of plain digits, international ones with
// their calling code first. ok is false where the library must be asked, whose
// answer it would give otherwise.
func inPlan(digits, region string, international bool) (n Number, ok bool) {
	w := world()
	var home *plan // of the number
	d := digits
	if !international {
		if made := w.regions[region]; made != nil {
			home = made()
		}
		if home == nil {
			return n, false
		}
		rest, cut, known := home.abroad.strip(d)
		switch {
		case !known || cut && rest == "":
			return n, false
		case cut && rest[0] != '0':
			d, international = rest, true
		default:
			if home, d = home.own(d, w); home == nil {
				return n, false
			}
		}
	}
	if international {
		if home, d = w.called(d); home == nil {
			return n, false
		}
	}
	if len(d) < minNational {
		return n, false
	}
	nsn, known := home.national(d)
	if !known {
		return n, false
	}
	if why, local := home.length(nsn); why == ReasonTooShort || why == ReasonLength || local {
		nsn = d
	}
	if len(nsn) < minNational || len(nsn) > maxNational {
		return n, false
	}
	return w.verdict(home.code, nsn)
}

// own cuts the calling code of the plan off a number that has it without its
// plus, where the number is none as it stands. It returns the plan of what is
// left, nil where only the library knows.
func (p *plan) own(d string, w *plans) (*plan, string) {
	rest, has := strings.CutPrefix(d, p.code)
	if !has {
		return p, d
	}
	rest, known := p.national(rest)
	if !known {
		return nil, d
	}
	long, _ := p.length(d)
	if p.descs.match(d)&1 == 0 && p.descs.match(rest)&1 != 0 || long == ReasonTooLong {
		p, _ = w.called(d)
		return p, rest
	}
	return p, d
}

// called cuts the calling code off an international number and returns the
// plan of its main region, nil where only the library knows.
func (w *plans) called(d string) (*plan, string) {
	if len(d) <= minNational || d[0] == '0' {
		return nil, d
	}
	code := 0
	for i := 1; i <= 3; i++ {
		code = 10*code + int(d[i-1]-'0')
		if all := w.codes[code]; len(all) > 0 {
			return all[0](), d[i:]
		}
	}
	return nil, d
}

// verdict says what a national number is.
func (w *plans) verdict(code, nsn string) (n Number, ok bool) {
	c, _ := strconv.Atoi(code)
	all := w.codes[c]
	var main, of *plan
	for i, made := range all {
		p := made()
		if p == nil {
			return n, false
		}
		if i == 0 {
			main = p
		}
		if len(all) == 1 || p.leading != nil && p.leading.begins(nsn) || p.leading == nil && p.typ(nsn) != TypeUnknown {
			of = p
			break
		}
	}
	if of != nil {
		n.Type = of.typ(nsn)
	}
	if n.Type != TypeUnknown {
		n.Valid, n.Possible, n.Region = true, true, of.region
		n.E164 = "+" + code + nsn
		n.Placeholder = invented(nsn)
		return n, true
	}
	if n.Reason, _ = main.length(nsn); n.Reason == "" {
		n.Possible, n.Reason = true, ReasonInvalid
		n.E164 = "+" + code + nsn
	}
	return n, true
}
