// Package formula runs the expressions of a policy within bounds: the turns of
// loops, the texts and the lists that an expression makes are counted, and one
// that makes too many is stopped with an error. Nothing of the machine can be
// reached from inside. Start reading at formula.go.
package formula
