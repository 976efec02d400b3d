package survivorship

import (
	"github.com/onefold/onefold/rules/survivorship/value"
)

// ruleConsent keeps the most restrictive consent of the group; among equals
// the newest, so that the newest withdrawal and its date win. A record that
// says nothing restricts too: consent is never widened by a merge.
func (r *Resolver) ruleConsent(u *unit, c *rule) (choice, bool) {
	f := u.fields[0]
	at, top := int32(-1), 0
	for _, i := range r.byTime(c, false) {
		level, known := value.Level(r.trimmed(f, i), r.plan.fields.Key(f, r.rows[i]), c.optOut)
		if !known {
			r.find(f, c.Name, "unknown_consent", r.rows[i])
		}
		if at < 0 || level < top {
			at, top = i, level
		}
	}
	return choice{idx: at}, at >= 0
}
