package search

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// Bounds of a query; past them Parse gives a SyntaxError.
const (
	maxQuery    = 2000 // code points
	maxClauses  = 64   // words, phrases and filters
	maxDepth    = 16   // of brackets and NOTs
	maxDistance = 1000 // of NEAR, PRE and ~
	minPrefix   = 2    // letters before a *
)

// Parse reads a question in the query language. Any text gives either a query,
// whose String parses back to itself, or a *SyntaxError. An empty text gives
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
	if n := utf8.RuneCountInString(root.String()); n > maxQuery {
		return nil, p.fail(0, "", "the query has %d characters when it is written in full; at most %d are allowed", n, maxQuery)
	}
	q.Root = root
	return q, nil
}

// A parser reads lexemes by recursive descent; the rules are named after the
// operators. A rule gives nil where it read only punctuation, which has no
// word to search for and is noted.
type parser struct {
	lexer
	query   *Query
	tok     lexeme
	clauses int
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
	return p.chain(depth, tokOr, p.and, func(nodes []Node) Node { return &Or{flattenOr(nodes)} })
}

func (p *parser) and(depth int) (Node, error) {
	return p.chain(depth, tokAnd, p.list, func(nodes []Node) Node { return &And{Nodes: flattenAnd(nodes, false)} })
}

func flattenAnd(nodes []Node, listed bool) (flat []Node) {
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
func (p *parser) chain(depth int, op tokenKind, operand func(int) (Node, error), build func([]Node) Node) (Node, error) {
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
		n, err := operand(depth)
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
	start := p.tok.pos
	left, err := p.primary(depth)
	if err != nil || p.tok.kind != tokNear {
		return left, err
	}
	op := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	var right Node
	switch p.tok.kind {
	case tokEnd, tokClose, tokAnd, tokOr, tokNot, tokNear:
	default:
		if right, err = p.primary(depth); err != nil {
			return nil, err
		}
	}
	if !isOperand(left) || !isOperand(right) {
		return nil, p.fail(op.pos, "", "%s needs a word, a phrase or a group of alternatives on both sides", op.text)
	}
	if p.tok.kind == tokNear {
		head, tail := string(p.in[start:p.tok.pos]), string(p.in[p.tok.pos:])
		suggestion := fmt.Sprintf("%s(%s) AND (%s %s)", string(p.in[:start]), strings.TrimSpace(head), bracket(right, rankLeaf), strings.TrimSpace(tail))
		return nil, p.fail(p.tok.pos, suggestion, "%s and %s cannot be chained", op.text, p.tok.text)
	}
	return &Near{Left: left, Right: right, Within: op.within, Distance: op.number}, nil
}

// isOperand reports whether a node can stand beside NEAR: a phrase or a group of
// alternatives of phrases.
func isOperand(n Node) bool {
	switch n := n.(type) {
	case *Phrase:
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

// filter makes a filter as typed. What newFilter suggests stands for the
// filter alone.
func (p *parser) filter(tok lexeme) (Node, error) {
	f, err := newFilter(tok.field, tok.text, tok.pos)
	if syntax, ok := errors.AsType[*SyntaxError](err); ok {
		if syntax.Suggestion != "" {
			syntax.Suggestion = p.replace(tok.pos, syntax.Suggestion)
		}
		return nil, syntax
	}
	return f, err
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

// word makes the phrase of a word as typed: one term, or for state-sponsored
// two that stand side by side.
func (p *parser) word(tok lexeme) (Node, error) {
	text := tok.text
	if strings.ContainsAny(text, "*?") {
		inner := strings.TrimRightFunc(prose.FoldString(text), isMark)
		if inner == "" || strings.ContainsAny(inner, "*?") {
			return p.wildcard(tok, text)
		}
		p.note("%s: a ? at the end of a word is read as a question mark", text)
	}
	terms := p.terms(text, Stemmed, tok.pos)
	if len(terms) == 0 {
		p.note("%s has no letter or digit and is not searched for", tok.text)
		return nil, nil
	}
	if tok.number >= 0 {
		if len(terms) > 1 || tok.number < 1 || tok.number > 2 {
			suggestion := p.replace(tok.pos, tok.text+"~1")
			if len(terms) > 1 {
				suggestion = p.replace(tok.pos, fmt.Sprintf(`"%s"~%d`, tok.text, tok.number))
			}
			return nil, p.fail(tok.pos, suggestion, `after a word, ~1 or ~2 says how many letters may differ; after a phrase in quotation marks, ~ says how many other words may stand between`)
		}
		terms[0].Kind, terms[0].Edits, terms[0].Stems = Fuzzy, tok.number, nil
	}
	return &Phrase{Terms: terms}, nil
}

func (p *parser) phrase(tok lexeme) (Node, error) {
	terms := p.terms(tok.text, Literal, tok.pos+1)
	if len(terms) == 0 {
		p.note(`"%s" has no letter or digit and is not searched for`, tok.text)
		return nil, nil
	}
	if strings.Contains(tok.text, "*") {
		p.note(`"%s": * is not a wildcard inside quotation marks`, tok.text)
	}
	return &Phrase{Terms: terms, Quoted: true, Slop: max(0, tok.number)}, nil
}

// terms analyzes a text of the query, which begins at pos.
func (p *parser) terms(text string, kind TermKind, pos int) []*Term {
	var terms []*Term
	for _, t := range Analyze(text) {
		term := &Term{Kind: kind, Text: t.Word, Stem: t.Stem, Pos: pos + utf8.RuneCountInString(text[:t.Span.Start])}
		if kind == Stemmed {
			p.vary(term)
		}
		if raw := t.Span.In(text); !strings.EqualFold(raw, t.Word) {
			p.note("%s is read as %s: accents and the form of marks do not matter", raw, t.Word)
		}
		terms = append(terms, p.number(term))
	}
	return terms
}

// vary returns a word the stems of its other spellings.
func (p *parser) vary(t *Term) {
	t.Stems = []string{t.Stem}
	for _, other := range variants(t.Text, t.Stem) {
		p.note("%s: also %s", t.Text, other)
		t.Stems = append(t.Stems, Analyze(other)[0].Stem)
	}
}

// number returns a term its place among the query's terms.
func (p *parser) number(t *Term) *Term {
	t.index = len(p.query.terms)
	p.query.terms = append(p.query.terms, t)
	return t
}

var pieceOfPattern = regexp.MustCompile(`[\pL\pM\pN'*?]+`)

// wildcard makes the phrase of a word with * or ? in it.
func (p *parser) wildcard(tok lexeme, text string) (Node, error) {
	if tok.number >= 0 {
		return nil, p.fail(tok.pos, p.replace(tok.pos, tok.text), "a word can have wildcards or ~, but not both")
	}
	var terms []*Term
	for _, piece := range pieceOfPattern.FindAllString(prose.FoldString(text), -1) {
		piece = strings.Trim(piece, "'")
		if !strings.ContainsAny(piece, "*?") {
			for _, t := range Analyze(piece) {
				terms = append(terms, p.number(&Term{Kind: Literal, Text: t.Word, Stem: t.Stem, Pos: tok.pos}))
			}
			continue
		}
		for strings.Contains(piece, "**") {
			piece = strings.ReplaceAll(piece, "**", "*")
		}
		star := strings.IndexByte(piece, '*')
		if star >= 0 && letters(piece[:star]) < minPrefix || letters(piece) == 0 {
			return nil, p.fail(tok.pos, "", "%s: want at least %d letters before a *", tok.text, minPrefix)
		}
		terms = append(terms, p.number(&Term{Kind: Wildcard, Text: piece, Pos: tok.pos}))
	}
	return &Phrase{Terms: terms}, nil
}

// isMark tells question marks, other punctuation and what folding drops from
// what can be the end of a word.
func isMark(r rune) bool {
	return r != '*' && !unicode.In(r, unicode.L, unicode.Mc, unicode.Me, unicode.N)
}

func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

var yearRange = regexp.MustCompile(`^([1-9]\d{3})(?:\.\.([1-9]\d{3}))?$`)

// ParseYears reads a year or a range of years, such as 2019..2023. The range
// may end before it begins.
func ParseYears(text string) (low, high int, ok bool) {
	m := yearRange.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, false
	}
	low, _ = strconv.Atoi(m[1])
	high = low
	if m[2] != "" {
		high, _ = strconv.Atoi(m[2])
	}
	return low, high, true
}

// newFilter makes the filter of a field's value that stands at pos.
func newFilter(field Field, value string, pos int) (*Filter, error) {
	fail := func(suggestion, format string, args ...any) error {
		return &SyntaxError{Pos: pos, Msg: fmt.Sprintf(format, args...), Suggestion: suggestion}
	}
	f := &Filter{Field: field, Value: value, Pos: pos, key: field.Key(value)}
	if value == "" {
		return nil, fail("", "%s: needs a value", field)
	}
	if field != FieldYear {
		return f, nil
	}
	var ok bool
	if f.Low, f.High, ok = ParseYears(value); !ok {
		return nil, fail("", "year:%s: want a year or a range of years, as in year:2019..2023", value)
	}
	if f.High < f.Low {
		return nil, fail(fmt.Sprintf("year:%d..%d", f.High, f.Low), "year:%s ends before it begins", value)
	}
	return f, nil
}
