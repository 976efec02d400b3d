// Package weight turns what names and values say into bits: log₂ of how much
// likelier it is when a column points at a table than when it does not. The
// figures were set on databases whose references are known; scripts/measure
// references tells how well they serve.
//
// Start reading at weight.go.
package weight
