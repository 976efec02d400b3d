// Package words holds the vocabulary that column inference knows: the words of
// headers, how to read them (header.go), and the words that give values away. Tables are text files beside
// the code, each headed by its origin, folded as Fold does.
//
// Start reading at words.go.
package words
