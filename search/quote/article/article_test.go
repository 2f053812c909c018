package article

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for article, want := range map[string][]string{
		`The report says “the government did not report” its results.`:   {`the government did not report`},
		`The report says "the government did not report" its results.`:   {`the government did not report`},
		`Le rapport dit « le gouvernement n’a pas » cela.`:               {`le gouvernement n’a pas`},
		`The report says ‘the workers’ rights were violated’ there.`:     {`the workers’ rights were violated`},
		`The report says 'the workers' rights were violated' there.`:     {`the workers' rights were violated`},
		`The report says 'the state's courts did not act'.`:              {`the state's courts did not act`},
		`He said: 'They did not "report" it.' And left.`:                 {`They did not "report" it.`},
		`The workers’ rights and the employers’ duties.`:                 nil,
		`The workers' rights and the employers' duties.`:                 nil,
		`Rock 'n roll in the '90s, and 'tis so.`:                         nil,
		`The worker's rights and the 5" pipe.`:                           nil,
		`“The government,” it says, “did not report.”`:                   {`The government,`, `did not report.`},
		`“It punished victims for ‘moral crimes’ and fined them.”`:       {`It punished victims for ‘moral crimes’ and fined them.`},
		`"It punished victims for 'moral crimes' and fined them."`:       {`It punished victims for 'moral crimes' and fined them.`},
		"“The first.\n\n“The second.\n\n“The third,” it says.":           {"The first.\n\nThe second.\n\nThe third,"},
		"\"The first.\n\n\"The second,\" it says.":                       {"The first.\n\nThe second,"},
		"It says:\n\n> The government did\n> not report.\n\nThat is all": {"The government did\nnot report."},
		"It says:\n\n> Not a word.\n> — State Department, 2020\n\nThat":  {"Not a word."},
		`He said “one ‘two “three” four’ five” and left.`:                {`one ‘two “three” four’ five`},
		`Die Regierung „hat nicht berichtet“, heißt es.`:                 {`hat nicht berichtet`},
		`A (“government did not”) and—“report”—too`:                      {`government did not`, `report`},
		`報告は「政府は報告しなかった」と述べた。`:                                           {`政府は報告しなかった`},
		`It says ″the government did not report″ there.`:                 {`the government did not report`},
		`It says ("no report was made") so.`:                             {`no report was made`},
		`it said in "2020" and "2021".`:                                  {`2020`, `2021`},
		``:                                                               nil,
		`“`:                                                              nil,
		`“”`:                                                             nil,
		// Marks without a partner.
		`It says “the government did. Then “no more” came.`:                                {`the government did.`, `no more`, `- “`},
		`The report says "Authorities did it. It goes on. And "The tenant may leave." Yes`: {`Authorities did it.`, `The tenant may leave.`, `- "`},
		`It says "they did not report.`:                                                    {`they did not report.`, `- "`},
		`First one. They did not report it,” the text says.`:                               {`They did not report it,`, `- ”`},
		`They did not report it," the text says. "It is so."`:                              {`They did not report it,`, `It is so.`, `- "`},
		`He said “first one” and then more,” they say.`:                                    {`first one`, `and then more,`, `- ”`},
	} {
		var got []string
		found, unpaired := Find(t.Context(), Paragraphs(t.Context(), article))
		for _, q := range found {
			first, _, _ := strings.Cut(q.Text, "\n")
			if !strings.HasPrefix(strings.TrimLeft(article[q.At:], "> "), strings.TrimLeft(first, " ")) {
				t.Errorf("%s: %q does not begin at %d", article, q.Text, q.At)
			}
			got = append(got, strings.TrimSpace(q.Text))
		}
		for _, u := range unpaired {
			if !strings.HasPrefix(article[u.At:], u.Mark) {
				t.Errorf("%s: no %s at %d", article, u.Mark, u.At)
			}
			got = append(got, "- "+u.Mark)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n gives %q\n want  %q", article, got, want)
		}
	}
}

func TestNamedIn(t *testing.T) {
	for text, want := range map[string]string{
		`In its 2019 report on the Republic of Korea, the State Department said …`:                   "[South Korea] [2019] [U.S. Department of State] 2019",
		`Côte d’Ivoire’s officials … in the TIP Report`:                                              "[Cote d'Ivoire] [] [Trafficking in Persons Report] 0",
		`The U.S. Department of Labor says of Bosnia and Herzegovina that …`:                         "[Bosnia and Herzegovina] [] [U.S. Department of Labor] 0",
		`The Burmese army …, and Kenyan courts did not`:                                              "[Burma Kenya] [] [] 0",
		`NAIROBI - The United States said on Friday that in Kenya … in its 2018 Human Rights Report`: "[Kenya] [2018] [Country Reports on Human Rights Practices] 2018",
		`… in the United States, it said`:                                                            "[United States] [] [] 0",
		`the State Department’s 2018 International Religious Freedom Report said.`:                   "[] [2018] [Report on International Religious Freedom] 2018",
		`In 2012, “Uganda did it in 2011,” the report for 2013 said`:                                 "[] [2012 2013] [] 2013",
		`He said …`: "[] [] [] 0",
	} {
		n := NamedIn(text)
		if got := fmt.Sprint(n.Countries, n.Years, n.Reports, n.Edition); got != want {
			t.Errorf("%s\n gives %s\n want  %s", text, got, want)
		}
	}
}

func TestIsTitle(t *testing.T) {
	for text, want := range map[string]bool{
		"2023 Trafficking in Persons Report":      true,
		"The New York Times":                      true,
		"Operation Red Card,":                     true,
		"The government did not report":           false,
		"Authorities":                             false,
		"Courts in Kenya convicted 12":            false,
		"FORCED LABOR":                            false,
		"Police arrested women for moral crimes.": false,
	} {
		if got := IsTitle(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}

func TestSpeaker(t *testing.T) {
	for context, want := range map[string]string{
		`“…” said John Smith, a spokesman for the ministry.`: "spokesman",
		`Activists called it a … and left.`:                  "activists",
		`“…” said Jane Kamau Otieno.`:                        "Jane Kamau Otieno",
		`The report said …`:                                  "",
		`… the State Department said in its report.`:         "",
	} {
		if got := Speaker(context); got != want {
			t.Errorf("%s: %q, want %q", context, got, want)
		}
	}
}
