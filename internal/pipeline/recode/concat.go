package recode

import "github.com/onefold/onefold/record"

// Concat puts columns one below the other. A part that is nil stands for as
// many blank rows as rows says.
func Concat(parts []*record.Codes, rows []int) *record.Codes {
	n := 0
	for _, k := range rows {
		n += k
	}
	coder := record.NewCoder(n)
	for i, c := range parts {
		if c == nil {
			for range rows[i] {
				coder.AddCode(0)
			}
			continue
		}
		code := make([]record.Code, len(c.Count))
		for k := 1; k < len(code); k++ {
			code[k] = coder.Intern([]byte(c.Value(record.Code(k))))
		}
		for _, v := range c.Of {
			coder.AddCode(code[v])
		}
	}
	return coder.Codes()
}
