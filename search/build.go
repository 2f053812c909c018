package search

// PhraseOf returns the phrase of the words of a text, as if it were typed between
// quotation marks: exactly these words in this order. It has no terms if the
// text has no word.
func PhraseOf(text string) *Phrase {
	p := &Phrase{Quoted: true}
	for _, t := range Analyze(text) {
		p.Terms = append(p.Terms, &Term{Kind: Literal, Text: t.Word, Stem: t.Stem})
	}
	return p
}

// AnyOf returns the node that wants at least one of the nodes.
func AnyOf(nodes ...Node) Node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return &Or{flattenOr(nodes)}
}

// AllOf returns the node that wants all of the nodes; of none, Everything.
func AllOf(nodes ...Node) Node { return allOf(nodes, false) }

// NewQuery makes a query of a tree that a program built. The terms of the tree
// become the query's own: a tree is for one query.
func NewQuery(root Node) *Query {
	q := &Query{Root: root, Mode: ModeAll}
	for _, t := range Terms(root) {
		t.index = len(q.terms)
		q.terms = append(q.terms, t)
	}
	return q
}
