// Package phone reads telephone and fax numbers.
//
// The numbering plans are those of libphonenumber (nyaruka/phonenumbers); what
// stands around a number in a cell of a CRM is this package's own affair:
// labels ("tel.", "mobile", "(bureau)"), extensions ("poste 12", "int. 12",
// "x12"), a trunk zero in brackets, 00 for +, several numbers in one cell.
//
// Words: the national number is what is dialled inside the country; E.164 is
// the international form, + and digits; a number is possible when its length
// fits the plan and valid when its digits do; the region is an ISO 3166-1
// alpha-2 code.
//
// Without a region and without + nothing is decided: the digits stay as they
// are.
//
// The library matches some twenty regular expressions for each number. For
// numbers of digits and common marks plan.go makes one automaton a region of
// the library's own patterns, some thirty times faster; what it does not know
// for certain is left to the library, and tests hold the two to be the same.
// Start reading at phone.go.
package phone
