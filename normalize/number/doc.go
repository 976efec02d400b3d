// Package number reads numbers as people type them: decimal comma or point,
// thousands separators of any kind, a currency, a percent sign, brackets for
// negative amounts. It keeps every digit and never goes through a float.
//
// Start reading at number.go.
package number
