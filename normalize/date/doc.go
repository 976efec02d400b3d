// Package date reads dates and times as people and programs write them: ISO
// 8601 on a fast path, then any order of numbers, month names in the languages
// of words.txt, times, zones. It decides the order of day and month for a whole
// column, and leaves a single ambiguous value marked so.
//
// Words:
//   - the order says whether 03/04/2025 begins with the day or the month;
//   - the precision says whether a day, a month or only a year is known;
//   - the base is the day from which missing years and relative phrases count.
//
// Start reading at date.go; scan.go cuts text into tokens, resolve.go makes a
// date of them, order.go decides for a column.
package date
