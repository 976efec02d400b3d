// Package people reads values that list several people, such as the authors of
// a paper, whatever order and separators they are written in.
//
// Start reading at Key.
package people
