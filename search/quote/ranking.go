package quote

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"verbatim/corpus"
)

// A ranking keeps the places of a quotation by their verdicts: all of them, and
// apart from that those that the quotation is attributed to.
type ranking struct {
	all, attributed map[Verdict]*tally
}

// A tally counts places of one verdict and keeps the first of them. Of places
// where the quotation does not stand it keeps the nearest alone.
type tally struct {
	places     []Place
	rows       map[int64]string // where they begin, and the narratives' IDs
	narratives map[string]*corpus.Narrative
	estimate   *estimate
}

// An estimate counts the passages that have the words of a quotation, where
// they are too many to look at each.
type estimate struct {
	passages          int
	byYear, byCountry []Count
}

func newRanking() ranking { return ranking{map[Verdict]*tally{}, map[Verdict]*tally{}} }

// add takes a place into account.
func (r *ranking) add(p Place, attributed bool) {
	if p.Verdict == NotFound {
		return
	}
	tallyOf(r.all, p.Verdict).add(p)
	if attributed {
		tallyOf(r.attributed, p.Verdict).add(p)
	}
}

func tallyOf(m map[Verdict]*tally, v Verdict) *tally {
	if m[v] == nil {
		m[v] = &tally{}
		m[v].clear()
	}
	return m[v]
}

func (t *tally) clear() {
	t.places, t.rows, t.narratives = nil, map[int64]string{}, map[string]*corpus.Narrative{}
}

func (t *tally) add(p Place) {
	if !p.Verdict.Stands() && len(t.places) > 0 {
		switch nearest := t.places[0].cost; {
		case p.cost > nearest:
			return
		case p.cost < nearest:
			t.clear()
		}
	}
	if _, ok := t.rows[p.Entry.Row]; ok {
		return
	}
	t.rows[p.Entry.Row] = p.Entry.Narrative.ID
	t.narratives[p.Entry.Narrative.ID] = p.Entry.Narrative
	if len(t.places) < 4*MaxPlaces { // they come almost in order
		t.places = append(t.places, p)
	}
}

// best returns the best verdict of a set of tallies.
func best(m map[Verdict]*tally) Verdict {
	b := NotFound
	for v := range m {
		if v.better(b) {
			b = v
		}
	}
	return b
}

// choose returns the verdict and its places. Those that the quotation is
// attributed to count first, if it stands there or stands no better elsewhere;
// one that is altered there, but twice as near to another place, is of that
// place. Where the attribution was only read from a sentence, the other places
// where it stands are told as well.
func (q *quotation) choose() (verdict Verdict, t *tally, misattributed bool) {
	r := &q.places
	verdict = best(r.all)
	there := best(r.attributed)
	t = r.all[verdict]
	switch {
	case verdict == NotFound:
		return verdict, &tally{}, false
	case there.Stands() && there != verdict && q.origin.said.empty():
		return there, r.all[there].with(t), false
	case there.Stands():
		return there, r.all[there], false
	case there == verdict && r.attributed[there].places[0].cost <= 2*t.places[0].cost:
		return there, r.attributed[there], false
	}
	return verdict, t, true
}

// with returns a tally that has the places of another as well.
func (t *tally) with(other *tally) *tally {
	both := &tally{}
	both.clear()
	for _, part := range []*tally{t, other} {
		both.places = append(both.places, part.places...)
		maps.Copy(both.rows, part.rows)
		maps.Copy(both.narratives, part.narratives)
		if part.estimate != nil {
			both.estimate = part.estimate
		}
	}
	return both
}

// fill puts the places of a tally into a result: those first that are of the source
// which is named, then the earliest.
func (q *quotation) fill(r *Result, t, attributed *tally) {
	q.count(r, t)
	order := func(a, b Place) int {
		x, y := a.Entry.Narrative, b.Entry.Narrative
		return cmp.Or(cmp.Compare(q.origin.rank(y), q.origin.rank(x)), cmp.Compare(x.Year, y.Year), cmp.Compare(a.Entry.Row, b.Entry.Row))
	}
	places := slices.Clone(t.places)
	if attributed != nil { // those that were asked about are told in any case
		for _, p := range attributed.places {
			if !slices.ContainsFunc(places, func(o Place) bool { return o.Entry.Row == p.Entry.Row }) {
				places = append(places, p)
			}
		}
	}
	slices.SortStableFunc(places, order)
	r.Places = places[:min(len(places), MaxPlaces)]
}

// count counts the places of a tally by year and by country.
func (q *quotation) count(r *Result, t *tally) {
	if e := t.estimate; e != nil {
		r.Total, r.Years, r.Countries = e.passages, len(e.byYear), len(e.byCountry)
		r.ByYear, r.ByCountry = e.byYear, e.byCountry
		return
	}
	years, countries := map[string]int{}, map[string]int{}
	for _, id := range t.rows {
		years[strconv.Itoa(t.narratives[id].Year)]++
		countries[t.narratives[id].Country]++
	}
	r.Total, r.Years, r.Countries = len(t.rows), len(years), len(countries)
	r.ByYear, r.ByCountry = counts(years), counts(countries)
	slices.SortFunc(r.ByYear, func(a, b Count) int { return cmp.Compare(a.Value, b.Value) })
	r.narratives = t.narratives
}

// counts returns the counts of a map, the most first.
func counts(m map[string]int) (all []Count) {
	for value, n := range m {
		all = append(all, Count{value, n})
	}
	slices.SortFunc(all, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Places, a.Places), cmp.Compare(a.Value, b.Value)) })
	return all
}

// result makes the answer of what was found.
func (q *quotation) result() (*Result, error) {
	r := &Result{Quote: q.reading.quote}
	verdict, t, misattributed := q.choose()
	r.Verdict = verdict
	if verdict == NotFound && len(q.reading.fragments) == 0 {
		r.Notes = append(r.Notes, "it contains no words")
		return r, nil
	}
	if verdict != NotFound {
		q.tell(r, t, misattributed)
	}
	if verdict.Stands() && !misattributed || !verdict.Stands() && len(r.Places) > 0 && q.said.agrees(r.Places[0].Entry.Narrative) {
		return r, nil
	}
	missing, err := q.checker.missing(q.ctx, q.said, q.sure)
	if err != nil || missing == "" || verdict.Stands() && !q.sure {
		return r, err
	}
	r.Warnings = append(r.Warnings, NotInLibrary)
	r.Notes = append(r.Notes, "the library has nothing of: "+missing)
	return r, nil
}

// tell fills a result with places and warnings.
func (q *quotation) tell(r *Result, t *tally, misattributed bool) {
	attributed := q.places.attributed[r.Verdict]
	q.fill(r, t, attributed)
	q.warn(r.Places)
	r.Warnings = warnings(r.Places)
	if attributed != nil {
		q.warn(attributed.places)
		r.Warnings = warnings(attributed.places)
	}
	if t.estimate != nil {
		r.Notes = append(r.Notes, "its words are in so many passages that not all were compared: in some, capitals and punctuation may differ")
	}
	if r.Verdict == Partial && len(r.Places[0].Edits()) == 0 {
		r.Notes = append(r.Notes, "all of it was found, but not in one passage or in neighboring ones")
	}
	if q.said.empty() || !misattributed {
		return
	}
	near := q.places.attributed[Altered]
	if near != nil && !q.tellsSource(&near.places[0]) {
		near = nil
	}
	if near != nil && r.Verdict.Stands() {
		q.warn(near.places[:1])
		r.Places = append(near.places[:1:1], r.Places[:min(len(r.Places), MaxPlaces-1)]...)
		r.Notes = append(r.Notes, fmt.Sprintf("the source that is named (%s) nearly has it: see the first place; the quotation was found elsewhere", q.said))
	}
	if named := q.origin.sentence; q.sure || near != nil && len(named.Countries) == 1 && len(named.Years) == 1 {
		r.Warnings = append(r.Warnings, Misattributed)
	}
}

// tellsSource reports whether a place where the quotation nearly stands tells that it
// is from there: of a few words, one more that is another may say something else.
func (q *quotation) tellsSource(p *Place) bool {
	return minSameOfOne*p.cost <= len(q.units) || !slices.ContainsFunc(p.Edits(), func(d Difference) bool { return d.Kind == Other || d.Kind == Name })
}

// minSameOfOne is how many words of a quotation there are for one that differs, where
// it is nearly from a place.
const minSameOfOne = 5

// estimated notes that not all passages with the quotation's words were looked
// at.
func (r *ranking) estimated(e estimate) {
	if t := r.all[best(r.all)]; t != nil {
		t.estimate = &e
	}
}

func (q *quotation) add(p Place) {
	q.places.add(p, p.Verdict != NotFound && !q.said.empty() && q.said.agrees(p.Entry.Narrative))
}
