package normalize

import (
	"time"

	"github.com/onefold/onefold/record"
)

// Registry maps a kind to its Normalizer. It is a value that callers hand
// around; there is no registry of the package.
type Registry map[record.Kind]Normalizer

// Standard returns the normalizers that Onefold ships. Each group of kinds has
// its own file and adds itself by a visible call.
func Standard() Registry {
	r := Registry{}
	addText(r) // text, category, job_title, boolean, consent
	addName(r)
	addCompany(r)
	addEmail(r)
	addPhone(r)
	addIdentifier(r)
	addURL(r)
	addAddress(r)
	addPlace(r)
	addDate(r, time.Now())
	addNumber(r)
	return r
}
