// Package shape has cheap checks of what a single value looks like: e-mail,
// phone, date, postcode, identifiers with check digits. They serve to tell
// columns apart, not to validate: a value may look right and be wrong. None of
// them allocates.
//
// Start reading at contact.go.
package shape
