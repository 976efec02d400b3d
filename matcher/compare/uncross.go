package compare

// Uncross makes every comparison read its own columns alone: names are not
// looked for in each other's column, nor in e-mails. It is for measuring what
// that earns, and must come before the set is used.
func (s *Set) Uncross() {
	for _, c := range s.Comparisons {
		switch c := c.(type) {
		case *names:
			c.other = nil
		case *contact:
			c.names = [2]*text{}
		}
	}
}
