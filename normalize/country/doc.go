// Package country finds the ISO 3166-1 country that a text names, by code or
// by name in many languages, and gives a country's name in a language.
//
// Names come from Unicode CLDR through golang.org/x/text/language/display, in
// the languages of lookup.go and in each country's own; aliases.txt adds what
// people write besides. The table is built on first use, which takes some
// milliseconds.
//
// Start reading at lookup.go.
package country
