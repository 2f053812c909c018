package search

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
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
	spans, ok = m.match(n, &p, text, nil)
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
	initials  initials // of the words that may count
	keys      stemKeys // of their stems
	initialed bool     // whether they are told by their initials
	keyed     bool     // whether they are told by their keys, or where it has wildcards by their initials
	begun     bool     // whether the query has wildcards
	sentences bool     // whether the query asks for any
	tokens    []Token  // the words that may count
	narrative *corpus.Narrative
	passage   *corpus.Passage
	words     Words
	starts    []uint32 // of the sentences, where they are found anew
	matcher   Matcher
}

var markers = sync.Pool{New: func() any {
	m := &marker{}
	m.words.Value = func(f Field) string { return f.Value(m.narrative, *m.passage) }
	return m
}}

func newMarker(q *Query) *marker {
	m := markers.Get().(*marker)
	m.terms = Terms(q.Root)
	m.initialed, m.keyed = m.initials.set(m.terms), m.keys.set(m.terms)
	m.begun = slices.ContainsFunc(m.terms, func(t *Term) bool { return t.Kind == Wildcard })
	m.keyed = m.keyed && (m.initialed || !m.begun)
	m.matcher.root = q.Root
	m.matcher.accepted = slices.Grow(m.matcher.accepted[:0], len(q.terms))[:len(q.terms)]
	m.matcher.ended, m.sentences = nil, m.matcher.Sentences()
	return m
}

// release returns back the memory.
func (m *marker) release() {
	m.narrative, m.passage = nil, nil
	markers.Put(m)
}

// match is Match. known is what is known of the text, if anything is.
func (m *marker) match(n *corpus.Narrative, p *corpus.Passage, text string, known *knownText) (spans []prose.Span, ok bool) {
	m.narrative, m.passage = n, p
	m.read(text, known)
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
func (m *marker) read(text string, known *knownText) {
	m.tokens, m.words.Places, m.words.Sentences = m.tokens[:0], m.words.Places[:0], nil
	if m.keyed && known != nil && len(known.words) > 0 {
		m.choose(known)
	} else {
		m.lex(text)
	}
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
	m.starts = m.starts[:0]
	place, sentence, last := uint32(0), 0, -1
	for span, plain := nextWord(text, 0); span.Len() > 0; span, plain = nextWord(text, span.End) {
		first := place
		if plain && m.initialed && !m.initials[lower(text[span.Start])] {
			place++
		} else {
			place = m.add(span, text, place)
		}
		if !m.sentences || first == place {
			continue
		}
		for sentence+1 < len(sentences) && span.Start >= sentences[sentence].End {
			sentence++
		}
		if sentence != last {
			m.starts = append(m.starts, first)
			last = sentence
		}
	}
	m.words.Sentences = m.starts
}

// add adds the words of a segment of a text, the first of which stands at a place, and
// returns the place behind them.
func (m *marker) add(span prose.Span, text string, place uint32) (behind uint32) {
	m.tokens = appendWord(m.tokens, span.In(text), span.Start, 0)
	for n := uint32(len(m.words.Places)); n < uint32(len(m.tokens)); n++ {
		m.words.Places = append(m.words.Places, Occurrence{place, n})
		place++
	}
	return place
}

// choose is lex for a text whose words are known: only those are looked at that have the
// stem of a term, or by chance the same key, or begin as a wildcard does.
func (m *marker) choose(known *knownText) {
	for place, w := range known.words {
		if m.keys.has(w.key()) || m.begun && m.mayBegin(known.text[w.start()]) {
			span, _ := nextWord(known.text, w.start())
			m.add(span, known.text, uint32(place))
		}
	}
	if m.sentences {
		m.words.Sentences = known.sentences
	}
}

// mayBegin reports whether a word that begins with a byte may count by its first letter:
// folding leaves the first letter as it is where it is plain.
func (m *marker) mayBegin(c byte) bool {
	return classes[c] != alphanumeric || m.initials[lower(c)]
}

// set makes it the letters that the words begin with that terms accept, and reports
// whether they may not begin with any other.
func (i *initials) set(terms []*Term) (told bool) {
	clear(i[:])
	for _, t := range terms {
		if t.Kind != Stemmed {
			if !i.add(t, t.Text) {
				return false
			}
			continue
		}
		for _, stem := range t.Stems {
			if !i.add(t, stem) {
				return false
			}
		}
	}
	return true
}

// add adds those of the words with a stem, or as they are written in the query.
func (i *initials) add(t *Term, word string) (told bool) {
	if word == "" || word[0] >= utf8.RuneSelf || t.Kind == Fuzzy || word[0] == '?' || word[0] == '*' {
		return false
	}
	i[lower(word[0])] = true
	for _, c := range []byte(english.Strays[word]) {
		i[c] = true
	}
	return true
}

// knownTexts remember where the words are of texts that are shown again and again, so that
// these are marked without being read. A text has one place, by the row of its passage,
// and stays until another comes for it; so the memory is bounded, and nobody waits.
type knownTexts [1 << 15]atomic.Pointer[knownText]

// fewHits is on how many hits of a page texts are remembered. Who asks for more mostly reads
// on, and would have those forgotten that are shown to many.
const fewHits = 20

// A knownText is a text of which it is known where its words are.
type knownText struct {
	text      string
	shown     atomic.Int32 // how often, until it was often enough
	words     []knownWord  // none where they are to be found anew
	sentences []uint32     // the place of each sentence's first word; nil until it is asked for
}

// A knownWord is where a word begins in a text, in its lower 20 bits, and above them the
// key of its stem.
type knownWord uint32

const startBits = 20

func (w knownWord) start() int  { return int(w & (1<<startBits - 1)) }
func (w knownWord) key() uint16 { return uint16(w >> startBits) }

// often is how often a text was shown before when it is worth to know its words.
const often = 2

// of returns what is known of the text of a passage, nil without texts; with its sentences, if
// they are asked for. A text that is shown for the first time, or the second, is only noted: most are not
// shown again, and finding all words takes twice as long as those of one query.
func (k *knownTexts) of(row int64, text string, sentences bool) *knownText {
	if k == nil {
		return nil
	}
	place := &k[uint64(row)%uint64(len(k))]
	known := place.Load()
	switch {
	case known == nil || known.text != text:
		known = &knownText{text: text}
	case known.words == nil && known.shown.Add(1) < often, known.words != nil && (!sentences || known.sentences != nil):
		return known
	case known.words == nil:
		known = &knownText{text: text, words: knownWords(text)}
		if sentences {
			known.sentences = known.sentenceStarts()
		}
	default:
		known = &knownText{text: text, words: known.words, sentences: known.sentenceStarts()}
	}
	place.Store(known)
	return known
}

// knownWords returns where the words of a text are: none if it is too long, or if a segment
// of it is several words.
func knownWords(text string) []knownWord {
	words := make([]knownWord, 0, len(text)/5)
	if len(text) >= 1<<startBits {
		return words
	}
	for span, _ := nextWord(text, 0); span.Len() > 0; span, _ = nextWord(text, span.End) {
		form := formOf(span.In(text))
		if form.several {
			return words[:0]
		}
		if form.word != "" {
			words = append(words, knownWord(form.key)<<startBits|knownWord(span.Start))
		}
	}
	return slices.Clip(words)
}

// sentenceStarts returns the places of the words that begin sentences.
func (k *knownText) sentenceStarts() []uint32 {
	starts := []uint32{}
	sentences := prose.Sentences(k.text)
	sentence, last := 0, -1
	for place, w := range k.words {
		for sentence+1 < len(sentences) && w.start() >= sentences[sentence].End {
			sentence++
		}
		if sentence != last {
			starts = append(starts, uint32(place))
			last = sentence
		}
	}
	return starts
}

// stemKeys are a set of keys of stems.
type stemKeys [(1 << keyBits) / 64]uint64

func (k *stemKeys) has(key uint16) bool { return k[key/64]&(1<<(key%64)) != 0 }

// set makes it the keys of the words that terms accept, and reports whether these are told
// by their stems, but for wildcards.
func (k *stemKeys) set(terms []*Term) (told bool) {
	clear(k[:])
	for _, t := range terms {
		switch t.Kind {
		case Stemmed:
			for _, stem := range t.Stems {
				k.add(keyOf(stem))
			}
		case Literal:
			form := formOf(t.Text)
			if form.word != t.Text { // no query has such a word
				return false
			}
			k.add(form.key)
		case Fuzzy:
			return false
		}
	}
	return true
}

func (k *stemKeys) add(key uint16) { k[key/64] |= 1 << (key % 64) }
