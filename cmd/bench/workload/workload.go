// Package workload draws the questions that are measured: for each class a
// fixed set, made from what the passages of a library say, so that they are
// what people who read such text would ask.
package workload

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"verbatim/search"
)

// A Question is one question of a class.
type Question struct {
	Text    string // in the query language
	Mode    search.Mode
	Filters map[search.Field]string
	Task    Task
	Bare    bool // only which passages are wanted, without their texts and marks

	Narrative string // where it is asked, by Read
}

// A Task says what is wanted of the answer.
type Task int

// The tasks.
const (
	TopTen Task = iota // ten passages with marks, and the total
	Facets             // likewise, and the counts of all facets
	Page               // passages 1,001 to 1,010 in the order of the answer
	Export             // the first 1,000 passages; no task behind this one shows passages
	ByYear             // the total, and the passages of each year
	Count              // the total
	Read               // a narrative, with what is found in it marked
	Stream             // the first 10,000 passages, as an export reads them
	Quote              // whether and where the text stands, as a quotation is checked
)

// Shows reports whether the task wants passages.
func (t Task) Shows() bool { return t <= Export }

// A Class is a kind of question.
type Class struct {
	Name      string
	Questions []Question
}

// Draw draws so many questions of each class from the words of a sample. The
// same sample and number give the same questions.
func Draw(s *Sample, each int) []Class {
	var classes []Class
	for i, c := range recipes {
		d := &drawer{Sample: s, Rand: rand.New(rand.NewPCG(uint64(i), 2023))}
		class := Class{Name: c.name}
		drawn := map[string]bool{}
		// A recipe that a passage is not fit for makes no question.
		for try := 0; len(class.Questions) < each && try < each*2000; try++ {
			q, ok := c.make(d)
			if ok && !drawn[q.Text] {
				drawn[q.Text] = true
				class.Questions = append(class.Questions, q)
			}
		}
		classes = append(classes, class)
	}
	return classes
}

// DrawNarratives draws so many narratives to be read, each with a word that it has.
func DrawNarratives(s *Sample, each int) Class {
	d := &drawer{Sample: s, Rand: rand.New(rand.NewPCG(0, 2023))}
	class := Class{Name: "narrative"}
	for try := 0; len(class.Questions) < each && try < each*100; try++ {
		p := d.passage()
		if words := d.some(p, 1, content); len(words) == 1 {
			class.Questions = append(class.Questions, Question{Text: words[0], Task: Read, Narrative: p.Narrative})
		}
	}
	return class
}

// DrawExports draws so many questions whose exports are read as far as 10,000 passages.
func DrawExports(s *Sample, each int) Class {
	d := &drawer{Sample: s, Rand: rand.New(rand.NewPCG(1, 2023))}
	class := Class{Name: "export of 10,000"}
	make := task(words(1, common), Stream)
	for try := 0; len(class.Questions) < each && try < each*100; try++ {
		if q, ok := make(d); ok {
			class.Questions = append(class.Questions, q)
		}
	}
	return class
}

type drawer struct {
	*Sample
	*rand.Rand
}

// recipes make the questions of the classes.
var recipes = []struct {
	name string
	make func(*drawer) (Question, bool)
}{
	{"one word", words(1, content)},
	{"one rare word", words(1, rare)},
	{"one common word", words(1, common)},
	{"two words", words(2, content)},
	{"two common words", words(2, common)},
	{"any of three", anyOfThree},
	{"sentence, mode any", sentence},
	{"and, or, not", boolean},
	{"phrase of 2", phrase(2, content)},
	{"phrase of 3", phrase(3, content)},
	{"phrase with common words", commonPhrase},
	{"phrase of 6", phrase(6, anyWord)},
	{"near", near("NEAR/5")},
	{"same sentence", near("/s")},
	{"prefix", prefix},
	{"wildcard", wildcard},
	{"words with filters", filtered},
	{"with all facets", task(words(1, content), Facets)},
	{"two words, all facets", task(words(2, common), Facets)},
	{"page 101", task(words(1, common), Page)},
	{"export of 1,000", task(words(1, common), Export)},
	{"counts by year", task(words(1, content), ByYear)},
	{"count only", task(words(2, content), Count)},
	{"quotation, true", quotation(false)},
	{"quotation, altered", quotation(true)},
}

// words asks for n words of a passage.
func words(n int, fit fitness) func(*drawer) (Question, bool) {
	return func(d *drawer) (Question, bool) {
		chosen := d.some(d.passage(), n, fit)
		return Question{Text: strings.Join(chosen, " ")}, len(chosen) == n
	}
}

func task(draw func(*drawer) (Question, bool), task Task) func(*drawer) (Question, bool) {
	return func(d *drawer) (Question, bool) {
		q, ok := draw(d)
		q.Task = task
		return q, ok
	}
}

func anyOfThree(d *drawer) (Question, bool) {
	chosen := d.some(d.passage(), 3, content)
	return Question{Text: strings.Join(chosen, " OR ")}, len(chosen) == 3
}

// sentence asks for any of the 8 to 12 words of a stretch of text.
func sentence(d *drawer) (Question, bool) {
	text, ok := d.stretch(8+d.IntN(5), anyWord)
	return Question{Text: strings.Join(text, " "), Mode: search.ModeAny}, ok
}

func boolean(d *drawer) (Question, bool) {
	chosen := d.some(d.passage(), 4, content)
	if len(chosen) < 4 {
		return Question{}, false
	}
	return Question{Text: fmt.Sprintf("(%s OR %s) AND %s NOT %s", chosen[0], chosen[1], chosen[2], chosen[3])}, true
}

// phrase asks for n words that follow one another.
func phrase(n int, fit fitness) func(*drawer) (Question, bool) {
	return func(d *drawer) (Question, bool) {
		text, ok := d.stretch(n, fit)
		return Question{Text: `"` + strings.Join(text, " ") + `"`}, ok
	}
}

// commonPhrase asks for three words that follow one another, two of them among
// the most common.
func commonPhrase(d *drawer) (Question, bool) {
	text, ok := d.stretch(3, anyWord)
	n := 0
	for _, w := range text {
		if d.share(w) > 0.15 {
			n++
		}
	}
	return Question{Text: `"` + strings.Join(text, " ") + `"`}, ok && n >= 2
}

// near asks for two words that stand at most 5 words apart.
func near(operator string) func(*drawer) (Question, bool) {
	return func(d *drawer) (Question, bool) {
		p := d.passage()
		at := d.IntN(len(p.Words))
		to := at + 2 + d.IntN(4)
		if to >= len(p.Words) {
			return Question{}, false
		}
		a, b := p.Words[at], p.Words[to]
		return Question{Text: a + " " + operator + " " + b}, content(d.share(a)) && content(d.share(b)) && plain(a) && plain(b) && a != b
	}
}

func prefix(d *drawer) (Question, bool) {
	chosen := d.some(d.passage(), 1, content)
	if len(chosen) < 1 || len(chosen[0]) < 7 {
		return Question{}, false
	}
	return Question{Text: chosen[0][:5] + "*"}, true
}

// wildcard leaves the middle of a word open.
func wildcard(d *drawer) (Question, bool) {
	chosen := d.some(d.passage(), 1, content)
	if len(chosen) < 1 || len(chosen[0]) < 7 {
		return Question{}, false
	}
	w := chosen[0]
	return Question{Text: w[:3] + "*" + w[len(w)-3:]}, true
}

// filtered asks within the passage's country and year.
func filtered(d *drawer) (Question, bool) {
	p := d.passage()
	chosen := d.some(p, 1, common)
	filters := map[search.Field]string{search.FieldYear: p.Year}
	if d.IntN(2) == 0 {
		filters[search.FieldCountry] = p.Country
	}
	return Question{Text: strings.Join(chosen, " "), Filters: filters}, len(chosen) == 1
}

// quotation is 12 to 30 words of a passage, one of them replaced if altered.
func quotation(altered bool) func(*drawer) (Question, bool) {
	return func(d *drawer) (Question, bool) {
		fields := strings.Fields(d.passage().Text)
		n := 12 + d.IntN(19)
		if len(fields) < n {
			return Question{}, false
		}
		at := d.IntN(len(fields) - n + 1)
		quoted := slices.Clone(fields[at : at+n])
		if altered {
			quoted[n/2] = "nevertheless"
		}
		return Question{Text: strings.Join(quoted, " "), Task: Quote}, true
	}
}
