package importing

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus"
)

// A wholeCountry is a country of a made-up edition of the Trafficking in Persons
// Report, as its header writes it.
type wholeCountry struct {
	header  string // with %s for the tier
	tier    string
	country string
}

var wholeCountries = []wholeCountry{
	{"ALBANIA %s", "Tier 2", "Albania"},
	{"BOSNIA AND HERZEGOVINA %s", "Tier 2 Watch List", "Bosnia and Herzegovina"},
	{"BURMA %s", "Tier 3", "Burma"},
	{"CONGO, DEMOCRATIC\nREPUBLIC OF THE %s", "Tier 3", "Congo, Democratic Republic of the"},
	{"CONGO, REPUBLIC OF THE %s", "Tier 2", "Congo, Republic of the"},
	{"COTE D’IVOIRE %s", "Tier 2", "Cote d'Ivoire"},
	{"GUINEA %s", "Tier 2 Watch List", "Guinea"},
	{"GUINEA-BISSAU %s", "Tier 3", "Guinea-Bissau"},
	{"KOREA, DEMOCRATIC PEOPLE’S\nREPUBLIC OF %s", "Tier 3", "North Korea"},
	{"LIBYA %s", "Special Case", "Libya"},
	{"PAPUA NEW\nGUINEA %s", "Tier 3", "Papua New Guinea"},
	{"SAINT VINCENT AND\nTHE GRENADINES %s", "Tier 2", "Saint Vincent and the Grenadines"},
	{"SOUTH\nSUDAN %s", "Tier 3", "South Sudan"},
	{"SUDAN %s", "Tier 2 Watch List", "Sudan"},
	{"UNITED ARAB EMIRATES %s", "Tier 2", "United Arab Emirates"},
	{"UNITED STATES\nOF AMERICA %s", "Tier 1", "United States"},
	{"ZIMBABWE %s", "Tier 2 Watch List", "Zimbabwe"},
}

// A wholeLayout is how an edition sets its narratives.
type wholeLayout struct {
	year      int
	opening   string // of the file, before the first country
	tier      func(string) string
	narrative func(i int, c wholeCountry) string // below the header; W is the word that only this country's text has
	closing   string
}

func inBrackets(tier string) string  { return "(" + tier + ")" }
func inCapitals(tier string) string  { return ": " + strings.ToUpper(tier) }
func onItsOwn(tier string) string    { return "\n(" + tier + ")" }
func word(i int, part string) string { return fmt.Sprintf("%sword%c", part, 'a'+i) }

var wholeLayouts = []wholeLayout{
	{
		2003, "TRAFFICKING IN PERSONS REPORT\nJUNE 2003\n\nTIER PLACEMENTS\n\nTier 1\n\nUNITED STATES\n\nTier 2\n\nALBANIA\n\nSUDAN\n\nTier 3\n\nBURMA\n\nCOUNTRY NARRATIVES\n\n",
		inBrackets,
		func(i int, c wholeCountry) string {
			return wrapped("This country is a source and destination for women and children trafficked for sexual exploitation, as the "+word(i, "profile")+" says, and its neighbors are as well.") + "\n\n" +
				wrapped("The Government of "+c.country+" does not fully comply with the minimum standards for the elimination of trafficking; however, it is making significant efforts to do so, and should do more for "+word(i, "overview")+".") + "\n\n" +
				"Prevention\n" + wrapped("The government works with local organizations on "+word(i, "prevention")+", and it has paid for posters in the capital and at the border.") + "\n\n" +
				"Prosecution\n" + wrapped("The law forbids trafficking, and the courts heard the case of "+word(i, "prosecution")+" in the spring of the year.") + "\n\n" +
				"Protection\n" + wrapped("The government does not have a shelter, but it refers victims to "+word(i, "protection")+" where there is one.")
		},
		"",
	},
	{
		2012, "TRAFFICKING IN PERSONS REPORT\nJUNE 2012\n\nCOUNTRY NARRATIVES\n\n",
		inBrackets,
		func(i int, c wholeCountry) string {
			tab := strings.ToUpper(strings.SplitN(c.country, ",", 2)[0])
			return wrapped("This country is a source, transit, and destination country for men, women, and children, as the "+word(i, "profile")+" says.") + "\n\n" +
				wrapped("The Government of "+c.country+" does not fully comply with the minimum standards for the elimination of trafficking. It reported no "+word(i, "overview")+" in the year.") + "\n\n" +
				wrapped("Recommendations for "+c.country+": Prosecute the officials who took part in "+word(i, "recommendation")+"; train the police; and fund shelters.") + "\n\n" +
				"Prosecution\nThe government increased its efforts, and the courts of the capital\n" + fmt.Sprint(60+i) + "\n" + tab + "\nheard the case of " + word(i, "prosecution") + " at the end of the reporting period.\n\n" +
				"Protection\n" + wrapped("The government refers victims to "+word(i, "protection")+" where there is one.") + "\n\n" +
				"TRAFFICKING IN PERSONS REPORT 2012\n\n" +
				"Prevention\n" + wrapped("The government paid for posters about "+word(i, "prevention")+" in the capital and at the border.")
		},
		"\n\nRELEVANT INTERNATIONAL CONVENTIONS\n\nThe table lists who has signed and ratified what, in backmatterword.\n",
	},
	{
		2017, "2017 TRAFFICKING IN PERSONS REPORT\n\n",
		inCapitals,
		func(i int, c wholeCountry) string {
			return wrapped("The Government of "+c.country+" does not fully meet the minimum standards for the elimination of trafficking; however, it is making significant efforts to do so. It reported no "+word(i, "overview")+".") + "\n\n" +
				strings.ToUpper(c.country) + " TIER RANKING BY YEAR\n1\n2\n2WL\n3\n2010 2011 2012 2013 2014 2015 2016 2017\n\n" +
				"RECOMMENDATIONS FOR " + strings.ToUpper(c.country) + "\n\n" + wrapped("Prosecute the officials who took part in "+word(i, "recommendation")+"; train the police (the border guard; the navy); and fund shelters.") + "\n\n" +
				"PROSECUTION\n\n" + wrapped("The courts heard the case of "+word(i, "prosecution")+" at the end of the reporting period.") + "\n\n" +
				"PROTECTION\n\n" + wrapped("The government refers victims to "+word(i, "protection")+" where there is one.") + "\n\n" +
				"PREVENTION\n\n" + wrapped("The government paid for posters about "+word(i, "prevention")+" in the capital.") + "\n\n" +
				"TRAFFICKING PROFILE\n\n" + wrapped("As reported over the past five years, this country is a source country, as the "+word(i, "profile")+" says.")
		},
		"",
	},
	{
		2022, "2022 Trafficking in Persons Report\n\nTier Placements\n\nTIER 1\nUNITED STATES OF AMERICA\n\nTIER 2\nALBANIA\nGUINEA\n\n",
		onItsOwn,
		func(i int, c wholeCountry) string {
			return wrapped("The Government of "+c.country+" does not fully meet the minimum standards for the elimination of trafficking but is making significant efforts to do so; it reported no "+word(i, "overview")+".") + "\n\n" +
				"PRIORITIZED RECOMMENDATIONS:\n\n• " + wrapped("Prosecute the officials who took part in "+word(i, "recommendation")+".") + "\n• Train the police.\n• Fund shelters.\n\n" +
				"PROSECUTION\n\n" + wrapped("The government maintained its efforts; the courts heard the case of "+word(i, "prosecution")+".") + "\n\n" +
				"PROTECTION\n\n" + wrapped("The government refers victims to "+word(i, "protection")+" where there is one.") + "\n\n" +
				"PREVENTION\n\n" + wrapped("The government paid for posters about "+word(i, "prevention")+" in the capital.") + "\n\n" +
				"TRAFFICKING PROFILE:\n\n" + wrapped("As reported over the past five years, traffickers exploit victims, as the "+word(i, "profile")+" says.")
		},
		"",
	},
}

// wrapped breaks a text into lines of 70 characters at most.
func wrapped(text string) string {
	var out strings.Builder
	column := 0
	for w := range strings.FieldsSeq(text) {
		if column > 0 && column+1+len(w) > 70 {
			out.WriteByte('\n')
			column = 0
		} else if column > 0 {
			out.WriteByte(' ')
			column++
		}
		out.WriteString(w)
		column += len(w)
	}
	return out.String()
}

// TestWholeReports reads whole editions of 17 countries as text, in four layouts.
func TestWholeReports(t *testing.T) {
	for _, layout := range wholeLayouts {
		t.Run(fmt.Sprint(layout.year), func(t *testing.T) {
			var text strings.Builder
			text.WriteString(layout.opening)
			for i, c := range wholeCountries {
				header := fmt.Sprintf(c.header, layout.tier(c.tier))
				text.WriteString(strings.ReplaceAll(strings.ReplaceAll(header, " \n", "\n"), " :", ":") + "\n\n" + layout.narrative(i, c) + "\n\n")
			}
			file := filepath.Join(t.TempDir(), "report.txt")
			if err := os.WriteFile(file, []byte(text.String()+layout.closing), 0o644); err != nil {
				t.Fatal(err)
			}
			checkWhole(t, file, layout.year, 3)
		})
	}
}

// TestWholePDF reads a PDF of 17 countries in two columns, with a chart of the tiers
// in each narrative, tabs at the margins and captions of photos. It was made with
// reportlab (Python): two frames a page, Helvetica, a Flowable for the chart, and the
// tab drawn sideways at the end of each page.
func TestWholePDF(t *testing.T) {
	checkWhole(t, filepath.Join("testdata", "tip", "two-columns-2015.pdf"), 2015, 3)
}

// checkWhole reads a whole edition and holds that every country is there, with its
// tier, the six sections, each with its own text, and no other's.
func checkWhole(t *testing.T, file string, year, recommendations int) {
	t.Helper()
	read := 0
	for n, err := range readFile(file) {
		if err != nil {
			t.Fatal(err)
		}
		if n.Country == "" {
			continue // what is of no country
		}
		if read == len(wholeCountries) {
			t.Fatalf("%s is one too many", n.Country)
		}
		want := wholeCountries[read]
		if n.Country != want.country || n.Tier != want.tier || n.Year != year {
			t.Errorf("%s, %q, %d, want %s, %q", n.Country, n.Tier, n.Year, want.country, want.tier)
		}
		checkWholeNarrative(t, n, read, recommendations)
		read++
	}
	if read != len(wholeCountries) {
		t.Errorf("%d countries, want %d", read, len(wholeCountries))
	}
}

func checkWholeNarrative(t *testing.T, n *corpus.Narrative, i, recommendations int) {
	t.Helper()
	advice := 0
	under := map[string]string{}
	for _, p := range n.Passages {
		if p.Kind == "heading" {
			continue
		}
		text := p.Span.In(n.Text)
		if !standardSections[p.Section] {
			t.Errorf("%s: section %q", n.Country, p.Section)
		}
		if p.Kind == corpus.Recommendation {
			advice++
		}
		under[p.Section] += text + "\n"
		for _, leaked := range []string{"RANKING", "2WL", "TRAFFICKING IN PERSONS REPORT", "TIER"} {
			if strings.Contains(text, leaked) {
				t.Errorf("%s: %q", n.Country, text)
			}
		}
	}
	for _, section := range []string{"overview", "profile", "prosecution", "protection", "prevention", "recommendations"} {
		part := strings.TrimSuffix(section, "s")
		switch own := strings.Contains(under[section], word(i, part)); {
		case own:
		case section == "recommendations" && advice == 0 && !strings.Contains(n.Text, "recommendation"):
		default:
			t.Errorf("%s: %s is not under %s but %q", n.Country, word(i, part), section, under[section])
		}
	}
	for j := range wholeCountries {
		for _, part := range []string{"overview", "profile", "prosecution", "protection", "prevention", "recommendation"} {
			if j != i && strings.Contains(n.Text, word(j, part)+" ") {
				t.Errorf("%s has %s, which is %s's", n.Country, word(j, part), wholeCountries[j].country)
			}
		}
	}
	if strings.Contains(n.Text, "backmatterword") {
		t.Errorf("%s has the back matter", n.Country)
	}
	if advice != 0 && advice != recommendations {
		t.Errorf("%s: %d recommendations, want %d", n.Country, advice, recommendations)
	}
}
