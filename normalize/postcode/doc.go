// Package postcode checks and spells postal codes: one line of formats per
// country in formats.txt, read on first use. With a country a code is valid
// when it has one of the country's formats; without one the check is lenient.
//
// Words: a format is written with # for a digit, @ for a letter, ? for
// either; a space or hyphen is where the canonical spelling has one and the
// input may have none; anything else stands for itself.
//
// Start reading at postcode.go.
package postcode
