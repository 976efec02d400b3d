// Package sorted sorts more entries than fit in memory: runs are sorted, written
// to one file that goes with the process, and merged. Start reading at sorter.go.
package sorted
