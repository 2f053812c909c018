package opensearch

import (
	"slices"

	"verbatim/search"
)

// Order and distance are Lucene's spans. They find the same as search.Matcher as far as
// they are used here: in order, and of alternatives that are of one length each, since
// a span in order goes on from the first place that its next clause has behind the one
// before, and never back. Two operands in any order are both orders, one beside the
// other, and each length of alternatives with each. What else a query may ask, Nears
// within Nears, or a phrase with words left out in a Near, of which only the shortest
// occurrences count, is left to verify.

// maxPositions bounds the words that a query compares by place: Lucene takes 1,024
// clauses, if nobody has said more. With more, passages are matched in Go.
const maxPositions = 600

// anywhere is a distance that no passage has.
const anywhere = 1 << 30

// placed returns the query for the passages that match a phrase of several words or a
// Near.
func (t *translation) placed(n search.Node) (object, error) {
	var query object
	before := t.positions
	switch n := n.(type) {
	case *search.Phrase:
		query = t.phrase(n)
	case *search.Near:
		query = t.near(n)
	}
	if query == nil {
		t.positions = before
		return t.verify(n)
	}
	return query, nil
}

// phrase returns the span of a phrase; nil if that would be too large.
func (t *translation) phrase(p *search.Phrase) object {
	clauses := make([]object, len(p.Terms))
	for i, term := range p.Terms {
		if clauses[i] = t.span(term); clauses[i] == nil {
			return nil
		}
	}
	return inOrder(p.Slop, clauses...)
}

// inOrder is the span of clauses that follow each other with at most so many words
// between them in all.
func inOrder(slop int, clauses ...object) object {
	if len(clauses) == 1 {
		return clauses[0]
	}
	return object{"span_near": object{"clauses": clauses, "slop": slop, "in_order": true}}
}

func anySpan(clauses ...object) object {
	if len(clauses) == 1 {
		return clauses[0]
	}
	return object{"span_or": object{"clauses": clauses}}
}

// span returns the span of the words that a term accepts; nil if they are too many.
func (t *translation) span(term *search.Term) object {
	var accepted []string
	stems := term.Kind == search.Stemmed
	switch {
	case stems:
		accepted = tokens(term.Stems)
	case term.Kind == search.Literal:
		accepted = []string{token(term.Text)}
	default:
		accepted = t.expansion(term)
	}
	if t.positions += len(accepted); t.positions > maxPositions {
		return nil
	}
	if len(accepted) == 0 {
		accepted = []string{"# none"} // no token has a space
	}
	clauses := make([]object, len(accepted))
	for i, word := range accepted {
		if clauses[i] = (object{"span_term": object{fieldWords: word}}); stems {
			clauses[i] = masked(object{"span_term": object{fieldStems: word}})
		}
	}
	return anySpan(clauses...)
}

// masked lets a span of another field stand beside those of words: the places are the
// same.
func masked(span object) object {
	return object{"field_masking_span": object{"query": span, "field": fieldWords}}
}

// near returns the span of a Near; nil if its operands are not such as spans are exact
// for, or are too many.
func (t *translation) near(n *search.Near) object {
	left, ok := t.operand(n.Left, nil)
	if !ok {
		return nil
	}
	right, ok := t.operand(n.Right, nil)
	if !ok {
		return nil
	}
	distance := anywhere
	if n.Within == search.WithinWords || n.Within == search.WithinWordsAfter {
		distance = n.Distance - 1
	}
	var spans []object
	for l, of := range left {
		for r, with := range right {
			if len(of) == 0 || len(with) == 0 {
				continue
			}
			if t.positions += l*len(of) + r*len(with); t.positions > maxPositions {
				return nil
			}
			spans = append(spans, inOrder(distance, anySpan(of...), anySpan(with...)))
			if n.Within != search.WithinWordsAfter && n.Within != search.WithinSentenceAfter {
				spans = append(spans, inOrder(distance, anySpan(with...), anySpan(of...)))
			}
		}
	}
	if n.Within == search.WithinSentence || n.Within == search.WithinSentenceAfter {
		for i, s := range spans {
			spans[i] = object{"span_within": object{"big": sentence, "little": s}}
		}
	}
	return anyOf(spans...)
}

// sentence is the span of a sentence of two words or more.
var sentence = inOrder(anywhere,
	masked(object{"span_term": object{fieldEnds: firstOfSentence}}),
	masked(object{"span_term": object{fieldEnds: lastOfSentence}}))

// operand adds the alternatives of a Near's operand to those of each length in words.
func (t *translation) operand(n search.Node, into map[int][]object) (map[int][]object, bool) {
	if into == nil {
		into = map[int][]object{}
	}
	add := func(p *search.Phrase) bool {
		span := t.phrase(p)
		into[len(p.Terms)] = append(into[len(p.Terms)], span)
		return span != nil && (p.Slop == 0 || len(p.Terms) == 1)
	}
	switch n := n.(type) {
	case *search.Phrase:
		if apart := n.Terms[0].Apart; apart != nil && !add(&search.Phrase{Terms: apart}) {
			return nil, false
		}
		return into, add(n)
	case *search.Or:
		return into, !slices.ContainsFunc(n.Nodes, func(c search.Node) bool {
			_, ok := t.operand(c, into)
			return !ok
		})
	}
	return nil, false
}
