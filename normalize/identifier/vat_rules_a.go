package identifier

import "strings"

// The check digits of Austria to Greece, as the tax offices and the public
// descriptions of VIES give them.

func vatAT(c string) (string, string) {
	if !strings.HasPrefix(c, "U") {
		return c, ReasonFormat
	}
	d := c[1:]
	if reason := exactly(d, 8); reason != "" {
		return c, reason
	}
	sum := 4
	for i := range 7 {
		v := int(d[i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return c, checked((10-sum%10)%10 == int(d[7]-'0'))
}

func vatBE(c string) (string, string) {
	if len(c) == 9 {
		c = "0" + c
	}
	if reason := exactly(c, 10); reason != "" {
		return c, reason
	}
	if c[0] > '1' || number(c) == 0 {
		return c, ReasonFormat
	}
	return c, checked(97-number(c[:8])%97 == number(c[8:]))
}

func vatBG(c string) (string, string) {
	if !digits(c) {
		return c, ReasonCharacters
	}
	switch len(c) {
	case 9: // legal entities
		check := weighted(c, 1, 2, 3, 4, 5, 6, 7, 8) % 11
		if check == 10 {
			check = weighted(c, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
		}
		return c, checked(check == int(c[8]-'0'))
	case 10:
		last := int(c[9] - '0')
		month := number(c[2:4])
		month %= 20 // 20 and 40 tell the century
		citizen := date(month, number(c[4:6])) && number(c[2:4]) <= 52 && weighted(c, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == last
		foreigner := weighted(c, 21, 19, 17, 13, 11, 9, 7, 3, 1)%10 == last
		other := (11-weighted(c, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%11 == last
		return c, checked(citizen || foreigner || other)
	}
	return c, ReasonLength
}

func vatCY(c string) (string, string) {
	if len(c) != 9 {
		return c, ReasonLength
	}
	if !digits(c[:8]) || !alpha(c[8:]) {
		return c, ReasonCharacters
	}
	if c[:2] == "12" {
		return c, ReasonFormat
	}
	odd := [10]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21}
	sum := 0
	for i := range 8 {
		if v := int(c[i] - '0'); i%2 == 0 {
			sum += odd[v]
		} else {
			sum += v
		}
	}
	return c, checked(byte('A'+sum%26) == c[8])
}

func vatCZ(c string) (string, string) {
	if !digits(c) {
		return c, ReasonCharacters
	}
	switch {
	case len(c) == 8: // legal entities
		if c[0] == '9' {
			return c, ReasonFormat
		}
		check := (11 - weighted(c, 8, 7, 6, 5, 4, 3, 2)%11) % 11
		if check == 0 {
			check = 1
		}
		return c, checked(check%10 == int(c[7]-'0'))
	case len(c) == 9 && c[0] == '6': // individuals with a number of their own
		check := weighted(c[1:], 8, 7, 6, 5, 4, 3, 2) % 11
		return c, checked((8-(10-check+11)%11+10)%10 == int(c[8]-'0'))
	case len(c) == 9 || len(c) == 10:
		return c, birthNumber(c)
	}
	return c, ReasonLength
}

// birthNumber checks the number of a person of the Czech and Slovak republics:
// date of birth, month plus 50 for women (and plus 20 or 70 where a day ran
// out), and a check digit since 1954.
func birthNumber(c string) string {
	month := number(c[2:4]) % 50
	if month > 20 {
		month -= 20
	}
	if !date(month, number(c[4:6])) {
		return ReasonFormat
	}
	if len(c) == 9 {
		if number(c[:2]) > 53 {
			return ReasonLength
		}
		return ""
	}
	return checked(number(c[:9])%11%10 == int(c[9]-'0'))
}

func vatDE(c string) (string, string) {
	if reason := exactly(c, 9); reason != "" {
		return c, reason
	}
	if c[0] == '0' {
		return c, ReasonFormat
	}
	return c, checked(mod11x10(c))
}

func vatDK(c string) (string, string) {
	if reason := exactly(c, 8); reason != "" {
		return c, reason
	}
	if c[0] == '0' {
		return c, ReasonFormat
	}
	return c, checked(weighted(c, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0)
}

func vatEE(c string) (string, string) {
	if reason := exactly(c, 9); reason != "" {
		return c, reason
	}
	return c, checked(weighted(c, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0)
}

func vatEL(c string) (string, string) {
	if len(c) == 8 {
		c = "0" + c // numbers from before 1999
	}
	if reason := exactly(c, 9); reason != "" {
		return c, reason
	}
	return c, checked(weighted(c, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == int(c[8]-'0') && number(c) != 0)
}

func vatES(c string) (string, string) {
	if len(c) != 9 {
		return c, ReasonLength
	}
	const letters = "TRWAGMYFPDXBNJZSQVHLCKE"
	first, last, body := c[0], c[8], c[1:8]
	switch {
	case first >= '0' && first <= '9': // DNI
		if !digits(c[:8]) {
			return c, ReasonCharacters
		}
		return c, checked(letters[number(c[:8])%23] == last)
	case !digits(body):
		return c, ReasonCharacters
	case first >= 'X' && first <= 'Z': // NIE
		return c, checked(letters[(int(first-'X')*10_000_000+number(body))%23] == last)
	case first == 'K' || first == 'L' || first == 'M':
		if letters[number(body)%23] == last {
			return c, ""
		}
	case strings.IndexByte("ABCDEFGHJNPQRSUVW", first) < 0:
		return c, ReasonFormat
	}
	check := (10 - luhnSum(body+"0")%10) % 10
	asDigit, asLetter := byte('0'+check), "JABCDEFGHI"[check]
	switch {
	case strings.IndexByte("ABEH", first) >= 0:
		return c, checked(last == asDigit)
	case strings.IndexByte("KPQS", first) >= 0:
		return c, checked(last == asLetter)
	}
	return c, checked(last == asDigit || last == asLetter)
}

// vatEU checks numbers of the one-stop shop for sellers outside the Union: the
// three digits of the member state in ISO 3166-1 numeric, and six more.
func vatEU(c string) (string, string) {
	if reason := exactly(c, 9); reason != "" {
		return c, reason
	}
	switch c[:3] {
	case "040", "056", "100", "191", "196", "203", "208", "233", "246", "250", "276", "300", "348", "372",
		"380", "428", "440", "442", "470", "528", "616", "620", "642", "703", "705", "724", "752", "826":
		return c, ""
	}
	return c, ReasonFormat
}
