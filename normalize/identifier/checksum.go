package identifier

// luhn reports whether the digits of s satisfy the Luhn formula (ISO/IEC
// 7812-1 annex B).
func luhn(s string) bool { return luhnSum(s)%10 == 0 }

func luhnSum(s string) int {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum
}

// weighted returns the sum of the digits of s times weights; s may be longer.
func weighted(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return sum
}

// mod11x10 reports whether s satisfies ISO/IEC 7064 MOD 11,10.
func mod11x10(s string) bool {
	check := 5
	for i := range len(s) {
		if check == 0 {
			check = 10
		}
		check = (check*2%11 + int(s[i]-'0')) % 10
	}
	return check == 1
}

// mod97 returns the remainder of ISO/IEC 7064 MOD 97-10 for letters and
// digits, A being 10.
func mod97(s string) int {
	rest := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest
}

// number returns the value of up to 18 digits.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}

// date reports whether month and day can be a date.
func date(month, day int) bool {
	return 1 <= month && month <= 12 && 1 <= day && day <= 31 &&
		(day <= 30 || month != 4 && month != 6 && month != 9 && month != 11) && (day <= 29 || month != 2)
}
