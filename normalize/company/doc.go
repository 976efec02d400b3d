// Package company reads names of organisations: the name itself, its legal
// form, the name it trades under, its acronym.
//
// Words: a legal form is the word or the letters that the law asks a company
// to carry (SARL, S.R.L., Ltd, GmbH); trading is a second name the company
// uses (DBA, t/a, nom commercial); an acronym is made of the first letters of
// a name.
//
// Start reading at company.go, where Parse is. The table of forms by country
// is tables/forms.txt, with its origin in the first line.
package company
