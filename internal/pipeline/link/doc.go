// Package link matches the records of two sources or more.
//
// Every source is opened, understood and standardised by itself: with its own
// order of dates, its own country. Then their columns are aligned to columns
// that they have in common, by what they mean, by their headers and by their
// values; a whole name in one source meets given and family names in another.
// The records are put one below the other in these columns, and matched. What
// is known or found of duplicates within a source, its cardinality, says which
// pairs may be one at all.
//
// Words: piece (a column of one source, or a part of it), aligned column,
// sketch (a sample of a column's values), single (a source without
// duplicates), cardinality.
//
// Start reading at link.go; align.go says which columns belong together.
package link
