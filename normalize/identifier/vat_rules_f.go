package identifier

import "strings"

// The check digits of Finland to Slovakia and of those outside the Union.

func vatFI(c string) (string, string) {
	if reason := exactly(c, 8); reason != "" {
		return c, reason
	}
	return c, checked(weighted(c, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0)
}

func vatGB(c string) (string, string) {
	if len(c) == 5 && (strings.HasPrefix(c, "GD") || strings.HasPrefix(c, "HA")) { // government, health
		if !digits(c[2:]) {
			return c, ReasonCharacters
		}
		return c, checked((number(c[2:]) < 500) == (c[0] == 'G'))
	}
	if !digits(c) {
		return c, ReasonCharacters
	}
	if len(c) != 9 && len(c) != 12 { // twelve with a branch
		return c, ReasonLength
	}
	rest := (weighted(c, 8, 7, 6, 5, 4, 3, 2) + number(c[7:9])) % 97
	return c, checked(rest == 0 || rest == 42)
}

func vatHR(c string) (string, string) {
	if reason := exactly(c, 11); reason != "" {
		return c, reason
	}
	return c, checked(mod11x10(c))
}

func vatHU(c string) (string, string) {
	if len(c) == 11 && digits(c) {
		// The national form adds a code for the kind of taxation and the county.
		c = c[:8]
	}
	if reason := exactly(c, 8); reason != "" {
		return c, reason
	}
	return c, checked(weighted(c, 9, 7, 3, 1, 9, 7, 3, 1)%10 == 0)
}

// vatIE checks seven digits and one or two letters; before 1991 the second
// character could be a letter, + or *.
func vatIE(c string) (string, string) {
	if len(c) != 8 && len(c) != 9 {
		return c, ReasonLength
	}
	const letters = "WABCDEFGHIJKLMNOPQRSTUV"
	body, extra := c[:7], 0
	if !digits(body) {
		if len(c) != 8 || !digits(c[:1]) || !digits(c[2:7]) || !alpha(c[1:2]) && c[1] != '+' && c[1] != '*' {
			return c, ReasonCharacters
		}
		body = "0" + c[2:7] + c[:1]
	}
	if len(c) == 9 {
		if extra = strings.IndexByte(letters, c[8]); extra < 0 || extra > 9 {
			return c, ReasonCharacters
		}
	}
	return c, checked(letters[(weighted(body, 8, 7, 6, 5, 4, 3, 2)+9*extra)%23] == c[7])
}

func vatIT(c string) (string, string) {
	if reason := exactly(c, 11); reason != "" {
		return c, reason
	}
	office := number(c[7:10])
	if c[:7] == "0000000" || (office < 1 || office > 100) && office != 120 && office != 121 && office != 888 && office != 999 {
		return c, ReasonFormat
	}
	return c, checked(luhn(c))
}

func vatLT(c string) (string, string) {
	if !digits(c) {
		return c, ReasonCharacters
	}
	if len(c) != 9 && len(c) != 12 {
		return c, ReasonLength
	}
	if c[len(c)-2] != '1' {
		return c, ReasonFormat
	}
	round := func(shift int) int {
		sum := 0
		for i := range len(c) - 1 {
			sum += (1 + (i+shift)%9) * int(c[i]-'0')
		}
		return sum % 11
	}
	check := round(0)
	if check == 10 {
		check = round(2) % 10
	}
	return c, checked(check == int(c[len(c)-1]-'0'))
}

func vatLU(c string) (string, string) {
	if reason := exactly(c, 8); reason != "" {
		return c, reason
	}
	return c, checked(number(c[:6])%89 == number(c[6:]))
}

func vatLV(c string) (string, string) {
	if reason := exactly(c, 11); reason != "" {
		return c, reason
	}
	if c[0] > '3' { // legal entities
		return c, checked(weighted(c, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1)%11 == 3)
	}
	if c[:2] == "32" { // personal codes since 2017 tell nothing
		return c, ""
	}
	if !date(number(c[2:4]), number(c[:2])) {
		return c, ReasonFormat
	}
	return c, checked((1+weighted(c, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9))%11%10 == int(c[10]-'0'))
}

func vatMT(c string) (string, string) {
	if reason := exactly(c, 8); reason != "" {
		return c, reason
	}
	if c[0] == '0' {
		return c, ReasonFormat
	}
	return c, checked(weighted(c, 3, 4, 6, 7, 8, 9, 10, 1)%37 == 0)
}

// vatNL checks nine digits, B and two digits. The digits satisfy the eleven
// test of the BSN or, for individuals since 2020, all of it MOD 97-10.
func vatNL(c string) (string, string) {
	i := strings.IndexByte(c, 'B')
	if i < 0 {
		return c, ReasonFormat
	}
	if i >= 6 && i < 9 {
		c = strings.Repeat("0", 9-i) + c
	}
	if len(c) != 12 || c[9] != 'B' {
		return c, ReasonLength
	}
	if !digits(c[:9]) || !digits(c[10:]) {
		return c, ReasonCharacters
	}
	if c[10:] == "00" || number(c[:9]) == 0 {
		return c, ReasonFormat
	}
	eleven := (weighted(c, 9, 8, 7, 6, 5, 4, 3, 2)-int(c[8]-'0'))%11 == 0
	return c, checked(eleven || mod97("NL"+c) == 1)
}

func vatPL(c string) (string, string) {
	if reason := exactly(c, 10); reason != "" {
		return c, reason
	}
	return c, checked(weighted(c, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == int(c[9]-'0'))
}

func vatPT(c string) (string, string) {
	if reason := exactly(c, 9); reason != "" {
		return c, reason
	}
	if c[0] == '0' {
		return c, ReasonFormat
	}
	return c, checked((11-weighted(c, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11%10 == int(c[8]-'0'))
}

// vatSE checks the ten digits of an organisation or person and two that count
// its registrations.
func vatSE(c string) (string, string) {
	if reason := exactly(c, 12); reason != "" {
		return c, reason
	}
	if n := number(c[10:]); n < 1 || n > 94 {
		return c, ReasonFormat
	}
	return c, checked(luhn(c[:10]))
}

func vatSI(c string) (string, string) {
	if reason := exactly(c, 8); reason != "" {
		return c, reason
	}
	if c[0] == '0' {
		return c, ReasonFormat
	}
	check := 11 - weighted(c, 8, 7, 6, 5, 4, 3, 2)%11
	if check == 10 {
		check = 0
	}
	return c, checked(check == int(c[7]-'0'))
}

func vatSK(c string) (string, string) {
	if reason := exactly(c, 10); reason != "" {
		return c, reason
	}
	if c[0] == '0' || strings.IndexByte("234789", c[2]) < 0 {
		return c, ReasonFormat
	}
	return c, checked(number(c)%11 == 0)
}

// vatCH checks the nine digits of a Swiss UID; MWST, TVA, IVA or TPV may
// follow and are dropped.
func vatCH(c string) (string, string) {
	for _, tail := range [...]string{"MWST", "TVA", "IVA", "TPV"} {
		c = strings.TrimSuffix(c, tail)
	}
	c = strings.TrimPrefix(c, "CHE")
	if reason := exactly(c, 9); reason != "" {
		return c, reason
	}
	return c, checked((11-weighted(c, 5, 4, 3, 2, 7, 6, 5, 4)%11)%11 == int(c[8]-'0'))
}

// vatNO checks the nine digits of a Norwegian organisation; MVA may follow and
// is dropped.
func vatNO(c string) (string, string) {
	c = strings.TrimSuffix(c, "MVA")
	if reason := exactly(c, 9); reason != "" {
		return c, reason
	}
	return c, checked((11-weighted(c, 3, 2, 7, 6, 5, 4, 3, 2)%11)%11 == int(c[8]-'0'))
}
