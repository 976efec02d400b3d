// Package vocabulary compares how several sources use the values of one column:
// which values stand for each other, how much a value tells within a source, and
// how rare an agreement by chance is between them.
//
// Words: translation, sure link, rarity. Start reading at Translate.
package vocabulary
