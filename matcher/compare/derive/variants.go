package derive

import "github.com/onefold/onefold/record"

// Variants numbers what variants says of each value of a column: two values that
// have a number in common are variants of each other.
func Variants(own *record.Codes, variants func(string) []string) [][]uint32 {
	index := map[string]uint32{}
	of := make([][]uint32, len(own.Count))
	for c := range own.Count {
		for _, v := range variants(own.Value(record.Code(c))) {
			i, ok := index[v]
			if !ok {
				i = uint32(len(index))
				index[v] = i
			}
			of[c] = append(of[c], i)
		}
	}
	return of
}

func Intersect(a, b []uint32) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}
