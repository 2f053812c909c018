package index

import (
	"context"
	"slices"
	"sync"

	"verbatim/index/alike"
	"verbatim/index/forward"
	"verbatim/search"
)

// Scan implements search.Engine.
func (x *Index) Scan(ctx context.Context, question search.Question, wanted search.Scan, visit search.Visit) (err error) {
	defer x.guard(&err)()
	g, err := x.acquire(question.Generation)
	if err != nil {
		return err
	}
	defer x.release(g)
	return g.scan(ctx, question, wanted, visit)
}

// scan goes through what a question finds: the bitmaps say which passages, and the
// forward index has their words.
func (g *generation) scan(ctx context.Context, question search.Question, wanted search.Scan, visit search.Visit) error {
	words := g.vocabularies(ctx)
	if err := g.checkExpansions(ctx, question.Query, words); err != nil {
		return err
	}
	collection := &search.Collection{Generation: g.manifest.generation(), Values: g.values}
	var wordings *alike.Together
	if wanted.Wording {
		wordings = g.wordings()
		collection.Wordings = wordings
	}
	memory := borrowMemory()
	for i, v := range g.parts {
		e, err := v.evaluate(ctx, question, i, words[i], memory)
		if err == nil {
			e.wordings = wordings
			err = e.scan(collection, g.lexicon(i), wanted, visit)
		}
		if err != nil {
			return err
		}
	}
	memory.giveBack() // otherwise it may not be as others expect it
	return nil
}

func (e *evaluation) scan(c *search.Collection, lexicon search.Lexicon, wanted search.Scan, visit search.Visit) error {
	p := &search.Scanned{Lexicon: lexicon, Values: make([]uint32, len(search.Fields))}
	fields := wantedFields(wanted)
	var words forward.Passage
	matcher := e.query.Bind(e.query.Root, e.vocabulary)
	matcher.Until(e.late)
	e.scratch.matching.Count(matcher.Counting())
	for _, doc := range e.docs() {
		if e.worked(16 + e.live.forward.Size(doc)) {
			return e.err
		}
		p.Row, p.Length = int64(e.live.forward.Rows.At(doc)), int(e.live.forward.Lengths.At(doc))
		for _, f := range fields {
			p.Values[f] = e.live.global[f][e.live.forward.Fields[f].At(doc)]
		}
		if wanted.Matches {
			p.Matches = e.ranges(matcher, doc)
			if e.err != nil { // what the matcher says is not true then
				return e.err
			}
		}
		if wanted.Wording {
			p.Wording = e.wordings.Wording(e.place, doc)
		}
		if wanted.Words {
			e.live.forward.Load(doc, &words)
			p.Words, p.Sentences = words.Words, words.Sentences
		}
		if err := visit(c, p); err != nil {
			return err
		}
	}
	return nil
}

// wantedFields returns the places of the fields whose values a scan wants.
func wantedFields(wanted search.Scan) (places []int) {
	for f, field := range search.Fields {
		if wanted.Fields == nil || slices.Contains(wanted.Fields, field) {
			places = append(places, f)
		}
	}
	return places
}

// ranges returns where the query matches in a passage.
func (e *evaluation) ranges(matcher *search.Matcher, doc uint32) []search.Range {
	var words int
	e.passage.Places, words = e.live.forward.Places(doc, &e.scratch.matching, e.passage.Places[:0])
	e.passage.Sentences = e.live.forward.SentencesOf(doc, words, e.passage.Sentences[:0])
	e.passage.Value = func(field search.Field) string {
		f := slices.Index(search.Fields, field)
		return e.live.values[f][e.live.forward.Fields[f].At(doc)]
	}
	return matcher.Ranges(&e.passage)
}

// A lexicon is that of a part, which knows the places of its words among those of
// all parts.
type lexicon struct {
	forward *forward.Index
	stems   []uint32
	ranks   []uint32
}

func (l *lexicon) Len() int             { return l.forward.Vocabulary.Len() }
func (l *lexicon) Word(n uint32) string { return l.forward.Vocabulary.At(n) }
func (l *lexicon) Stem(n uint32) string { return l.forward.Stem(l.stems[n]) }
func (l *lexicon) Rank(n uint32) uint32 { return l.ranks[n] }

// lexicons makes the lexicons of a generation's parts, once they are wanted.
type lexicons struct {
	once sync.Once
	of   []*lexicon
}

func (g *generation) lexicon(part int) search.Lexicon {
	g.lexicons.once.Do(func() {
		for _, v := range g.parts {
			g.lexicons.of = append(g.lexicons.of, &lexicon{v.forward, v.forward.StemsOfWords(), make([]uint32, v.forward.Vocabulary.Len())})
		}
		rankWords(g.lexicons.of)
	})
	return g.lexicons.of[part]
}

// rankWords merges the sorted words of all parts, and numbers them.
func rankWords(all []*lexicon) {
	rest := make([][]uint32, len(all)) // of each part: its words that have no rank yet, sorted
	for i, l := range all {
		rest[i] = l.forward.Sorted()
	}
	for rank := uint32(0); ; rank++ {
		least, found := "", false
		for i, words := range rest {
			if len(words) > 0 {
				if word := all[i].Word(words[0]); !found || word < least {
					least, found = word, true
				}
			}
		}
		if !found {
			return
		}
		for i, words := range rest {
			if len(words) > 0 && all[i].Word(words[0]) == least {
				all[i].ranks[words[0]] = rank
				rest[i] = words[1:]
			}
		}
	}
}
