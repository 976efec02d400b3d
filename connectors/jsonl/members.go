package jsonl

import (
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// member is a value of the object at hand.
type member struct {
	raw  []byte
	kind kind
	of   uint64 // number of the object that set it
}

// members finds the fields of objects.
type members struct {
	names []string
	index map[string]int
	kinds []kind // what a field has held
	open  bool   // new members become fields
	limit int    // largest value

	values  []member
	object  uint64
	guess   int         // the field that probably comes next
	late    [][2][]byte // members that are no field: key and value as they stand
	scratch []byte
}

func newMembers(limit int) *members {
	return &members{index: make(map[string]int), open: true, limit: limit}
}

// parse splits an object. reason is "" or why it is rejected. It does not
// allocate where the members are known.
func (m *members) parse(b []byte) (reason string) {
	had := len(m.names)
	reason = m.split(b)
	if reason != "" && len(m.names) > had { // what is rejected makes no fields
		for _, n := range m.names[had:] {
			delete(m.index, n)
		}
		m.names, m.kinds, m.values = m.names[:had], m.kinds[:had], m.values[:had]
	}
	return reason
}

func (m *members) split(b []byte) (reason string) {
	m.object++
	m.guess = 0
	m.late = m.late[:0]
	i := space(b, 0)
	if i < len(b) && b[i] != '{' {
		end, _, st := value(b, i, 0)
		if st == scanOK && space(b, end) == len(b) {
			return connectors.ReasonNotObject
		}
		return connectors.ReasonBadJSON
	}
	i = space(b, i+1)
	if i < len(b) && b[i] == '}' {
		if space(b, i+1) != len(b) {
			return connectors.ReasonBadJSON
		}
		return ""
	}
	for {
		i = space(b, i)
		if i >= len(b) || b[i] != '"' {
			return connectors.ReasonBadJSON
		}
		end, escaped, st := text(b, i)
		if st != scanOK {
			return connectors.ReasonBadJSON
		}
		key, rawKey := b[i+1:end-1], b[i:end]
		if escaped {
			m.scratch = unescape(m.scratch[:0], key)
			key = m.scratch
		}
		i = space(b, end)
		if i >= len(b) || b[i] != ':' {
			return connectors.ReasonBadJSON
		}
		i = space(b, i+1)
		end, k, st := value(b, i, 1)
		if st != scanOK {
			return connectors.ReasonBadJSON
		}
		if end-i > m.limit {
			reason = connectors.ReasonCellTooLarge
		}
		if f := m.field(key); f < 0 {
			m.late = append(m.late, [2][]byte{rawKey, b[i:end]})
		} else {
			v := &m.values[f]
			if v.of == m.object && reason == "" {
				reason = connectors.ReasonDuplicateKey
			}
			*v = member{raw: b[i:end], kind: k, of: m.object}
		}
		i = space(b, end)
		if i >= len(b) {
			return connectors.ReasonBadJSON
		}
		if b[i] == '}' {
			if space(b, i+1) != len(b) {
				return connectors.ReasonBadJSON
			}
			return reason
		}
		if b[i] != ',' {
			return connectors.ReasonBadJSON
		}
		i++
	}
}

// field returns the field of this name, -1 where there is none and no more are
// taken.
func (m *members) field(key []byte) int {
	if m.guess < len(m.names) && m.names[m.guess] == string(key) {
		m.guess++
		return m.guess - 1
	}
	f, ok := m.index[string(key)]
	if !ok {
		if !m.open {
			return -1
		}
		f = len(m.names)
		name := string(key)
		m.names = append(m.names, name)
		m.index[name] = f
		m.kinds = append(m.kinds, 0)
		m.values = append(m.values, member{})
	}
	m.guess = f + 1
	return f
}

// note remembers what kinds of value the fields hold.
func (m *members) note() {
	for f := range m.values {
		if v := &m.values[f]; v.of == m.object {
			m.kinds[f] |= v.kind
		}
	}
}

// appendTo appends the object to the columns; one more column than fields
// takes late members.
func (m *members) appendTo(cols []*record.Column) {
	for f := range m.values {
		v, col := &m.values[f], cols[f]
		if v.of != m.object || v.kind == kindNull {
			col.AppendNull()
			continue
		}
		switch v.kind {
		case kindString:
			s := v.raw[1 : len(v.raw)-1]
			if plain(s) {
				col.Append(s)
			} else {
				m.scratch = unescape(m.scratch[:0], s)
				col.Append(m.scratch)
			}
		case kindNested:
			m.scratch = compact(m.scratch[:0], v.raw)
			col.Append(m.scratch)
		default:
			col.Append(v.raw)
		}
	}
	if len(cols) == len(m.values) {
		return
	}
	if len(m.late) == 0 {
		cols[len(m.values)].AppendNull()
		return
	}
	out := append(m.scratch[:0], '{')
	for i, l := range m.late {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, l[0]...), ':')
		out = compact(out, l[1])
	}
	m.scratch = append(out, '}')
	cols[len(m.values)].Append(m.scratch)
}

func plain(s []byte) bool {
	for _, c := range s {
		if c == '\\' {
			return false
		}
	}
	return true
}
