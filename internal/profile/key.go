package profile

import "github.com/onefold/onefold/record"

// chooseKey picks the column that holds the source's own record id.
func chooseKey(cs []*column, fields []Field, o Options) KeyChoice {
	best := -1
	for i, c := range cs {
		if o.ID != "" && c.name == o.ID {
			fields[i].Kind = record.RecordID
			return KeyChoice{Field: i, Name: c.name, Reason: "declared"}
		}
		if fields[i].Kind == record.RecordID && (best < 0 || c.score[record.RecordID] > cs[best].score[record.RecordID]) {
			best = i
		}
	}
	if best < 0 {
		return KeyChoice{Field: -1, Reason: "no column is filled and unique and looks like a record id"}
	}
	return KeyChoice{Field: best, Name: cs[best].name, Reason: "every record has its own value"}
}
