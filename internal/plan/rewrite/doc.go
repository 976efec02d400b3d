// Package rewrite puts other ids in the place of ids inside of values: JSON,
// arrays and lists. What is not an id stays as it is written, to the byte. Start
// reading at json.go.
package rewrite
