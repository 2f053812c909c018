package importing

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus"
)

// why is a paragraph that a narrative needs, and does not tell of.
const why = "The Government does not fully meet the minimum standards for the elimination of trafficking."

// TestTIPForms reads short narratives in the forms that people have them in. Wanted
// are the country, year and tier of each narrative of the file, and what else the case
// is about: "recommendations 3", or the section of a paragraph that begins so.
func TestTIPForms(t *testing.T) {
	text := func(lines ...string) string { return strings.Join(lines, "\n\n") + "\n" }
	page := func(title, address, body string) string {
		return "<html><head><title>" + title + "</title><link rel=canonical href='" + address + "'></head><body><div>" + body + "</div></body></html>"
	}
	for _, c := range []struct{ file, content, want string }{
		// headers broken over lines
		{"report-2015.txt", text("PAPUA NEW\nGUINEA: Tier 3", why, "SOUTH\nSUDAN: Tier 2 Watch List", why), "Papua New Guinea 2015 Tier 3; South Sudan 2015 Tier 2 Watch List"},
		{"report-2013.txt", text("DEMOCRATIC\nREPUBLIC OF THE CONGO (Tier 3)", why), "Congo, Democratic Republic of the 2013 Tier 3"},
		{"report-2016.txt", text("TRINIDAD AND\nTOBAGO: Tier 2", why, "UNITED ARAB\nEMIRATES: Tier 2", why), "Trinidad and Tobago 2016 Tier 2; United Arab Emirates 2016 Tier 2"},
		{"report-2019.txt", text("BOSNIA AND\nHERZEGOVINA:\nTier 2 Watch List", why), "Bosnia and Herzegovina 2019 Tier 2 Watch List"},
		{"report-2011.txt", "KOREA,\nDEMOCRATIC PEOPLE’S\nREPUBLIC OF (Tier 3)\n" + why + "\n", "North Korea 2011 Tier 3"},
		// special cases
		{"a-2018.txt", text("SPECIAL CASE: SOMALIA", why), "Somalia 2018 Special Case"},
		{"a-2006.txt", text("HAITI (special case)", why), "Haiti 2006 Special Case"},
		{"a-2010.txt", text("2010 TIP Report", "SOMALIA (not rated)", "Somalia remains a Special Case for the eighth year."), "Somalia 2010 Special Case"},
		{"a-2017.txt", text("LIBYA: SPECIAL CASE", why), "Libya 2017 Special Case"},
		{"yemen-2021.txt", text("2021 Trafficking in Persons Report: Yemen", "Special Case", why), "Yemen 2021 Special Case"},
		{"a-2009.txt", text("2009 TIP Report", "TUNISIA (not rated)", "The law forbids trafficking in persons."), "Tunisia 2009 "},
		// tiers
		{"a-2014.txt", text("CUBA\n(Tier 3)", why), "Cuba 2014 Tier 3"},
		{"b-2014.txt", text("UZBEKISTAN (Tier 3*)", why), "Uzbekistan 2014 Tier 3"},
		{"c-2005.txt", text("HAITI (TIER 2 - WATCH LIST)", why), "Haiti 2005 Tier 2 Watch List"},
		{"d-2023.txt", text("Trafficking in Persons Report: Mali", "Therefore, Mali was upgraded to Tier 2."), "Mali 2023 Tier 2"},
		{"e-2023.txt", text("Trafficking in Persons Report: Chad", "Because it has a plan, Chad was granted a waiver from an otherwise required downgrade to Tier 3; therefore Chad remained on Tier 2 Watch List for the second year."), "Chad 2023 Tier 2 Watch List"},
		// dates and addresses
		{"md1.txt", text("Trafficking in Persons Report\nJune 11, 2003\nReport", "QATAR (Tier 2)", why), "Qatar 2003 Tier 2"},
		{"x.html", page("Mali", "http://www.state.gov/g/tip/rls/tiprpt/2007/82806.htm", "<p>MALI (Tier 2)</p><p>"+why+"</p>"), "Mali 2007 Tier 2"},
		{"y.html", page("U.S. Department of State Trafficking in Persons Report - Togo", "https://x.org/a", "<p>Publication Date 14 June 2010</p><p>Togo (Tier 2)</p><p>"+why+"</p>"), "Togo 2010 Tier 2"},
		{"z.html", page("Trafficking in Persons Interim Assessment - Belize", "https://x.org/a", "<p>Publication Date 24 February 2010</p><p>"+why+"</p>"), "Belize 2010 "},
		{"w.html", page("2012 Trafficking in Persons Report | U.S. Embassy in Chad", "https://td.usembassy.gov/2012-tip/", "<p>"+why+"</p>"), "Chad 2012 "},
		// gvnet
		{"Mali-2.txt", text("[ Human Trafficking, Country-by-Country ] MALI\n(Tier 2)\n–\nExtracted\nin part from the U.S. State Dept\n2023 TIP Report", why), "Mali 2023 Tier 2"},
		{"Chad-2.txt", text("[ Country-by-Country Reports ]", "CHAD (TIER 2 Watch List) [Extracted from U.S. State Dept Trafficking in Persons Report, June 2009]", why), "Chad 2009 Tier 2 Watch List"},
		{"Togo-2.txt", text("TOGO (Tier 2) Extracted in part from the U.S. State Dept 2021 TIP Report - Togo", why), "Togo 2021 Tier 2"},
		// sections and recommendations
		{"s.html", page("2006 Trafficking in Persons Report: Mali", "", "<p>"+why+"<br><br>Prosecution<br>The courts heard it.<br><br><b>Protection</b><br />There is a shelter.</p>"), "Mali 2006 ; The courts: prosecution; There is: protection"},
		{"p.html", page("2016 Trafficking in Persons Report: Mali", "", "<p>"+why+"</p><p>PREVENTION The government paid for posters.</p><p>Scope and Magnitude: Mali is a source.</p>"), "Mali 2016 ; The government paid: prevention; Mali is: profile"},
		{"r.html", page("2021 Trafficking in Persons Report: Mali", "", "<p>"+why+"</p><p>PRIORITIZED RECOMMENDATIONS:</p><p>Increase funds for groups.Provide care.Train Tr a i n the police.</p>"), "Mali 2021 ; recommendations 3"},
		{"q.txt", text("2024 Trafficking in Persons Report: Mali", why, "Prioritized Recommendations", "Increase funds. * Ensure care. * Train the police."), "Mali 2024 ; recommendations 3"},
		{"o.txt", text("2007 Trafficking in Persons Report: Mali", why+" To strengthen its response, the government should train judges; fund shelters; and care for victims."), "Mali 2007 ; recommendations 0"},
		// other languages
		{"g.txt", text("Informe sobre la trata de personas 2004", "GUATEMALA (Segundo Nivel – Lista de Observación)", "El Gobierno no cumple.", "Prevención", "El gobierno pagó carteles."), "Guatemala 2004 Tier 2 Watch List; El gobierno pagó: prevention"},
		{"h.txt", text("Informe sobre la trata de personas 2022", "REPÚBLICA DOMINICANA (Nivel 2)", "El Gobierno no cumple.", "RECOMENDACIONES PRIORIZADAS: Aumentar fondos. * Fortalecer medidas."), "Dominican Republic 2022 Tier 2; recommendations 2"},
		{"f.txt", text("Rapport 2021 sur la traite des personnes", "TCHAD (Niveau 2 – Liste de surveillance)", "Le gouvernement ne respecte pas les normes minimales.", "POURSUITES JUDICIAIRES", "Les juges ont entendu."), "Chad 2021 Tier 2 Watch List; Les juges: prosecution"},
		{"ar.txt", text("تقرير الاتجار بالأشخاص 2020", "الأردن (المستوى 2)", "لا تستوفي الحكومة المعايير.", "الحماية", "تقدم الحكومة المأوى."), "Jordan 2020 Tier 2; تقدم: protection"},
		// what is around a narrative
		{"n.html", page("2016 Trafficking in Persons Report: Mali", "", "<p>MALI: Tier 2</p><p>"+why+"</p><p>Back to Top</p><p>This site is managed by the U.S. Department of State.</p>"), "Mali 2016 Tier 2; without Back to Top; without This site"},
		{"t.txt", text("2015 Trafficking in Persons Report", "MALI: Tier 2", why, "MALI TIER RANKING BY YEAR\n1\n2\n2WL\n3\n2008 2009 2010", "PREVENTION", "The government did it."), "Mali 2015 Tier 2; without RANKING; without 2WL; The government did: prevention"},
		{"v.txt", text("2003 Trafficking in Persons Report", "Mali (Tier 3)", "[*Please note: Mali was updated to Tier 2.]", why), "Mali 2003 Tier 3"},
	} {
		t.Run(c.file, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(file, []byte(c.content), 0o644); err != nil {
				t.Fatal(err)
			}
			var about []string
			var passages []string // section, kind and text
			for n, err := range readFile(file) {
				if err != nil {
					t.Fatal(err)
				}
				about = append(about, fmt.Sprint(n.Country, " ", n.Year, " ", n.Tier))
				for _, p := range n.Passages {
					if p.Kind == corpus.Heading {
						continue
					}
					if !standardSections[p.Section] {
						t.Errorf("section %q", p.Section)
					}
					passages = append(passages, p.Section+"|"+string(p.Kind)+"|"+p.Span.In(n.Text))
				}
			}
			for i, want := range strings.Split(c.want, "; ") {
				checkForm(t, i, want, about, passages)
			}
		})
	}
}

// checkForm holds one of the things that TestTIPForms wants.
func checkForm(t *testing.T, i int, want string, about, passages []string) {
	t.Helper()
	all := strings.Join(passages, "\n")
	begins, section, ofSection := strings.Cut(want, ": ")
	if advice, ok := strings.CutPrefix(want, "recommendations "); ok {
		if n := strings.Count(all, "|recommendation|"); fmt.Sprint(n) != advice {
			t.Errorf("%d recommendations, want %s:\n%s", n, advice, all)
		}
		return
	}
	if out, ok := strings.CutPrefix(want, "without "); ok {
		if strings.Contains(all, out) {
			t.Errorf("%q is in\n%s", out, all)
		}
		return
	}
	if ofSection {
		if !strings.Contains(all, section+"|paragraph|"+begins) {
			t.Errorf("no paragraph in %s begins with %s:\n%s", section, begins, all)
		}
		return
	}
	if i >= len(about) || about[i] != want {
		t.Errorf("%q, want %q", about, want)
	}
}
