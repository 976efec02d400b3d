// Package order puts the changes of one group into an order in which every
// foreign key and every unique constraint holds after each of them, as far as
// there is one. Start reading at order.go.
package order
