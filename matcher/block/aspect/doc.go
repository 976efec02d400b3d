// Package aspect turns a value into keys that survive the usual errors: a
// phonetic form of a name, the last digits of a phone, the rarest words of a
// company. Two values that have a key in common may be of one record.
package aspect
