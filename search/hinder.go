package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search/english"
)

// Where a question finds nothing because it wants too much, the answer names the words
// that hinder and offers questions that find something.

// maxHinders is of how many words of a list each is counted.
const maxHinders = 24

// offerLess offers, for a question of several words that finds nothing, what finds
// something: without the words that hinder, with a country's name or a year as a
// filter, or with any of the words.
func (s *Searcher) offerLess(ctx context.Context, question Question) (offers []Offer, err error) {
	parted, err := s.offerParted(ctx, question)
	if err != nil {
		return nil, err
	}
	list, ok := question.Query.asked.(*And)
	if !ok || !list.Listed || len(list.Nodes) > maxHinders {
		return s.offerAny(ctx, question, parted)
	}
	add := func(label string, n Node) error {
		total, err := s.countQuery(ctx, n, question)
		if err == nil && total > 0 {
			offers = append(offers, Offer{label, n.String(), ModeAll, total})
		}
		return err
	}
	spelled, err := s.respell(ctx, question, list.Nodes)
	if err != nil {
		return nil, err
	}
	nodes, named, err := s.nameFilters(ctx, spelled)
	if err != nil {
		return nil, err
	}
	if named != "" {
		if err := add("Search with "+named, allOf(nodes, true)); err != nil {
			return nil, err
		}
	}
	if len(offers) == 0 {
		if err := s.offerWithout(ctx, question, nodes, add); err != nil {
			return nil, err
		}
	}
	return s.offerAny(ctx, question, append(parted, offers...))
}

// offerWithout adds what finds something without the words of a list that hinder, and what
// keeps its rarest word.
func (s *Searcher) offerWithout(ctx context.Context, question Question, nodes []Node, add func(label string, n Node) error) error {
	hinders, err := s.hinders(ctx, question, nodes)
	if err != nil {
		return err
	}
	left, without, err := s.leaveOut(ctx, question, nodes, hinders)
	if err == nil && len(left) == 0 { // there may be no narrative of the year
		undated := slices.DeleteFunc(slices.Clone(nodes), func(n Node) bool { return filtersOnly(n, FieldYear) })
		if len(undated) < len(nodes) {
			left, without, err = s.leaveOut(ctx, question, undated, hinders)
			without = append(without, "the year")
		}
	}
	if err != nil || len(left) == 0 {
		return err
	}
	question.Query.note("no passage contains all of these words; some contain all but %s", strings.Join(without, ", "))
	if err := add("Search without them", allOf(left, true)); err != nil {
		return err
	}
	rare, err := s.aroundRarest(ctx, question, nodes, hinders)
	if err != nil || len(rare) == 0 || slices.Contains(left, rare[0]) {
		return err
	}
	return add("Search with "+rare[0].String(), allOf(rare, true))
}

// respell returns a list with others for the words that hardly any passage has: frequent
// ones that are spelled nearly like them, and sooner the names of countries.
func (s *Searcher) respell(ctx context.Context, question Question, nodes []Node) ([]Node, error) {
	countries, err := s.engine.Values(ctx, FieldCountry)
	if err != nil {
		return nil, err
	}
	spelled := slices.Clone(nodes)
	for i, n := range nodes {
		t := stemmedWord(n)
		if t == nil {
			continue
		}
		better, there, err := s.correct(ctx, t)
		if err != nil {
			return nil, err
		}
		if better.Value == "" && there > 0 {
			continue
		}
		note := fmt.Sprintf("%s is in %s, %s in %s", t, passages(there), better.Value, passages(better.Count))
		for _, c := range countries {
			if name := prose.FoldString(c.Value); len(t.Text) >= minSlip && distance(t.Text, name) <= nearName {
				better, note = Count{Value: name}, fmt.Sprintf("%s is in %s; the library has the country %s", t, passages(there), c.Value)
			}
		}
		if q, err := Parse(better.Value); err == nil && better.Value != "" {
			question.Query.note("%s", note)
			spelled[i] = q.Root
		}
	}
	return spelled, nil
}

// nearName is how far a word may be from the name of a country to be taken for a slip of
// it: a letter in five.
const nearName = 0.2

// offerParted offers, where words are joined (labor/wages) and so have to stand side by
// side, these words one by one: all of them, or else any.
func (s *Searcher) offerParted(ctx context.Context, question Question) ([]Offer, error) {
	nodes := []Node{question.Query.asked}
	if list, ok := question.Query.asked.(*And); ok && list.Listed {
		nodes = list.Nodes
	}
	var parted []Node
	var joined []string
	for _, n := range nodes {
		p, ok := n.(*Phrase)
		if !ok || p.Quoted || len(p.Terms) == 1 {
			parted = append(parted, n)
			continue
		}
		joined = append(joined, p.String())
		for _, t := range p.Terms {
			parted = append(parted, &Phrase{Terms: []*Term{t}})
		}
	}
	if len(joined) == 0 {
		return nil, nil
	}
	text := allOf(parted, true).String()
	for _, mode := range []Mode{ModeAll, ModeAny} {
		q, err := Parse(text)
		if err != nil {
			return nil, nil // it is longer than a query may be
		}
		total, err := s.countQuery(ctx, q.In(mode).Root, question)
		if err != nil {
			return nil, err
		}
		if total > 0 {
			question.Query.note("%s is searched for as words side by side", strings.Join(joined, ", "))
			return []Offer{{"Search for the words one by one", text, mode, total}}, nil
		}
	}
	return nil, nil
}

// offerAny adds the question in ModeAny, if it is another and finds something.
func (s *Searcher) offerAny(ctx context.Context, question Question, offers []Offer) ([]Offer, error) {
	loose := question.Query.inAny()
	if loose.String() == question.Query.String() {
		return offers, nil
	}
	found, err := s.engine.Find(ctx, Question{Query: loose, Sort: SortRelevance, Filters: question.Filters, Generation: question.Generation, Headings: question.Headings})
	if err == nil && found.Total > 0 {
		offers = append(offers, Offer{"Search for any of the words", question.Query.asked.String(), ModeAny, found.Total})
	}
	return offers, err
}

// A hinder is a word, or the like, of a list that finds nothing.
type hinder struct {
	node  Node
	count int  // passages that have it
	frame bool // a function word, or of the question's opening
}

func (h hinder) String() string { return fmt.Sprintf("%s (%s)", h.node, passages(h.count)) }

// leaveOut leaves nodes out of a list that finds nothing, given its hinders, until the rest finds something:
// first those that no passage has and function words; then one of the others, of those
// that suffice the most frequent, which says least; or else the rarest, one after the
// other. It returns the rest, and what was left out with the passages that have it.
func (s *Searcher) leaveOut(ctx context.Context, question Question, nodes []Node, hinders []hinder) (left []Node, without []string, err error) {
	finds := func(left []Node) (bool, error) {
		total, err := s.countQuery(ctx, allOf(slices.Clone(left), true), question)
		return total > 0, err
	}
	left = slices.Clone(nodes)
	alone := true // whether one of the rest alone may be left out
	for i, h := range hinders[:max(0, len(hinders)-1)] {
		if alone && h.count > 0 && !h.frame {
			alone = false
			for _, one := range slices.Backward(hinders[i:]) {
				rest := withoutNode(left, one.node)
				if found, err := finds(rest); err != nil || found {
					return rest, append(without, one.String()), err
				}
			}
		}
		left = withoutNode(left, h.node)
		if !h.frame {
			without = append(without, h.String())
		}
		if h.count > 0 && h.frame && i+1 < len(hinders) && hinders[i+1].frame {
			continue // function words go together
		}
		if found, err := finds(left); err != nil || found {
			if len(without) == 0 {
				without = []string{"those that only frame a question"}
			}
			return left, without, err
		}
	}
	return nil, nil, nil
}

// aroundRarest returns the rarest word of a list that some passage has, and then what of the
// list some passages have with it: filters first, since they say what the question is about,
// then the other words, the rarer the sooner. It leaves function words out.
func (s *Searcher) aroundRarest(ctx context.Context, question Question, nodes []Node, hinders []hinder) (kept []Node, err error) {
	var order []Node
	for _, h := range hinders {
		if h.count > 0 && !h.frame {
			order = append(order, h.node)
		}
	}
	if len(order) < 2 {
		return nil, nil
	}
	fixed := slices.DeleteFunc(slices.Clone(nodes), func(n Node) bool { _, excludes := n.(*Not); return !excludes && !filtersOnly(n, "") })
	for _, n := range slices.Concat(order[:1], fixed, order[1:]) {
		total, err := s.countQuery(ctx, allOf(append(slices.Clone(kept), n), true), question)
		if err != nil {
			return nil, err
		}
		if total > 0 {
			kept = append(kept, n)
		}
	}
	return kept, nil
}

func withoutNode(nodes []Node, but Node) []Node {
	return slices.DeleteFunc(slices.Clone(nodes), func(n Node) bool { return n == but })
}

// hinders counts the nodes of a list, but for filters and what is excluded, and puts them
// in the order in which they are left out.
func (s *Searcher) hinders(ctx context.Context, question Question, nodes []Node) (hinders []hinder, err error) {
	terms := ScoringTerms(allOf(nodes, true))
	opening := terms[:openingOf(terms)]
	for _, n := range nodes {
		if _, excludes := n.(*Not); excludes || filtersOnly(n, "") {
			continue
		}
		count, err := s.countQuery(ctx, n, Question{Generation: question.Generation})
		if err != nil {
			return nil, err
		}
		t := stemmedWord(n)
		hinders = append(hinders, hinder{n, count, t != nil && (slices.Contains(opening, t) || english.IsFunctionWord(t.Text))})
	}
	slices.SortStableFunc(hinders, func(a, b hinder) int {
		if a.frame != b.frame && (a.count > 0) == (b.count > 0) {
			if a.frame {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.count, b.count)
	})
	return hinders, nil
}

// filtersOnly reports whether a node is a filter, or some as alternatives, of a field
// or of any.
func filtersOnly(n Node, field Field) bool {
	switch n := n.(type) {
	case *Filter:
		return field == "" || n.Field == field
	case *Or:
		return !slices.ContainsFunc(n.Nodes, func(c Node) bool { return !filtersOnly(c, field) })
	}
	return false
}

// nameFilters returns a list with the words as filters that name a country or a year
// of the library, and says which; empty if there are none.
func (s *Searcher) nameFilters(ctx context.Context, nodes []Node) (filtered []Node, named string, err error) {
	countries, err := s.engine.Values(ctx, FieldCountry)
	if err != nil {
		return nil, "", err
	}
	years, err := s.engine.Values(ctx, FieldYear)
	if err != nil {
		return nil, "", err
	}
	byField := map[Field][]Node{} // several names of a field are alternatives
	put := func(nodes []Node, countryOf func(words string) string) (rest []Node) {
		for i := 0; i < len(nodes); i++ {
			f, used := filterAt(nodes[i:], countries, years, countryOf)
			if f == nil {
				rest = append(rest, nodes[i])
				continue
			}
			byField[f.Field] = append(byField[f.Field], f)
			i += used - 1
		}
		return rest
	}
	filtered = put(nodes, func(words string) string { return words })
	if len(byField[FieldCountry]) == 0 { // or else its people, or what is theirs
		filtered = put(filtered, func(word string) string {
			country, _ := corpus.Demonym(strings.ToUpper(word))
			return country
		})
	}
	var names []string
	for _, field := range []Field{FieldCountry, FieldYear} {
		for _, n := range anyOf(byField[field]) {
			filtered, names = append(filtered, n), append(names, bracket(n, rankList))
		}
	}
	return filtered, strings.Join(names, " "), nil
}

// filterAt returns the filter that the first words of a list name, and of how many
// words the name is; countryOf tells whose name some words are.
func filterAt(nodes []Node, countries, years []Count, countryOf func(words string) string) (f *Filter, used int) {
	var name []string
	for i, n := range nodes[:min(len(nodes), maxName)] {
		p, ok := n.(*Phrase)
		if !ok || p.Quoted || slices.ContainsFunc(p.Terms, func(t *Term) bool { return t.Kind != Stemmed }) {
			break
		}
		for _, t := range p.Terms {
			name = append(name, t.Text)
		}
		country := countryOf(strings.TrimSuffix(strings.Join(name, " "), "'s"))
		_, code := corpus.CountryName(country)
		for _, c := range countries {
			if (code != "" || len(name) > 1) && FieldCountry.Key(c.Value) == FieldCountry.Key(country) { // World is a word
				f, used = &Filter{Field: FieldCountry, Value: c.Value}, i+1
			}
		}
		if year, err := strconv.Atoi(name[0]); i == 0 && err == nil && slices.ContainsFunc(years, func(c Count) bool { return c.Value == name[0] }) {
			return &Filter{Field: FieldYear, Value: name[0], Low: year, High: year}, 1
		}
	}
	return f, used
}

// maxName is how many words the name of a country has at most.
const maxName = 5
