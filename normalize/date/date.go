package date

import (
	"strings"
	"time"
)

// Order says how numeric dates are written.
type Order uint8

// The orders of day and month.
const (
	Unknown    Order = iota
	DayFirst         // 31/12/2025
	MonthFirst       // 12/31/2025
)

// Precision says how much of the date is known.
type Precision uint8

// The precisions.
const (
	Day Precision = iota
	Month
	Year
)

// Options say what a value can't say of itself. The zero value is usable.
type Options struct {
	Order    Order
	Language string    // ISO 639-1, decides between words that two languages share; "" unknown
	Base     time.Time // today, as far as the data is concerned; the zero time leaves relative phrases unread
	Relative bool      // understand "yesterday", "Friday", times without a date, days without a year; needs Base
	Past     bool      // the date lies in the past, as a birth date does: decides the century of 31/12/24
}

// Date is a date or a time as written.
type Date struct {
	Time      time.Time // in the offset that was written, else UTC
	Precision Precision
	HasTime   bool
	HasZone   bool
	Ambiguous bool // day and month could be the other way round
}

// Reasons why a value is not a date.
const (
	ReasonNotADate    = "not_a_date"
	ReasonNoSuchDay   = "no_such_day"
	ReasonNoSuchMonth = "no_such_month"
	ReasonNoSuchTime  = "no_such_time"
	ReasonNoYear      = "no_year"
	ReasonSerial      = "excel_serial" // the number of days that a spreadsheet keeps; see Suggest
	ReasonEpoch       = "epoch"        // seconds or milliseconds since 1970; see Suggest
	ReasonPlaceholder = "placeholder"  // 0000-00-00
)

const maxLen = 100

// Parse reads s. The reason is "" on success.
func Parse(s string, o Options) (Date, string) {
	if d, ok := iso(s); ok {
		return d, ""
	}
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxLen {
		return Date{}, ReasonNotADate
	}
	if d, ok := iso(s); ok {
		return d, ""
	}
	if o.Relative && !o.Base.IsZero() {
		if d, ok := relative(s, o.Base); ok {
			return d, ""
		}
	}
	var p parser
	p.o = o
	if !p.scan(s) {
		return Date{}, ReasonNotADate
	}
	return p.resolve()
}

// iso reads 2006-01-02, alone or followed by T or a space and 15:04:05, with or
// without a fraction, Z or an offset. It does not allocate in UTC.
func iso(s string) (Date, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	y, ok1 := two(s[0:])
	y2, ok2 := two(s[2:])
	m, ok3 := two(s[5:])
	day, ok4 := two(s[8:])
	y = y*100 + y2
	if !ok1 || !ok2 || !ok3 || !ok4 || y == 0 || m == 0 || m > 12 || day == 0 || day > daysIn(y, m) {
		return Date{}, false
	}
	if len(s) == 10 {
		return Date{Time: time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)}, true
	}
	if len(s) < 16 || s[10] != 'T' && s[10] != ' ' && s[10] != 't' || s[13] != ':' {
		return Date{}, false
	}
	h, ok1 := two(s[11:])
	min, ok2 := two(s[14:])
	if !ok1 || !ok2 || h > 23 || min > 59 {
		return Date{}, false
	}
	sec, nano, rest := 0, 0, s[16:]
	if len(rest) >= 3 && rest[0] == ':' {
		if sec, ok1 = two(rest[1:]); !ok1 || sec > 59 {
			return Date{}, false
		}
		rest = rest[3:]
		if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') {
			i, scale := 1, 100_000_000
			for ; i < len(rest) && '0' <= rest[i] && rest[i] <= '9'; i++ {
				nano += int(rest[i]-'0') * scale
				scale /= 10
			}
			if i == 1 {
				return Date{}, false
			}
			rest = rest[i:]
		}
	}
	d := Date{HasTime: true}
	zone := time.UTC
	switch {
	case rest == "":
	case rest == "Z" || rest == "z" || rest == " UTC" || rest == "+00:00":
		d.HasZone = true
	default:
		seconds, ok := offset(strings.TrimPrefix(rest, " "))
		if !ok {
			return Date{}, false
		}
		d.HasZone = true
		if seconds != 0 {
			zone = time.FixedZone("", seconds)
		}
	}
	d.Time = time.Date(y, time.Month(m), day, h, min, sec, nano, zone)
	return d, true
}

// offset reads +hh:mm, +hhmm or +hh.
func offset(s string) (seconds int, ok bool) {
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	h, ok := two(s[1:])
	rest := strings.TrimPrefix(s[3:], ":")
	min := 0
	if ok && rest != "" {
		min, ok = two(rest)
		ok = ok && len(rest) == 2
	}
	if !ok || h > 14 || min > 59 {
		return 0, false
	}
	seconds = (h*60 + min) * 60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

func two(s string) (int, bool) {
	if len(s) < 2 || s[0]-'0' > 9 || s[1]-'0' > 9 {
		return 0, false
	}
	return int(s[0]-'0')*10 + int(s[1]-'0'), true
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Standard returns the form for display, ISO 8601 as far as it is known:
// 2006, 2006-01, 2006-01-02, 2006-01-02T15:04:05, with fraction and offset.
// It returns raw itself where that is the same.
func (d Date) Standard(raw string) string {
	var buf [40]byte
	b := d.appendDay(buf[:0])
	if d.HasTime && d.Precision == Day {
		layout := "T15:04:05.999999999"
		if d.HasZone {
			layout = "T15:04:05.999999999Z07:00"
		}
		b = d.Time.AppendFormat(b, layout)
	}
	if string(b) == raw {
		return raw
	}
	return string(b)
}

// Key returns the form for matching: the day, month or year.
func (d Date) Key() string {
	var buf [12]byte
	return string(d.appendDay(buf[:0]))
}

func (d Date) appendDay(b []byte) []byte {
	y, m, day := d.Time.Date()
	b = append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	if d.Precision == Year {
		return b
	}
	b = append(b, '-', byte('0'+m/10), byte('0'+m%10))
	if d.Precision == Month {
		return b
	}
	return append(b, '-', byte('0'+day/10), byte('0'+day%10))
}

// Placeholder says whether d is a date that systems fill in for "unknown".
func (d Date) Placeholder() bool {
	y, m, day := d.Time.Date()
	switch {
	case d.Precision != Day:
		return false
	case y == 1900 && m == 1 && day == 1, y == 1899 && m == 12 && day >= 30, y == 1 && m == 1 && day == 1,
		y == 1753 && m == 1 && day == 1, y == 9999 && m == 12 && day == 31, y == 2999 && m == 12 && day == 31:
		return true
	}
	return false
}

// Doubtful says whether d is a real day that is more often a default: the
// first day that computers count from.
func (d Date) Doubtful() bool {
	y, m, day := d.Time.Date()
	return d.Precision == Day && y == 1970 && m == 1 && day == 1
}
