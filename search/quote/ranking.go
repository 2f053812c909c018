package quote

import (
	"cmp"
	"slices"

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
	rows       map[int64]bool // where they begin
	narratives map[string]*corpus.Narrative
	estimate   *estimate
}

// An estimate counts the passages that have the words of a quotation, where
// they are too many to look at each.
type estimate struct{ passages, years, countries int }

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
	t.places, t.rows, t.narratives = nil, map[int64]bool{}, map[string]*corpus.Narrative{}
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
	if t.rows[p.Entry.Row] {
		return
	}
	t.rows[p.Entry.Row] = true
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
// place.
func (r *ranking) choose() (verdict Verdict, t *tally, misattributed bool) {
	verdict = best(r.all)
	there := best(r.attributed)
	t = r.all[verdict]
	switch {
	case verdict == NotFound:
		return verdict, &tally{}, false
	case there.Stands():
		return there, r.all[there], false
	case there == verdict && r.attributed[there].places[0].cost <= 2*t.places[0].cost:
		return there, r.attributed[there], false
	}
	return verdict, t, true
}

// fill puts the places of a tally into a result, earliest first.
func (r *Result) fill(t *tally, attributed *tally) {
	years, countries := map[int]bool{}, map[string]bool{}
	for _, n := range t.narratives {
		years[n.Year], countries[n.Country] = true, true
	}
	r.Total, r.Years, r.Countries = len(t.rows), len(years), len(countries)
	if e := t.estimate; e != nil {
		r.Total, r.Years, r.Countries = e.passages, e.years, e.countries
	} else {
		r.narratives = t.narratives
	}
	earliest := func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Entry.Narrative.Year, b.Entry.Narrative.Year), cmp.Compare(a.Entry.Row, b.Entry.Row))
	}
	places := slices.SortedStableFunc(slices.Values(t.places), earliest)
	if len(places) > MaxPlaces {
		places = places[:MaxPlaces]
		if attributed != nil { // those that were asked about are told in any case
			first := slices.SortedStableFunc(slices.Values(attributed.places), earliest)
			if p := first[0]; !slices.ContainsFunc(places, func(q Place) bool { return q.Entry.Row == p.Entry.Row }) {
				places[MaxPlaces-1] = p
			}
		}
	}
	r.Places = places
}

// result makes the answer of what was found.
func (q *quotation) result() (*Result, error) {
	r := &Result{Quote: q.reading.quote}
	verdict, t, misattributed := q.places.choose()
	r.Verdict = verdict
	if verdict == NotFound {
		if len(q.reading.fragments) == 0 {
			r.Notes = append(r.Notes, "it contains no words")
		}
		return r, nil
	}
	attributed := q.places.attributed[verdict]
	r.fill(t, attributed)
	q.warn(r.Places)
	r.Warnings = warnings(r.Places)
	if attributed != nil {
		q.warn(attributed.places)
		r.Warnings = warnings(attributed.places)
	}
	if t.estimate != nil {
		r.Notes = append(r.Notes, "its words are in so many passages that not all were compared: in some, capitals and punctuation may differ")
	}
	if verdict == Partial && len(r.Places[0].Edits()) == 0 {
		r.Notes = append(r.Notes, "all of it was found, but not in one passage or in neighboring ones")
	}
	if !q.said.empty() && misattributed {
		r.Warnings = append(r.Warnings, Misattributed)
		known, err := q.known()
		if err != nil {
			return nil, err
		}
		if !known {
			r.Warnings = append(r.Warnings, UnknownSource)
		}
	}
	return r, nil
}

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
