// Package identifier checks the numbers that registers, tax offices and banks
// give to people and companies: SIREN, SIRET, French and Romanian tax codes,
// the VAT numbers of Europe, IBAN, and identifiers of unknown kind.
//
// Every function takes the text of a cell and returns a Result: the compact
// form, its country, whether the check digits hold, and why not. A number is
// never changed to make it valid; what was probably meant is a Suggestion.
//
// Words: the compact form has capitals and digits alone; check digits are
// computed from the others; BBAN is what follows country and check digits of
// an IBAN.
//
// Algorithms are written from the public descriptions of the issuing bodies,
// named beside each; tables were compiled for Onefold in November 2026.
//
// Start reading at identifier.go.
package identifier
