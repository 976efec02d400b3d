// Package charset tells in which encoding a text is, decodes it to UTF-8 while
// streaming, and encodes UTF-8 back.
//
// The guess reads every byte above 0x7F in each encoding at hand, and asks how
// likely the letters are in the languages of our users' files (language.go)
// and whether they stand where letters and signs stand (detect.go). Detect is
// the place to start reading.
package charset
