// Package naming reads what names of tables and columns say: which noun a
// column names, whether it names an id, whether it names something that is no
// reference at all, and how well it names a given table. Languages are English,
// French, Romanian, German, Spanish and Italian, in snake_case, camelCase and
// names run together.
//
// Words:
//   - tokens are the words of a name, lower case, singular, without accents;
//   - the core is what is left of a column's tokens without marks of an id;
//   - a concept is what words of several languages have in common, such as person;
//   - a measure is a word for something that is no reference: status, count, city.
//
// Start reading at column.go; the words are in words.go.
package naming
