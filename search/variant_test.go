package search

import (
	"slices"
	"strings"
	"testing"
)

func TestVariants(t *testing.T) {
	for _, c := range []struct{ query, note, finds string }{
		{"labor", "labor: also labour", "labours"},
		{"labourers", "labourers: also laborers", "laborer"},
		{"organisations", "organisations: also organizations", "organization"},
		{"organize", "organize: also organise", "organised"},
		{"centers", "centers: also centres", "centre"},
		{"centred", "centred: also centered", "centering"},
		{"criminalising", "criminalising: also criminalizing", "criminalization"},
		{"defence", "defence: also defense", "defenses"},
		{"programmes", "programmes: also programs", "program"},
	} {
		q, err := Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(q.Notes, c.note) {
			t.Errorf("%s: notes %q, want %q", c.query, q.Notes, c.note)
		}
		term := q.terms[0]
		if token := Analyze(c.finds)[0]; !term.Accepts(token.Word, token.Stem) {
			t.Errorf("%s with stems %q does not find %s (%s)", c.query, term.Stems, c.finds, token.Stem)
		}
		if quoted, err := Parse(`"` + c.query + `"`); err != nil || len(quoted.Notes) > 0 || quoted.terms[0].Stems != nil {
			t.Errorf("in quotation marks %s has the notes %q, stems %q, %v", c.query, quoted.Notes, quoted.terms[0].Stems, err)
		}
	}
}

func TestVariantsLeaveOtherWordsAlone(t *testing.T) {
	for word := range strings.FieldsSeq("national laboratory criminal organ policy centrist") {
		q, err := Parse(word)
		if err != nil {
			t.Fatal(err)
		}
		for _, note := range q.Notes {
			if strings.Contains(note, "also") {
				t.Errorf("%s: %q", word, note)
			}
		}
	}
}
