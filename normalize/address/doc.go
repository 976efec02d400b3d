// Package address reads street lines and whole addresses in French, Romanian
// and English (American and British), and others as far as a house number
// goes. Parse takes an address apart, Standard spells it in the local
// convention without losing a word, and Key gives the form for matching.
//
// Words:
//   - a type is the word that says what kind of street it is: rue, bulevardul, Ave;
//   - a unit is a part of a building: apartment, floor, staircase, suite;
//   - the lexicon (lexicon.txt) gives each language's types, units and the like.
//
// Start reading at street.go; tokens.go cuts lines into words, language.go
// chooses the grammar, whole.go and romanian.go find postcode, city and country.
package address
