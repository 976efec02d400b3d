// Package report writes what a run found, for people and for programs: a
// self-contained HTML page in English, French or Romanian and the same facts
// as JSON.
//
// It computes nothing about the data: a caller fills a plain struct, Run for a
// dedupe or ProfileData for a profile, and the package renders it. The page
// needs no network and no script, prints well and follows the reader's light
// or dark theme. Values are raw personal data; whoever keeps the page keeps
// them.
//
// Words:
//   - a message is a sentence of our own, present in every language;
//   - a term is a word of another room (a comparison level, a rule, a reason)
//     that is translated when the vocabulary has it and shown as it is if not;
//   - an example puts records side by side, what differs first.
//
// Start reading at run.go (the shape) and then html.go (the rendering).
package report
