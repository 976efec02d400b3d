// Package crmtest makes databases in the styles of CRM systems, with invented
// rows, and knows what in them points where: what discovery of references is
// tested and measured on. The schemas are made up after the habits of such
// systems (how keys look, how types are written, what is declared); none is a
// copy.
//
// A Style is text: a table with its number of rows, and its columns below it.
//
//	contacts 300 gaps           a key with gaps; also: uuid, hex17, sf18, snowflake, code
//	  id int key
//	  account_id int @accounts  a key of accounts: this is a reference
//	  boss_id int 30% @contacts in 30 % of the rows
//	  lead_id int 0% @leads     a reference that no row uses
//	  owner_id int fk @users    declared as a foreign key
//	  status int 1..5           numbers that are none
//	  kind text words a|b|c
//	  parent_type+parent_id text+int Contact=@contacts Account=@accounts
//	  meta json {"ids":[@contacts]}
//
// Start reading at database.go.
package crmtest
