package meaning

import (
	"strings"
	"testing"
)

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
		{"many", "the", "told ", "officers", true},
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
		"It is not true that ":        true,
		"The government claimed ":     true,
		"NGOs reported that ":         true,
		"There is no evidence that ":  true,
		"Although ":                   true,
		"According to the ministry, ": true,
		"The ministry did not ":       true,
		"In May, ":                    false,
		"In Kano State, ":             false,
		"In its report, ":             false,
		"Activists report that ":      true,
		"Media reported that during a search for weapons, ": true,
		"NGOs said that, in May, ":                          true,
		"NGOs said that the army left; in May, ":            false,
		"During the reporting period ":                      false,
		"In the north, local ":                              false,
		"":                                                  false,
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

// A stop may part a sentence before a mark, "and", a time or a place, and not in the
// midst of a phrase, nor where the rest limits what is denied.
func TestTears(t *testing.T) {
	for cut, want := range map[string]bool{
		"Police arrested three men | in the capital.":                                  false,
		"Police arrested three men | and two women.":                                   false,
		"Police arrested three men, | including a judge.":                              false,
		"The law provides for fines | and imprisonment.":                               false,
		"The ministry opened two shelters | last year.":                                false,
		"There were no reports of torture | during the year.":                          false,
		"Authorities sent 12 children | to shelters.":                                  false,
		"There were no reports of disappearances | by or on behalf of the government.": true,
		"The government did not prosecute traffickers | in the fishing sector.":        true,
		"All prisoners were freed | in Mombasa.":                                       true,
		"The government provided training | of judges.":                                true,
		"There were no reports of violence and abuses | by the police.":                true,
		"Police attacked human | rights activists.":                                    true,
		"Authorities failed | to protect victims.":                                     true,
		"The law allows police | to use torture.":                                      true,
		"The police | arrested three men.":                                             true,
		"Authorities detained journalists | who criticized officials.":                 true,
		"Officials stated | that three men were freed.":                                true,
		"Police may use force | when attacked.":                                        true,
		"Fighting broke out between the army | and rebels.":                            true,
		"The government's | efforts continued.":                                        true,
		"The law provides | for fines.":                                                true,
		"The people worked | hard.":                                                    true,
		"The ministry ran two shelters |":                                              false,
	} {
		quoted, tail, _ := strings.Cut(cut, "|")
		if got := Tears(strings.TrimRight(quoted, " "), " "+tail); got != want {
			t.Errorf("%s: %t, want %t", cut, got, want)
		}
	}
}

func TestLosesVerb(t *testing.T) {
	for quoted, want := range map[string]bool{
		"The government [increased] prosecution of traffickers":                                         true,
		"The government [prosecuted] officials who committed crimes":                                    true,
		"The government [published] the final report":                                                   true,
		"Authorities released 12 detainees [and executed] 40 prisoners":                                 true,
		"Authorities released 12 detainees, [and the rebels] executed 40":                               true,
		"Authorities arrested 12 men [who had] killed two officers":                                     true,
		"The police [were] attacked in May":                                                             true,
		"In May [soldiers attacked] a mine in the north":                                                true,
		"The police[, who had been warned,] arrested 12 men":                                            false,
		"Children engage in labor[, including forced begging,] each as a result of poverty":             false,
		"The police [arrested three men and] released two":                                              false,
		"The police arrested 12 men [in the capital and three women] in the north":                      false,
		"The court convicted [three officers and] 12 soldiers":                                          false,
		"In May [the police arrested three men and] the courts convicted two":                           false,
		"The ministry ran two shelters [in the capital, gave training to judges,] and paid for lawyers": false,
		"Publish data on inspections [, including those conducted in mines,] and on penalties":          false,
	} {
		before, rest, _ := strings.Cut(quoted, "[")
		out, behind, _ := strings.Cut(rest, "]")
		if got := (Cut{Before: before, Out: out, Behind: behind, Opens: true}).LosesVerb(); got != want {
			t.Errorf("%s: %t, want %t", quoted, got, want)
		}
	}
}

func TestTearsBefore(t *testing.T) {
	for cut, want := range map[string]bool{
		"Guards beat | and abused prisoners":                    true,
		"The officials effectively | denied them access":        true,
		"Governments enforced these | laws effectively":         true,
		"The ministry operates shelters | to serve victims":     true,
		"In May, | the police opened ten offices":               false,
		"In May | authorities opened ten offices":               false,
		"Police arrested three men, and | courts convicted two": false,
		"| Police arrested three men":                           false,
	} {
		lead, quoted, _ := strings.Cut(cut, "| ")
		if got := TearsBefore(lead, quoted); got != want {
			t.Errorf("%s: %t, want %t", cut, got, want)
		}
	}
	if !PartsSubject("Sexual abuses by ", "peacekeepers were documented in May") || PartsSubject("In the north of ", "Kenya police were trained") {
		t.Error("the subject before an ellipsis")
	}
}

// The words in brackets are left out.
func TestChangesNoun(t *testing.T) {
	for quoted, want := range map[string]bool{
		"Officials of the [opposition party in the] ministry reported losses":  true,
		"Police arrested [relatives of] journalists":                           true,
		"There were [allegations of] abuses by police":                         true,
		"The government [of South Sudan] arrested 12 men":                      true,
		"The police arrested [former] officials":                               true,
		"The [proposed] law prohibits bribes":                                  true,
		"Officials [of the opposition] met in May":                             true,
		"The leaders of the [party's] army met":                                true,
		"Police arrested teachers[, students] and journalists":                 true,
		"Police arrested teachers[, students,] and journalists":                true,
		"Police arrested teachers[, students, and] journalists":                true,
		"Children work in agriculture[, fishing, construction] or mines":       true,
		"Girls were exploited in [sex trafficking in] the country":             true,
		"Crimes against teachers[, students] and journalists are investigated": true,
		"Police beat lawyers[, students,] and witnesses who were in court":     true,
		"The government [of Kenya] arrested 12 men":                            false,
		"Officials [of the Ministry of Labor] met in May":                      false,
		"Officials of the [interior] ministry reported losses":                 false,
		"Officials of the [education and health] ministry reported losses":     false,
		"Police arrested [a number of] journalists":                            false,
		"Police arrested 12 men [in the north] in May":                         false,
		"Police arrested the [local] journalists":                              false,
		"The police[, who had been warned,] arrested 12 men":                   false,
		"Children work in mines[, including coal mines,] and in agriculture":   false,
		"The ministry ran two shelters[, trained 12 judges,] and paid lawyers": false,
		"Police arrested 12 men[, in May,] and released two":                   false,
		"Police arrested 12 men [in May and] in June":                          false,
		"Police released 12 men[. The courts convicted two] and a judge":       false,
	} {
		before, rest, _ := strings.Cut(quoted, "[")
		out, behind, _ := strings.Cut(rest, "]")
		c := Cut{Before: before, Out: strings.Trim(out, " ,."), Behind: behind, Between: out, About: func(w string) bool { return w == "Kenya" }}
		if got := c.ChangesNoun(); got != want {
			t.Errorf("%s: %t, want %t", quoted, got, want)
		}
	}
}

func TestTurned(t *testing.T) {
	for lead, want := range map[string][2]bool{
		"The government did not ":                   {true, false},
		"The government did not effectively ":       {true, false},
		"Authorities denied that ":                  {true, false},
		"There were no credible reports of ":        {true, false},
		"There was no evidence that the ":           {true, false},
		"He was held without ":                      {true, false},
		"Courts failed to ":                         {true, false},
		"The ministry claimed that ":                {false, true},
		"Police allegedly ":                         {false, true},
		"There were allegations of ":                {false, true},
		"The ministry would ":                       {false, true},
		"Employers may be ":                         {false, true},
		"Workers can leave if ":                     {false, true},
		"Unless the ":                               {false, true},
		"The ministry promised to ":                 {false, true},
		"Ensure that ":                              {false, true},
		"They were told to make sure that ":         {false, true},
		"Carefully consider ":                       {false, true},
		"Few ":                                      {false, true},
		"The government ":                           {},
		"Police not only ":                          {},
		"Although it did not report, officials ":    {},
		"Authorities did not prosecute 12 men for ": {},
		"NGOs reported that ":                       {},
		"The law allows officials to ":              {},
		"It ratified ILO Convention No. ":           {},
		"":                                          {},
	} {
		if negated, qualified := Turned(lead, "beaten in prison"); negated != want[0] || qualified != want[1] {
			t.Errorf("%q: %t %t, want %v", lead, negated, qualified, want)
		}
	}
	for lead, want := range map[string]bool{
		"There were no reports that guards ":         true,
		"The ministry denied that local police ":     true,
		"There were no reports that guards had ":     false,
		"The law did not apply to soldiers, who ":    false,
		"It was not true of the army. NGOs said it ": false,
	} {
		if negated, _ := Turned(lead, "beat prisoners"); negated != want {
			t.Errorf("%q before a verb: %t, want %t", lead, negated, want)
		}
		if negated, _ := Turned(lead, "prisoners in the capital"); negated {
			t.Errorf("%q before a noun: negated", lead)
		}
	}
	if !TurnedBehind("12 prisoners were", " not released") || TurnedBehind("12 prisoners were", ", not released") || TurnedBehind("12 prisoners", " not released") {
		t.Error("what denies a few words behind them")
	}
}

func TestEndsList(t *testing.T) {
	for text, want := range map[string]bool{
		"Police arrested teachers, students | and journalists in May.":              true,
		"Children work in agriculture, fishing, mining |, and construction.":        true,
		"Police arrested teachers |, students, and journalists.":                    true,
		"Police arrested teachers, students | or judges.":                           true,
		"How many of these cases, violations |, and convictions involved children?": true,
		"In May, police arrested three men | and two women.":                        false,
		"Police arrested three men |, and courts convicted two.":                    false,
		"The ministry ran two shelters, trained judges | and paid lawyers.":         false,
		"Police arrested teachers, students, and journalists | in May.":             false,
		"Police arrested three men |, including a judge and an officer.":            false,
		"Police arrested three men | and released two.":                             false,
		"Police arrested teachers |.":                                               false,
		"According to NGOs, in some districts | and towns police beat people.":      false,
	} {
		quoted, tail, _ := strings.Cut(text, "|")
		if got := EndsList(strings.TrimRight(quoted, " "), tail); got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
}
