// Package linked holds what a report of several sources says beside what every
// report does: the shape of it, and its messages in every language.
package linked
