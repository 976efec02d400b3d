// Package phonetic holds keys that words which sound alike have in common, by
// the published rules for several languages: Soundex, Metaphone and DoubleMetaphone (English),
// Cologne (German), SoundexFR and Phonex (French), Romanian, and DaitchMokotoff
// (Slavic and Yiddish names in any Latin spelling).
//
// All of them read letters of the Latin script with any diacritics, large and
// small, and skip spaces and signs. They say nothing of other scripts: a word
// without a Latin letter is its own key, so that such words stay apart. They
// append the key to what they are given and allocate nothing beside it.
//
// Words: key, code, branch. Start reading at soundex.go.
package phonetic
