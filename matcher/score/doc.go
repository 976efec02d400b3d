// Package score turns comparison levels into the probability that two records
// are one.
//
// The model is that of Fellegi and Sunter (1969), widened: pairs fall not into
// two classes but into several. Beside matches and unrelated pairs there are
// pairs that are related without being the same: people of one household,
// colleagues, namesakes, branches of one company. In such a class some aspects
// agree as they do in matches while others, which belong to one person alone,
// agree only by chance. Fellegi–Sunter with two classes must take every
// household for a match with a few errors; this is where it errs most.
//
// All parameters are estimated by expectation–maximisation (Dempster, Laird
// and Rubin 1977) from the counts of patterns, over all pairs of records:
// those that blocking did not propose count as unrelated. The sums run over
// sorted patterns, so the order of rows and the number of workers change nothing.
//
// Words: m probability, u probability, match weight (log2 m/u), prior,
// class, pinned. Start reading at model.go.
package score
