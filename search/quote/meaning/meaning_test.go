package meaning

import "testing"

func TestPutsIn(t *testing.T) {
	for _, c := range []struct {
		own, replaced, behind string
		want                  bool
	}{
		{"executed", "released", "12 detainees", true},
		{"5,000", "12", "detainees", true},
		{"in December", "in May", ".", true},
		{"All", "Some", "officials", true},
		{"not", "", "released", true},
		{"Chinese", "", "police killed", true},
		{"14", "", "detainees", true},
		{"may", "must", "report", true},
		{"was", "is", "held", false},
		{"executed prisoners", "released detainees", "", true},
		{"The government", "It", "did not", false},
		{"the police", "they", "beat", false},
		{"President Moïse", "he", "released", false},
		{"Kenya", "the country", "had", false},
		{"the detained journalists", "they", "were", false},
		{"the government", "authorities", "did", false},
		{"its findings", "its results", "", false},
		{"secret", "", "results", false},
		{"works", "worked", "hard", false},
		{"ten", "10", "officers", false},
		{"3", "", "", false},
		{"3", "", ". The police", false},
		{"in that year", "then", "", false},
		{"2019", "that year", "", false},
		{"Kenyan", "", "police", false},
	} {
		if got := PutsIn(Bracket{Own: c.own, Replaced: c.replaced, Behind: c.behind, About: "Kenya Kenyan"}); got != c.want {
			t.Errorf("[%s] for %q: %t, want %t", c.own, c.replaced, got, c.want)
		}
	}
}

func TestGoesOn(t *testing.T) {
	for lead, want := range map[string]bool{
		"It is not true that ":         true,
		"The government claimed ":      true,
		"NGOs reported that ":          true,
		"There is no evidence that ":   true,
		"Although ":                    true,
		"According to the ministry, ":  true,
		"The ministry did not ":        true,
		"In May, ":                     false,
		"During the reporting period ": false,
		"In the north, local ":         false,
		"":                             false,
	} {
		if got := GoesOnBefore(lead); got != want {
			t.Errorf("before: %q %t, want %t", lead, got, want)
		}
	}
	for tail, want := range map[string]bool{
		", but officials practiced it.":         true,
		" except in times of war.":              true,
		"; however, few did so.":                true,
		" in all its forms, but few obeyed it.": true,
		", the government claimed.":             true,
		", according to the police.":            true,
		" unless a judge agrees.":               true,
		" and provides for fines.":              false,
		" in the capital.":                      false,
		", and officials enforced it.":          false,
		".":                                     false,
	} {
		if got := GoesOnBehind(tail); got != want {
			t.Errorf("behind: %q %t, want %t", tail, got, want)
		}
	}
}

func TestQualified(t *testing.T) {
	for out, want := range map[string]bool{
		"allegedly": true, "some of the": true, "may have": true, "who may be migrants and": false,
		"the local": false, "according to witnesses": true, "in the capital": false, "only": true,
	} {
		if got := Qualified(out, "…"); got != want {
			t.Errorf("%q: %t, want %t", out, got, want)
		}
	}
	if negated, _ := CutBefore("Under clause 9, the landlord is not "); !negated {
		t.Error("a negation before a cut is not seen")
	}
	if negated, _ := CutBefore("Although it did not report, the government "); negated {
		t.Error("a negation of another clause is taken for one of this")
	}
}
