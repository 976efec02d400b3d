// Package all knows every connector and opens a source by its reference.
package all
