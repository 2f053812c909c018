package meaning

import "testing"

// aroundBrackets is what stands around the brackets of TestPutsIn.
const aroundBrackets = "Authorities released 12 detainees in May. The labor inspectorate told many officers in Nairobi of trafficking. Some prisoners were secret witnesses."

func TestPutsIn(t *testing.T) {
	for _, c := range []struct {
		own, replaced, before, behind string
		want                          bool
	}{
		// Verbs, numbers, quantities, names and negations of the author's own.
		{"executed", "released", "Authorities ", "12 detainees", true},
		{"5,000", "12", "released ", "detainees", true},
		{"14", "", "released ", "detainees", true},
		{"14", "", "released ", "Kenyan detainees", true},
		{"a dozen", "20", "released ", "detainees", true},
		{"in December", "in May", "detainees ", ".", true},
		{"Monday", "Friday", "on ", ".", true},
		{"All", "Some", "", "officials", true},
		{"many", "the", "", "officials", true},
		{"all of the detainees", "they", "that ", "were free", true},
		{"not", "", "were ", "released", true},
		{"never", "often", "were ", "released", true},
		{"Chinese", "", "", "police killed", true},
		{"the Chinese army", "The police", "", "killed", true},
		{"Chinese", "a", "", "man was killed", true},
		{"may", "must", "inspectors ", "report", true},
		{"should", "shall", "inspectors ", "report", true},
		{"were", "", "Police ", "arrested", true},
		{"executed prisoners", "released detainees", "", "", true},
		{"lied", "said", "he ", "so", true},
		{"kill", "protect", "to ", "victims", true},
		{"refused to release", "released", "Authorities ", "12", true},
		// Nouns for others, and words that take the verb out.
		{"rebels", "police", "The ", "killed", true},
		{"the perpetrators", "the victims", "helped ", ".", true},
		{"these perpetrators", "these victims", "helped ", ".", true},
		{"protesters", "detainees", "12 ", "in May", true},
		{"the government", "released 12", "Authorities ", "detainees", true},
		{"Authorities", "Authorities released", "", "12 detainees", true},
		{"Authorities released", "Authorities did not release", "", "12", true},
		{"detainees", "12 detainees", "released ", "in May", true},
		{"policy", "police", "the ", "of the state", true},
		{"party", "part", "a ", "of the state", true},
		{"by", "of", "killings ", "police", true},
		{"by", "", "killed ", "police", true},
		{"from", "to", "went ", "Kenya", true},
		{"innocent", "", "12 ", "detainees", true},
		{"unable", "able", "were ", "to leave", true},
		{"Kenya", "The rebels", "", "killed", true},
		// Other forms and spellings of the source's words.
		{"was", "is", "he ", "held", false},
		{"were", "had been", "they ", "held", false},
		{"had been", "was", "he ", "held", false},
		{"would", "will", "it ", "pay", false},
		{"works", "worked", "he ", "hard", false},
		{"held", "hold", "they ", "him", false},
		{"ten", "10", "", "officers", false},
		{"1,000", "1000", "", "officers", false},
		{"labour", "labor", "", "officers", false},
		{"Authorities released", "authorities released", "", "12", false},
		// What a pronoun, an article or "the country" stands for.
		{"The government", "It", "", "did not", false},
		{"the police", "they", "that ", "beat", false},
		{"President Moïse", "he", "that ", "released", false},
		{"the detained journalists", "they", "that ", "were", false},
		{"the detainees'", "their", "", "cells", false},
		{"the 12 detainees", "they", "that ", "were", false},
		{"Kenya", "the country", "", "had", false},
		{"Kenya's", "the country's", "", "law", false},
		{"the Chinese company", "the company", "", "paid", true},
		{"a Chinese company", "the company", "", "paid", true},
		{"Mota-Engil", "the company", "", "paid", false},
		{"Uhuru Kenyatta", "the president", "", "said", false},
		{"the Refugee Act", "this law", "under ", ".", false},
		{"forced labor", "this practice", "banned ", ".", false},
		{"in that year", "then", "", "", false},
		{"2019", "that year", "in ", ".", false},
		{"in Kenya", "there", "lived ", ".", false},
		{"the police's", "the", "", "cells", false},
		{"he", "I", "", "said", false},
		// Words that mean the same, and what is added to make plain.
		{"the government", "authorities", "", "did", false},
		{"Officials", "Authorities", "", "released", false},
		{"Kenyan", "", "", "police", false},
		{"labor", "", "the ", "inspectorate", false},
		{"innocent", "", "the ", "inspectorate", true},
		{"secret", "", "the ", "inspectorate", true},
		{"and", "", "beat, ", "killed", false},
		{"that", "", "said ", "they", false},
		{"the", "", "beat ", "prisoners", false},
		{"President", "", "", "Moïse said", false},
		{"former", "", "", "President Moïse", true},
		{"President Moïse", "Moïse", "", "said", false},
		{"ILO", "", "the International Labor Organization ", "said", false},
		{"International Labor Organization", "ILO", "the ", "said", false},
		{"IMF", "", "the International Labor Organization ", "said", true},
		{"3", "", "beat them", "", false},
		{"3", "", "beat them. ", "The police", false},
		{"3", "", "beat them ", "and the police", false},
		{"3", "", "prohibits ", "antiunion discrimination, unions", false},
		{"3", "", "held ", "foreign journalists", true},
		{"40", "", "held ", "percent of them", true},
		{"1", "", "held ", "journalist", true},
	} {
		if got := PutsIn(Bracket{
			Own: c.own, Replaced: c.replaced, Before: c.before, Behind: c.behind, Near: aroundBrackets,
			About: func(w string) bool { return w == "Kenyan" || w == "Kenya" || w == "Kenya's" },
		}); got != c.want {
			t.Errorf("%s[%s] %s for %q: %t, want %t", c.before, c.own, c.behind, c.replaced, got, c.want)
		}
	}
}

// Where more is left out beside a bracket, it stands for what is next to it.
func TestPutsInBesideOmission(t *testing.T) {
	for _, c := range []struct {
		own, replaced string
		ends, begins  bool
		want          bool
	}{
		{"the police", "in the capital, where they", true, false, false},
		{"the police", "they and others in the capital", false, true, false},
		{"the rebels", "in the capital, where soldiers", true, false, true},
		{"executed", "and then released", true, false, true},
		{"All", "Some", true, false, true},
		{"and", "the minister, who left", true, false, false},
	} {
		if got := PutsIn(Bracket{Own: c.own, Replaced: c.replaced, Ends: c.ends, Begins: c.begins, Near: aroundBrackets}); got != c.want {
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
		"In Kano State, ":              false,
		"In its report, ":              false,
		"Activists report that ":       true,
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
		", which the ministry denied.":          true,
		"; the ministry denied these reports.":  true,
		" on paper.":                            true,
		", at least in theory.":                 true,
		", and courts rejected 12 appeals.":     false,
		" apart from one case.":                 true,
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
	for out, want := range map[string]bool{
		"failed to": true, "and refused to even": true, "were prohibited by law from": true, "rather than": true, "lacked": true,
		"failed to report and": false, "in the capital": false, "far": false, "were unable to effectively": true,
	} {
		if got := Denied(out); got != want {
			t.Errorf("denied %q: %t, want %t", out, got, want)
		}
	}
	for lead, want := range map[string][2]bool{
		"Few ": {false, true}, "None of the ": {true, false}, "No local ": {true, false}, "Some of the ": {false, true}, "Not all ": {true, false},
		"In some cases, ": {}, "In the capital local ": {}, "Police failed to have ": {true, false}, "The ": {},
	} {
		if negated, qualified := LimitedBefore(lead); negated != want[0] || qualified != want[1] {
			t.Errorf("before: %q %t %t, want %v", lead, negated, qualified, want)
		}
	}
	if negated, _ := CutBefore("Under clause 9, the landlord is not "); !negated {
		t.Error("a negation before a cut is not seen")
	}
	if negated, _ := CutBefore("Although it did not report, the government "); negated {
		t.Error("a negation of another clause is taken for one of this")
	}
}
