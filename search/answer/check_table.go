package answer

import (
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/quote"
)

// checkColumns are the head of the table.
var CheckColumns = []string{
	"number", "quotation", "verdict", "warnings", "notes", "places", "years", "countries",
	"country", "year", "report", "section", "quoted", "edits", "left out", "passage", "link",
}

func CheckRows(number int, r *quote.Result, origin string) (rows [][]string) {
	own := []string{
		strconv.Itoa(number), r.Quote, VerdictOf(r), AllInWords(r.Warnings), strings.Join(append(r.Notes[:len(r.Notes):len(r.Notes)], r.HintNotes()...), "; "),
		strconv.Itoa(r.Total), strconv.Itoa(r.Years), strconv.Itoa(r.Countries),
	}
	for i := range r.Places {
		place := &r.Places[i]
		n := place.Entry.Narrative
		var quoted, edits, omitted []string
		for _, s := range place.Spans {
			quoted = append(quoted, prose.OneLine(s.In(place.Text)))
		}
		for _, e := range place.Edits() {
			edits = append(edits, EditInWords(e))
		}
		for _, o := range place.Omissions() {
			omitted = append(omitted, prose.OneLine(o.Source))
		}
		rows = append(rows, append(own[:len(own):len(own)], n.Country, corpus.YearText(n.Year), n.Report,
			Label(search.FieldSection, place.Entry.Section), strings.Join(quoted, " … "), strings.Join(edits, "; "),
			strings.Join(omitted, "; "), place.Entry.Passage.ID, origin+place.Link()))
	}
	if rows == nil {
		rows = [][]string{append(own, make([]string, len(CheckColumns)-len(own))...)}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = EscapeFormula(row[i])
		}
	}
	return rows
}
