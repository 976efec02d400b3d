// Package config reads and writes the policy file, onefold.yaml.
//
// Words:
//   - a Setting is one thing that can be set; each is declared once, in keys.go
//     and rulekeys.go, with its type, default, words for the reader and an
//     example. Decoding, config.example.yaml and the documentation come from
//     that table;
//   - a Policy is a decoded file, made of the rooms' own Config structs;
//   - a Fault is one mistake in a file, with its place and a suggestion. All
//     faults of a file are reported together;
//   - Scalars are the few settings that a flag or an environment variable may
//     override; viper layers them.
//
// goccy/go-yaml parses; it stops at the first mistake and expands aliases
// without bound, so the tree is walked and checked here. Start reading at
// policy.go.
package config
