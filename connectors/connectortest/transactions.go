package connectortest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

func (s Database) transactions(t *testing.T) {
	db := s.open(t, s.shop(t))
	ctx := t.Context()
	tx := s.begin(t, db, connectors.TxOptions{})
	set := func(v string) {
		t.Helper()
		if err := tx.Update(ctx, Table("companies"), ID(1), One("name", record.TextValue(v)), nil); err != nil {
			t.Fatal(err)
		}
	}
	name := func() string { return All(t, tx, "companies")[0].Values[1].Text }
	set("a")
	if err := tx.Savepoint(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	set("b")
	if err := tx.Update(ctx, Table("companies"), ID(2), One("vat", record.TextValue("A1")), nil); !errors.Is(err, connectors.ErrUnique) {
		t.Fatal(err)
	}
	if err := tx.RollbackTo(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	if got := name(); got != "a" {
		t.Errorf("after going back it is %q", got)
	}
	if err := tx.Release(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	if s.Deferred != "" {
		// A child in front of its parent.
		child := connectors.Image{Columns: []string{"id", "parent_id"}, Values: []record.Value{record.IntValue(50), record.IntValue(51)}}
		if err := errors.Join(tx.DeferConstraints(ctx), tx.Insert(ctx, Table("contacts"), child), tx.Insert(ctx, Table("contacts"), ID(51)), tx.CheckConstraints(ctx)); err != nil {
			t.Error(err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if s.Deferred != "" {
		tx = s.begin(t, db, connectors.TxOptions{})
		child := connectors.Image{Columns: []string{"id", "parent_id"}, Values: []record.Value{record.IntValue(60), record.IntValue(61)}}
		if err := errors.Join(tx.DeferConstraints(ctx), tx.Insert(ctx, Table("contacts"), child)); err != nil {
			t.Error(err)
		}
		if err := tx.Commit(ctx); !errors.Is(err, connectors.ErrForeignKey) {
			t.Errorf("a commit that breaks a foreign key: %v", err)
		}
	}

	// A transaction that hands on rows takes nothing else; the database does.
	tx = s.begin(t, db, connectors.TxOptions{})
	if err := tx.Select(ctx, connectors.Query{Table: Table("companies")}, func(connectors.Image) error {
		if _, err := tx.Count(ctx, Table("companies")); !errors.Is(err, connectors.ErrUnsupported) {
			t.Errorf("counting meanwhile: %v", err)
		}
		if err := tx.Update(ctx, Table("companies"), ID(1), One("name", record.TextValue("x")), nil); !errors.Is(err, connectors.ErrUnsupported) {
			t.Errorf("writing meanwhile: %v", err)
		}
		_, err := db.Count(ctx, Table("companies"))
		return err
	}); err != nil {
		t.Error(err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// A commit is not cut short.
	ending, end := context.WithCancel(ctx)
	tx = s.begin(t, db, connectors.TxOptions{})
	if err := tx.Update(ctx, Table("companies"), ID(1), One("name", record.TextValue("a")), nil); err != nil {
		t.Fatal(err)
	}
	end()
	if err := tx.Commit(ending); err != nil {
		t.Errorf("a commit under a cancelled context: %v", err)
	}

	// One moment, whatever others write.
	look := s.begin(t, db, connectors.TxOptions{ReadOnly: true, Isolation: connectors.Snapshot})
	if n, err := look.Count(ctx, Table("loose")); err != nil || n != 5 {
		t.Fatalf("%d rows, %v", n, err)
	}
	if db.Abilities().RowLocks {
		tx = s.begin(t, db, connectors.TxOptions{})
		if err := errors.Join(tx.Insert(ctx, Table("loose"), One("a", record.IntValue(8))), tx.Commit(ctx)); err != nil {
			t.Fatal(err)
		}
		if n, err := look.Count(ctx, Table("loose")); err != nil || n != 5 {
			t.Errorf("the snapshot has %d rows, %v", n, err)
		}
	}
	if err := look.Insert(ctx, Table("loose"), One("a", record.IntValue(9))); !errors.Is(err, connectors.ErrReadOnly) && db.Abilities().RowLocks {
		t.Errorf("writing while only reading: %v", err)
	}
	if err := look.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// Who waits for too long is told so.
	tx = s.begin(t, db, connectors.TxOptions{})
	if _, err := tx.Lock(ctx, connectors.Query{Table: Table("companies"), Where: []connectors.Condition{connectors.In("id", record.IntValue(1))}}); err != nil {
		t.Fatal(err)
	}
	other, err := db.Begin(ctx, connectors.TxOptions{LockTimeout: 50 * time.Millisecond})
	if err == nil {
		err = other.Update(ctx, Table("companies"), ID(1), One("name", record.TextValue("z")), nil)
		if rollback := other.Rollback(ctx); rollback != nil {
			t.Error(rollback)
		}
	}
	if !errors.Is(err, connectors.ErrLockTimeout) {
		t.Errorf("a row that another has: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// Triggers that are off for a while, where that can be.
	tx = s.begin(t, db, connectors.TxOptions{})
	err = tx.DisableTriggers(ctx, Table("refused"))
	if !db.Abilities().DisableTriggers {
		if !errors.Is(err, connectors.ErrUnsupported) && !errors.Is(err, connectors.ErrPermission) {
			t.Errorf("triggers that cannot be disabled: %v", err)
		}
	} else {
		if err := errors.Join(err, tx.Delete(ctx, Table("refused"), ID(1), nil), tx.Insert(ctx, Table("refused"), ID(1)), tx.EnableTriggers(ctx)); err != nil {
			t.Fatal(err)
		}
		if err := tx.Delete(ctx, Table("refused"), ID(1), nil); !errors.Is(err, connectors.ErrTrigger) {
			t.Errorf("the trigger is on again: %v", err)
		}
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// A transaction under a cancelled context is over, and the database goes on.
	cancelled, cancel := context.WithCancel(ctx)
	tx, err = db.Begin(cancelled, connectors.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := tx.Update(cancelled, Table("companies"), ID(1), One("name", record.TextValue("z")), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Error(err)
	}
	if got := All(t, db, "companies")[0].Values[1].Text; got != "a" {
		t.Errorf("the company is called %q", got)
	}
}
