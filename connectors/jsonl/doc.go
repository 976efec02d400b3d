// Package jsonl reads and writes JSON Lines: one object a line. It also reads
// an array of objects, and objects spread over several lines.
//
// What becomes what:
//   - the fields are the members of all objects, in the order in which they
//     first come; a file is read once to find them. Of an input that can be read
//     only once, the members seen in the first 256 KiB are fields, and members
//     that come later are kept together as a JSON object in a last field,
//     named "other_members";
//   - a string is its text, a number and true and false are the text that stands
//     there (1.0 stays 1.0), a nested array or object is compact JSON text;
//   - "" is Empty; null and a member that is missing are Null;
//   - a line that is not JSON is rejected as bad_json, one that is no object as
//     not_an_object, an object with a member twice as duplicate_key; a blank line
//     is counted; in an array, or where objects span lines, broken JSON ends the
//     reading with an error, for there is no place to go on from;
//   - bytes that are not UTF-8 become U+FFFD and are counted.
//
// The writer gives a field back as it was: numbers, true and false and nested
// values bare where the field held these and no strings, null where the field
// had one, nothing where the member was missing.
//
// Start reading at jsonl.go; scan.go has the grammar.
package jsonl
