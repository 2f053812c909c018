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

// An overlap is what two nodes share: by the products of their weights, and by the smaller
// ones.
type overlap struct{ product, smaller float64 }

func (o *overlap) add(a, b float64) {
	o.product += a * b
	o.smaller += min(a, b)
}

func (n *node) overlap(m *node) (o overlap) {
	i, j := 0, 0
	for i < len(n.weights) && j < len(m.weights) {
		a, b := n.weights[i], m.weights[j]
		switch {
		case a.stem < b.stem:
			i++
		case a.stem > b.stem:
			j++
		default:
			o.add(a.weight, b.weight)
			i, j = i+1, j+1
		}
	}
	return o
}

// overlaps are what nodes share with those of the editions before them: by lists of which
// nodes have a stem, since two of a thousand share little.
type overlaps struct {
	nodes  []*node // in the order of their editions
	listed int     // how many of them are in the lists
	having [][]weightedNode
	shared []overlap
}

type weightedNode struct {
	node   int
	weight float64
}

func newOverlaps(nodes []*node) *overlaps {
	o := &overlaps{nodes: nodes}
	if len(nodes) > 0 {
		o.having = make([][]weightedNode, len(nodes[0].rarity.numbers))
	}
	return o
}

// of returns what a node shares with each of the editions before. Nodes are asked for in
// their order; what is returned is so until the next.
func (o *overlaps) of(to int) []overlap {
	for ; o.nodes[o.listed].edition < o.nodes[to].edition; o.listed++ {
		for _, w := range o.nodes[o.listed].weights {
			o.having[w.stem] = append(o.having[w.stem], weightedNode{o.listed, w.weight})
		}
		o.shared = append(o.shared, overlap{})
	}
	clear(o.shared)
	for _, w := range o.nodes[to].weights {
		for _, h := range o.having[w.stem] {
			o.shared[h.node].add(h.weight, w.weight)
		}
	}
	return o.shared
}

// similarity is from 0 to 1: the mean of the cosine of two tf-idf vectors (Salton
// and Buckley, "Term-weighting Approaches in Automatic Text Retrieval", 1988) and
// of their overlap coefficient, which stays high when one is written out to more;
// 0 where they share their opening alone.
func (n *node) similarity(m *node) float64 { return n.similarityBy(m, n.overlap(m)) }

// similarityBy is similarity, given what they share.
func (n *node) similarityBy(m *node, shared overlap) float64 {
	if n.norm == 0 || m.norm == 0 {
		return 0
	}
	if n.folded == m.folded {
		return 1
	}
	s := (shared.product/(n.norm*m.norm) + shared.smaller/min(n.sum, m.sum)) / 2
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
	return n.overlap(in).smaller / n.sum
}
