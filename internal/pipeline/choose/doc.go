// Package choose says for a plan which record of a group survives and which
// values it has: survivorship, on the records as the main job understands them.
// Start reading at choose.go.
package choose
