package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of a query; past them Parse returns a SyntaxError.
const (
	maxQuery    = 4000 // code points
	maxClauses  = 256  // words, phrases and filters
	maxDepth    = 16   // of brackets and NOTs
	maxNears    = 16   // NEAR and its kin
	maxDistance = 1000 // of NEAR, PRE and ~
	minPrefix   = 2    // letters before a *
)

// maxFuller is more than how many times as long a query is when it is written in full:
// a character is folded to 18 at most.
const maxFuller = 25

// Parse reads a question in the query language. Any text is either a query,
// whose String parses back to itself, or a *SyntaxError. An empty text returns
// the query that matches everything.
func Parse(text string) (*Query, error) {
	if n := utf8.RuneCountInString(text); n > maxQuery {
		return nil, &SyntaxError{Pos: maxQuery, Msg: fmt.Sprintf("the query has %d characters; at most %d are allowed", n, maxQuery)}
	}
	q := &Query{Mode: ModeAll}
	p := &parser{lexer: lexer{in: []rune(strings.ToValidUTF8(text, "\ufffd")), notes: &q.Notes}, query: q}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokEnd {
		q.Root = Everything{}
		return q, nil
	}
	root, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.tok.kind == tokClose {
		return nil, p.fail(p.tok.pos, p.without(p.tok.pos, 1), "there is no opening bracket for this one")
	}
	if root == nil {
		return nil, p.fail(0, "", "there is no word to search for: a word needs a letter or a digit")
	}
	if len(p.in) > maxQuery/maxFuller {
		if n := utf8.RuneCountInString(root.String()); n > maxQuery {
			return nil, p.fail(0, "", "the query has %d characters when it is written in full; at most %d are allowed", n, maxQuery)
		}
	}
	q.Root = root
	return q, nil
}

// A parser reads lexemes by recursive descent; the rules are named after the
// operators. A rule returns nil where it read only punctuation, which has no
// word to search for and is noted.
type parser struct {
	lexer
	query   *Query
	tok     lexeme
	clauses int
	nears   int
	tokens  []Token // memory of terms
}

func (p *parser) advance() (err error) {
	p.tok, err = p.next()
	return err
}

func (p *parser) note(format string, args ...any) {
	*p.notes = append(*p.notes, fmt.Sprintf(format, args...))
}

// without returns the query with n code points taken out at pos.
func (p *parser) without(pos, n int) string {
	before, behind := string(p.in[:pos]), string(p.in[pos+n:])
	if strings.HasSuffix(before, " ") {
		behind = strings.TrimLeft(behind, " ")
	}
	return strings.TrimSpace(before + behind)
}

func (p *parser) or(depth int) (Node, error) {
	return p.chain(depth, tokOr, (*parser).and, func(nodes []Node) Node { return &Or{flattenOr(nodes)} })
}

func (p *parser) and(depth int) (Node, error) {
	return p.chain(depth, tokAnd, (*parser).list, func(nodes []Node) Node { return &And{Nodes: flattenAnd(nodes, false)} })
}

// flattenAnd takes the nodes out of Ands of the same kind within an And.
func flattenAnd(nodes []Node, listed bool) (flat []Node) {
	isAnd := func(n Node) bool { a, ok := n.(*And); return ok && a.Listed == listed }
	if !slices.ContainsFunc(nodes, isAnd) {
		return nodes
	}
	for _, n := range nodes {
		if a, ok := n.(*And); ok && a.Listed == listed {
			flat = append(flat, a.Nodes...)
		} else {
			flat = append(flat, n)
		}
	}
	return flat
}

// chain reads operands of a rule with an operator between them.
func (p *parser) chain(depth int, op tokenKind, operand func(*parser, int) (Node, error), build func([]Node) Node) (Node, error) {
	var nodes []Node
	for before := -1; ; { // where the operator stands that was read last
		switch p.tok.kind {
		case tokAnd, tokOr:
			return nil, p.missing(p.tok.pos)
		case tokEnd, tokClose:
			if before >= 0 {
				return nil, p.missing(before)
			}
		}
		n, err := operand(p, depth)
		if err != nil {
			return nil, err
		}
		if n != nil {
			nodes = append(nodes, n)
		}
		if p.tok.kind != op {
			break
		}
		before = p.tok.pos
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	switch len(nodes) {
	case 0:
		return nil, nil
	case 1:
		return nodes[0], nil
	}
	return build(nodes), nil
}

// missing is the error for an operator, AND or OR, that lacks an operand.
func (p *parser) missing(pos int) error {
	name := "OR"
	if p.in[pos] == 'A' {
		name = "AND"
	}
	return p.fail(pos, p.without(pos, len(name)), "%s needs something to search for on both sides; to search for the word itself, write %q in lower case", name, strings.ToLower(name))
}

// list reads what stands one after the other without an operator.
func (p *parser) list(depth int) (Node, error) {
	var nodes []Node
	for {
		switch p.tok.kind {
		case tokEnd, tokClose, tokOr, tokAnd:
			if nodes = flattenAnd(nodes, true); len(nodes) == 0 {
				return nil, nil
			}
			closeUp(nodes)
			return allOf(nodes, true), nil
		}
		n, err := p.not(depth)
		if err != nil {
			return nil, err
		}
		if n != nil {
			nodes = append(nodes, n)
		}
	}
}

func (p *parser) not(depth int) (Node, error) {
	if p.tok.kind != tokNot {
		return p.near(depth)
	}
	pos := p.tok.pos
	if depth++; depth > maxDepth {
		return nil, p.tooDeep(pos)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch p.tok.kind {
	case tokEnd, tokClose, tokAnd, tokOr, tokNear:
		return nil, p.fail(pos, "", `NOT needs something to leave out after it; to search for the word itself, write "not"`)
	}
	n, err := p.not(depth)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return nil, p.fail(pos, "", "NOT needs something to leave out after it")
	}
	return &Not{n}, nil
}

func (p *parser) tooDeep(pos int) error {
	return p.fail(pos, "", "brackets and NOTs are nested more than %d deep", maxDepth)
}

func (p *parser) near(depth int) (Node, error) {
	if p.tok.kind == tokNear {
		return nil, p.fail(p.tok.pos, "", "%s needs a word or phrase on both sides", p.tok.text)
	}
	left, err := p.primary(depth)
	for err == nil && p.tok.kind == tokNear {
		if _, chained := left.(*Near); chained { // it is printed in brackets
			if depth++; depth > maxDepth {
				return nil, p.tooDeep(p.tok.pos)
			}
		}
		left, err = p.nearTo(left, depth)
	}
	return left, err
}

// nearTo reads a proximity operator and what stands behind it. Of several in a row
// the first binds first.
func (p *parser) nearTo(left Node, depth int) (Node, error) {
	op := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	var right Node
	var err error
	switch p.tok.kind {
	case tokEnd, tokClose, tokAnd, tokOr, tokNot, tokNear:
	default:
		if right, err = p.primary(depth); err != nil {
			return nil, err
		}
	}
	if !isOperand(left) || !isOperand(right) {
		return nil, p.fail(op.pos, "", "%s needs a word, a phrase, a group of alternatives or of words near each other on both sides", op.text)
	}
	if p.nears++; p.nears > maxNears {
		return nil, p.fail(op.pos, "", "the query has more than %d of NEAR, W, PRE, /s and /p", maxNears)
	}
	return &Near{Left: left, Right: right, Within: op.within, Distance: op.number}, nil
}

// isOperand reports whether a node can stand beside NEAR: a phrase, another NEAR, or
// a group of alternatives of these.
func isOperand(n Node) bool {
	switch n := n.(type) {
	case *Phrase, *Near:
		return true
	case *Or:
		for _, c := range n.Nodes {
			if !isOperand(c) {
				return false
			}
		}
		return true
	}
	return false
}

func (p *parser) primary(depth int) (Node, error) {
	tok := p.tok
	if tok.kind == tokOpen {
		return p.group(depth)
	}
	if p.clauses++; p.clauses > maxClauses {
		return nil, p.fail(tok.pos, "", "the query has more than %d words, phrases and filters", maxClauses)
	}
	var n Node
	var err error
	switch tok.kind {
	case tokWord:
		n, err = p.word(tok)
	case tokQuoted:
		n, err = p.phrase(tok)
	case tokField:
		n, err = p.filter(tok)
	}
	if err != nil {
		return nil, err
	}
	return n, p.advance()
}

func (p *parser) group(depth int) (Node, error) {
	pos := p.tok.pos
	if depth++; depth > maxDepth {
		return nil, p.tooDeep(pos)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokClose {
		return nil, p.fail(pos, p.without(pos, p.tok.pos-pos+1), "there is nothing between these brackets")
	}
	n, err := p.or(depth)
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokClose {
		suggestion := ""
		if n != nil {
			suggestion = strings.TrimSpace(string(p.in)) + ")"
		}
		return nil, p.fail(pos, suggestion, "the closing bracket is missing")
	}
	return n, p.advance()
}
