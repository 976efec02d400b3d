// Package csvfile reads and writes delimited text: CSV, TSV and their kin.
package csvfile
