package quote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"verbatim/corpus/library"
	"verbatim/search"
)

// A Checker checks quotations. It is safe for use by several goroutines.
type Checker struct {
	library *library.Library
	engine  search.Engine
	held    catalog
}

// NewChecker makes a Checker of the texts and the engine of a searcher.
func NewChecker(s *search.Searcher) *Checker {
	return &Checker{library: s.Library(), engine: s.Engine()}
}

// Bounds of what is checked and returned.
const (
	MaxPlaces = 100   // of a Result
	MaxWords  = 1000  // of a quotation
	maxBytes  = 32000 // of a quotation that is compared: MaxWords words of 32 bytes
	maxRead   = 20000 // passages that are read to count exactly where a quotation stands
)

// ErrTooLong is in the error for a quotation of more than MaxWords words.
var ErrTooLong = errors.New("the quotation is too long")

// A quotation is one that is being checked.
type quotation struct {
	finder
	checker   *Checker
	origin    origin
	said      Attribution // the target of origin
	sure      bool        // of it
	reading   *reading
	literal   []string // as it may stand verbatim, squeezed
	folded    []string // its normal forms: whole, and without the marks at its ends
	fragments []string // the normal forms of its fragments, without the marks at their ends
	units     []unit
	places    ranking
	words     map[int64][]word // of passages that were compared, by row
}

// CheckQuote checks one quotation, with or without quotation marks around it,
// against the whole library. What is said of its source is checked too. The
// error is ErrTooLong for one of more than MaxWords words; others are those of
// ctx and of reading. One whose few words are far too long to be words is
// Unchecked.
func (c *Checker) CheckQuote(ctx context.Context, text string, said Attribution) (*Result, error) {
	return c.check(ctx, text, origin{said: said})
}

// check checks one quotation, of which is known where it is said to be from.
func (c *Checker) check(ctx context.Context, text string, from origin) (*Result, error) {
	if err := checkLength(text); err != nil {
		return nil, err
	}
	if text = strings.TrimSpace(text); len(text) > maxBytes {
		note := fmt.Sprintf("it has %d bytes, the limit is %d", len(text), maxBytes)
		return &Result{Quote: text, Verdict: Unchecked, Notes: []string{note}}, nil
	}
	r, err := c.checkQuote(ctx, text, from)
	if err != nil {
		return nil, err
	}
	return c.checkPasted(ctx, text, from, r)
}

// checkLength returns an error for a text of so many words that it need not be read
// to know that they are too many.
func checkLength(text string) error {
	n := 0
	for range strings.FieldsSeq(text) {
		n++
	}
	if n > 2*MaxWords { // not all of these need be words
		return tooLong(n)
	}
	return nil
}

func tooLong(words int) error {
	return fmt.Errorf("%w: it has %d words; the limit is %d: check it in parts", ErrTooLong, words, MaxWords)
}

func (c *Checker) checkQuote(ctx context.Context, text string, from origin) (*Result, error) {
	q := c.quotation(ctx, text, from)
	if n := len(q.units); n > MaxWords {
		return nil, tooLong(n)
	}
	if len(q.reading.fragments) > 0 {
		if err := q.find(); err != nil {
			return nil, fmt.Errorf("check a quotation: %w", err)
		}
	}
	return q.result()
}

// find looks for the quotation as it stands, and if it stands nowhere for what
// is nearest.
func (q *quotation) find() error {
	if err := q.standing(); err != nil {
		return err
	}
	if err := q.crossing(); err != nil {
		return err
	}
	if best(q.places.all).Stands() {
		return q.nearNamed()
	}
	if err := q.compare(q.near); err != nil || best(q.places.all) != NotFound {
		return err
	}
	return q.compare(q.rare)
}

// nearNamed looks for what is nearest in the source that is named, if the quotation
// stands elsewhere alone.
func (q *quotation) nearNamed() error {
	said := q.said.filters()
	if said == nil || best(q.places.attributed).Stands() {
		return nil
	}
	entries, err := q.near(q.reading.fragments, said)
	if err != nil {
		return err
	}
	return q.compareAll(q.mostLike(entries))
}

func (c *Checker) quotation(ctx context.Context, text string, from origin) *quotation {
	text = strings.ToValidUTF8(text, "\ufffd")
	q := &quotation{
		finder:  finder{ctx: ctx, library: c.library, engine: c.engine},
		checker: c, origin: from, reading: read(text), places: newRanking(), words: map[int64][]word{},
	}
	q.said, q.sure = from.target()
	r := q.reading
	q.literal = []string{strings.TrimSpace(text)}
	if r.quote != q.literal[0] && !r.remarked {
		q.literal = append(q.literal, r.quote)
	}
	for i, text := range q.literal {
		q.literal[i] = squeeze(text).text
	}
	q.fold(r.quote)
	if r.whole() {
		q.fold(r.fragments[0].text)
	}
	for i, f := range r.fragments {
		q.fragments = append(q.fragments, trimMarks(normal(f.text).text))
		if g := r.gaps[i]; i > 0 && g.is() {
			q.units = append(q.units, unit{word{span: g.at}, &g})
		}
		for _, w := range wordsOf(f.text) {
			w.span = f.span(w.span)
			if at := w.span.Start; at > 0 && r.quote[at-1] == '[' && strings.Contains(w.span.In(r.quote), "]") {
				w.span.Start-- // [T]he
			}
			q.units = append(q.units, unit{word: w})
		}
	}
	return q
}

// fold adds the normal forms of a text in which the quotation may stand.
func (q *quotation) fold(text string) {
	folded := normal(text).text
	for _, s := range []string{folded, trimMarks(folded)} {
		if hasWord(s) && !slices.Contains(q.folded, s) {
			q.folded = append(q.folded, s)
		}
	}
}

// standing looks for the quotation as it stands, in single passages. Brackets in
// it may be the source's own.
func (q *quotation) standing() error {
	asked := [][]fragment{q.reading.fragments}
	if strings.Contains(q.reading.quote, "[") {
		asked = append(asked, []fragment{{text: q.reading.quote}})
	}
	for _, fragments := range asked {
		count, err := q.withAll(fragments, nil, q.visit, q.enough)
		if err != nil {
			return err
		}
		if count.passages <= maxRead {
			continue
		}
		q.places.estimated(count)
		if said := q.said.filters(); said != nil && !best(q.places.attributed).Stands() {
			if _, err := q.withAll(fragments, said, q.visit, q.enough); err != nil {
				return err
			}
		}
	}
	return nil
}

// enough reports whether the passages that were read will do: a quotation in very
// many, such as "the government", may be verbatim in one that was not read yet,
// and one with gaps not.
func (q *quotation) enough(read int) bool {
	verdict := best(q.places.all)
	return read >= maxRead && (verdict == Verbatim || verdict.Stands() && !q.reading.whole()) || read >= 5*maxRead
}

// visit adds the place of a quotation in a passage, if it stands there.
func (q *quotation) visit(e library.Entry) {
	w := ofPassage(e)
	if p, ok := q.stands(w); ok {
		q.add(p)
	}
}

// stands returns where the quotation stands in a window.
func (q *quotation) stands(w *window) (Place, bool) {
	if p, ok := q.exact(w); ok {
		return p, true
	}
	return q.elided(w)
}

// compare looks for passages that are like the quotation.
func (q *quotation) compare(find func([]fragment, filters) ([]library.Entry, error)) error {
	entries, err := find(q.reading.fragments, nil)
	if err != nil {
		return err
	}
	entries = q.mostLike(entries)
	if said := q.said.filters(); said != nil {
		attributed, err := find(q.reading.fragments, said)
		if err != nil {
			return err
		}
		entries = append(entries, q.mostLike(attributed)...)
	}
	return q.compareAll(entries)
}

// compareAll compares the quotation with passages and their neighbours.
func (q *quotation) compareAll(entries []library.Entry) error {
	seen := map[int64]bool{}
	for i, e := range entries {
		if seen[e.Row] {
			continue
		}
		seen[e.Row] = true
		if err := q.comparePassage(e, i < nearWidely); err != nil {
			return err
		}
		if err := q.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// comparePassage adds the best place in a passage, or around it if the quotation may go
// on there, as with gaps it may everywhere; wide reports whether to look.
func (q *quotation) comparePassage(e library.Entry, wide bool) error {
	w := ofPassage(e)
	if p, ok := q.stands(w); ok {
		q.add(p)
		return nil
	}
	p, cut := q.altered(w)
	if wide && (cut || !q.reading.whole()) {
		wider, err := q.around(e)
		if err != nil {
			return err
		}
		if wider != nil {
			var ok bool
			if p, ok = q.stands(wider); !ok {
				p, _ = q.altered(wider)
			}
		}
	}
	q.add(p)
	return nil
}

// around returns the window of a passage and its neighbors; nil if the library
// has removed it a moment ago.
func (q *quotation) around(e library.Entry) (*window, error) {
	s, err := q.library.Around(q.ctx, e, len(q.reading.quote)*3/2)
	if errors.Is(err, library.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ofExcerpt(s), nil
}

// mostLike returns the passages that share most pairs of words with the
// quotation.
func (q *quotation) mostLike(entries []library.Entry) []library.Entry {
	pairs, firsts := map[[2]string]int{}, map[string]bool{}
	for i := 1; i < len(q.units); i++ {
		pairs[[2]string{q.units[i-1].key, q.units[i].key}] = len(pairs)
		firsts[q.units[i-1].key] = true
	}
	shared := make(map[int64]int, len(entries))
	seen := make([]int, len(q.units)) // by which of the entries, from 1
	for n, e := range entries {
		if q.ctx.Err() != nil {
			break
		}
		words := wordsOf(e.Text)
		q.words[e.Row] = words
		for i := 1; i < len(words); i++ {
			if !firsts[words[i-1].key] {
				continue
			}
			if k, ok := pairs[[2]string{words[i-1].key, words[i].key}]; ok && seen[k] != n+1 {
				seen[k] = n + 1
				shared[e.Row]++
			}
		}
	}
	slices.SortStableFunc(entries, func(a, b library.Entry) int { return cmp.Compare(shared[b.Row], shared[a.Row]) })
	entries = entries[:min(len(entries), nearCompared)]
	for i := nearAlways; i < len(entries); i++ {
		if 4*shared[entries[i].Row] < 3*shared[entries[0].Row] {
			return entries[:i]
		}
	}
	return entries
}
