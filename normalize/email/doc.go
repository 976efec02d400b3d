// Package email reads e-mail addresses, in two ways.
//
// The way of a CRM, which is the default, takes a cell as people fill it: a
// display name with the address in angle brackets, a mailto: link, several
// addresses with a separator, stray punctuation and spaces. The way of the
// RFCs takes the text as it stands: RFC 5321 and RFC 5322 with comments,
// folding white space, quoted strings and address literals.
//
// Words: the local part stands before the @ and the domain after it; a tag is
// what follows the first + of a local part; a role address belongs to a
// function and not to a person; a disposable address is made to be thrown
// away; a free address is one that anybody can open, so that its domain says
// nothing of the employer.
//
// Nothing is repaired that is not certain: gmial.com stays gmial.com, and
// Suggestion says what was probably meant.
//
// Start reading at email.go.
package email
