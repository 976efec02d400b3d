// Package region finds the first-level part of a country that a text names:
// a US state, a French région or département, a Romanian județ, a British
// nation or county, a Canadian province, an Australian or German state. The
// table is regions.txt.
//
// Start reading at region.go.
package region
