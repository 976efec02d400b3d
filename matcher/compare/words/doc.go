// Package words takes the values of a column apart into words and tells how much
// two values have in common: rare words count more than common ones, near
// spellings in part, and numbers never come near each other.
//
// Start reading at Agree.
package words
