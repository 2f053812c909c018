package enginetest

import (
	"regexp"
	"slices"
	"strings"

	"verbatim/corpus/prose"
	"verbatim/search"
)

// A stretch is some neighbouring words of a passage: those with the numbers
// from first to last.
type stretch struct{ first, last int }

func (s stretch) holds(other stretch) bool {
	return s.first <= other.first && other.last <= s.last
}

func (s stretch) overlaps(other stretch) bool {
	return s.first <= other.last && other.first <= s.last
}

// A reader knows for each term of a query which words of a collection it
// accepts.
type reader struct {
	query    *search.Query
	terms    []*search.Term // in the order of the query
	accepted map[*search.Term][]string
	accepts  map[*search.Term][]bool // the same by place in the vocabulary
}

// newReader reads a query with the words of a collection.
func newReader(q *search.Query, vocabulary []word) *reader {
	r := &reader{query: q, terms: search.Terms(q.Root), accepted: make(map[*search.Term][]string), accepts: make(map[*search.Term][]bool)}
	for _, t := range r.terms {
		accepts := accepting(t)
		r.accepts[t] = make([]bool, len(vocabulary))
		for i, f := range vocabulary {
			if accepts(f) {
				r.accepted[t] = append(r.accepted[t], f.word)
				r.accepts[t][i] = true
			}
		}
	}
	return r
}

// accepting says which words a term accepts.
func accepting(t *search.Term) func(word) bool {
	switch t.Kind {
	case search.Stemmed:
		return func(f word) bool { return slices.Contains(t.Stems, f.stem) }
	case search.Wildcard:
		pattern := strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(t.Text))
		whole := regexp.MustCompile(`(?s)^` + pattern + `$`)
		return func(f word) bool { return whole.MatchString(f.word) }
	case search.Fuzzy:
		text := []rune(t.Text)
		return func(f word) bool {
			word := []rune(f.word)
			longer := max(len(word), len(text)) - min(len(word), len(text))
			return longer <= t.Edits && distance(text, word) <= t.Edits
		}
	}
	return func(f word) bool { return f.word == t.Text }
}

// distance is how many letters have to be inserted, deleted or replaced to
// make b of a.
func distance(a, b []rune) int {
	d, all := make([][]int, len(a)+1), make([]int, (len(a)+1)*(len(b)+1))
	for i := range d {
		d[i], all = all[:len(b)+1], all[len(b)+1:]
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j], d[i][j-1], d[i-1][j-1])
			}
		}
	}
	return d[len(a)][len(b)]
}

// read reports whether a passage matches a node, and which stretches of it are to
// be marked.
func (r *reader) read(n search.Node, p *passage) (marks []stretch, ok bool) {
	switch n := n.(type) {
	case *search.Phrase:
		marks = r.occurrences(n, p)
		return marks, len(marks) > 0
	case *search.And:
		for _, c := range n.Nodes {
			more, ok := r.read(c, p)
			if !ok {
				return nil, false
			}
			marks = append(marks, more...)
		}
		return marks, true
	case *search.Or:
		for _, c := range n.Nodes {
			if more, matches := r.read(c, p); matches {
				marks, ok = append(marks, more...), true
			}
		}
		return marks, ok
	case *search.Not:
		_, ok := r.read(n.Node, p)
		return nil, !ok
	case *search.Near:
		for _, o := range r.together(n, p) {
			marks = append(marks, o...)
		}
		return marks, len(marks) > 0
	case *search.Filter:
		return nil, n.Accepts(p.value(n.Field))
	}
	return nil, true // search.Everything
}

// occurrences returns where a phrase stands: the stretches that begin with its
// first term, end with its last, have the others in this order between them,
// and no more other words than the slop. One that holds another is left out.
// A word that is written apart is one too.
func (r *reader) occurrences(phrase *search.Phrase, p *passage) []stretch {
	found := r.sequence(phrase.Terms, phrase.Slop, p)
	if apart := phrase.Terms[0].Apart; apart != nil {
		found = append(found, r.sequence(apart, 0, p)...)
	}
	return found
}

// sequence returns where terms stand in order.
func (r *reader) sequence(terms []*search.Term, slop int, p *passage) []stretch {
	var all []stretch
	last := r.places(terms[len(terms)-1], p)
	if len(last) == 0 {
		return nil
	}
	for _, first := range r.places(terms[0], p) {
		for _, last := range last {
			s := stretch{first, last}
			others := last - first + 1 - len(terms)
			if 0 <= others && others <= slop && r.inOrder(terms, p.words[first:last+1]) {
				all = append(all, s)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(s stretch) bool {
		return slices.ContainsFunc(all, func(other stretch) bool { return s != other && s.holds(other) })
	})
}

// places returns where the words stand that a term accepts.
func (r *reader) places(t *search.Term, p *passage) (places []int) {
	accepts := r.accepts[t]
	for i, word := range p.words {
		if accepts[word] {
			places = append(places, i)
		}
	}
	return places
}

// inOrder reports whether words that begin with the first term and end with the
// last have all of the terms, in order.
func (r *reader) inOrder(terms []*search.Term, words []int) bool {
	if len(terms) == 1 {
		return len(words) == 1
	}
	terms = terms[1 : len(terms)-1]
	for _, word := range words[1 : len(words)-1] {
		if len(terms) > 0 && r.accepts[terms[0]][word] {
			terms = terms[1:]
		}
	}
	return len(terms) == 0
}

// A cluster is where an operand of a Near stands: stretches of words, of which there
// are several if it is a Near itself.
type cluster []stretch

// extent is from the first word of a cluster to its last.
func (c cluster) extent() stretch {
	e := c[0]
	for _, s := range c {
		e = stretch{min(e.first, s.first), max(e.last, s.last)}
	}
	return e
}

// together returns the pairs of a Near's operands that stand as it says, each pair as
// one cluster.
func (r *reader) together(n *search.Near, p *passage) (found []cluster) {
	right := r.operand(n.Right, p)
	for _, a := range r.operand(n.Left, p) {
		for _, b := range right {
			if near(n, a, b, p) {
				found = append(found, slices.Concat(a, b))
			}
		}
	}
	return found
}

// operand returns the occurrences of an operand of a Near. Of a Near they are the pairs
// within whose extent no other pair has a smaller one.
func (r *reader) operand(n search.Node, p *passage) (found []cluster) {
	switch n := n.(type) {
	case *search.Phrase:
		for _, s := range r.occurrences(n, p) {
			found = append(found, cluster{s})
		}
	case *search.Or:
		for _, c := range n.Nodes {
			found = append(found, r.operand(c, p)...)
		}
	case *search.Near:
		all := r.together(n, p)
		ends := make(map[int]int) // of the extent that ends first, by where it begins
		for _, c := range all {
			e := c.extent()
			if end, ok := ends[e.first]; !ok || e.last < end {
				ends[e.first] = e.last
			}
		}
		for _, c := range all {
			least, e := true, c.extent()
			for first := e.first; first <= e.last && least; first++ {
				end, ok := ends[first]
				least = !ok || end > e.last || first == e.first && end == e.last
			}
			if least {
				found = append(found, c)
			}
		}
	}
	return found
}

// near reports whether two clusters of a passage, which have no word in common, stand
// to each other as a Near wants.
func near(n *search.Near, left, right cluster, p *passage) bool {
	for _, a := range left {
		if slices.ContainsFunc(right, a.overlaps) {
			return false
		}
	}
	l, r := left.extent(), right.extent()
	before, after := l, r
	if r.first < l.first {
		before, after = r, l
	}
	inOrder := l.last < r.first
	oneSentence := p.tokens[before.first].Sentence == p.tokens[max(before.last, after.last)].Sentence
	switch n.Within {
	case search.WithinWords: // one may stand within the extent of the other
		return after.first-before.last <= n.Distance
	case search.WithinWordsAfter:
		return inOrder && after.first-before.last <= n.Distance
	case search.WithinSentence:
		return oneSentence
	case search.WithinSentenceAfter:
		return inOrder && oneSentence
	}
	return true
}

// frequency is how often a term counts in a passage for the score.
func (r *reader) frequency(t *search.Term, p *passage) (n int) {
	stems := t.ScoringStems()
	for i, stem := range stems {
		if !slices.Contains(stems[:i], stem) {
			n += p.stems[stem]
		}
	}
	if t.Apart != nil {
		n += len(r.sequence(t.Apart, 0, p))
	}
	if stems == nil && len(r.places(t, p)) > 0 {
		return 1
	}
	return n
}

// Spans returns what is to be marked in a passage, and whether it matches.
func Spans(q *search.Query, d Doc) ([]prose.Span, bool) {
	n := NewNaive([]Doc{d})
	return newReader(q, n.vocabulary).spans(n.passages[0])
}

// spans joins marks that have words in common. Two neighbouring words stand in
// one span if one mark holds both.
func (r *reader) spans(p *passage) (spans []prose.Span, ok bool) {
	marks, ok := r.read(r.query.Root, p)
	marked := func(s stretch) bool {
		return slices.ContainsFunc(marks, func(m stretch) bool { return m.holds(s) })
	}
	for i, t := range p.tokens {
		switch {
		case !marked(stretch{i, i}):
		case i > 0 && marked(stretch{i - 1, i}):
			spans[len(spans)-1].End = t.Span.End
		default:
			spans = append(spans, t.Span)
		}
	}
	return spans, ok
}
