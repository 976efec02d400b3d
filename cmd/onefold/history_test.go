package main

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/onefold/onefold/internal/idmap"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/workspace"
)

// writeLedger is the command "ledger DIR RUN FILE" of scripts: each line of the
// file, TYPE and JSON, becomes an entry, all of them one batch. In the JSON the
// value of a key "email" is sealed for record 1 of the source crm; an entry of
// type erasure forgets that record.
func writeLedger(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: ledger DIR RUN FILE")
	}
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	l, err := ledger.Open(context.Background(), ts.MkAbs(args[0]), ledger.Options{Now: func() time.Time { return at }})
	ts.Check(err)
	var batch []ledger.Entry
	for line := range strings.Lines(ts.ReadFile(args[2])) {
		kind, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		var payload map[string]any
		ts.Check(json.Unmarshal([]byte(text), &payload))
		if v, ok := payload["email"]; ok {
			payload["email"], err = l.Seal("crm", "1", v)
			ts.Check(err)
		}
		if kind == string(ledger.Erasure) {
			_, err := l.Forget("crm", "1")
			ts.Check(err)
		}
		batch = append(batch, ledger.Entry{Type: ledger.Type(kind), Run: args[1], Actor: "ana", Payload: payload})
	}
	_, err = l.Append(context.Background(), batch...)
	ts.Check(err)
	ts.Check(l.Close())
}

// writeIDMap is the command "idmap DIR FILE" of scripts: each line of the file
// is SOURCE RUN OLD NEW, or "undo RUN".
func writeIDMap(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: idmap DIR FILE")
	}
	ctx := context.Background()
	w, err := workspace.Open(ctx, ts.MkAbs(args[0]), workspace.Options{})
	ts.Check(err)
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		if f := strings.Fields(line); f[0] == "undo" {
			_, err := idmap.TakeBack(ctx, w, f[1], "u"+f[1])
			ts.Check(err)
		} else {
			ts.Check(idmap.Add(ctx, w, []idmap.Fact{{
				Source: f[0], Run: f[1], Old: f[2], New: f[3], Reason: "same e-mail", Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
			}}))
		}
	}
	ts.Check(w.Close())
}
