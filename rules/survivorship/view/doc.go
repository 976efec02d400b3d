// Package view is how survivorship looks at the columns of the records: whether
// a value says anything, the time or number it names, whether it is valid and
// how well it is written. Start reading at view.go.
package view
