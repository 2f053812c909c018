package follow

import (
	"cmp"
	"math"
	"slices"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search"
)

// The words that begin a recommendation say what is asked: they count more.
const (
	headWords  = 8
	headWeight = 1.5
)

// A node is a passage that is linked with others.
type node struct {
	member  Member
	edition int
	folded  string
	weights []weighted // by stem
	sum     float64
	norm    float64
	stems   []string // in the order of the text
	rarity  rarity

	before, after   *node // in its thread
	whole           *node // that it was split from, if none is before it
	similarToBefore float64
}

type weighted struct {
	stem   int // by number
	weight float64
}

// passages makes nodes of the passages of a narrative that are wanted.
func passages(n *corpus.Narrative, edition int, rarity rarity, wanted func(corpus.Passage) bool) (nodes []*node) {
	about := *n
	about.Text, about.Passages = "", nil
	for _, p := range n.Passages {
		if !wanted(p) {
			continue
		}
		text := p.Span.In(n.Text)
		node := newNode(text, rarity)
		node.edition = edition
		node.member = Member{Passage: p, Narrative: &about, Year: n.Year, Text: text}
		nodes = append(nodes, node)
	}
	return nodes
}

func newNode(text string, rarity rarity) *node {
	n := &node{folded: prose.OneLine(prose.FoldString(text)), rarity: rarity}
	weights := map[string]float64{}
	for i, t := range search.Analyze(text) {
		w := rarity.weight(t.Stem)
		if i < headWords {
			w *= headWeight
		}
		weights[t.Stem] += w
		n.stems = append(n.stems, t.Stem)
	}
	for _, stem := range n.stems {
		if w, first := weights[stem]; first {
			n.weights = append(n.weights, weighted{rarity.number(stem), w})
			delete(weights, stem)
		}
	}
	slices.SortFunc(n.weights, func(a, b weighted) int { return cmp.Compare(a.stem, b.stem) })
	for _, w := range n.weights {
		n.sum += w.weight
		n.norm += w.weight * w.weight
	}
	n.norm = math.Sqrt(n.norm)
	return n
}

// overlap returns what two nodes share, by products and by the smaller weights.
func (n *node) overlap(m *node) (product, smaller float64) {
	i, j := 0, 0
	for i < len(n.weights) && j < len(m.weights) {
		a, b := n.weights[i], m.weights[j]
		switch {
		case a.stem < b.stem:
			i++
		case a.stem > b.stem:
			j++
		default:
			product += a.weight * b.weight
			smaller += min(a.weight, b.weight)
			i, j = i+1, j+1
		}
	}
	return product, smaller
}

// similarity is from 0 to 1: the mean of the cosine of two tf-idf vectors (Salton
// and Buckley, "Term-weighting Approaches in Automatic Text Retrieval", 1988) and
// of their overlap coefficient, which stays high when one is written out to more;
// 0 where they share their opening alone.
func (n *node) similarity(m *node) float64 {
	if n.norm == 0 || m.norm == 0 {
		return 0
	}
	if n.folded == m.folded {
		return 1
	}
	product, smaller := n.overlap(m)
	s := (product/(n.norm*m.norm) + smaller/min(n.sum, m.sum)) / 2
	if s > leastSimilar && n.sharesOpeningAlone(m) { // few pairs come so far
		return 0
	}
	return s
}

// leastBeyond is how much of the rest of the shorter of two wordings that begin
// with the same words the other must have as well.
const leastBeyond = 0.08

// An opening of so many words that is so much of the shorter of two wordings says what
// is asked, whatever the end: "Increase the number of labor inspectors to" does, and
// "Increase efforts to" does not.
const (
	askedWords = 6
	leastAsked = 0.4
)

// sharesOpeningAlone reports whether two wordings begin with the same words, such
// as "Increase efforts to", and go on with others.
func (n *node) sharesOpeningAlone(m *node) bool {
	opening := 0
	for opening < min(len(n.stems), len(m.stems)) && n.stems[opening] == m.stems[opening] {
		opening++
	}
	if opening == 0 {
		return false
	}
	asked := 0.0
	for _, s := range n.stems[:opening] {
		asked += n.rarity.weight(s)
	}
	weights := map[string]float64{}
	var own, other, shared float64
	for _, s := range n.stems[opening:] {
		w := n.rarity.weight(s)
		weights[s] += w
		own += w
	}
	for _, s := range m.stems[opening:] {
		w := n.rarity.weight(s)
		other += w
		both := min(w, weights[s])
		weights[s] -= both
		shared += both
	}
	says := opening >= askedWords && asked >= leastAsked*(asked+min(own, other))
	return shared < leastBeyond*min(own, other) && !says
}

// containment is how much of a node's weight another has as well, from 0 to 1.
func (n *node) containment(in *node) float64 {
	if n.sum == 0 {
		return 0
	}
	_, smaller := n.overlap(in)
	return smaller / n.sum
}
