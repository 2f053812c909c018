package search

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// A SyntaxError says what in a query cannot be understood.
type SyntaxError struct {
	Pos        int    // where, in code points from 0
	Msg        string // what is wrong
	Suggestion string // a query that could be meant, or empty
}

func (e *SyntaxError) Error() string {
	s := e.Msg
	if e.Pos >= 0 {
		s = fmt.Sprintf("%s (at character %d)", e.Msg, e.Pos+1)
	}
	if e.Suggestion != "" {
		s += "; did you mean " + e.Suggestion + " ?"
	}
	return s
}

// tokenKind says what a lexical token of the query language is.
type tokenKind int

const (
	tokEnd    tokenKind = iota
	tokWord             // text is the word as typed
	tokQuoted           // text is what stands between the quotation marks
	tokField            // text is the value, field the field
	tokOpen
	tokClose
	tokAnd
	tokOr
	tokNot
	tokNear // within and number
)

// A lexeme is a token of the query language.
type lexeme struct {
	kind   tokenKind
	text   string
	field  Field
	within Within
	number int // the distance of a tokNear; the ~ number of a word or quotation, -1 if none
	pos    int // in code points
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»':
		return true
	}
	return false
}

// A lexer cuts a query into lexemes.
type lexer struct {
	in    []rune
	at    int
	notes *[]string
}

func (l *lexer) fail(pos int, suggestion, format string, args ...any) error {
	return &SyntaxError{Pos: pos, Msg: fmt.Sprintf(format, args...), Suggestion: suggestion}
}

// next returns the next lexeme.
func (l *lexer) next() (lexeme, error) {
	for l.at < len(l.in) && unicode.IsSpace(l.in[l.at]) {
		l.at++
	}
	if l.at == len(l.in) {
		return lexeme{kind: tokEnd, pos: l.at}, nil
	}
	pos := l.at
	switch r := l.in[pos]; {
	case r == '(':
		l.at++
		return lexeme{kind: tokOpen, pos: pos}, nil
	case r == ')':
		l.at++
		return lexeme{kind: tokClose, pos: pos}, nil
	case isQuote(r):
		return l.quoted()
	case r == '-' && l.negates(pos+1):
		l.at++
		return lexeme{kind: tokNot, pos: pos}, nil
	case r == '~':
		return lexeme{}, l.strayTilde()
	}
	return l.word()
}

// negates reports whether a hyphen before place at excludes what follows it.
func (l *lexer) negates(at int) bool {
	if at == len(l.in) {
		return false
	}
	r := l.in[at]
	return r == '(' || isQuote(r) || r != '-' && !unicode.IsSpace(r) && r != ')'
}

// quoted reads a quotation and the ~ number behind it.
func (l *lexer) quoted() (lexeme, error) {
	pos := l.at
	for l.at++; l.at < len(l.in) && !isQuote(l.in[l.at]); l.at++ {
	}
	if l.at == len(l.in) {
		return lexeme{}, l.fail(pos, strings.TrimSpace(string(l.in))+`"`, "the closing quotation mark is missing")
	}
	text := string(l.in[pos+1 : l.at])
	l.at++
	number, err := l.tilde()
	return lexeme{kind: tokQuoted, text: text, number: number, pos: pos}, err
}

// tilde reads the number behind a ~, and returns -1 where there is no ~.
func (l *lexer) tilde() (int, error) {
	if l.at == len(l.in) || l.in[l.at] != '~' {
		return -1, nil
	}
	pos := l.at
	l.at++
	start := l.at
	for l.at < len(l.in) && '0' <= l.in[l.at] && l.in[l.at] <= '9' {
		l.at++
	}
	n, err := strconv.Atoi(string(l.in[start:l.at]))
	if err != nil || n > maxDistance {
		return 0, l.fail(pos, string(l.in[:pos])+"~1"+string(l.in[l.at:]), "want a number from 0 to %d after ~", maxDistance)
	}
	return n, nil
}

// strayTilde is the error for a ~ that does not stand right behind a word or a
// quotation: its number would be lost.
func (l *lexer) strayTilde() error {
	suggestion := strings.TrimSpace(string(l.in[:l.at]))
	if suggestion != "" && !strings.HasSuffix(suggestion, ")") {
		suggestion += string(l.in[l.at:])
	}
	return l.fail(l.at, suggestion, "write ~ directly after a word or a phrase, without a space")
}

var (
	nearOperator = regexp.MustCompile(`^(NEAR|PRE|W)/(\d+)$`)
	halfOperator = regexp.MustCompile(`^(NEAR|PRE|W)(/\D*)?$`)
	onlyLetters  = regexp.MustCompile(`^\pL+$`)
	initial      = regexp.MustCompile(`^[A-Z]\.$`)
)

// word reads up to a space, bracket or quotation mark: an operator, the start
// of a filter, or a word.
func (l *lexer) word() (lexeme, error) {
	pos := l.at
	for l.at < len(l.in) && !unicode.IsSpace(l.in[l.at]) && !strings.ContainsRune("()~", l.in[l.at]) && !isQuote(l.in[l.at]) {
		l.at++
	}
	text := string(l.in[pos:l.at])
	if strings.IndexByte("/ANOPW", text[0]) >= 0 {
		if lex, ok, err := l.operator(text, pos); ok || err != nil {
			return lex, err
		}
	}
	for strings.HasSuffix(text, ".") && (initial.MatchString(text) || l.at-pos > 2 && initial.MatchString(string(l.in[l.at-2:l.at]))) {
		if !l.initialFollows() {
			break
		}
		l.at += 3 // U. S. is one word
		text = string(l.in[pos:l.at])
	}
	if name, value, ok := cutField(text); ok {
		if lex, ok, err := l.filter(name, value, pos); ok || err != nil {
			return lex, err
		}
	}
	number, err := l.tilde()
	return lexeme{kind: tokWord, text: text, number: number, pos: pos}, err
}

// operator reads a word that is an operator, if it is one.
func (l *lexer) operator(text string, pos int) (lex lexeme, ok bool, err error) {
	switch text {
	case "AND":
		return lexeme{kind: tokAnd, pos: pos}, true, nil
	case "OR":
		return lexeme{kind: tokOr, pos: pos}, true, nil
	case "NOT":
		return lexeme{kind: tokNot, pos: pos}, true, nil
	case "/s", "W/s", "NEAR/s":
		return lexeme{kind: tokNear, within: WithinSentence, text: text, pos: pos}, true, nil
	case "PRE/s":
		return lexeme{kind: tokNear, within: WithinSentenceAfter, text: text, pos: pos}, true, nil
	case "/p", "W/p", "NEAR/p":
		return lexeme{kind: tokNear, within: WithinPassage, text: text, pos: pos}, true, nil
	}
	if m := nearOperator.FindStringSubmatch(text); m != nil {
		lex, err := l.near(m, pos)
		return lex, true, err
	}
	if m := halfOperator.FindStringSubmatch(text); m != nil && text != "W" {
		number := l.bareNumber()
		return lexeme{}, false, l.fail(pos, l.replace(pos, m[1]+"/"+number), "%s needs a number of words, as in %s/%s", text, m[1], number)
	}
	return lexeme{}, false, nil
}

// bareNumber reads a number that stands by itself behind an operator, and returns 5
// where there is none.
func (l *lexer) bareNumber() string {
	m := numberBehind.FindStringSubmatch(string(l.in[l.at:]))
	if m == nil {
		return "5"
	}
	l.at += utf8.RuneCountInString(m[1])
	return m[2]
}

var numberBehind = regexp.MustCompile(`^(\s+(\d{1,3}))(?:\s|$)`)

// initialFollows reports whether a space and a capital with a stop follow.
func (l *lexer) initialFollows() bool {
	rest := l.in[l.at:]
	return len(rest) >= 3 && rest[0] == ' ' && initial.MatchString(string(rest[1:3])) &&
		(len(rest) == 3 || !unicode.IsLetter(rest[3]))
}

// cutField cuts a word as typed at its first colon with a word before it, if
// that can be the name of a field: letters. In any other place a colon is part
// of a word.
func cutField(text string) (name, value string, ok bool) {
	word := false // whether there is a letter or digit before
	for i, r := range text {
		if r != ':' && (r < utf8.RuneSelf || prose.FoldString(string(r)) != ":") || !word {
			word = word || unicode.IsLetter(r) || unicode.IsDigit(r)
			continue
		}
		if before := Analyze(text[:i]); len(before) > 0 {
			name = before[0].Word
			return name, text[i+utf8.RuneLen(r):], len(before) == 1 && onlyLetters.MatchString(name)
		}
	}
	return "", "", false
}

// replace returns the query with what was read since pos replaced.
func (l *lexer) replace(pos int, by string) string {
	return string(l.in[:pos]) + by + string(l.in[l.at:])
}

func (l *lexer) near(m []string, pos int) (lexeme, error) {
	n, err := strconv.Atoi(m[2])
	if err != nil || n < 1 || n > maxDistance {
		return lexeme{}, l.fail(pos, l.replace(pos, m[1]+"/5"), "want a distance from 1 to %d words", maxDistance)
	}
	within := WithinWords
	if m[1] == "PRE" {
		within = WithinWordsAfter
	}
	return lexeme{kind: tokNear, within: within, number: n, text: m[0], pos: pos}, nil
}

// filter reads field:value. A colon with nothing behind it is none: "Tier 2:
// Watch List" is a question about those words.
func (l *lexer) filter(name, value string, pos int) (lex lexeme, ok bool, err error) {
	quotedValue := value == "" && l.at < len(l.in) && isQuote(l.in[l.at])
	if value == "" && !quotedValue {
		return lexeme{}, false, nil
	}
	field, known := fieldNamed(name)
	if !known {
		words := `"` + string(l.in[pos:l.at]) + `"`
		if quotedValue {
			words = name + " "
		}
		return lexeme{}, false, l.fail(pos, l.replace(pos, words), "there is no field %q; the fields are %s", name, fieldList())
	}
	if quotedValue {
		q, err := l.quoted()
		if err != nil {
			return lexeme{}, false, err
		}
		value = strings.TrimSpace(q.text)
	}
	return lexeme{kind: tokField, field: field, text: value, pos: pos}, true, nil
}

func fieldList() string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
