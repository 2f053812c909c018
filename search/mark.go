package search

import (
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
// vocabulary each place in the text has a number of its own, the place itself:
// so a term is bound to the places where it stands.
type marker struct {
	terms     []*Term
	initials  *initials
	sentences bool // whether the query asks for any
	tokens    []Token
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
	for i, r := range ranges {
		spans[i] = prose.Span{Start: m.tokens[r.Start].Span.Start, End: m.tokens[r.End-1].Span.End}
	}
	return spans, true
}

// read binds the terms to a text. Its tokens are complete as far as the query
// looks at them: without sentences if it does not ask for any, and without the
// stems of words that begin with another letter than its own.
func (m *marker) read(text string) {
	var sentences []prose.Span
	if m.sentences {
		sentences = prose.Sentences(text)
	}
	m.tokens = appendTokens(m.tokens[:0], text, sentences, m.initials)
	for _, t := range m.terms {
		if m.matcher.late(len(m.tokens)) {
			return
		}
		accepted := &m.matcher.accepted[t.index]
		accepted.empty(len(m.tokens))
		for i := range m.tokens {
			if token := &m.tokens[i]; token.Stem != "" && t.Accepts(token.Word, token.Stem) {
				accepted.add(uint32(i))
			}
		}
	}
	m.words.Places = m.words.Places[:0]
	for i := range uint32(len(m.tokens)) {
		if m.tokens[i].Stem != "" {
			m.words.Places = append(m.words.Places, Occurrence{i, i})
		}
	}
	if m.sentences {
		m.words.Sentences = Sentences(m.tokens)
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
