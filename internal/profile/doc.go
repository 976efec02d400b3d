// Package profile finds out what is in a source: what each column means
// (Infer) and what its values are like (Describe).
//
// Words:
//   - a meaning is what a header speaks for, evidence what the values speak for;
//     both are natural logs of odds, and add up;
//   - a shape is a cheap check of one value: looks like an e-mail, like a date;
//   - the facts of a column are the weights of its shapes over a sample of its
//     distinct values, chosen by hash so that the order of rows can't matter.
//
// Start reading at profile.go, then infer.go.
package profile
