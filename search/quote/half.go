package quote

import (
	"sort"

	"verbatim/corpus/prose"
)

// minSentence is of how many words a sentence is that makes a quotation Partial by
// itself, however long the rest is.
const minSentence = 5

// holdsSentence reports whether an alignment has a whole sentence of the quotation,
// or of the source, without a difference.
func (q *quotation) holdsSentence(w *window, words []word, steps []step) bool {
	own, theirs := prose.Sentences(q.reading.quote), prose.Sentences(w.text)
	for _, r := range q.sameRuns(words, steps) {
		if r.qEnd-r.q < minSentence {
			continue
		}
		quoted := prose.Span{Start: q.units[r.q].span.Start, End: q.units[r.qEnd-1].span.End}
		source := prose.Span{Start: words[r.s].span.Start, End: words[r.sEnd-1].span.End}
		if hasWhole(own, q.reading.quote, quoted) || hasWhole(theirs, w.text, source) {
			return true
		}
	}
	return false
}

// sameRuns returns the runs of words that are the same.
func (q *quotation) sameRuns(words []word, steps []step) (runs []run) {
	on := false
	for _, s := range steps {
		same := s.unit >= 0 && s.source >= 0 && q.units[s.unit].gap == nil && q.units[s.unit].key == words[s.source].key
		switch {
		case same && on:
			runs[len(runs)-1].widen(s)
		case same:
			runs = append(runs, run{s.unit, s.unit + 1, s.source, s.source + 1})
		}
		on = same
	}
	return runs
}

// hasWhole reports whether a stretch has all words of a sentence that is long
// enough.
func hasWhole(sentences []prose.Span, text string, stretch prose.Span) bool {
	i := sort.Search(len(sentences), func(i int) bool { return sentences[i].End > stretch.Start })
	for ; i < len(sentences) && sentences[i].Start < stretch.End; i++ {
		words := wordsOf(sentences[i].In(text))
		if len(words) < minSentence {
			continue
		}
		first, last := sentences[i].Start+words[0].span.Start, sentences[i].Start+words[len(words)-1].span.End
		if stretch.Start <= first && last <= stretch.End {
			return true
		}
	}
	return false
}
