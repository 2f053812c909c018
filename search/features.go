package search

import (
	"slices"
	"strings"

	"verbatim/corpus"
	"verbatim/search/english"
)

// A Counter finds the features of passages for a Scorer, by the numbers of
// their words. It can be used by one goroutine at a time.
type Counter struct {
	scorer   *Scorer
	terms    []counted
	counting []uint32 // the words that count for any
	features Features
}

// A counted has the words that count for a term.
type counted struct {
	forms, exact wordSet    // in any form, and as written
	apart        [2]wordSet // the two words of Term.Apart, if it has any
}

// Counter prepares the counting in a vocabulary.
func (c *Scorer) Counter(v Vocabulary) *Counter {
	n := &Counter{scorer: c, terms: make([]counted, len(c.Terms))}
	others := make([]Term, len(c.Terms)) // of a stemmed term the word as written, of a literal one the stems
	for i, t := range c.Terms {
		inForms, asWritten := t, t
		switch t.Kind {
		case Stemmed:
			asWritten = &others[i]
			*asWritten = Term{Kind: Literal, Text: t.Text}
		case Literal:
			inForms = &others[i]
			*inForms = Term{Kind: Stemmed, Stems: []string{t.Stem}}
		}
		of := &n.terms[i]
		of.forms = n.count(v.Words(inForms))
		if t.Written() != "" {
			of.exact = newWordSet(v.Words(asWritten))
		}
		for j, t := range t.Apart {
			of.apart[j] = n.count(v.Words(t))
		}
	}
	terms, pairs := len(c.Terms), len(c.Pairs)
	counts := make([]int, 2*terms+2*pairs)
	n.features = Features{
		Frequency: counts[:terms], Exact: counts[terms : 2*terms],
		Adjacent: counts[2*terms : 2*terms+pairs], Near: counts[2*terms+pairs:],
		Named: make([]bool, len(c.Names)),
	}
	return n
}

// count returns the set of some words, which count.
func (n *Counter) count(words []uint32) wordSet {
	n.counting = append(n.counting, words...)
	return newWordSet(words)
}

// Counting are the words that count for any term, some maybe twice: the others need not be
// passed to Count.
func (n *Counter) Counting() []uint32 { return n.counting }

// Headings says which of the terms a section's heading has, given the stems of
// its words.
func (c *Scorer) Headings(stems []string) []bool {
	has := make([]bool, len(c.Terms))
	for i, t := range c.Terms {
		has[i] = slices.ContainsFunc(t.ScoringStems(), func(s string) bool { return slices.Contains(stems, s) })
	}
	return has
}

// Count returns the features of a passage, from the places of the words in it
// that count, in order; its heading has the terms that headings says, and its narrative
// the names that named says, by their places. It is overwritten by the next call.
func (n *Counter) Count(places []Occurrence, headings []bool, named func(i int) bool) *Features {
	e := &n.features
	for i := range n.terms {
		of := &n.terms[i]
		e.Frequency[i], e.Exact[i] = 0, 0
		for _, p := range places {
			if of.forms.has(p.Word) {
				e.Frequency[i]++
				if of.exact.has(p.Word) {
					e.Exact[i]++
				}
			}
		}
		if n.scorer.Terms[i].Apart != nil {
			e.Frequency[i] += n.writtenApart(i, places)
		}
		if n.scorer.Terms[i].ScoringStems() == nil {
			e.Frequency[i] = min(e.Frequency[i], 1)
		}
	}
	for i, p := range n.scorer.Pairs {
		e.Adjacent[i], e.Near[i] = 0, 0
		if e.Frequency[p.First] > 0 && e.Frequency[p.Second] > 0 {
			e.Adjacent[i], e.Near[i] = n.together(p, places)
		}
	}
	e.Heading = headings
	for i := range e.Named {
		e.Named[i] = named(i)
	}
	return e
}

// writtenApart counts how often a term stands in two words.
func (n *Counter) writtenApart(term int, places []Occurrence) (count int) {
	for i := range places[:max(0, len(places)-1)] {
		a, b := places[i], places[i+1]
		if b.At == a.At+1 && n.terms[term].apart[0].has(a.Word) && n.terms[term].apart[1].has(b.Word) {
			count++
		}
	}
	return count
}

// together counts how often the words of a pair stand side by side, in order,
// and close, in any order.
func (n *Counter) together(p Pair, places []Occurrence) (adjacent, near int) {
	first, second := &n.terms[p.First].forms, &n.terms[p.Second].forms
	from := 0 // the places before are too far away, also from what follows
	for _, a := range places {
		if !first.has(a.Word) {
			continue
		}
		for from < len(places) && places[from].At+NearWords < a.At {
			from++
		}
		for _, b := range places[from:] {
			if a.At+NearWords < b.At {
				break
			}
			if !second.has(b.Word) {
				continue
			}
			if near++; b.At == a.At+1 {
				adjacent++
			}
		}
	}
	return adjacent, near
}

// A Name are terms in a row, by their places in Scorer.Terms from First to Last, that
// name a country or a year. Passages count that the filter lets pass.
type Name struct {
	First, Last int
	Filter      *Filter
}

// findNames finds the names among the terms, the longest first.
func (c *Scorer) findNames() {
	for first := 0; first < len(c.Terms); first++ {
		for last := min(first+maxName, len(c.Terms)) - 1; last >= first; last-- {
			f := nameOf(c.Terms[first : last+1])
			if f == nil {
				continue
			}
			weight := 0.0
			for _, w := range c.weights[first : last+1] {
				weight += w
			}
			c.Names, c.names = append(c.Names, Name{first, last, f}), append(c.names, weight)
			first = last
			break
		}
	}
}

// nameOf returns the filter of the country or the year that some words name in a row;
// nil if they name none.
func nameOf(terms []*Term) *Filter {
	words := make([]string, len(terms))
	for i, t := range terms {
		if t.Kind != Stemmed {
			return nil
		}
		words[i] = t.Text
	}
	name := strings.TrimSuffix(strings.Join(words, " "), "'s")
	if low, high, ok := ParseYears(name); ok && low == high && low >= firstYear && low <= lastYear {
		return &Filter{Field: FieldYear, Value: name, Low: low, High: high}
	}
	if english.IsFunctionWord(words[0]) || english.IsFunctionWord(words[len(words)-1]) {
		return nil
	}
	if _, code := corpus.CountryName(name); code == "" {
		return nil
	}
	return &Filter{Field: FieldCountry, Value: name, key: FieldCountry.Key(name)}
}

// From firstYear to lastYear a number of four digits names a year.
const firstYear, lastYear = 1900, 2099
