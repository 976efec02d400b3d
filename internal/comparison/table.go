package comparison

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/onefold/onefold/internal/comparison/sorted"
	"github.com/onefold/onefold/record"
)

// Tables compares two sides as one table. Memory does not grow with the rows,
// but for rows that have one key: these are held at once.
func Tables(ctx context.Context, name string, a, b Side, o Options) (Table, error) {
	j := &join{o: &o, out: Table{Name: name}, seed: maphash.MakeSeed()}
	if err := j.lay(a, b); err != nil {
		return j.out, err
	}
	if err := j.tellColumns(); err != nil {
		return j.out, err
	}
	sorters := [2]*sorted.Sorter{sorted.New(o.Temp, o.Memory), sorted.New(o.Temp, o.Memory)}
	defer sorters[0].Close()
	defer sorters[1].Close()
	if err := both(ctx, func(ctx context.Context, i int) error {
		side := [2]Side{a, b}[i]
		return j.read(ctx, i, side, sorters[i])
	}); err != nil {
		return j.out, err
	}
	return j.out, j.run(ctx, sorters[0], sorters[1])
}

// both runs do for the two sides at once. The first error stops the other side.
func both(ctx context.Context, do func(ctx context.Context, side int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	other := make(chan struct{})
	go func() {
		defer close(other)
		if err := do(ctx, 1); err != nil {
			stop(err)
		}
	}()
	if err := do(ctx, 0); err != nil {
		stop(err)
	}
	<-other
	return context.Cause(ctx)
}

// join compares the rows of two sides by key.
type join struct {
	o     *Options
	out   Table
	seed  maphash.Seed
	key   [2][]string // names on each side
	cols  [2][]string // compared columns, as each side names them
	forms []form      // of key and columns
	null  bool        // Null and empty differ
	rows  [2]int64
	diff  []int64 // rows in which a column changed
}

// lay decides what is the key and what is compared.
func (j *join) lay(a, b Side) error {
	columns := [2][]Column{a.Columns(), b.Columns()}
	j.null = a.KeepsNull() && b.KeepsNull()
	find := func(side int, name string) *Column {
		for _, same := range []func(string) bool{
			func(n string) bool { return n == name },
			func(n string) bool { return strings.EqualFold(n, name) },
		} {
			if i := slices.IndexFunc(columns[side], func(c Column) bool { return same(c.Name) }); i >= 0 {
				return &columns[side][i]
			}
		}
		return nil
	}
	ignored := func(name string) bool {
		return slices.ContainsFunc(j.o.Ignore, func(n string) bool { return strings.EqualFold(n, name) })
	}
	if !j.o.Content {
		key, asked := j.o.Key, len(j.o.Key) > 0
		for _, side := range []Side{a, b} {
			if len(key) == 0 {
				key = side.Key()
			}
		}
		for _, name := range key {
			x, y := find(0, name), find(1, name)
			if x == nil || y == nil {
				if asked {
					return fmt.Errorf("%s: key %s: %w", j.out.Name, name, ErrColumn)
				}
				j.key, j.forms = [2][]string{}, nil // by content, then
				break
			}
			j.key[0], j.key[1] = append(j.key[0], x.Name), append(j.key[1], y.Name)
			j.forms = append(j.forms, formOf(x.Class, y.Class))
		}
	}
	j.out.Key = append([]string{}, j.key[0]...)
	taken := map[string]bool{}
	for _, x := range columns[0] {
		y := find(1, x.Name)
		switch {
		case slices.Contains(j.key[0], x.Name):
			taken[j.key[1][slices.Index(j.key[0], x.Name)]] = true
		case y != nil && !taken[y.Name] && !slices.Contains(j.key[1], y.Name):
			taken[y.Name] = true
			if ignored(x.Name) {
				continue
			}
			j.cols[0], j.cols[1] = append(j.cols[0], x.Name), append(j.cols[1], y.Name)
			j.forms = append(j.forms, formOf(x.Class, y.Class))
		case !ignored(x.Name):
			j.out.OnlyA = append(j.out.OnlyA, x.Name)
		}
	}
	for _, y := range columns[1] {
		if !taken[y.Name] && !ignored(y.Name) {
			j.out.OnlyB = append(j.out.OnlyB, y.Name)
		}
	}
	j.diff = make([]int64, len(j.cols[0]))
	return nil
}

// The rest of an entry is a byte of these, the length of the row's own key and
// that key where it differs from the entry's, eight bytes for each column, and
// with Options.Values the texts.
const (
	direct  = 0 // under its own key
	via     = 1 // under the key that the id map gives
	ownHead = 5
)

// read brings the rows of one side into a sorter.
func (j *join) read(ctx context.Context, side int, from Side, to *sorted.Sorter) error {
	keys := len(j.key[side])
	names := append(slices.Clone(j.key[side]), j.cols[side]...)
	links := j.links(side)
	for _, l := range links {
		if l.typed >= len(names) {
			names = append(names, l.Type)
		}
	}
	var key, own, rest, content []byte
	texts := make([]string, len(j.forms))
	nulls := make([]bool, len(j.forms))
	return from.Read(ctx, names, func(values []record.Value) error {
		j.rows[side]++ // each side has its own
		if j.rows[side]%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if j.o.Progress != nil {
				j.o.Progress(4096)
			}
		}
		for i, f := range j.forms {
			nulls[i] = values[i].IsNull() || !j.null && values[i].Text == ""
			texts[i] = ""
			if !nulls[i] {
				texts[i] = f.write(values[i])
			}
		}
		flag := byte(direct)
		own = appendKey(own[:0], texts[:keys])
		moved := j.answer(side, texts, values, links)
		key = appendKey(key[:0], texts[:keys])
		// Only the record itself, or a part of it, may stay in B under an old id.
		if side == 0 && string(own) != string(key) || moved {
			flag = via
		}
		if side == 1 {
			key = append(key[:0], own...)
		}
		rest = append(rest[:0], flag)
		if side == 0 && flag == via {
			rest = binary.LittleEndian.AppendUint32(rest, uint32(len(own)))
			rest = append(rest, own...)
		} else {
			rest = binary.LittleEndian.AppendUint32(rest, 0)
		}
		if keys == 0 {
			content = content[:0]
			for i, t := range texts {
				content = appendText(content, t, nulls[i])
			}
			sum := sha256.Sum256(content)
			return to.Add(hex.AppendEncode(key[:0], sum[:12]), rest)
		}
		for i := keys; i < len(texts); i++ {
			sum := uint64(0)
			if !nulls[i] {
				sum = maphash.String(j.seed, texts[i]) | 1
			}
			rest = binary.LittleEndian.AppendUint64(rest, sum)
		}
		if j.o.Values {
			for i := keys; i < len(texts); i++ {
				rest = appendText(rest, texts[i], nulls[i])
			}
		}
		return to.Add(key, rest)
	})
}

// appendText writes a text so that several in a row cannot be mistaken.
func appendText(b []byte, t string, null bool) []byte {
	if null {
		return binary.AppendUvarint(b, 0)
	}
	return append(binary.AppendUvarint(b, uint64(len(t))+1), t...)
}

// appendKey writes a key for people: several columns are separated by a colon,
// with a backslash before a colon or backslash in them.
func appendKey(b []byte, texts []string) []byte {
	for i, t := range texts {
		if i > 0 {
			b = append(b, ':')
		}
		if len(texts) == 1 || !strings.ContainsAny(t, `:\`) {
			b = append(b, t...)
			continue
		}
		b = append(b, strings.NewReplacer(`\`, `\\`, ":", `\:`).Replace(t)...)
	}
	return b
}

// placed is a link and where its columns are among those that are read.
type placed struct {
	Link
	at, typed int
	own       bool // the table's own ids
}

// links places the links of a side. In B only what says that a row has stayed
// counts: everything else there should be under its new id.
func (j *join) links(side int) []placed {
	names := append(slices.Clone(j.key[0]), j.cols[0]...) // links name columns of A
	at := func(name string) int {
		return slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	}
	var out []placed
	if len(j.o.IDs.Own) > 0 && len(j.key[0]) == 1 {
		out = append(out, placed{Link: Link{IDs: j.o.IDs.Own, Part: true}, own: true, typed: -1})
	}
	more := 0
	for _, l := range j.o.IDs.Links {
		p := placed{Link: l, at: at(l.Column), typed: -1}
		switch {
		case p.at < 0 || len(l.IDs) == 0:
			continue
		case l.Part && l.Type == "" && len(j.key[0]) == 1 && p.at == 0:
			p.own = true
		case side == 1:
			continue
		}
		if l.Type != "" {
			if p.typed = at(l.Type); p.typed < 0 {
				p.typed = len(names) + more // not compared, but read
				more++
			}
		}
		out = append(out, p)
	}
	return out
}

// answer puts current ids in place of old ones and tells whether a row of B is
// one that has stayed.
func (j *join) answer(side int, texts []string, values []record.Value, links []placed) bool {
	stayed := false
	for i := range links {
		l := &links[i]
		if l.typed >= 0 && !l.holds(values[l.typed].Text) {
			continue
		}
		now, ok := l.IDs[texts[l.at]]
		if !ok {
			continue
		}
		if side == 1 {
			stayed = stayed || l.own
			continue
		}
		texts[l.at] = now
	}
	return stayed
}
