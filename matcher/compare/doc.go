// Package compare says how alike two records are, field by field.
//
// A Comparison looks at one aspect of two records (the given name, the place,
// the phones) and answers with a comparison level: a small number, 0 where a
// value is missing, 1 for the best agreement, rising to the last one, "else".
// The levels of all comparisons of a pair are its Pattern, packed four bits
// each into a uint64; scoring never looks at the values again, except for the
// frequency of the value that agreed.
//
// Package kernel has the string metrics, which allocate nothing; set.go puts the
// comparisons together from the kinds of the fields; one file a family of
// kinds holds the levels. Start reading at comparison.go.
package compare
