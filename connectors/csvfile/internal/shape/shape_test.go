package shape

import "testing"

func TestOf(t *testing.T) {
	for in, want := range map[string]Shape{
		"": Empty, "  ": Empty, "12": Number, "-1.50": Number, "1,5": Number, "1 234,50": Number,
		"2024-05-01": Date, "31/12/2023": Date, "1.2.24": Date, "2024-05-01T10:00:00Z": Date,
		"a@b.org": Email, "a@b": Text, "+33612345678": Phone, "06 12 34 56 78": Phone,
		"A12": Code, "C-01": Code, "Zoé": Word, "Jean-Paul Le Brun": Word, "5;2": Text, "a|b": Text,
	} {
		if got := Of([]byte(in)); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}
