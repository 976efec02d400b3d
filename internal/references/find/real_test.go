package find

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest/server"
	"github.com/onefold/onefold/internal/references/crmtest"
)

// graph is what a catalogue read out says of a real database.
type graph struct {
	Pairs      [][]any     `json:"polymorphic_pairs"`
	Undeclared [][2]string `json:"id_columns_without_fk"`
	Partner    struct {
		Keys []struct {
			Table   string   `json:"t"`
			Columns []string `json:"c"`
		} `json:"fk_list"`
	} `json:"res_partner"`
}

func readGraph(t *testing.T, path string) graph {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var g graph
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// addPairs adds the pairs of type and id, but for those whose type is that of a
// message, an account of a messenger or a document.
func (g *graph) addPairs(truth map[string]bool) {
	for _, p := range g.Pairs {
		kind, id := p[1].(string), p[2].(string)
		if !slices.Contains([]string{"message_type", "messenger_type", "doc_type"}, kind) {
			truth[crmtest.Place(p[0].(string), kind, id)] = true
		}
	}
}

// TestRealDatabases measures discovery on the databases in ONEFOLD_SHARED.
func TestRealDatabases(t *testing.T) {
	shared := os.Getenv("ONEFOLD_SHARED")
	if shared == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	dir := filepath.Join(shared, "crm")
	t.Run("odoo", func(t *testing.T) {
		g := readGraph(t, filepath.Join(dir, "odoo16.fkgraph.json"))
		truth := map[string]bool{crmtest.Place("ir_property", "res_id"): true, crmtest.Place("ir_property", "value_reference"): true}
		g.addPairs(truth)
		for _, k := range g.Partner.Keys {
			truth[crmtest.Place(k.Table, k.Columns...)] = true
		}
		db := loaded(t, server.Postgres(t, server.Options{}), filepath.Join(dir, "odoo16_before_merge.sql.xz"))
		judge(t, "as it is", db, "res_partner", truth, true)
		// What nothing declares is found by name and value alone. A name such as
		// organizer_id in a table without rows says too little.
		judge(t, "without its foreign keys", bare{db}, "res_partner", truth, false)
	})
	t.Run("suitecrm", func(t *testing.T) {
		g := readGraph(t, filepath.Join(dir, "suitecrm.fkgraph.json"))
		db := loaded(t, server.MariaDB(t, server.Options{}), filepath.Join(dir, "suitecrm.sql.xz"))
		for target, word := range map[string]string{"contacts": "contact", "accounts": "account"} {
			truth := map[string]bool{}
			g.addPairs(truth)
			for _, c := range g.Undeclared {
				if strings.Contains(c[1], word) && !strings.HasPrefix(c[1], "joomla") {
					truth[crmtest.Place(c[0], c[1])] = true
				}
			}
			if target == "contacts" {
				truth[crmtest.Place("contacts", "reports_to_id")] = true
				truth[crmtest.Place("am_projecttemplates_contacts_1_c", "contacts_idb")] = true
				truth[crmtest.Place("fp_events_contacts_c", "fp_events_contactscontacts_idb")] = true
				truth[crmtest.Place("project_contacts_1_c", "project_contacts_1contacts_idb")] = true
			} else {
				truth[crmtest.Place("accounts", "parent_id")] = true
			}
			judge(t, "as it is", db, target, truth, true)
		}
	})
}

// judge holds what is found against the truth.
func judge(t *testing.T, what string, db connectors.Database, target string, truth map[string]bool, full bool) {
	t.Helper()
	r, err := References(context.Background(), db, Options{Target: connectors.TableName{Name: target}})
	if err != nil {
		t.Fatal(err)
	}
	s := crmtest.Compare(truth, found(r))
	t.Logf("%s, %s: true %d, found %d (recall %.3f), sure %d; not in the list %d, of these sure %d (%.3f)",
		target, what, s.True, s.Found, s.Recall(), s.Sure, s.Wrong, s.WrongSure, 1-s.SurePrecision())
	for _, m := range s.Missed {
		t.Logf("   missed %s", m)
	}
	for _, m := range s.False {
		t.Logf("   not in the list %s", m)
	}
	if full && s.Recall() < 0.98 {
		t.Errorf("recall %.3f", s.Recall())
	}
	if s.SurePrecision() < 0.95 || s.Precision() < 0.8 {
		t.Errorf("wrong at sure %.3f, precision %.3f", 1-s.SurePrecision(), s.Precision())
	}
}

// loaded opens a database with a compressed dump in it.
func loaded(t *testing.T, s *server.Server, dump string) connectors.Database {
	t.Helper()
	if _, err := exec.LookPath("xz"); err != nil {
		t.Skip("there is no xz")
	}
	name := s.Database(t)
	unpack := exec.Command("xz", "-dc", dump)
	sql, err := unpack.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := unpack.Start(); err != nil {
		t.Fatal(err)
	}
	s.Load(t, name, sql)
	if err := unpack.Wait(); err != nil {
		t.Fatal(err)
	}
	db, err := all.OpenDatabase(context.Background(), s.URL(name), connectors.Options{Getenv: s.Getenv})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// bare is a database that declares no foreign key.
type bare struct{ connectors.Database }

func (b bare) Catalogue(ctx context.Context) (*connectors.Catalogue, error) {
	cat, err := b.Database.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	without := connectors.Catalogue{Tables: slices.Clone(cat.Tables)}
	for i := range without.Tables {
		without.Tables[i].ForeignKeys = nil
	}
	return &without, nil
}
