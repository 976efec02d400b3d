// Package embed finds ids inside values: strings of a type and an id
// (res.partner,637), JSON, arrays and lists.
//
// Words:
//   - a wide id is one that no other record has by chance: a UUID, a long number,
//     letters and digits mixed;
//   - a narrow id is a small whole number;
//   - a path says where in a JSON value an id stands: $.members[*].id; the names
//     of an object's members are ids at $.shares.~
package embed
