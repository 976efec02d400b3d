// Package value reads what survivorship compares: times, exact numbers, ids,
// words of consent and truth in French, Romanian and English, and how well a
// text is written. Its functions know no records. Start reading at scalar.go.
package value
