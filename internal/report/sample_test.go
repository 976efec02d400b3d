package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/onefold/onefold/record"
)

// sampleRun is a run as a real one fills it, with values made for this test.
func sampleRun() Run {
	at := time.Date(2026, 11, 1, 18, 4, 5, 0, time.UTC)
	run := Run{
		Tool: "0.1.0", Policy: strings.Repeat("5f", 32), Started: at.Add(-3 * time.Second), Ended: at,
		Sources: []Source{{
			Name: "contacts.csv", Format: "CSV", Encoding: "utf-8", Dialect: "comma, LF", SHA256: strings.Repeat("0c", 32), Bytes: 345678, Rows: 2000,
			Columns: []Column{
				{"Contact ID", record.RecordID, 1, -1},
				{"First name", record.GivenName, .93, .99},
				{"Last name", record.FamilyName, .931, 1},
				{"E-mail", record.Email, .902, .984},
				{"Mobile", record.Phone, .612, .97},
				{"Street", record.Street, .871, -1},
				{"Date of birth", record.BirthDate, .58, .9995},
			},
		}},
		Stages:   []Stage{{"read", .04}, {"normalize", .31}, {"block", .22}, {"survivorship", 1.25}, {"write", .1}},
		Totals:   Totals{2000, 1436, 452, 564, 1436, 618, 42, 3, 2, 130},
		Quality:  &Quality{Estimate{.987, .974, .995}, Estimate{.958, .931, .977}, Estimate{8, 3, 16}, Estimate{27, 14, 45}, "model"},
		Decision: Decision{.92, .35, 3.5, -.9},
		ClusterSizes: []SizeCount{
			{1, 984}, {2, 371}, {3, 58}, {4, 20}, {5, 3},
		},
		Blocking: Blocking{
			Pairs: 48213, Possible: 1999000, Completeness: &Estimate{.994, .985, .999},
			Rules: []BlockingRule{{"email", 812, 401, 12, 0, 0}, {"phone", 2911, 150, 31, 1200, 340}, {"family_name + birth_date", 503, 40, -1, 0, 0}},
		},
		Comparisons: []Comparison{
			{"given_name", []string{"First name"}, []Level{{"same", .72, .008, 6.5, 6.2, 6.8, &[2]float64{.69, .75}, &[2]float64{.007, .009}}, {"variant or nickname", .06, .002, 4.9, 4.1, 5.6, nil, nil}, {"different", .05, .97, -4.3, -4.3, -4.3, nil, nil}}},
			{"birth date", []string{"Date of birth"}, []Level{{"same", .8, .0001, 13, 12, 14, nil, nil}, {"different", .04, .98, -4.6, -5, -4.1, nil, nil}}},
		},
		Rejected:     []Count{{"too_many_fields", 2, []int64{17, 10432}}, {"open_quote", 1, []int64{1201}}},
		Repaired:     []Count{{"bad_byte", 2, nil}},
		Shared:       []SharedValue{{"Mobile", record.Phone, Mask("0000000000"), 31, "placeholder"}, {"Phone", record.Phone, Mask("0199001234"), 9, "switchboard"}, {"E-mail", record.Email, Mask("contact@beauséjour.example"), 6, "shared by many records"}},
		Survivorship: []SurvivorshipRule{{"Last name", "master_fill", 1430, 4, 31}, {"Newsletter consent", "most_restrictive", 1400, 36, 12}},
		Identity:     &IdentityChanges{at.AddDate(0, -3, 0), 21, 9, 2, 1, 4, []ClusterChange{{"merged", []string{"c-81a", "c-77b"}, []string{"c-77b"}}, {"split", []string{"c-1d2"}, []string{"c-1d2", "c-9e0"}}}},
		Warnings:     []Note{{"not_compared", "Notes", 0}, {"unknown_consent", "Newsletter consent", 2}},
		Files:        []string{"clusters.csv", "pairs.csv", "golden.csv", "provenance.csv", "rejected.csv"},
	}
	for w := -24.0; w < 30; w++ {
		b := WeightBin{Low: w, High: w + 1}
		n := int(9000*math.Exp(-(w+12)*(w+12)/18)) + int(70*math.Exp(-(w-17)*(w-17)/30)+.5)
		switch {
		case w >= 3:
			b.Match = n
		case w >= -1:
			b.Review = n/3 + 4
			b.NonMatch = n - n/3
		default:
			b.NonMatch = n
		}
		run.Weights = append(run.Weights, b)
	}
	why := []ExplainedStep{{"family name", nil, "same", 8.1, -.4}, {"given name", nil, "variant or nickname", 4.9, 1.2}, {"phone", nil, "same", 11.2, 0}, {"birth date", nil, "different", -4.6, 0}, {"e-mail", nil, "missing", 0, 0}}
	run.Merged = []Example{{
		Cluster: "c-77b", Probability: .9997, Weight: 19.6, Rule: "phone", IDs: []string{"C-10042", "C-11713", "C-14002"}, Master: 1, Prior: -9, Pair: [2]string{"C-10042", "C-11713"}, Steps: why,
		Fields: []ExampleField{
			{"First name", []string{"Élisabeth", "Elisabeth", "E."}, "Élisabeth"},
			{"Last name", []string{"LEFEVRE", "Lefèvre", "Lefevre"}, "Lefèvre"},
			{"Mobile", []string{"06 39 98 12 34", "+33639981234", ""}, "+33639981234"},
			{"Street", []string{"12 bis, av. de la République", "12bis avenue de la République", ""}, "12 bis, av. de la République"},
			{"City", []string{"Nantes", "Nantes", "Nantes"}, "Nantes"},
			{"Notes", []string{strings.Repeat("Rappeler après 18h. ", 20), "", ""}, ""},
			{"Job title", []string{"", "", ""}, ""},
		},
	}}
	run.Doubtful = []Example{{
		Probability: .61, Weight: .64, IDs: []string{"C-10311", "C-12009"}, Master: -1, Prior: -9, Pair: [2]string{"C-10311", "C-12009"}, Steps: why[:2], Rule: "family_name + birth_date",
		Fields: []ExampleField{{"First name", []string{"Ștefan", "Ştefania"}, ""}, {"Last name", []string{"Ţurcanu", "Turcanu"}, ""}, {"Date of birth", []string{"12.03.1981", "03/12/1981"}, ""}},
	}}
	run.KeptApart = []Example{{
		Probability: .02, Weight: -5.6, IDs: []string{"C-10512", "C-10513"}, Master: -1, Class: "household", Prior: -9, Pair: [2]string{"C-10512", "C-10513"}, Relation: ExplainedRelation{"household", .93, -14.2, []string{"family name", "phone"}}, Steps: why,
		Fields: []ExampleField{{"First name", []string{"James", "Harriet"}, ""}, {"Last name", []string{"Whitaker", "Whitaker"}, ""}, {"Phone", []string{"(217) 555-0142", "217-555-0142"}, ""}},
	}}
	for i := range 40 {
		e := run.Doubtful[0]
		e.IDs = []string{fmt.Sprintf("C-%d", 20000+i), fmt.Sprintf("C-%d", 30000+i)}
		run.Doubtful = append(run.Doubtful, e)
	}
	return run
}

func sampleProfile() ProfileData {
	run := sampleRun()
	p := ProfileData{Source: run.Sources[0], Tool: run.Tool, Made: run.Ended, Key: "Contact ID", Suspicious: run.Shared, Rejected: run.Rejected, Repaired: run.Repaired}
	for _, c := range p.Source.Columns {
		p.Fields = append(p.Fields, ProfileField{
			Name: c.Name, Kind: c.Kind, Confidence: .97, Reason: "header and values agree", Fill: c.Fill, Distinct: 1210, Valid: c.Valid, Shortest: 2, Longest: 31,
			Top: []TopValue{{"Marie", 41}, {"<Andrei>", 38}}, Patterns: []TopValue{{"Aaaaa", 800}, {"99 99 99 99 99", 312}}, Invalid: []Count{{"placeholder", 12, nil}},
		})
	}
	return p
}
