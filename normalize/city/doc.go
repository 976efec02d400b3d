// Package city tidies names of towns and gives each one key, whatever the
// language, the abbreviations, and what the post adds: St and Saint, Cedex,
// arrondissements and sectors, Bucharest and București.
//
// exonyms.txt holds the names that big cities have in other languages.
// Start reading at city.go.
package city
