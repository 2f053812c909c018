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
	roles    roles    // of the words of terms that have few
	found    []int32  // of each place: the first role of its word
	features Features
}

// A counted has the words that count for a term.
type counted struct {
	many  wordSet    // in any form; of a term that has few, see roles
	exact wordSet    // as written
	apart [2]wordSet // the two words of Term.Apart, if it has any
}

// fewForms is up to how many words of a term have roles.
const fewForms = 256

// Counter prepares the counting in a vocabulary.
func (c *Scorer) Counter(v Vocabulary) *Counter {
	n := &Counter{scorer: c, terms: make([]counted, len(c.Terms)), found: make([]int32, 0, 32)}
	others := make([]Term, len(c.Terms))    // of a stemmed term the word as written, of a literal one the stems
	stems := make([]string, len(c.Terms))   // of a literal one
	forms := make([][]uint32, len(c.Terms)) // few of each
	for i, t := range c.Terms {
		inForms, asWritten := t, t
		switch t.Kind {
		case Stemmed:
			asWritten = &others[i]
			*asWritten = Term{Kind: Literal, Text: t.Text}
		case Literal:
			inForms = &others[i]
			stems[i] = t.Stem
			*inForms = Term{Kind: Stemmed, Stems: stems[i : i+1]}
		}
		of, words := &n.terms[i], v.Words(inForms)
		if n.counting = append(n.counting, words...); len(words) > fewForms {
			of.many = newWordSet(words)
		} else {
			forms[i] = words
		}
		if t.Written() != "" {
			of.exact = newWordSet(v.Words(asWritten))
		}
		for j, t := range t.Apart {
			words := v.Words(t)
			of.apart[j] = newWordSet(words)
			n.counting = append(n.counting, words...)
		}
	}
	n.roles = newRoles(forms, n.terms)
	terms, pairs := len(c.Terms), len(c.Pairs)
	counts := make([]int, 2*terms+2*pairs)
	n.features = Features{
		Frequency: counts[:terms], Exact: counts[terms : 2*terms],
		Adjacent: counts[2*terms : 2*terms+pairs], Near: counts[2*terms+pairs:],
		Named: make([]bool, len(c.Names)),
	}
	return n
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
	clear(e.Frequency)
	clear(e.Exact)
	n.found = n.found[:0]
	for _, p := range places {
		first := n.roles.of(p.Word)
		n.found = append(n.found, first)
		for at := first; at != none; at = n.roles.all[at].next {
			r := &n.roles.all[at]
			e.Frequency[r.term]++
			e.Exact[r.term] += r.exact
		}
	}
	for i, t := range n.scorer.Terms {
		if n.terms[i].many.many != nil {
			n.countMany(i, places)
		}
		if t.Apart != nil {
			e.Frequency[i] += n.writtenApart(i, places)
		}
		if t.Kind == Wildcard || t.Kind == Fuzzy {
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

// countMany counts the occurrences of a term that has many words.
func (n *Counter) countMany(term int, places []Occurrence) {
	for _, p := range places {
		if n.terms[term].many.has(p.Word) {
			n.features.Frequency[term]++
			if n.terms[term].exact.has(p.Word) {
				n.features.Exact[term]++
			}
		}
	}
}

// counts reports whether the word in one of the places that were counted is one of a term.
func (n *Counter) counts(place int, word uint32, term int) bool {
	if n.terms[term].many.many != nil {
		return n.terms[term].many.has(word)
	}
	return n.roles.has(n.found[place], term)
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
	from := 0 // the places before are too far away, also from what follows
	for i, a := range places {
		if !n.counts(i, a.Word, p.First) {
			continue
		}
		for from < len(places) && places[from].At+NearWords < a.At {
			from++
		}
		for j := from; j < len(places); j++ {
			b := places[j]
			if a.At+NearWords < b.At {
				break
			}
			if !n.counts(j, b.Word, p.Second) {
				continue
			}
			if near++; b.At == a.At+1 {
				adjacent++
			}
		}
	}
	return adjacent, near
}

// roles have, of the words that count, for which terms they do, in a hash table: all terms
// are counted in one pass.
type roles struct {
	places []int32 // by hash: the first role of a word, or none
	all    []role  // all[none] is nobody's
}

const none = 0

// A role is what a word counts for.
type role struct {
	word  uint32
	term  int32
	exact int   // 1 if it is the term's word as written
	next  int32 // of the same word, or none
}

// newRoles returns those of the words of each term.
func newRoles(forms [][]uint32, terms []counted) roles {
	words := 0
	for _, of := range forms {
		words += len(of)
	}
	size := 1
	for size < 2*words {
		size *= 2
	}
	r := roles{places: make([]int32, size), all: make([]role, 1, words+1)}
	for term, of := range forms {
		for _, word := range of {
			first := r.of(word)
			if r.has(first, term) { // two stems that are one
				continue
			}
			exact := 0
			if terms[term].exact.has(word) {
				exact = 1
			}
			at := r.place(word)
			r.places[at] = int32(len(r.all))
			r.all = append(r.all, role{word, int32(term), exact, first})
		}
	}
	return r
}

// place returns where the first role of a word is, or would be.
func (r *roles) place(word uint32) (at uint32) {
	last := uint32(len(r.places) - 1)
	for at = word * 0x9E3779B1 >> 7 & last; r.places[at] != none && r.all[r.places[at]].word != word; at = (at + 1) & last {
	}
	return at
}

// of returns the first role of a word.
func (r *roles) of(word uint32) int32 { return r.places[r.place(word)] }

// has reports whether a role or one of those behind it is one for a term.
func (r *roles) has(at int32, term int) bool {
	for ; at != none; at = r.all[at].next {
		if int(r.all[at].term) == term {
			return true
		}
	}
	return false
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
