package answer

import (
	"slices"
	"strings"

	"verbatim/search"
	"verbatim/search/quote"
	"verbatim/search/quote/annotate"
)

// notedPlaces is how many places of a quotation a note names.
const notedPlaces = 3

// Annotations returns a note for each quotation of an article: the verdict, what an
// editor must look at, the differences, and where it stands. Links begin with origin.
func Annotations(c *quote.Checked, origin string) (notes []annotate.Note) {
	for i, found := range c.Found {
		r := &c.Results[i]
		notes = append(notes, annotate.Note{Quotation: found.Text, Lines: noteLines(r, origin), Class: noteClass(r)})
	}
	return notes
}

func noteClass(r *quote.Result) string {
	switch {
	case r.Clean():
		return "good"
	case IsAmber(r):
		return "amber"
	case r.Verdict == quote.Unchecked:
		return "none"
	}
	return "bad"
}

func noteLines(r *quote.Result, origin string) []string {
	lines := []string{strings.ToUpper(VerdictOf(r)[:1]) + VerdictOf(r)[1:] + ". " + MeaningOf(r)}
	for _, w := range r.Warnings {
		lines = append(lines, "Warning: "+WarningMeanings[w]+".")
	}
	for _, n := range slices.Concat(r.Notes, r.HintNotes()) {
		lines = append(lines, "Note: "+n+".")
	}
	if len(r.Places) == 0 {
		return lines
	}
	nearest := &r.Places[0]
	if len(nearest.Diff) > 0 {
		lines = append(lines, r.Marked(nearest, func(_ quote.Op, text string) string { return text }))
	}
	for _, e := range nearest.Edits() {
		lines = append(lines, "– "+EditInWords(e))
	}
	for i := range r.Places[:min(len(r.Places), notedPlaces)] {
		p := &r.Places[i]
		n := p.Entry.Narrative
		where := strings.TrimPrefix(n.Place()+", "+n.Report, ", ")
		if p.Entry.Section != "" {
			where += ", " + Label(search.FieldSection, p.Entry.Section)
		}
		lines = append(lines, where+": "+origin+p.Link())
	}
	if more := r.Total - notedPlaces; more > 0 && len(r.Places) > notedPlaces {
		lines = append(lines, "and "+Count(more, "more place", "more places"))
	}
	return lines
}
