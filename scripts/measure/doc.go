// Command measure tells how good and how fast Onefold is.
//
//	measure accuracy [-own] [SET…]  every labelled set: precision, recall, F1, B³, beside the floor; two sources by link
//	measure ablation [-own] [SET…]  the same without one part of the matcher at a time: what each part earns
//	measure blocking [-own] [SET…]  true pairs that are proposed and compared, candidates a record, what was skipped
//	measure bench [-size N]         contacts made by the generator: F1, time, memory
//	measure ask [SET…]             F1 after 0, 20, 50 and 100 answers to the questions of dedupe --ask, given by the truth
//	measure references              what points at a record: recall and precision on made-up and real databases
//	measure errors SET              the worst false pairs, and the misses by their cause
//
// It runs the program as users do, as a process of its own, and takes time and
// memory from the operating system. A set is labelled data: records that carry
// the cluster they truly belong to, which the program never sees.
//
// The repository's own samples are always there. The sets that are shared by
// the projects of the house lie in $ONEFOLD_SHARED (default ../shared); without
// it they are left out, and said to be. Start reading at sets.go.
package main
