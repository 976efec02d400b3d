package matcher_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
)

// A list of names alone can't tell chance from truth by counting; the words can.
func TestOneTextColumn(t *testing.T) {
	places := []string{"arad", "brest", "cluj", "dijon", "exeter", "fagaras", "grenoble", "hull"}
	trades := []string{"transport", "imprimerie", "farm supplies", "travaux publics", "tutun", "bakery"}
	coder := record.NewCoder(0)
	at := map[string]record.Row{}
	add := func(s string) {
		at[s] = record.Row(len(at))
		coder.Add([]byte(s))
	}
	for i := range 300 {
		add(fmt.Sprintf("%s %s %s%d", trades[i%len(trades)], places[i/3%len(places)], "q", i))
	}
	add("kestrel optical instruments")
	add("kestrel optical instrumets")   // a letter lost
	add("kestrel optical instruments ") // a space too many
	add("transport arad")               // two common words, which say little
	add("transport arad nord")
	res, err := matcher.NewLinker(matcher.Input{
		Fields: []matcher.Field{{Name: "name", Kind: record.Company, Columns: []*record.Codes{coder.Codes()}}},
		Rows:   len(at),
	}, matcher.Config{Workers: 2}).Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	of := res.Groups.Of()
	same := func(a, b string) bool { return of[at[a]] == of[at[b]] }
	if !same("kestrel optical instruments", "kestrel optical instrumets") || !same("kestrel optical instruments", "kestrel optical instruments ") {
		t.Error("the same rare words are not one company")
	}
	if same("transport arad", "transport arad nord") || same("transport arad q0", "imprimerie arad q1") || same("kestrel optical instruments", "transport arad") {
		t.Error("common words made one company of two")
	}
}
