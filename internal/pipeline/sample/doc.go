// Package sample measures clusters without known answers: it draws a few pairs
// that a person can look at, and says from the answers how many of all pairs are
// right and how many were missed, with intervals.
//
// Words:
//   - the pairs that are together in a cluster, and those that are apart but were
//     compared, are parted into strata by their probability;
//   - from each stratum as many pairs are drawn as it adds to what is not known
//     (Neyman 1934), the ones with the smallest hashes: a larger sample contains
//     the smaller one, and nobody is asked the same thing twice;
//   - an answer is what a person says of a pair; where nobody could tell, there
//     is none.
//
// Start reading at draw.go, then estimate.go.
package sample
