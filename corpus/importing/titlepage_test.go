package importing

import (
	"fmt"
	"testing"

	"verbatim/corpus/document"
)

// TestTitlePages recognizes reports of no series by their title pages and page heads.
func TestTitlePages(t *testing.T) {
	text := "The present report was prepared with care, and it says what the authorities did in the years before about each of the recommendations."
	un := func(symbol, date string, more ...string) []string {
		return append([]string{"### United Nations", "# General Assembly", "## " + symbol, "Distr.: General " + date, "Original: English", "##### Human Rights Council", "###### Twentieth session", "Agenda item 6", "###### Universal periodic review"}, more...)
	}
	for want, c := range map[string]struct {
		path, title string
		running     []string
		lines       []string
	}{
		"Report of the Working Group on the Universal Periodic Review | United Nations | Kenya | 2014 | A/HRC/28/15": {
			path: "x/g1.pdf", lines: un("A/HRC/28/15", "10 December 2014", "### Report of the Working Group on the Universal Periodic Review*", "### Kenya", text),
		},
		"National report | United Nations | Kenya | 2019 | A/HRC/WG.6/34/KEN/1": {
			path: "x/g2.pdf", lines: un("A/HRC/WG.6/34/KEN/1", "6 August 2019", "### National report submitted in accordance with paragraph 5 of the annex to Human Rights Council resolution 16/21*", "### Kenya", text),
		},
		"Concluding observations on the combined third to fifth periodic reports | United Nations | Kenya | 2016 | CRC/C/KEN/CO/3-5": {
			path: "x/g3.pdf", lines: un("CRC/C/KEN/CO/3-5", "21 March 2016", "### Concluding observations on the combined third to fifth periodic reports", text),
		},
		"Decision adopted by the Human Rights Council | United Nations | Kenya | 2020 | A/HRC/DEC/43/112": {
			path: "x/g4.pdf", lines: un("A/HRC/DEC/43/112", "25 March 2020", "### Decision adopted by the Human Rights Council on 12 March 2020", "##### 43/112. Outcome of the universal periodic review: Kenya", text),
		},
		"Compilation | United Nations | Kenya | 2009 | A/HRC/WG.6/7/KEN/2": {
			path: "x/g5.pdf", lines: []string{"### UNITED NATIONS", "# A", "## General Assembly", "Distr.", "##### GENERAL", "A/HRC/WG.6/7/KEN/2 19 November 2009", "#### COMPILATION PREPARED BY THE OFFICE OF THE HIGH COMMISSIONER, IN ACCORDANCE WITH PARAGRAPH 15(B) OF THE ANNEX", "###### Kenya", text},
		},
		"Advance questions |  | Kenya | 0 | ": {
			path: "x/questions.pdf", title: "ADVANCE QUESTIONS TO QATAR", lines: []string{"# ADVANCE QUESTIONS TO KENYA – ADD.1", "# ARGENTINA", text, "# SWEDEN", text},
		},
		"Thematic list of recommendations |  | Kenya | 0 | ": {
			path: "x/UPR20_ Kenya.docx", running: []string{"UPR of Kenya (2nd Cycle – 20th session)   Thematic list of recommendations     Page 15 of 27"}, lines: []string{"Recommendation | Position", text},
		},
		"Labour Inspection |  | Kenya | 2011 | ": {
			path: "x/notes.txt", lines: []string{"# Labour Inspection in Kenya", "# June 2011", text},
		},
		"Labour Inspection |  |  | 2011 | ": {
			path: "x/notes.txt", lines: []string{"# Labour Inspection in Kenya", "# June 2011", text, "# Farms in Mali", text},
		},
		"Human Rights Report |  | Iraq | 2012 | ": {
			path: "x/unami.pdf", lines: []string{"# Human Rights Report 2012: Iraq", "UNAMI", text},
		},
	} {
		d := blocksOf(c.lines...)
		d.Title, d.Running = c.title, c.running
		for i := range d.Blocks {
			d.Blocks[i].Page = 1
			if d.Blocks[i].Text == "Recommendation | Position" {
				d.Blocks[i].Kind = document.Row
			}
		}
		id := recognize(d, fileOf{path: c.path, properties: true})
		if got := fmt.Sprintf("%s | %s | %s | %d | %s", id.report, id.publisher, id.country, id.year, id.symbol); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
