package search

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search/english"
)

// Match reports whether a passage of a narrative is one that the query asks for,
// and where in the passage's text the marks go: spans in bytes of that text,
// in order, without overlap.
func Match(q *Query, n *corpus.Narrative, p corpus.Passage, text string) (spans []prose.Span, ok bool) {
	spans, ok, _ = Mark(context.Background(), q, n, p, text)
	return spans, ok
}

// Mark is as Match, and ends with an error when ctx does.
func Mark(ctx context.Context, q *Query, n *corpus.Narrative, p corpus.Passage, text string) (spans []prose.Span, ok bool, err error) {
	m := newMarker(q)
	defer m.release()
	m.until(ctx)
	spans, ok = m.match(n, p, text)
	return spans, ok, ctx.Err()
}

// until has the marker end early when ctx has ended. What it says then is not true.
func (m *marker) until(ctx context.Context) {
	m.matcher.Until(func() bool {
		runtime.Gosched()
		return ctx.Err() != nil
	})
}

// Matching returns what tells of a passage, also of one that no engine has any more,
// whether a request asks for it, and where its text matches, as Mark does. What it
// returns is for one goroutine.
func (s *Searcher) Matching(ctx context.Context, r Request) (func(library.Entry) ([]prose.Span, bool, error), error) {
	q, question, err := s.understand(ctx, r)
	if err != nil {
		return nil, err
	}
	return func(e library.Entry) ([]prose.Span, bool, error) {
		if e.Kind == corpus.Heading && !question.Headings {
			return nil, false, nil
		}
		for field, filters := range question.Filters {
			value := field.Value(e.Narrative, e.Passage)
			if !slices.ContainsFunc(filters, func(f *Filter) bool { return f.Accepts(value) }) {
				return nil, false, nil
			}
		}
		return Mark(ctx, q, e.Narrative, e.Passage, e.Text)
	}, nil
}

// A marker matches one text after the other, in the same memory. In its
// vocabulary each word of the text that may count has a number of its own, its place
// among those: so a term is bound to the places where it stands.
type marker struct {
	terms     []*Term
	initials  *initials
	sentences bool    // whether the query asks for any
	tokens    []Token // the words that may count
	words     Words
	matcher   Matcher
}

var markers = sync.Pool{New: func() any { return &marker{} }}

func newMarker(q *Query) *marker {
	m := markers.Get().(*marker)
	m.terms = Terms(q.Root)
	m.initials = initialsOf(m.terms)
	m.matcher.root = q.Root
	m.matcher.accepted = slices.Grow(m.matcher.accepted[:0], len(q.terms))[:len(q.terms)]
	m.matcher.ended, m.sentences = nil, m.matcher.Sentences()
	return m
}

// release returns back the memory.
func (m *marker) release() { markers.Put(m) }

func (m *marker) match(n *corpus.Narrative, p corpus.Passage, text string) (spans []prose.Span, ok bool) {
	m.read(text)
	m.words.Value = func(f Field) string { return f.Value(n, p) }
	if !m.matcher.Matches(&m.words) {
		return nil, false
	}
	ranges := m.matcher.Ranges(&m.words)
	if len(ranges) > 0 {
		spans = make([]prose.Span, len(ranges))
	}
	for i, r := range ranges { // they begin and end with words that count
		spans[i] = prose.Span{Start: m.tokenAt(r.Start).Span.Start, End: m.tokenAt(r.End - 1).Span.End}
	}
	return spans, true
}

// tokenAt returns the word in a place of the text, which counts.
func (m *marker) tokenAt(place int) *Token {
	n, _ := slices.BinarySearchFunc(m.words.Places, uint32(place), func(o Occurrence, at uint32) int { return cmp.Compare(o.At, at) })
	return &m.tokens[n]
}

// read binds the terms to a text.
func (m *marker) read(text string) {
	m.lex(text)
	for _, t := range m.terms {
		if m.matcher.late(len(m.tokens)) {
			return
		}
		accepted := &m.matcher.accepted[t.index]
		accepted.empty(len(m.tokens))
		for i := range m.tokens {
			if token := &m.tokens[i]; t.Accepts(token.Word, token.Stem) {
				accepted.add(uint32(i))
			}
		}
	}
}

// lex finds the words of a text that may count, with their places among all, and, if the
// query asks for any, where the sentences begin. Words that begin with another letter than
// those of the terms are passed over.
func (m *marker) lex(text string) {
	var sentences []prose.Span
	if m.sentences {
		sentences = prose.Sentences(text)
	}
	m.tokens, m.words.Places, m.words.Sentences = m.tokens[:0], m.words.Places[:0], m.words.Sentences[:0]
	place, sentence, last := uint32(0), 0, -1
	for span, plain := nextWord(text, 0); span.Len() > 0; span, plain = nextWord(text, span.End) {
		first := place
		if plain && m.initials != nil && !m.initials[lower(text[span.Start])] {
			place++
		} else {
			m.tokens = appendWord(m.tokens, span.In(text), span.Start, sentence)
			for n := uint32(len(m.words.Places)); n < uint32(len(m.tokens)); n++ {
				m.words.Places = append(m.words.Places, Occurrence{place, n})
				place++
			}
		}
		if !m.sentences || first == place {
			continue
		}
		for sentence+1 < len(sentences) && span.Start >= sentences[sentence].End {
			sentence++
		}
		if sentence != last {
			m.words.Sentences = append(m.words.Sentences, first)
			last = sentence
		}
	}
}

// initialsOf returns the letters that the words begin with that terms accept; nil if
// they may begin with any.
func initialsOf(terms []*Term) *initials {
	all := &initials{}
	for _, t := range terms {
		words := t.Stems
		if t.Kind != Stemmed {
			words = []string{t.Text}
		}
		for _, w := range words {
			if w == "" || w[0] >= utf8.RuneSelf || t.Kind == Fuzzy || w[0] == '?' || w[0] == '*' {
				return nil
			}
			all[lower(w[0])] = true
			for _, c := range []byte(english.Strays[w]) {
				all[c] = true
			}
		}
	}
	return all
}
