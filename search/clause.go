package search

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
	"verbatim/search/english"
)

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

// word makes the phrase of a word as typed: one term, or for state-sponsored
// two that stand side by side.
func (p *parser) word(tok lexeme) (Node, error) {
	text := tok.text
	if strings.ContainsAny(text, "*?") {
		inner := strings.TrimRightFunc(prose.FoldString(text), isMark)
		switch {
		case inner == "" && tok.number < 0: // a mark behind a bracket or a quotation
		case inner == "" || strings.ContainsAny(inner, "*?"):
			return p.wildcard(tok, text)
		default:
			p.note("%s: a ? at the end of a word is read as a question mark", text)
		}
	}
	kind := Stemmed
	if tok.number >= 0 {
		kind = Fuzzy
	}
	terms := p.terms(text, kind, tok.pos)
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
		terms[0].Edits = tok.number
		return &Phrase{Terms: terms}, nil
	}
	if len(terms) == 2 && joinedWords.MatchString(prose.FoldString(text)) &&
		(english.IsCompound(terms[0].Text, terms[1].Text) || slices.Contains(elided, terms[0].Text)) {
		terms = []*Term{p.closed(terms[0], terms[1])}
	} else if len(terms) == 1 {
		p.apart(terms[0])
	}
	return &Phrase{Terms: terms}, nil
}

var joinedWords = regexp.MustCompile(`\pL[-']\pL`)

// closed makes one word of two that a hyphen or an elision's apostrophe joins and that
// are also written closed.
func (p *parser) closed(first, second *Term) *Term {
	t := &Term{Kind: Stemmed, Text: first.Text + second.Text, Pos: first.Pos, hyphen: len(first.Text)}
	t.Stem = english.Stem(t.Text)
	p.query.terms = p.query.terms[:len(p.query.terms)-2]
	p.number(t)
	p.vary(t)
	first.Kind, first.Stems = Literal, nil
	t.Apart = []*Term{p.number(first), p.number(second)}
	return t
}

// apart lets a word that is also written in two find these.
func (p *parser) apart(t *Term) {
	if i := english.FirstPart(t.Text); i > 0 {
		first, second := formOf(t.Text[:i]), formOf(t.Text[i:])
		t.Apart = []*Term{
			p.number(&Term{Kind: Literal, Text: first.word, Stem: first.stem, Pos: t.Pos}),
			p.number(&Term{Kind: Stemmed, Text: second.word, Stem: second.stem, Stems: []string{second.stem}, Pos: t.Pos}),
		}
	}
}

func (p *parser) phrase(tok lexeme) (Node, error) {
	var terms []*Term
	var err error
	if strings.ContainsAny(tok.text, "*?") {
		terms, err = p.patterns(tok)
	} else {
		terms = p.terms(tok.text, Literal, tok.pos+1)
	}
	if err != nil {
		return nil, err
	}
	if len(terms) == 0 {
		p.note(`"%s" has no letter or digit and is not searched for`, tok.text)
		return nil, nil
	}
	return &Phrase{Terms: terms, Quoted: true, Slop: max(0, tok.number)}, nil
}

var wordOrSpace = regexp.MustCompile(`\s+|\S+`)

// patterns returns the terms of a quotation in which words may have wildcards: a * at
// the end of a word or in it, a ? in it. What else has * or ? around it is read
// without.
func (p *parser) patterns(tok lexeme) (terms []*Term, err error) {
	plain := "" // what was read since the last word with wildcards
	flush := func() {
		terms = append(terms, p.terms(plain, Literal, tok.pos+1)...)
		plain = ""
	}
	for _, piece := range wordOrSpace.FindAllString(tok.text, -1) {
		text := strings.TrimLeftFunc(prose.FoldString(piece), func(r rune) bool { return r == '*' || isMark(r) })
		text = strings.TrimRightFunc(text, isMark)
		if strings.Trim(text, "*") == "" || !strings.ContainsAny(text, "*?") {
			if strings.Contains(piece, "*") {
				p.note(`%s: a * that does not stand behind letters is not searched for`, piece)
			}
			plain += strings.Trim(piece, "*")
			continue
		}
		flush()
		n, err := p.wildcard(lexeme{text: piece, number: -1, pos: tok.pos + 1}, text)
		if err != nil {
			return nil, err
		}
		terms = append(terms, n.(*Phrase).Terms...)
	}
	flush()
	return terms, nil
}

// terms analyzes a text of the query, which begins at pos.
func (p *parser) terms(text string, kind TermKind, pos int) []*Term {
	p.tokens = appendTokens(p.tokens[:0], text, nil) // sentences do not count
	terms, room := make([]*Term, len(p.tokens)), make([]Term, len(p.tokens))
	for i, t := range p.tokens {
		term := &room[i]
		*term = Term{Kind: kind, Text: t.Word, Stem: t.Stem, Pos: pos + utf8.RuneCountInString(text[:t.Span.Start])}
		if kind == Stemmed {
			p.vary(term)
		}
		if raw := t.Span.In(text); !strings.EqualFold(raw, t.Word) {
			p.note("%s is read as %s: accents and the form of marks do not matter", raw, t.Word)
		}
		terms[i] = p.number(term)
	}
	return terms
}

// vary returns a word the stems of its other spellings.
func (p *parser) vary(t *Term) {
	t.Stems = []string{t.Stem}
	for _, other := range english.Variants(t.Text, t.Stem) {
		p.note("%s: also %s", t.Text, other)
		t.Stems = append(t.Stems, appendTokens(nil, other, nil)[0].Stem)
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
	whole, isWhole := strings.CutPrefix(value, "=")
	f := &Filter{Field: field, Value: value, Pos: pos, written: pos >= 0}
	if pos >= 0 && isWhole && f.inWords() { // the whole of the value, as when it is chosen
		f.Value, f.written = strings.TrimSpace(whole), false
	}
	f.key = field.Key(f.Value)
	if value == "" {
		return nil, fail("", "%s: needs a value", field)
	}
	if field != FieldYear || strings.EqualFold(value, None) {
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

// closeUp lets neighbouring words of a list that are also written as one find that
// too: anti trafficking finds antitrafficking.
func closeUp(nodes []Node) {
	for i := 1; i < len(nodes); i++ {
		a, b := stemmedWord(nodes[i-1]), stemmedWord(nodes[i])
		if a == nil || b == nil || !english.IsCompound(a.Text, b.Text) {
			continue
		}
		closed := english.Stem(a.Text + b.Text)
		for _, t := range []*Term{a, b} {
			if !slices.Contains(t.Stems, closed) {
				t.Stems = append(t.Stems, closed)
			}
		}
	}
}

// stemmedWord returns the term of a node that is a single word, in any form; else nil.
func stemmedWord(n Node) *Term {
	if p, ok := n.(*Phrase); ok && !p.Quoted && len(p.Terms) == 1 && p.Terms[0].Kind == Stemmed && p.Terms[0].hyphen == 0 {
		return p.Terms[0]
	}
	return nil
}
