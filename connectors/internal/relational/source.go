package relational

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational/address"
	"github.com/onefold/onefold/record"
)

// pageRows is how many rows a keyset page asks for: enough that the question
// costs nothing, few enough for a server that limits the time of a statement.
const pageRows = 20_000

// Source reads a table, a view or a query. All of a reading sees one moment of
// the database.
type Source struct {
	db      *Database
	a       address.Address
	ref     string
	table   *connectors.Table // nil for a query
	columns []*connectors.Column
	key     []int  // of columns, those of the row's identity
	joined  bool   // the first field is the identity of several columns
	keep    string // condition of the rows that are wanted, "" for all
	dropped string // condition of those that count as deleted and are left out
	schema  record.Schema
	info    connectors.Info
	closed  bool
}

var _ connectors.Source = (*Source)(nil)

// OpenSource opens the table or query of an address.
func OpenSource(ctx context.Context, e Engine, a address.Address, ref string, o connectors.Options) (*Source, error) {
	db, err := Open(ctx, e)
	if err != nil {
		return nil, address.Opening(a, err)
	}
	if a.Deleted == "" && o.Deleted {
		a.Deleted = "include"
	}
	s := &Source{db: db, a: a, ref: ref}
	s.info = connectors.Info{Name: ref, Format: db.abilities.Engine, Encoding: connectors.Known("utf-8")}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(address.Opening(a, err), db.Close())
	}
	return s, nil
}

func (s *Source) open(ctx context.Context) error {
	if s.a.Query != "" {
		return s.describe(ctx)
	}
	c, err := s.db.Catalogue(ctx)
	if err != nil {
		return err
	}
	if s.a.Table == "" {
		return &connectors.Fault{Place: s.a.Place(), Cause: "names no table", Hint: "add ?table=NAME; " + named(c), Err: connectors.ErrOption}
	}
	if s.table = c.Find(s.a.Table); s.table == nil {
		return &connectors.Fault{Place: s.a.Place(), Cause: "there is no such table", Hint: named(c), Err: connectors.ErrNoTable}
	}
	identity := s.table.Identity()
	if len(identity) > 1 {
		s.joined = true
		s.schema.Fields = append(s.schema.Fields, record.Field{Name: s.table.IDColumn(), Kind: record.RecordID})
	}
	at := map[string]int{}
	for i := range s.table.Columns {
		col := &s.table.Columns[i]
		inKey := false
		for _, name := range identity {
			inKey = inKey || name == col.Name
		}
		if col.Class == connectors.ClassBytes && !inKey {
			s.info.LeftOut = append(s.info.LeftOut, col.Name) // pictures and files: nothing to match
			continue
		}
		at[col.Name] = len(s.columns)
		s.columns = append(s.columns, col)
		f := record.Field{Name: col.Name}
		if inKey && len(identity) == 1 {
			f.Kind = record.RecordID
		}
		s.schema.Fields = append(s.schema.Fields, f)
	}
	for _, name := range identity {
		s.key = append(s.key, at[name])
	}
	s.unique()
	s.conditions()
	return nil
}

// unique makes the names of fields differ.
func (s *Source) unique() {
	seen := map[string]bool{}
	for i := range s.schema.Fields {
		f := &s.schema.Fields[i]
		base := f.Name
		for n := 2; seen[f.Name]; n++ {
			f.Name = base + "_" + strconv.Itoa(n)
		}
		seen[f.Name] = true
	}
}

func (s *Source) conditions() {
	gone := deleted(s.db.d, s.table)
	var keep []string
	if s.a.Where != "" {
		// On a line of its own: it may end in a comment.
		keep = append(keep, "("+s.a.Where+"\n)")
	}
	if gone != "" {
		switch s.a.Deleted {
		case "only":
			keep = append(keep, gone)
		case "", "exclude":
			s.dropped = strings.Join(append([]string{gone}, keep...), " AND ")
			keep = append(keep, "NOT "+gone)
		}
	}
	s.keep = strings.Join(keep, " AND ")
}

// describe asks a query for its columns.
func (s *Source) describe(ctx context.Context) error {
	return s.moment(ctx, func(r *reader) error {
		rows, err := r.s.Query(ctx, "SELECT * FROM ("+s.query()+"\n) q WHERE 1 = 0", nil)
		if err != nil {
			return doing("ask the query for its columns", err)
		}
		if _, err = rows.Next(ctx); err == nil {
			for _, name := range rows.Names() {
				s.schema.Fields = append(s.schema.Fields, record.Field{Name: name})
				s.columns = append(s.columns, &connectors.Column{Name: name})
			}
			s.unique()
		}
		return errors.Join(doing("ask the query for its columns", err), rows.Close())
	})
}

func (s *Source) query() string { return strings.TrimRight(strings.TrimSpace(s.a.Query), "; \n\t") }

// named lists some tables.
func named(c *connectors.Catalogue) string {
	const most = 12
	var names []string
	for _, t := range c.Tables {
		if len(names) == most {
			return "tables are " + strings.Join(names, ", ") + fmt.Sprintf(" and %d more", len(c.Tables)-most)
		}
		names = append(names, t.Name.String())
	}
	if len(names) == 0 {
		return "this database has no tables"
	}
	return "tables are " + strings.Join(names, ", ")
}

// Schema returns the columns, without those of bytes.
func (s *Source) Schema() record.Schema { return s.schema }

// Info returns what is known of the source.
func (s *Source) Info() connectors.Info { return s.info }

// Properties returns what the source can do.
func (s *Source) Properties() connectors.Properties {
	return connectors.Properties{Rereadable: true, KeepsNames: true}
}

// Close closes the database.
func (s *Source) Close() error {
	s.closed = true
	return s.db.Close()
}

// moment runs do in a read-only transaction that sees one moment.
func (s *Source) moment(ctx context.Context, do func(r *reader) error) error {
	session, err := s.db.session(ctx)
	if err != nil {
		return err
	}
	tx := &transaction{reader: reader{db: s.db, s: session}}
	if err := begin(ctx, session, s.db.engine.Begin(connectors.TxOptions{ReadOnly: true, Isolation: connectors.Snapshot})); err != nil {
		return doing("begin to read", err)
	}
	return errors.Join(do(&tx.reader), tx.Rollback(ctx))
}

// Read sends every row.
func (s *Source) Read(ctx context.Context, to connectors.Receiver) error {
	if s.closed {
		return connectors.ErrClosed
	}
	in := &intake{s: s, to: to, batch: record.NewBatch(len(s.schema.Fields)), sum: sha256.New()}
	s.info.Records, s.info.Size, s.info.SHA256, s.info.Deleted, s.info.DeletedBy = 0, 0, "", 0, ""
	err := s.moment(ctx, func(r *reader) error {
		if s.table == nil {
			b := &builder{d: s.db.d}
			b.put(s.query())
			return r.rows(ctx, b, in.row)
		}
		if s.dropped != "" {
			b := newBuilder(s.db.d, s.table).put("SELECT COUNT(*)").from(false).put(" WHERE ", s.dropped)
			v, err := r.one(ctx, b)
			if err != nil {
				return err
			}
			s.info.Deleted, s.info.DeletedBy = number(v[0]), s.dropped
		}
		return s.pages(ctx, r, in)
	})
	if err == nil {
		err = in.flush()
	}
	if err != nil {
		var de *connectors.DatabaseError
		if errors.As(err, &de) {
			return address.Opening(s.a, doing("read", err))
		}
		return err
	}
	s.info.Size, s.info.SHA256 = in.size, hex.EncodeToString(in.sum.Sum(nil))
	return nil
}

// pages reads one keyset page after the other, or everything at once where rows
// have no identity.
func (s *Source) pages(ctx context.Context, r *reader, in *intake) error {
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = c.Name
	}
	identity := s.table.Identity()
	var last []record.Value
	for {
		b := newBuilder(s.db.d, s.table).selection(names).from(false)
		glue := " WHERE "
		if s.keep != "" {
			b.put(glue, s.keep)
			glue = " AND "
		}
		if len(identity) == 0 {
			return r.rows(ctx, b.ordered(), in.row)
		}
		if last != nil {
			b.put(glue).after(identity, last)
		}
		b.put(" ORDER BY ", s.db.d.Idents(identity), " LIMIT ", strconv.Itoa(pageRows))
		rows := 0
		err := r.rows(ctx, b, func(cells []Cell) error {
			if rows++; rows == pageRows {
				last = make([]record.Value, len(s.key))
				for i, k := range s.key {
					last[i] = record.Value{Kind: cells[k].Kind, Text: string(cells[k].Bytes)}
				}
			}
			return in.row(cells)
		})
		if err != nil || rows < pageRows {
			return err
		}
	}
}

// after writes that a row comes after a key.
func (b *builder) after(columns []string, key []record.Value) *builder {
	args := make([]string, len(key))
	for i, v := range key {
		c := b.column(columns[i])
		args[i] = b.arg(b.d.Bind(c, v))
	}
	if b.d.RowOrder || len(columns) == 1 {
		return b.put("(", b.d.Idents(columns), ") > (", strings.Join(args, ", "), ")")
	}
	// a >= ? AND (a > ? OR a = ? AND (b > ? …)): the first part uses an index.
	b.args = b.args[:len(b.args)-len(key)]
	arg := func(i int) string { return b.arg(b.d.Bind(b.column(columns[i]), key[i])) }
	b.put(b.d.Ident(columns[0]), " >= ", arg(0), " AND (")
	for i, name := range columns {
		b.put(b.d.Ident(name), " > ", arg(i))
		if i < len(columns)-1 {
			b.put(" OR ", b.d.Ident(name), " = ", arg(i), " AND (")
		}
	}
	return b.put(strings.Repeat(")", len(columns)))
}

// intake makes batches of rows.
type intake struct {
	s       *Source
	to      connectors.Receiver
	batch   *record.Batch
	sum     hash.Hash
	size    int64
	n       int64
	scratch []byte
}

func (in *intake) row(cells []Cell) error {
	s := in.s
	in.n++
	columns := in.batch.Columns
	if s.joined {
		key := make([]record.Value, len(s.key))
		for i, k := range s.key {
			key[i] = record.Value{Kind: cells[k].Kind, Text: string(cells[k].Bytes)}
		}
		columns[0].AppendString(s.table.ID(key))
		columns = columns[1:]
	}
	in.scratch = in.scratch[:0]
	for i := range cells {
		c := &cells[i]
		text, null := c.Bytes, c.Kind == record.ValueNull
		if c.Kind == record.ValueBytes {
			text = nil
		}
		if show := s.db.d.Show; show != nil && !null {
			text, null = show(s.columns[i], *c)
		}
		if c.Kind == record.ValueBytes && text == nil && !null {
			text = hex.AppendEncode(nil, c.Bytes)
		}
		if null {
			columns[i].AppendNull()
			in.scratch = binary.AppendUvarint(in.scratch, 0)
			continue
		}
		columns[i].Append(text)
		in.scratch = binary.AppendUvarint(in.scratch, uint64(len(text))+1)
		in.scratch = append(in.scratch, text...)
		in.size += int64(len(text))
	}
	in.sum.Write(in.scratch)
	in.batch.Numbers = append(in.batch.Numbers, in.n)
	if in.batch.Len() == connectors.BatchRows {
		return in.flush()
	}
	return nil
}

func (in *intake) flush() error {
	if in.batch.Len() == 0 {
		return nil
	}
	for _, c := range in.batch.Columns {
		if err := c.Err(); err != nil {
			return err
		}
	}
	if err := in.to.Batch(in.batch); err != nil {
		return err
	}
	in.s.info.Records += int64(in.batch.Len())
	in.batch.Reset()
	return nil
}
