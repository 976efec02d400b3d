// Package score turns comparison levels into the probability that two records
// are one.
//
// The model is that of Fellegi and Sunter (1969), widened: pairs fall not into
// two classes but into several. Beside matches and unrelated pairs there are
// pairs that are related without being the same: people of one household,
// colleagues, namesakes, branches of one company; the caller says which. In such
// a class some aspects agree as they do in matches while others, which belong to
// one person alone, are pinned: they agree only by chance, or in a given share of
// the pairs for another reason (twins share a birth date). Fellegi–Sunter with two classes must take every
// household for a match with a few errors; this is where it errs most.
//
// All parameters are estimated by expectation–maximisation (Dempster, Laird
// and Rubin 1977) from the counts of patterns, over all pairs of records:
// those that blocking did not propose count as unrelated. The sums run over
// sorted patterns, so the order of rows and the number of workers change nothing.
//
// What agrees by chance is counted apart for pairs of one country and pairs of
// two: the background of a pattern says which of the two a pair is.
//
// Words: m probability, u probability, match weight (log2 m/u), prior,
// class, pinned, background. Start reading at model.go.
package score
