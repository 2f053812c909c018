package search

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
)

// A Searcher answers questions over a library by way of an engine: the engine
// finds, and every word of the answer is sliced from the library's text.
type Searcher struct {
	library *library.Library
	engine  Engine
	kept    []atomic.Pointer[alike] // by field
	texts   *knownTexts
}

// NewSearcher makes a Searcher. The engine's rows must be the library's.
func NewSearcher(lib *library.Library, engine Engine) *Searcher {
	return &Searcher{lib, engine, make([]atomic.Pointer[alike], len(Fields)), &knownTexts{}}
}

// Library is where the texts are.
func (s *Searcher) Library() *library.Library { return s.library }

// Indexed returns the revision of the library that the engine answers questions about:
// while an import is being indexed, the one before. It is 0 for one of no library on disk.
func (s *Searcher) Indexed(ctx context.Context) (int64, error) {
	found, err := s.engine.Find(ctx, Question{Query: NewQuery(Everything{}), Sort: SortOldest})
	if err != nil {
		return 0, err
	}
	return found.Revision, nil
}

// Engine is what finds.
func (s *Searcher) Engine() Engine { return s.engine }

// Bounds of a Request.
const (
	DefaultSize = 10
	MaxSize     = 100
	MaxAlike    = 20
)

// A Request is a question as a person asks it.
type Request struct {
	Text     string             // in the query language
	Mode     Mode               // empty: ModeAll
	Sort     Sort               // empty: SortRelevance
	Size     int                // hits wanted; 0: DefaultSize
	Cursor   string             // Results.Next of the page before, or empty
	FoldUpTo int                // one hit for passages that say the same, where at most so many match; FoldAll: always
	FoldPage bool               // then how many hits are left is not counted: Results.Left is nil
	Group    bool               // of each narrative only the first passage in the order
	Explain  bool               // say what the scores are made of
	Matches  bool               // count the matches too
	Facets   []Field            // to count; nil: all of the package's Facets
	Filters  map[Field][]string // values to choose from: any of a field's, all of the fields
}

// Results are the answer to a Request.
type Results struct {
	Query *Query
	Total int // passages that match, exactly
	// Narratives is how many narratives have one of them.
	Narratives int
	Offset     int // hits that stand before these, on the pages before
	Headings   int // that match and are left out, since the request does not ask for them
	Hits       []Result
	Facets     []Facet
	// Suggestion is a query with words spelled otherwise that finds more,
	// where this one finds little; or empty.
	Suggestion string
	Words      []WordForms // the words that were searched for in any form
	Offers     []Offer     // other questions that may be meant
	Matches    *int        // all that is marked in all passages; nil unless it was asked for
	Left       *int        // how many hits there are, where those that say the same are one; nil where they are not
	Next       string      // the cursor of the next page; empty on the last
}

// A Result is a passage that matches, and where.
type Result struct {
	library.Entry
	Spans       []prose.Span // of Text, in bytes: what matches, in order, without overlap
	Score       float64
	Matching    int             // passages of its narrative that match, itself among them
	Explanation []Reason        // if it was asked for: what the score is made of
	Folded      []Folded        // the passages that match too and say the same, if they were to be folded
	Alike       []library.Entry // the first of these, at most MaxAlike
}

// A Facet counts the passages of each value of a field, as if nothing were
// selected in that field.
type Facet struct {
	Field  Field
	Values []FacetValue
}

// A FacetValue is a value of a field and how many passages have it.
type FacetValue struct {
	Value    string
	Count    int
	Selected bool
}

// Search answers a request. A question that cannot be understood returns a
// *SyntaxError; its position is -1 where the mistake is not in the text.
func (s *Searcher) Search(ctx context.Context, r Request) (*Results, error) {
	q, question, err := s.question(ctx, r)
	if err != nil {
		return nil, err
	}
	found, err := s.engine.Find(ctx, question)
	if err != nil {
		return nil, err
	}
	results := &Results{Query: q, Total: found.Total, Narratives: found.Narratives, Offset: question.Offset, Headings: found.Headings}
	if results.Facets, err = s.facets(ctx, question, found); err != nil {
		return nil, err
	}
	if found.Headings > 0 {
		q.Notes = append(q.Notes, noteHeadings(found.Headings))
	}
	if err := s.noteExpansions(ctx, q); err != nil {
		return nil, err
	}
	if err := s.explainQuery(ctx, r, question, results); err != nil {
		return nil, err
	}
	if results.Hits, err = s.show(ctx, q, found.Hits); err != nil {
		return nil, err
	}
	all := found.Total
	switch {
	case question.Folds(found.Total):
		if all = found.Left; !question.FoldPage {
			results.Left = &found.Left
		}
	case question.Group:
		all = found.Narratives
	}
	if end := question.Offset + len(found.Hits); end < all && len(found.Hits) > 0 {
		results.Next = encodeCursor(found.Generation, end)
	}
	return results, nil
}

// explainQuery adds to results how the query was read, and what may be asked instead.
func (s *Searcher) explainQuery(ctx context.Context, r Request, question Question, results *Results) (err error) {
	q := question.Query
	meant := noteDialect(q, r.Text)
	noteMarks(q, r.Text)
	if results.Suggestion, err = s.suggest(ctx, question, results.Total); err != nil {
		return err
	}
	if results.Suggestion == "" {
		results.Suggestion = meant
	}
	if results.Words, err = s.wordForms(ctx, q); err != nil {
		return err
	}
	if results.Offers, err = s.offerSpellings(ctx, question); err != nil {
		return err
	}
	compounds, err := s.offerCompounds(ctx, question, results.Words)
	if err != nil {
		return err
	}
	results.Offers = append(results.Offers, compounds...)
	if meant != "" && meant != results.Suggestion {
		offer, err := s.offerOperators(ctx, meant, results.Suggestion, question)
		if err != nil {
			return err
		}
		results.Offers = append(results.Offers, offer)
	}
	if results.Total == 0 && q.Mode == ModeAll {
		more, err := s.offerLess(ctx, question)
		if err != nil {
			return err
		}
		results.Offers = append(results.Offers, more...)
	}
	if r.Matches {
		results.Matches = new(int)
		err = s.engine.Scan(ctx, question, Scan{Matches: true, Fields: []Field{}}, func(_ *Collection, p *Scanned) error {
			*results.Matches += len(p.Matches)
			return nil
		})
	}
	return err
}

// WordsOf counts the words of narratives, by their IDs, as a search finds them: without
// headings.
func (s *Searcher) WordsOf(ctx context.Context, narratives []string) (map[string]int, error) {
	words := map[string]int{}
	if len(narratives) == 0 {
		return words, nil
	}
	field := slices.Index(Fields, FieldNarrative)
	question := Question{Query: NewQuery(Everything{}), Filters: map[Field][]*Filter{}}
	for _, id := range narratives {
		f, err := newFilter(FieldNarrative, id, -1)
		if err != nil {
			return nil, err
		}
		question.Filters[FieldNarrative] = append(question.Filters[FieldNarrative], f)
	}
	err := s.engine.Scan(ctx, question, Scan{Fields: []Field{FieldNarrative}}, func(c *Collection, p *Scanned) error {
		words[c.Values[field][p.Values[field]]] += p.Length
		return nil
	})
	return words, err
}

// Count says how many passages a request finds.
func (s *Searcher) Count(ctx context.Context, r Request) (int, error) {
	_, question, err := s.question(ctx, r)
	if err != nil {
		return 0, err
	}
	question.Facets, question.Limit, question.Narratives = nil, 0, false
	found, err := s.engine.Find(ctx, question)
	if err != nil {
		return 0, err
	}
	return found.Total, nil
}

// question turns a request that asks for something into what an engine is asked.
func (s *Searcher) question(ctx context.Context, r Request) (*Query, Question, error) {
	q, question, err := s.understand(ctx, r)
	if err != nil {
		return nil, Question{}, err
	}
	if _, all := q.Root.(Everything); all && len(r.Filters) == 0 {
		return nil, Question{}, &SyntaxError{Msg: "the query is empty: type a word or a phrase", Pos: 0}
	}
	return q, question, nil
}

// understand turns a request into what an engine is asked.
func (s *Searcher) understand(ctx context.Context, r Request) (*Query, Question, error) {
	parsed, err := Parse(withReference(r.Text))
	if err != nil {
		return nil, Question{}, err
	}
	question := Question{Sort: r.Sort, Limit: r.Size, Facets: r.Facets, FoldUpTo: r.FoldUpTo, FoldPage: r.FoldPage, Group: r.Group, Narratives: true, Explain: r.Explain}
	if question.Facets == nil {
		question.Facets = Facets
	}
	if r.Mode == "" {
		r.Mode = ModeAll
	}
	if r.Mode != ModeAll && r.Mode != ModeAny {
		return nil, Question{}, unknownChoice("mode", string(r.Mode), []Mode{ModeAll, ModeAny})
	}
	if question.Sort == "" {
		question.Sort = SortRelevance
	}
	if !slices.Contains(Sorts, question.Sort) {
		return nil, Question{}, unknownChoice("sort", string(r.Sort), Sorts)
	}
	if question.Limit == 0 {
		question.Limit = DefaultSize
	}
	if question.Limit < 0 || question.Limit > MaxSize {
		return nil, Question{}, &SyntaxError{Pos: -1, Msg: fmt.Sprintf("size: want 1 to %d, got %d", MaxSize, r.Size)}
	}
	if question.Generation, question.Offset, err = decodeCursor(r.Cursor); err != nil {
		return nil, Question{}, err
	}
	question.Query = parsed.In(r.Mode)
	question.Filters, err = s.filters(ctx, question.Query, r.Filters)
	question.Headings = asksForHeadings(question)
	return question.Query, question, err
}

// asksForHeadings reports whether a question names the kind of passages that
// headings are, in its query or beside it.
func asksForHeadings(question Question) (asks bool) {
	names := func(f *Filter) bool { return f.Field == FieldKind && f.Accepts(string(corpus.Heading)) }
	walk(question.Query.Root, func(n Node) {
		if f, ok := n.(*Filter); ok && names(f) {
			asks = true
		}
	})
	return asks || slices.ContainsFunc(question.Filters[FieldKind], names)
}

// noteHeadings says that headings match which are left out.
func noteHeadings(n int) string {
	if n == 1 {
		return "1 heading matches too and is not among the passages: kind:heading finds it"
	}
	return fmt.Sprintf("%d headings match too and are not among the passages: kind:heading finds them", n)
}

func unknownChoice[T ~string](name, value string, choices []T) error {
	texts := make([]string, len(choices))
	for i, c := range choices {
		texts[i] = string(c)
	}
	return &SyntaxError{Pos: -1, Msg: fmt.Sprintf("there is no %s %q; it must be one of %s", name, value, strings.Join(texts, ", "))}
}

// show takes the texts of the hits from the library and marks them.
func (s *Searcher) show(ctx context.Context, q *Query, hits []Hit) ([]Result, error) {
	rows := make([]int64, len(hits))
	for i, h := range hits {
		rows[i] = h.Row
	}
	entries, err := s.library.Passages(ctx, rows)
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(hits))
	marker := newMarker(q)
	defer marker.release()
	marker.until(ctx)
	texts := s.texts
	if len(hits) > fewHits {
		texts = nil
	}
	for i := range entries {
		e := &entries[i]
		spans, ok := marker.match(e.Narrative, &e.Passage, e.Text, texts.of(e.Row, e.Text, marker.sentences))
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("the index returned passage %s for %s, and its text does not match", e.Passage.ID, q)
		}
		results[i] = Result{*e, spans, hits[i].Score, hits[i].Matching, hits[i].Explanation, hits[i].Folded, nil}
		if results[i].Alike, err = s.readFolded(ctx, hits[i].Folded); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// readFolded reads the first of the passages that were folded into a hit.
func (s *Searcher) readFolded(ctx context.Context, folded []Folded) ([]library.Entry, error) {
	var rows []int64
	for _, f := range folded[:min(len(folded), MaxAlike)] {
		rows = append(rows, f.Row)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return s.library.Passages(ctx, rows)
}

// A cursor names the state of the index that the pages are of, so that they
// fit together while an import goes on.
func encodeCursor(generation string, offset int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s %d", generation, offset))
}

func decodeCursor(cursor string) (generation string, offset int, err error) {
	if cursor == "" {
		return "", 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		var number string
		generation, number, _ = strings.Cut(string(raw), " ")
		offset, err = strconv.Atoi(number)
	}
	if err != nil || offset < 0 || offset > MaxRow {
		return "", 0, &SyntaxError{Pos: -1, Msg: "invalid cursor"}
	}
	return generation, offset, nil
}

// Link is the address of a passage that stays: of a page that shows it in its
// context and how to cite it, and after a change of the text what it is now.
func Link(id string) string { return "/p/" + id }

// NarrativeLink is where a person reads a narrative.
func NarrativeLink(id string) string { return "/n/" + id }

// Anchor is the name of a passage within the page of its narrative.
func Anchor(p corpus.Passage) string {
	_, name, _ := strings.Cut(p.ID, ".")
	return "p-" + name
}
