// Package sketch holds sets of the distinct values of columns in bounded
// memory: a Set keeps every value while they are few, and beyond that those
// whose hash falls into a share of the hash space that is halved as often as
// needed. Two sets keep the same values by the same hash, so what the one has of
// the other can be told from what both kept. Whole numbers can be read back
// from their hash.
package sketch
