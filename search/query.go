// Package search says what a question means: the query language, words and stems, what
// matches and what is marked, and the score. It defines the Engine that an index
// implements, and puts an engine's hits together with the library's texts.
//
// Start with Parse, which reads a query, and Match, which tries it on a text;
// NewSearcher answers whole questions. What a question goes through:
//
//	lex.go, parse.go    its text becomes a Query, a tree of Nodes
//	analyze.go          texts and queries become words and stems
//	match.go            which passages match, and what is marked in them
//	score.go            in which order they come
//	engine.go           what an index is asked, and answers
//	searcher.go         hits become passages with their texts and marks
package search

import (
	"fmt"
	"slices"
	"strings"
)

// A Node is a part of a question. Its String is written in the query language
// and parses back to the same node.
type Node interface {
	fmt.Stringer
	// rank is how tightly the node's operator binds, for printing.
	rank() int
}

// How tightly operators bind, from loose to tight.
const (
	rankOr = iota
	rankAnd
	rankList
	rankNot
	rankNear
	rankLeaf
)

type (
	// A Phrase is a sequence of terms that stand in this order in a passage,
	// with at most Slop other words between them in all. A single word is a
	// phrase of one term.
	Phrase struct {
		Terms  []*Term
		Slop   int
		Quoted bool // written in quotation marks: its terms are Literal
	}

	// An And wants all of its nodes. Listed says that the nodes were written
	// one after the other without AND: they are what Any makes optional.
	And struct {
		Nodes  []Node
		Listed bool
	}

	// An Or wants at least one of its nodes.
	Or struct{ Nodes []Node }

	// A Not wants a passage that its node does not match.
	Not struct{ Node Node }

	// A Near wants an occurrence of Left and one of Right that have no word in
	// common and stand as Within says. Its operands are phrases, Nears, or Ors of
	// these.
	Near struct {
		Left, Right Node
		Within      Within
		Distance    int // for WithinWords and WithinWordsAfter
	}

	// A Filter wants a passage whose field has the value, or for the year a
	// value from Low to High.
	Filter struct {
		Field     Field
		Value     string
		Low, High int // for FieldYear
		Pos       int // where it stands in the query, in code points
		key       string
		written   bool // it stands in a query
	}

	// Everything matches every passage.
	Everything struct{}
)

// Within says how two operands of a Near stand to each other.
type Within int

// The ways of standing near.
const (
	WithinWords      Within = iota // their positions differ by Distance or less
	WithinWordsAfter               // likewise, and Left comes first
	WithinSentence
	WithinSentenceAfter // likewise, and Left comes first
	WithinPassage
)

// TermKind says how a term is compared with the words of a text.
type TermKind int

// The kinds of terms.
const (
	Stemmed  TermKind = iota // any form of the word: stems are compared
	Literal                  // the folded word itself
	Wildcard                 // * stands for any letters, ? for one
	Fuzzy                    // up to Edits letters differ
)

// A Term is what a query says of one word.
type Term struct {
	Kind  TermKind
	Text  string   // the folded word or pattern
	Stem  string   // of Text, for Stemmed and Literal terms
	Stems []string // for Stemmed: Stem, and the stems of its spelling variants
	Edits int      // for Fuzzy: 1 or 2
	Pos   int      // where it stands in the query, in code points
	// Apart is, for a Stemmed term that makes a phrase alone, the word written in
	// two words that stand side by side (pre-trial for pretrial); or nil.
	Apart  []*Term
	hyphen int // where String writes a hyphen in Text, in bytes; 0 for none
	index  int // its number among the query's terms
}

// InTwoWords returns the phrase of a term that is written in two words (Apart), with
// terms of its own.
func (t *Term) InTwoWords() *Phrase {
	p := &Phrase{}
	for _, part := range t.Apart {
		copied := *part
		p.Terms = append(p.Terms, &copied)
	}
	return p
}

func (p *Phrase) rank() int { return rankLeaf }

func (f *Filter) rank() int { return rankLeaf }

func (Everything) rank() int { return rankLeaf }

func (n *Near) rank() int { return rankNear }

func (n *Not) rank() int { return rankNot }

func (o *Or) rank() int { return rankOr }

func (Everything) String() string { return "" }

func (a *And) rank() int {
	if a.Listed {
		return rankList
	}
	return rankAnd
}

func (t *Term) String() string {
	if t.Kind == Fuzzy {
		return fmt.Sprintf("%s~%d", t.Text, t.Edits)
	}
	if t.hyphen > 0 {
		return t.Text[:t.hyphen] + "-" + t.Text[t.hyphen:]
	}
	return t.Text
}

func (p *Phrase) String() string {
	texts := make([]string, len(p.Terms))
	for i, t := range p.Terms {
		texts[i] = t.String()
	}
	if !p.Quoted {
		return strings.Join(texts, "-")
	}
	s := `"` + strings.Join(texts, " ") + `"`
	if p.Slop > 0 {
		s += fmt.Sprintf("~%d", p.Slop)
	}
	return s
}

func (a *And) String() string {
	if a.Listed {
		return join(a.Nodes, " ", rankNot)
	}
	return join(a.Nodes, " AND ", rankList)
}

func (o *Or) String() string { return join(o.Nodes, " OR ", rankAnd) }

func (n *Not) String() string { return "NOT " + bracket(n.Node, rankNot) }

func (n *Near) String() string {
	op := map[Within]string{
		WithinWords: fmt.Sprintf("NEAR/%d", n.Distance), WithinWordsAfter: fmt.Sprintf("PRE/%d", n.Distance),
		WithinSentence: "/s", WithinSentenceAfter: "PRE/s", WithinPassage: "/p",
	}[n.Within]
	return bracket(n.Left, rankLeaf) + " " + op + " " + bracket(n.Right, rankLeaf)
}

func (f *Filter) String() string {
	switch {
	case f.Field == FieldYear && f.High == 0:
		return "year:" + None
	case f.Field == FieldYear && f.High > f.Low:
		return fmt.Sprintf("year:%d..%d", f.Low, f.High)
	case f.Field == FieldYear:
		return fmt.Sprintf("year:%d", f.Low)
	}
	value := strings.Map(func(r rune) rune {
		if isQuote(r) {
			return ' '
		}
		return r
	}, f.Value)
	if f.inWords() && !f.written {
		value = "=" + value
	}
	return fmt.Sprintf(`%s:"%s"`, f.Field, value)
}

func join(nodes []Node, op string, rank int) string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = bracket(n, rank)
	}
	return strings.Join(texts, op)
}

// bracket prints a node, in brackets if it binds less tightly than rank.
func bracket(n Node, rank int) string {
	if n.rank() < rank {
		return "(" + n.String() + ")"
	}
	return n.String()
}

// walk visits a node and those under it, in the order they are written.
func walk(n Node, visit func(Node)) {
	visit(n)
	switch n := n.(type) {
	case *And:
		for _, c := range n.Nodes {
			walk(c, visit)
		}
	case *Or:
		for _, c := range n.Nodes {
			walk(c, visit)
		}
	case *Not:
		walk(n.Node, visit)
	case *Near:
		walk(n.Left, visit)
		walk(n.Right, visit)
	}
}

// A Mode says how many of the words that are listed one after the other a
// passage must have.
type Mode string

// The modes.
const (
	ModeAll Mode = "all" // every word
	ModeAny Mode = "any" // at least one; more and rarer words rank higher
)

// A Query is a parsed question.
type Query struct {
	Root  Node
	Mode  Mode
	Notes []string // what was expanded, folded or read in another way, in words
	terms []*Term  // all terms, by index
	asked Node     // the tree as it was written, before In
}

// Expands reports whether a term stands for words that have to be looked for.
func (q *Query) Expands() bool {
	return slices.ContainsFunc(q.terms, func(t *Term) bool { return t.Kind == Wildcard || t.Kind == Fuzzy })
}

// String prints the query in the query language.
func (q *Query) String() string { return q.Root.String() }

// In returns the same question in a mode. In ModeAny at least one of the words
// that stand in a list is wanted; what is excluded or filtered there still
// is, and so is what AND joins.
func (q *Query) In(mode Mode) *Query {
	in := *q
	in.Mode, in.asked = mode, q.Root
	in.Notes = slices.Clone(q.Notes)
	if mode == ModeAny {
		in.Root = loosen(q.Root)
	}
	return &in
}

func loosen(n Node) Node {
	switch n := n.(type) {
	case *Or:
		return &Or{flattenOr(loosenAll(n.Nodes))}
	case *And:
		nodes := loosenAll(n.Nodes)
		if !n.Listed {
			return &And{Nodes: flattenAnd(nodes, false)}
		}
		var wanted, fixed []Node
		for _, c := range nodes {
			switch c.(type) {
			case *Not, *Filter:
				fixed = append(fixed, c)
			default:
				wanted = append(wanted, c)
			}
		}
		return allOf(append(anyOf(wanted), fixed...), false)
	}
	return n
}

func loosenAll(nodes []Node) []Node {
	loose := make([]Node, len(nodes))
	for i, n := range nodes {
		loose[i] = loosen(n)
	}
	return loose
}

// flattenOr takes the nodes out of Ors within Ors.
func flattenOr(nodes []Node) (flat []Node) {
	for _, n := range nodes {
		if o, ok := n.(*Or); ok {
			flat = append(flat, o.Nodes...)
		} else {
			flat = append(flat, n)
		}
	}
	return flat
}

// anyOf returns the Or of the nodes as a list of at most one node.
func anyOf(nodes []Node) []Node {
	if len(nodes) < 2 {
		return nodes
	}
	return []Node{&Or{flattenOr(nodes)}}
}

// allOf returns the And of the nodes; of one node the node, of none Everything.
func allOf(nodes []Node, listed bool) Node {
	switch len(nodes) {
	case 0:
		return Everything{}
	case 1:
		return nodes[0]
	}
	return &And{nodes, listed}
}

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

// inAny returns the question in ModeAny, as it was asked.
func (q *Query) inAny() *Query {
	asked := *q
	asked.Root = q.asked
	return asked.In(ModeAny)
}
