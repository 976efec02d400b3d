// Package heading tells what is no record in a delimited file: the names above
// its columns, and the lines below it. It makes field names of the cells of a
// header.
//
// Start at Score.
package heading
