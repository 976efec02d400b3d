// Package connectortest is the suite that every connector passes: what a
// Source sends, what it does when it is closed, cancelled or refused, and that
// what its writers write reads the same.
package connectortest
