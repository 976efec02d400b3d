// Package url reads web addresses as people write them in a CRM: with and
// without scheme, with www., in capitals, with tracking parameters, as a
// profile on a social network.
//
// Words: the host is the name of the machine, in the standard form as DNS has
// it; the path, query and fragment are what follows. A bare domain is a host
// without a scheme.
//
// The standard form is what RFC 3986 section 6.2.2 calls syntax-based
// normalization, plus a scheme where there is none; nothing is fetched. The
// key drops more: scheme, www., query and fragment.
//
// Start reading at url.go.
package url
