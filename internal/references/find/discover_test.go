package find

import (
	"context"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/crmtest"
)

func discover(t *testing.T, d *crmtest.Database, target string) *references.Result {
	t.Helper()
	r, err := Discover(context.Background(), &d.Catalogue, d, Options{Target: connectors.TableName{Name: target}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found is what a style's references come to.
func found(r *references.Result) []crmtest.Found {
	var all []crmtest.Found
	for i := range r.References {
		x := &r.References[i]
		all = append(all, crmtest.Found{Table: x.Table, Columns: x.Columns, Shared: x.Kind == references.SharedKey, Confidence: x.Confidence})
	}
	return all
}

// TestStyles holds recall and precision over all styles together.
func TestStyles(t *testing.T) {
	var sum crmtest.Score
	for _, s := range crmtest.Styles() {
		d, err := crmtest.New(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range s.Targets {
			r := discover(t, d, target)
			score := d.Score(target, found(r))
			sum.Add(score)
			t.Logf("%-55s %-18s true %3d, found %3d, sure %3d, wrong %d, wrong and sure %d", s.Name, target, score.True, score.Found, score.Sure, score.Wrong, score.WrongSure)
			for _, m := range score.Missed {
				t.Logf("   missed %s", m)
			}
			for _, m := range score.False {
				t.Logf("   wrong %s", m)
			}
		}
	}
	t.Logf("recall %.3f (sure %.3f), precision %.3f, wrong at sure %.3f", sum.Recall(), sum.SureRecall(), sum.Precision(), 1-sum.SurePrecision())
	if sum.Recall() < 0.98 {
		t.Errorf("recall %.3f", sum.Recall())
	}
	if sum.SurePrecision() < 0.95 {
		t.Errorf("wrong at sure %.3f", 1-sum.SurePrecision())
	}
	if sum.Precision() < 0.8 {
		t.Errorf("precision %.3f", sum.Precision())
	}
}
