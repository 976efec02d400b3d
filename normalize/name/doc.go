// Package name reads the names of people: which words are civility, given
// names, middle names, family name and suffix, in which order they stand, and
// whether one value names two people.
//
// Words: a prefix is a civility or title (Mme, Dr, dl.); a particle is a small
// word that belongs to a family name (de, van der, al-); an initial is a
// single letter that stands for a name; a group is a given name together with
// the short forms and spellings that stand for it (bill and liam are in the
// group of william); a variant is the same name in another language (Ștefan,
// Étienne, Stephen).
//
// Start reading at name.go, where Parse is. Tables are in tables/, with their
// origin in the first line.
package name
