package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"verbatim/search/english"
)

// WordForms are what a word of a query found in any form.
type WordForms struct {
	Written string  // the word as the query prints it
	Stem    string  // what its forms have in common
	Forms   []Count // by the passages of the library that have each, most first; at most maxForms
	More    int     // forms that are left out
	all     []Count
	term    *Term
	query   *Query
}

// maxForms is how many forms of a word an answer lists, maxWords of how many words.
const (
	maxForms = 20
	maxWords = 32
)

// wordForms lists the forms of the words of a query that stand alone in it.
func (s *Searcher) wordForms(ctx context.Context, q *Query) (words []WordForms, err error) {
	seen := map[string]bool{}
	walk(q.asked, func(n Node) {
		p, ok := n.(*Phrase)
		if !ok || err != nil || p.Quoted || len(words) == maxWords {
			return
		}
		for _, t := range p.Terms {
			if t.Kind != Stemmed || seen[t.String()] {
				continue
			}
			seen[t.String()] = true
			var all []Count
			if all, err = s.engine.Words(ctx, t); err != nil {
				return
			}
			w := WordForms{Written: t.String(), Stem: t.Stem, Forms: all[:min(len(all), maxForms)], all: all, query: q}
			w.More = len(all) - len(w.Forms)
			if len(p.Terms) == 1 {
				w.term = t
			}
			words = append(words, w)
			noteForms(q, t, all)
		}
	})
	return words, err
}

// noteForms notes other spellings among the forms of a word: in two words or in one,
// with stops or without.
func noteForms(q *Query, t *Term, forms []Count) {
	for _, f := range forms {
		switch {
		case f.Value == t.String():
			continue
		case strings.Contains(f.Value, "-"), isMarked(f.Value) != isMarked(t.Text),
			t.hyphen > 0 && strings.HasPrefix(f.Value, t.Text[:t.hyphen]),
			len(t.Stems) > 1 && slices.Contains(t.Stems[1:], english.Stem(f.Value)) && !slices.ContainsFunc(english.Variants(t.Text, t.Stem), func(v string) bool { return english.Stem(v) == english.Stem(f.Value) }):
			note := ": also " + f.Value
			if !slices.ContainsFunc(q.Notes, func(n string) bool { return strings.HasSuffix(n, note) }) { // asylum seekers: of both
				q.Notes = append(q.Notes, t.String()+note)
			}
		}
	}
}

// isMarked reports whether a word has stops, or an apostrophe before more than an ending.
func isMarked(word string) bool {
	return unmarked(word) != word
}

// Only returns the query with a form of the word alone in the word's place; empty
// where it cannot be left out.
func (w *WordForms) Only(form string) string { return w.with([]string{form}) }

// Without returns the query without a form of the word.
func (w *WordForms) Without(form string) string {
	var others []string
	for _, f := range w.all {
		if f.Value != form {
			others = append(others, f.Value)
		}
	}
	return w.with(others)
}

func (w *WordForms) with(forms []string) string {
	if w.term == nil || len(forms) == 0 || len(forms) > maxClauses/2 {
		return ""
	}
	phrases := make([]Node, len(forms))
	for i, form := range forms {
		phrases[i] = PhraseOf(form)
	}
	text := exchange(w.query.asked, func(p *Phrase) bool { return len(p.Terms) == 1 && p.Terms[0] == w.term }, AnyOf(phrases...)).String()
	if _, err := Parse(text); err != nil {
		return ""
	}
	return text
}

// exchange returns a node with another in the place of some phrases.
func exchange(n Node, is func(*Phrase) bool, by Node) Node {
	each := func(nodes []Node) []Node {
		changed := make([]Node, len(nodes))
		for i, c := range nodes {
			changed[i] = exchange(c, is, by)
		}
		return changed
	}
	switch n := n.(type) {
	case *Phrase:
		if is(n) {
			return by
		}
	case *And:
		return &And{Nodes: each(n.Nodes), Listed: n.Listed}
	case *Or:
		return &Or{flattenOr(each(n.Nodes))}
	case *Not:
		return &Not{exchange(n.Node, is, by)}
	case *Near:
		return &Near{Left: exchange(n.Left, is, by), Right: exchange(n.Right, is, by), Within: n.Within, Distance: n.Distance}
	}
	return n
}

// An Offer is another question that may be meant, and how many passages it finds.
type Offer struct {
	Label string // what it does: "with the other spelling"
	Query string
	Mode  Mode
	Total int
}

// offerSpellings notes, for each phrase in quotation marks, how many passages have it
// in another spelling, and offers these.
func (s *Searcher) offerSpellings(ctx context.Context, question Question) (offers []Offer, err error) {
	q := question.Query
	walk(q.asked, func(n Node) {
		p, ok := n.(*Phrase)
		if !ok || err != nil || !p.Quoted || p.Slop > 0 || len(offers) == maxSpellings {
			return
		}
		var others []*Phrase
		if others, err = s.otherSpellings(ctx, p); err != nil {
			return
		}
		for _, other := range others {
			var there int
			var known bool
			if known, err = s.hasWords(ctx, other); err != nil {
				return
			}
			if !known {
				continue
			}
			if there, err = s.countQuery(ctx, other, question); err != nil || there == 0 || len(offers) == maxSpellings {
				continue
			}
			q.Notes = append(q.Notes, fmt.Sprintf("%s is searched for as it is written; %s: %s", p, other, passages(there)))
			var offer Offer
			if offer, err = s.offer(ctx, "Search for "+other.String(), exchange(q.asked, func(o *Phrase) bool { return o == p }, other), question); err == nil && offer.Total > 0 {
				offers = append(offers, offer)
			}
		}
	})
	return offers, err
}

// offerCompounds offers words that the library has in one of a word's other spellings,
// closed or with a hyphen, that no table knows: vice-president, vice president and
// vicepresident. words are those of the query with their forms.
func (s *Searcher) offerCompounds(ctx context.Context, question Question, words []WordForms) (offers []Offer, err error) {
	q := question.Query
	offer := func(written string, other *Phrase, in ...*Phrase) {
		there, countErr := s.countQuery(ctx, other, question)
		if err = countErr; err != nil || there == 0 || len(offers) == maxSpellings {
			return
		}
		q.note("%s is also written %s: %s", written, other, passages(there))
		root := q.asked
		for _, p := range in {
			root = exchange(root, func(o *Phrase) bool { return o == p }, AnyOf(p, other))
		}
		var offer Offer
		if offer, err = s.offer(ctx, "Search with "+other.String(), root, question); err == nil && offer.Total > 0 {
			offers = append(offers, offer)
		}
	}
	closed := func(written string, a, b *Term, in ...*Phrase) {
		word := a.Text + b.Text
		if err != nil || a.Kind != Stemmed || b.Kind != Stemmed || english.IsCompound(a.Text, b.Text) {
			return
		}
		if other := wordOf(word); len(other.Terms) == 1 {
			var has bool
			if has, err = s.hasWords(ctx, other); err == nil && has {
				offer(written, other, in...)
			}
		}
	}
	walk(q.asked, func(n Node) {
		switch n := n.(type) {
		case *Phrase:
			if !n.Quoted && len(n.Terms) == 2 {
				closed(n.String(), n.Terms[0], n.Terms[1], n)
			}
		case *And:
			for i := 1; n.Listed && i < len(n.Nodes); i++ {
				a, b := stemmedWord(n.Nodes[i-1]), stemmedWord(n.Nodes[i])
				if a != nil && b != nil && isPart(a) && isPart(b) {
					closed(a.Text+" "+b.Text, a, b, n.Nodes[i-1].(*Phrase), n.Nodes[i].(*Phrase))
				}
			}
		}
	})
	for _, w := range words {
		if w.term == nil || w.term.Apart != nil || passagesOf(w.all) > fewPassages {
			continue
		}
		parted, partErr := s.parted(ctx, w.term.Text)
		if partErr != nil {
			return nil, partErr
		}
		walk(q.asked, func(n Node) {
			if p, ok := n.(*Phrase); ok && parted != nil && len(p.Terms) == 1 && p.Terms[0] == w.term {
				offer(w.Written, parted, p)
			}
		})
	}
	return offers, err
}

// wordOf returns the phrase of a word, in any form.
func wordOf(word string) *Phrase {
	p := &Phrase{}
	for _, t := range Analyze(word) {
		p.Terms = append(p.Terms, &Term{Kind: Stemmed, Text: t.Word, Stem: t.Stem, Stems: []string{t.Stem}})
	}
	return p
}

// parted returns a word in two that the library has, joined by a hyphen; nil if there
// are none.
func (s *Searcher) parted(ctx context.Context, word string) (*Phrase, error) {
	for i := 1; i <= len(word)-minPart; i++ {
		p := wordOf(word[:i] + "-" + word[i:])
		if len(p.Terms) != 2 || i < minPart && !slices.Contains(elided, word[:i]) || english.IsFunctionWord(p.Terms[0].Text) {
			continue
		}
		if has, err := s.hasWords(ctx, p); err != nil || !has {
			if err != nil {
				return nil, err
			}
			continue
		}
		if there, err := s.countQuery(ctx, p, Question{}); err != nil || there > 0 {
			return p, err
		}
	}
	return nil, nil
}

// minPart is how many letters a part of a word in two has at least.
const minPart = 2

// isPart reports whether a word of a list may be one in two with its neighbour.
func isPart(t *Term) bool { return len(t.Text) >= minPart && !english.IsFunctionWord(t.Text) }

func passagesOf(forms []Count) (sum int) {
	for _, f := range forms {
		sum += f.Count
	}
	return sum
}

// offer returns the offer of a node in the mode of a question, with what it finds.
func (s *Searcher) offer(ctx context.Context, label string, n Node, question Question) (Offer, error) {
	q, err := Parse(n.String())
	if err != nil {
		return Offer{}, nil // it is longer than a query may be
	}
	total, err := s.countQuery(ctx, q.In(question.Query.Mode).Root, question)
	return Offer{label, n.String(), question.Query.Mode, total}, err
}

// offerOperators offers a query with the operators that were read as words, and with the
// spelling that is suggested as well.
func (s *Searcher) offerOperators(ctx context.Context, meant, suggested string, question Question) (Offer, error) {
	if both := noteDialect(&Query{}, suggested); both != "" {
		meant = both
	}
	q, err := Parse(meant)
	if err != nil {
		return Offer{}, err
	}
	there, err := s.countQuery(ctx, q.Root, question)
	return Offer{"Search with the operator", meant, ModeAll, there}, err
}

// hasWords reports whether the library has each of the words of a phrase.
func (s *Searcher) hasWords(ctx context.Context, p *Phrase) (bool, error) {
	for _, t := range p.Terms {
		if words, err := s.engine.Words(ctx, t); err != nil || len(words) == 0 {
			return false, err
		}
	}
	return true, nil
}

// maxSpellings is how many other spellings are offered.
const maxSpellings = 4

// countQuery counts what a node finds with the filters of a question.
func (s *Searcher) countQuery(ctx context.Context, n Node, question Question) (int, error) {
	q, err := Parse(n.String())
	if err != nil {
		return 0, nil
	}
	found, err := s.engine.Find(ctx, Question{Query: q, Sort: SortRelevance, Filters: question.Filters, Generation: question.Generation, Headings: question.Headings})
	if err != nil {
		return 0, err
	}
	return found.Total, nil
}

// otherSpellings returns a quoted phrase with one of its words spelled otherwise.
func (s *Searcher) otherSpellings(ctx context.Context, p *Phrase) (others []*Phrase, err error) {
	words := make([]string, len(p.Terms))
	for i, t := range p.Terms {
		if t.Kind != Literal {
			return nil, nil
		}
		words[i] = t.Text
	}
	with := func(at, length int, by ...string) {
		text := slices.Concat(words[:at], by, words[at+length:])
		others = append(others, PhraseOf(strings.Join(text, " ")))
	}
	all, changed := slices.Clone(words), 0
	for i, w := range words {
		if i+1 < len(words) && english.IsCompound(w, words[i+1]) {
			with(i, 2, w+words[i+1])
		}
		if at := english.FirstPart(w); at > 0 {
			with(i, 1, w[:at], w[at:])
		}
		marked, err := s.markedOtherwise(ctx, p.Terms[i])
		if err != nil {
			return nil, err
		}
		for _, other := range marked {
			with(i, 1, other)
			all[i] = other
		}
		if len(marked) > 0 {
			changed++
		}
		for _, v := range english.Variants(w, p.Terms[i].Stem) {
			with(i, 1, v)
		}
	}
	if changed > 1 {
		with(0, len(words), all...)
	}
	return others, nil
}

// markedOtherwise returns the words of the library with the same letters as a word and
// other stops or apostrophes: of "us" "u.s", of "quran" "qur'an". Abbreviations and names
// have these, which are short or are their own stem.
func (s *Searcher) markedOtherwise(ctx context.Context, t *Term) (others []string, err error) {
	bare := withoutMarks.Replace(t.Text)
	if bare == t.Text && (t.Stem != t.Text && len(t.Text) > longestAbbreviation || english.IsFunctionWord(t.Text) && t.Text != "us") {
		return nil, nil
	}
	forms, err := s.engine.Words(ctx, &Term{Kind: Stemmed, Stems: []string{t.Stem}})
	for _, f := range forms {
		if f.Value != t.Text && withoutMarks.Replace(f.Value) == bare {
			others = append(others, f.Value)
		}
	}
	return others, err
}

var withoutMarks = strings.NewReplacer(".", "", "'", "")

// longestAbbreviation is how many letters an abbreviation has at most whose plural or the
// like has another stem: ngos.
const longestAbbreviation = 5
