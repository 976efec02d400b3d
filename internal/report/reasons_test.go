package report

import "testing"

func TestWord(t *testing.T) {
	for _, c := range []struct {
		lang       Lang
		word, want string
	}{
		{English, "not_in_numbering_plan", "no such number in its country"},
		{French, "leading_zero_lost", "zéro initial perdu"},
		{Romanian, "stray_spaces", "spații în plus"},
		{English, "a_word_of_tomorrow", "a word of tomorrow"},
		{English, "", ""},
	} {
		if got := Word(c.lang, c.word); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.word, c.lang, got, c.want)
		}
	}
	for word, m := range reasons {
		if m.en == "" || m.fr == "" || m.ro == "" {
			t.Errorf("%s lacks a language", word)
		}
	}
}
