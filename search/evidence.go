package search

import "slices"

// A Counter finds the evidence of passages for a Scorer, by the numbers of
// their words. It can be used by one goroutine at a time.
type Counter struct {
	scorer   *Scorer
	forms    []wordSet // of each term: the words that count for it
	exact    []wordSet // of each term: the word as written
	evidence Evidence
}

// Counter prepares the counting in a vocabulary.
func (c *Scorer) Counter(v Vocabulary) *Counter {
	n := &Counter{scorer: c}
	for _, t := range c.Terms {
		counted, exact := t, wordSet{none: true}
		if stems := t.ScoringStems(); stems != nil {
			counted = &Term{Kind: Stemmed, Stems: stems}
			exact = newWordSet(v.Words(&Term{Kind: Literal, Text: t.Text}))
		}
		n.forms = append(n.forms, newWordSet(v.Words(counted)))
		n.exact = append(n.exact, exact)
	}
	n.evidence = Evidence{
		Frequency: make([]int, len(c.Terms)), Exact: make([]int, len(c.Terms)),
		Adjacent: make([]int, len(c.Pairs)), Near: make([]int, len(c.Pairs)),
	}
	return n
}

// Headings says which of the terms a section's heading has, given the stems of
// its words.
func (c *Scorer) Headings(stems []string) []bool {
	has := make([]bool, len(c.Terms))
	for i, t := range c.Terms {
		has[i] = slices.ContainsFunc(t.ScoringStems(), func(s string) bool { return slices.Contains(stems, s) })
	}
	return has
}

// Count gives the evidence of a passage whose heading has the terms that
// headings says. It is overwritten by the next call.
func (n *Counter) Count(w *Words, headings []bool) *Evidence {
	e := &n.evidence
	for i := range n.forms {
		e.Frequency[i], e.Exact[i] = 0, 0
		for _, word := range w.Numbers {
			if n.forms[i].has(word) {
				e.Frequency[i]++
				if n.exact[i].has(word) {
					e.Exact[i]++
				}
			}
		}
		if n.scorer.Terms[i].ScoringStems() == nil {
			e.Frequency[i] = min(e.Frequency[i], 1)
		}
	}
	for i, p := range n.scorer.Pairs {
		e.Adjacent[i], e.Near[i] = 0, 0
		if e.Frequency[p.First] > 0 && e.Frequency[p.Second] > 0 {
			e.Adjacent[i], e.Near[i] = n.together(p, w)
		}
	}
	e.Heading = headings
	return e
}

// together counts how often the words of a pair stand side by side, in order,
// and close, in any order.
func (n *Counter) together(p Pair, w *Words) (adjacent, near int) {
	first, second := &n.forms[p.First], &n.forms[p.Second]
	for i, word := range w.Numbers {
		if !first.has(word) {
			continue
		}
		if i+1 < len(w.Numbers) && second.has(w.Numbers[i+1]) {
			adjacent++
		}
		for j := max(0, i-NearWords); j <= min(i+NearWords, len(w.Numbers)-1); j++ {
			if second.has(w.Numbers[j]) {
				near++
			}
		}
	}
	return adjacent, near
}
