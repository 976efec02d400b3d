// Package evaluate measures clusters against the truth.
//
// Words:
//   - labels say, for each record id, the cluster it belongs to; one set of
//     labels is predicted, the other is the truth;
//   - a pair of records is a true positive when both sets of labels put it
//     together, a false positive when only the prediction does, a false
//     negative when only the truth does; precision, recall and F1 follow;
//   - B³ is the same asked of each record and averaged, so that large clusters
//     do not drown small ones;
//   - a component is a set of records that neither labels connect to any other
//     record: the independent unit that the intervals are made of;
//   - reliability compares the probability that was promised to a pair with
//     the share of pairs that came true.
//
// It never enumerates pairs: everything follows from the sizes of the
// intersections of clusters. Start reading at evaluate.go.
package evaluate
