package quote

import (
	"strings"
	"testing"
)

func TestMentions(t *testing.T) {
	for article, want := range map[string][]string{
		`The report says “the government did not report” its results.`:   {`the government did not report`},
		`The report says "the government did not report" its results.`:   {`the government did not report`},
		`Le rapport dit « le gouvernement n’a pas » cela.`:               {`le gouvernement n’a pas`},
		`The report says ‘the workers’ rights were violated’ there.`:     {`the workers’ rights were violated`},
		`The workers’ rights and the employers’ duties.`:                 nil,
		`The worker's rights and the 5" pipe.`:                           nil,
		`“The government,” it says, “did not report.”`:                   {`The government,`, `did not report.`},
		`“It punished victims for ‘moral crimes’ and fined them.”`:       {`It punished victims for ‘moral crimes’ and fined them.`},
		`"It punished victims for 'moral crimes' and fined them."`:       {`It punished victims for 'moral crimes' and fined them.`},
		"“The first.\n\n“The second.\n\n“The third,” it says.":           {"The first.\n\nThe second.\n\nThe third,"},
		"\"The first.\n\n\"The second,\" it says.":                       {"The first.\n\nThe second,"},
		"It says:\n\n> The government did\n> not report.\n\nThat is all": {"The government did\nnot report."},
		"It says:\n\n> Not a word.\n> — State Department, 2020\n\nThat":  {"Not a word."},
		`It says “the government did. Then “no more” came.`:              {`the government did. Then`, `no more`},
		`He said “one ‘two “three” four’ five” and left.`:                {`one ‘two “three” four’ five`},
		`Die Regierung „hat nicht berichtet“, heißt es.`:                 {`hat nicht berichtet`},
		`A (“government did not”) and—“report”—too`:                      {`government did not`, `report`},
		``:      nil,
		`“`:     nil,
		`“”`:    nil,
		`"" "a`: nil,
	} {
		var got []string
		for _, m := range mentions(t.Context(), paragraphsOf(t.Context(), article)) {
			first, _, _ := strings.Cut(m.text, "\n")
			if !strings.HasPrefix(strings.TrimLeft(article[m.at:], "> "), strings.TrimLeft(first, " ")) {
				t.Errorf("%s: %q does not begin at %d", article, m.text, m.at)
			}
			got = append(got, strings.TrimSpace(m.text))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s\n gives %q\n want  %q", article, got, want)
		}
	}
}

func TestHints(t *testing.T) {
	for context, want := range map[string]string{
		`In its 2019 report on the Republic of Korea, the State Department said …`: "country South Korea, year 2019, report U.S. Department of State",
		`Côte d’Ivoire’s officials … in the TIP Report`:                            "country Cote d'Ivoire, report Trafficking in Persons Report",
		`The U.S. Department of Labor says of Bosnia and Herzegovina that …`:       "country Bosnia and Herzegovina, report U.S. Department of Labor",
		`He said …`: "",
	} {
		var got []string
		r := Result{}
		r.hint(context)
		for _, h := range r.Hints {
			got = append(got, h.Field+" "+h.Value)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s\n gives %s\n want  %s", context, strings.Join(got, ", "), want)
		}
	}
}
