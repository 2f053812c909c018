package index

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/forward"
	"verbatim/index/paging"
	"verbatim/search"
)

// A candidate is a passage with what it is ordered by: key descending, then
// row ascending: parts, and passages within one, are numbered in this order.
type candidate struct {
	in  *evaluation // of its part
	doc uint32
	key float64
}

func (c candidate) before(d candidate) bool {
	switch {
	case c.key != d.key:
		return c.key > d.key
	case c.in != d.in:
		return c.in.place < d.in.place
	}
	return c.doc < d.doc
}

// compare is before, to sort different candidates by.
func (c candidate) compare(d candidate) int {
	if c.before(d) {
		return -1
	}
	return 1
}

func (c candidate) row() int64 { return int64(c.in.live.forward.Rows.At(c.doc)) }

// A ranking orders the passages that were found in all parts.
type ranking struct {
	generation *generation
	parts      []*evaluation
	scorer     *search.Scorer
	byScore    bool // the candidates' keys are their scores
}

// hits returns the hits that the question wants of the passages found, all of which are counted,
// and, if it folds, how many are left.
func (g *generation) hits(question search.Question, found *search.Found, parts []*evaluation) (hits []search.Hit, left int, err error) {
	total := found.Total
	if question.Limit == 0 || question.AtMost > 0 && total > question.AtMost { // only the total is wanted
		return nil, 0, nil
	}
	r := &ranking{generation: g, parts: parts}
	if question.Sort == search.SortRelevance || !question.Unscored || question.Explain {
		if r.scorer, err = search.NewScorer(question.Query, r); err != nil {
			return nil, 0, err
		}
		r.byScore = question.Sort == search.SortRelevance && len(r.scorer.Terms) > 0
	}
	switch {
	case question.Folds(total) && question.FoldPage && !question.Group:
		hits, left = r.foldedPage(question, total)
	case question.Folds(total):
		hits, left = r.folded(question)
		left = question.Left(left)
	default:
		page := r.page(question, found)
		hits = make([]search.Hit, len(page))
		for i, c := range page {
			hits[i] = r.hit(c, question)
		}
	}
	for _, e := range parts {
		err = cmp.Or(err, e.err)
	}
	return hits, left, err
}

// page returns the passages that the question wants.
func (r *ranking) page(question search.Question, found *search.Found) []candidate {
	if question.Offset == 0 {
		return r.first(question, question.Limit)
	}
	order, kept := r.generation.order(question)
	if !kept {
		order = r.ahead(question, found)
	}
	var page []candidate
	for _, p := range onPage(order.Places, question) {
		page = append(page, candidate{r.parts[p.Part], p.Doc, p.Key})
	}
	return page
}

// ahead returns the order of a question as far as it wants, and keeps it. Who turns a page
// mostly turns more: so twice as many passages are put in order as are wanted and stand
// before them.
func (r *ranking) ahead(question search.Question, found *search.Found) paging.Order {
	end := question.Offset + question.Limit
	wanted := min(2*end, max(end, paging.MaxPlaces))
	order := paging.Order{Scores: r.byScore, Total: found.Total, Narratives: found.Narratives, Headings: found.Headings}
	for _, c := range r.first(question, wanted) {
		place := paging.Place{Part: uint32(c.in.place), Doc: c.doc, Key: c.key}
		if question.Narratives {
			place.Matching = uint32(c.matching())
		}
		order.Places = append(order.Places, place)
	}
	order.Whole = len(order.Places) < wanted
	if !slices.ContainsFunc(r.parts, func(e *evaluation) bool { return e.err != nil }) {
		r.generation.orders.Put(orderKey(question), order)
	}
	return order
}

// first returns the first passages in the order of the question, at most so many.
func (r *ranking) first(question search.Question, wanted int) []candidate {
	if r.byScore {
		if question.Group {
			return r.topNarrativesByScore(wanted)
		}
		return r.topByScore(wanted)
	}
	key := r.sortKey(question.Sort)
	if !question.Group {
		return r.topOf(wanted, key)
	}
	return r.topNarratives(wanted, func(e *evaluation) func(uint32) (float64, bool) {
		of := key(e)
		return func(doc uint32) (float64, bool) { return of(doc), true }
	})
}

// hit is a passage as it is given.
func (r *ranking) hit(c candidate, question search.Question) search.Hit {
	hit := search.Hit{Row: c.row()}
	if question.Narratives {
		hit.Matching = c.matching()
	}
	if question.Explain {
		hit.Explanation = r.scorer.Explain(r.features(c))
	}
	switch {
	case r.byScore:
		hit.Score = c.key
	case !question.Unscored:
		hit.Score = r.rescored(c).key
	}
	return hit
}

// A rescorer looks up the features of passages of a part for a question.
type rescorer struct {
	counter  *search.Counter
	counting *forward.Filter
	live     *liveDocs
	titled   []titled
	has      []bool // see heading
	places   []search.Occurrence
	last     [lastScores]scored // by forward.Index.Digest
}

// lastScores is how many scores are kept of the passages that were rescored last: reports
// say much in the words of others, and the same words under the same heading score the same.
const lastScores = 32

// A scored is a passage, one more, with its score.
type scored struct {
	next uint32
	key  float64
}

// A titled has the headings that have a term, by one of its stems.
type titled struct {
	term   int
	titles []uint32 // ascending
}

// sectionField is the place of the sections among the fields.
var sectionField = slices.Index(search.Fields, search.FieldSection)

func newRescorer(scorer *search.Scorer, v *liveDocs, in *vocabulary, counting *forward.Filter) *rescorer {
	j := &rescorer{counter: scorer.Counter(in), counting: counting, live: v, has: make([]bool, len(scorer.Terms)), places: make([]search.Occurrence, 0, 32)}
	counting.Count(j.counter.Counting())
	for i, t := range scorer.Terms {
		for _, stem := range t.ScoringStems() {
			if titles := v.titlesWith[stem]; len(titles) > 0 {
				j.titled = append(j.titled, titled{i, titles})
			}
		}
	}
	return j
}

// heading says which terms the heading of a passage's section has. It is overwritten by the
// next call.
func (j *rescorer) heading(doc uint32) []bool {
	if len(j.titled) == 0 {
		return j.has
	}
	clear(j.has)
	title := j.live.forward.Title(doc)
	for _, t := range j.titled {
		if _, has := slices.BinarySearch(t.titles, title); has {
			j.has[t.term] = true
		}
	}
	return j.has
}

// mostOfHeadings is the most that any heading of a part adds.
func (j *rescorer) mostOfHeadings(scorer *search.Scorer) (most float64) {
	adds := make([]float64, j.live.titles)
	for _, t := range j.titled {
		weight := scorer.Bound(t.term).Heading
		for _, title := range t.titles {
			adds[title] += weight
			most = max(most, adds[title])
		}
	}
	return most
}

// rescorer returns the rescorer of the part's passages.
func (r *ranking) rescorer(e *evaluation) *rescorer {
	if e.rescorer == nil {
		e.rescorer = newRescorer(r.scorer, e.live, e.vocabulary, &e.scratch.scoring)
	}
	return e.rescorer
}

// named returns, for each name of the question, the passages of a part that it counts
// for.
func (r *ranking) named(e *evaluation) []*roaring.Bitmap {
	if e.named == nil {
		for _, name := range r.scorer.Names {
			e.named = append(e.named, e.filter(name.Filter))
		}
	}
	return e.named
}

// features returns what a passage's score is computed from.
func (r *ranking) features(c candidate) (*search.Features, float64) {
	j, fwd := r.rescorer(c.in), c.in.live.forward
	places, words := fwd.Places(c.doc, j.counting, j.places[:0])
	j.places = places
	return r.featuresOf(c, places), r.generation.norms[words]
}

// featuresOf returns them by the places of the words that count.
func (r *ranking) featuresOf(c candidate, places []search.Occurrence) *search.Features {
	j := r.rescorer(c.in)
	named := func(i int) bool { return r.named(c.in)[i].Contains(c.doc) }
	return j.counter.Count(places, j.heading(c.doc), named)
}

// rescored returns a candidate by its score; as it is when there is no time left.
func (r *ranking) rescored(c candidate) candidate {
	if c.in.worked(64 + c.in.live.forward.Size(c.doc)) {
		return c
	}
	j, fwd := r.rescorer(c.in), c.in.live.forward
	last := &j.last[fwd.Digest(c.doc)%lastScores]
	if last.next == 0 || len(r.scorer.Names) > 0 || !fwd.Same(last.next-1, c.doc) {
		features, norm := r.features(c)
		*last = scored{c.doc + 1, r.scorer.Score(features, norm)}
	}
	c.key = last.key
	return c
}

// sortFields are the fields that answers are sorted by, with how their values
// rank.
var sortFields = map[search.Sort]struct {
	field search.Field
	ranks func(values []string) []float64
}{
	search.SortNewest:  {search.FieldYear, yearRanks},
	search.SortOldest:  {search.FieldYear, func(years []string) []float64 { return negated(yearRanks(years)) }},
	search.SortCountry: {search.FieldCountry, countryRanks},
}

// sortKey returns what the passages of a part are ordered by, descending.
func (r *ranking) sortKey(sort search.Sort) func(e *evaluation) func(doc uint32) float64 {
	if sort == search.SortRelevance { // by filters alone: all are equal
		return func(*evaluation) func(uint32) float64 { return func(uint32) float64 { return 0 } }
	}
	f := slices.Index(search.Fields, sortFields[sort].field)
	ranks := sortFields[sort].ranks(r.generation.values[f])
	return func(e *evaluation) func(doc uint32) float64 {
		fwd, global := e.live.forward.Fields[f], e.live.global[f]
		return func(doc uint32) float64 { return ranks[global[fwd.At(doc)]] }
	}
}

func negated(ranks []float64) []float64 {
	for i := range ranks {
		ranks[i] = -ranks[i]
	}
	return ranks
}

func yearRanks(years []string) []float64 {
	ranks := make([]float64, len(years))
	for i, y := range years {
		n, _ := strconv.Atoi(y) // they were written from numbers
		ranks[i] = float64(n)
	}
	return ranks
}

func countryRanks(countries []string) []float64 {
	keys := make([]string, len(countries))
	for i, c := range countries {
		keys[i] = search.FieldCountry.Key(c)
	}
	sorted := slices.Sorted(slices.Values(keys))
	ranks := make([]float64, len(keys))
	for i, k := range keys {
		place, _ := slices.BinarySearch(sorted, k)
		ranks[i] = float64(place)
	}
	return negated(ranks)
}

// topOf returns the first k passages by a key, in order.
func (r *ranking) topOf(k int, key func(e *evaluation) func(doc uint32) float64) []candidate {
	found := 0
	for _, e := range r.parts {
		found += e.result.n
	}
	best := newTop(min(k, found))
	if best.size == 0 {
		return nil
	}
	for _, e := range r.parts {
		of := key(e)
		for _, d := range e.docs() {
			if e.worked(1) {
				break
			}
			best.offer(candidate{e, d, of(d)})
		}
	}
	return best.inOrder()
}

// Passages, Having and HavingWord make a ranking the search.Statistics of the
// whole collection.
func (r *ranking) Passages() int { return r.generation.passages }

// Having counts over all parts. What it counts of a stem is kept, and so it is of words that
// could stand in two words, but do so in no passage.
func (r *ranking) Having(t *search.Term) (int, error) {
	return r.countAll(func(e *evaluation) (int, error) {
		set := func() (*roaring.Bitmap, error) { return e.scoring(t), e.err }
		if stems := t.ScoringStems(); len(stems) == 1 && e.apart(t).IsEmpty() {
			if n, known := e.live.forward.StemNumber(stems[0]); known {
				return e.live.stemCounts.of(n, e.live, set)
			}
		}
		if bits := e.united(t); bits != nil {
			return bits.CountWithout(e.live.isUncounted), e.err
		}
		return e.live.count(e.scoring(t)), e.err
	})
}

// HavingWord counts over all parts.
func (r *ranking) HavingWord(word string) (int, error) {
	return r.countAll(func(e *evaluation) (int, error) {
		number, known := e.live.forward.WordNumber(word)
		if !known {
			return 0, nil
		}
		return e.live.wordCounts.of(number, e.live, func() (*roaring.Bitmap, error) { return e.lookup(e.words, word), e.err })
	})
}

func (r *ranking) countAll(count func(e *evaluation) (int, error)) (sum int, err error) {
	for _, e := range r.parts {
		n, err := count(e)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}
