// Package csvfile reads and writes delimited text: CSV, TSV and their kin.
//
// Open looks at the first 256 KiB (sniff.go, header.go) and, for the encoding,
// at lines with characters above ASCII from all over the file. Read parses
// while streaming (parser.go), mends what can be mended (recover.go), and
// sends batches of columns. Writer writes in any Dialect; Source.NewWriter in
// the one that was found.
//
// # What is found
//
// Delimiter , ; tab |, the quote " or ', quotes inside of quotes doubled or
// behind a backslash, line ends LF, CRLF, CR and mixed, a sep= line, title
// lines in front of the table, whether there is a header, a byte order mark,
// and the encoding. Each can be set in connectors.Options.
//
// # What happens to what is odd
//
//   - Short row: the missing last cells are Null; counted as ShortRows. Under
//     strict reading an error.
//   - Title rows, and rows of nothing but delimiters, above a header: passed
//     over and counted as title lines. Without a header below, they are records.
//   - Lines below the table, with one cell of text: rejected as footer where a
//     word of reports (total, copyright, lignes) is in the first of them, or
//     where it stands alone behind a blank line.
//   - Long row: rejected as too_many_fields, unless the extra cells are blank:
//     these are dropped and the row counted as TrimmedRows. Where most records are
//     wider than the header, the header's missing names are column_N.
//   - Quote in the middle of a cell that does not begin with one: text.
//   - Quotes inside of a quoted cell that were not escaped ("a "b" c"): text, as
//     long as the cell ends on its line by a quote in front of a delimiter;
//     counted as StrayQuotes.
//   - Text behind a closing quote ("a" b): the cell is the text as it stands,
//     quotes included, up to the next delimiter; counted as StrayQuotes. Spaces
//     only: dropped.
//   - Quote that is never closed, or that closes where a later cell opens, or
//     that leaves a wrong number of cells while a line inside has the right one,
//     or a cell of 50 lines and more of which most are records: the line with the
//     open quote is rejected as open_quote, and reading goes on with the next line.
//     Where the next quoted cell begins on the same line, the cell ends in front
//     of it and keeps its quote as text.
//   - Cell above Options.MaxCell: rejected as cell_too_large up to the end of its
//     line (of an open quote: as open_quote). A megabyte in a cell is fine.
//   - NUL byte: text; counted. A line of nothing but NULs and spaces is blank.
//   - Blank line: counted, no record, wherever it stands; so a lone empty value is
//     written as "". A line of delimiters only is a record of empty values.
//   - Carriage return alone, among other line ends: ends a line where that gives
//     more records of the usual width in the first part of the file, else text.
//   - Line end inside of quotes: text, kept as it is, CRLF too.
//   - Header name twice: name, name_2, name_3; an empty one: column_N; spaces
//     around a name are dropped. A copy is headed as the source was.
//   - Space between a delimiter and a quote: dropped where no quote stands
//     directly behind a delimiter, else text and the quotes too. Spaces around a
//     cell without quotes are text.
//   - One column: a comma in it is text where the first line has none.
//   - No header: fields are column_1 and so on.
//   - First line sep=; : the delimiter; no record; written by copies.
//   - Title lines in front of a header (one filled cell): passed over, counted as
//     TitleLines; not written by copies. Without a header they are records.
//   - Empty file, or only blank ones: ErrEmpty. Only a header: no records.
//   - Byte that the encoding does not have: U+FFFD, counted as BadBytes. Under
//     strict reading an error with its line.
//   - Truncated or damaged gzip or zstd: the whole records in front of the end are
//     sent, then an error with the line.
//   - Under strict reading, each rejection is an error: file:line, what, and what
//     to do.
//
// Null and Empty are one thing in this format: copies write both as nothing,
// and they read as Empty.
package csvfile
