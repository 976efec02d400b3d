// Package cluster turns probabilities of pairs into a partition of the records.
//
// Joining whatever a chain of matches connects (transitive closure) lets one
// wrong link merge two people. Here the partition is the one for which most
// speaks: correlation clustering (Bansal, Blum and Chawla 2004) with the log
// odds of each pair as its weight, for or against. Within each connected
// component groups are joined greedily, the pair of groups with the largest
// sum first (greedy additive edge contraction, Keuper et al. 2015), then
// single records move while that improves the sum.
//
// Words: edge, component, cluster, log odds.
// Start reading at correlation.go.
package cluster
