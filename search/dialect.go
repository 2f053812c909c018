package search

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A dialect is a way of writing an operator that other search engines have, or that
// is in small letters here: it is read as words, and the answer says so.
type dialect struct {
	form  *regexp.Regexp
	means string // in this language; $1 is the form's first group
	inner bool   // it needs something on both sides
	weak  bool   // mostly it is an ordinary word
}

var dialects = []dialect{
	{regexp.MustCompile(`^[oO]r$`), "OR", true, false},
	{regexp.MustCompile(`^[aA]nd$`), "AND", true, true},
	{regexp.MustCompile(`^[nN]ot$`), "NOT", false, true},
	{regexp.MustCompile(`^(?:w|near|n|W)/?(\d{1,3})$`), "NEAR/$1", true, false},
	{regexp.MustCompile(`^(?:Near|near|NEAR|N|n|W|w|adj|ADJ)[/:~]?(\d{1,3})$`), "NEAR/$1", true, false},
	{regexp.MustCompile(`^(?:pre|Pre|p|PRE|P)/(\d{1,3})$`), "PRE/$1", true, false},
	{regexp.MustCompile(`^(?:onear|Onear|ONEAR)/?(\d{1,3})$`), "PRE/$1", true, false},
	{regexp.MustCompile(`^ADJ$`), "PRE/1", true, false},
	{regexp.MustCompile(`^(?:ANDNOT|AndNot|andnot)$`), "NOT", true, false},
	{regexp.MustCompile(`^/(\d{1,3})$`), "NEAR/$1", true, false},
	{regexp.MustCompile(`^(?:w/|W/|near/|\+|/)[sS]$`), "/s", true, false},
	{regexp.MustCompile(`^(?:w/|W/|near/|\+|/)[pP]$`), "/p", true, false},
	{regexp.MustCompile(`^pre/[sS]$`), "PRE/s", true, false},
	{regexp.MustCompile(`^\|{1,2}$`), "OR", true, false},
	{regexp.MustCompile(`^&{1,2}$`), "AND", true, false},
	{regexp.MustCompile(`^!(\pL[\pL\pN'’-]*)$`), "NOT $1", false, false},
	{regexp.MustCompile(`^(\pL{2,})!$`), "$1*", false, false},
}

// isOperator are those of this language.
var isOperator = regexp.MustCompile(`^(AND|OR|NOT|(NEAR|PRE|W)/\d+|(NEAR|W|PRE)?/s|(NEAR|W)?/p)$`)

var outsideQuotes = regexp.MustCompile(`["“”„‟«»][^"“”„‟«»]*["“”„‟«»]|[^\s"“”„‟«»()]+|[()]|\s+`)

// noteDialect notes operators that were read as words, and returns the query as it
// could be meant; empty if there are none, or none but words that are mostly no
// operators.
func noteDialect(q *Query, text string) (meant string) {
	if isPlain(text) {
		return ""
	}
	pieces := outsideQuotes.FindAllString(text, -1)
	weak := true
	for i, piece := range pieces {
		if isPlain(piece) || isOperator.MatchString(piece) {
			continue
		}
		for _, d := range dialects {
			if !d.form.MatchString(piece) || d.inner && (!hasWord(pieces[:i]) || !hasWord(pieces[i+1:])) || !d.inner && d.weak && !hasWord(pieces[i+1:]) {
				continue
			}
			pieces[i] = d.form.ReplaceAllString(piece, d.means)
			if hasWord([]string{piece}) {
				q.note("%s is read as a word; the operator is written %s", piece, pieces[i])
			} else {
				q.note("%s is no operator here; it is written %s", piece, pieces[i])
			}
			weak = weak && d.weak
			break
		}
		if leftOut := strings.TrimLeft(piece, "-"); strings.HasPrefix(piece, "-") && hasWord([]string{leftOut}) && i > 0 {
			q.note("%s: passages with %s are left out", piece, leftOut)
		}
	}
	if weak {
		return ""
	}
	meant = strings.Join(pieces, "")
	if _, err := Parse(meant); err != nil || meant == text {
		return ""
	}
	return meant
}

// isPlain reports whether a text is of plain words and of operators of this language.
func isPlain(text string) bool {
	for start := 0; start < len(text); {
		length := strings.IndexAny(text[start:], " ()")
		if length < 0 {
			length = len(text) - start
		}
		if word := text[start : start+length]; !isPlainWord(word) && !isOperator.MatchString(word) {
			return false
		}
		start += length + 1
	}
	return true
}

// isPlainWord reports whether a word is an operator in no dialect: it is of letters, or
// of digits, with marks that no operator has.
func isPlainWord(word string) bool {
	for i, r := range word {
		switch {
		case unicode.IsLetter(r), isQuote(r), strings.ContainsRune(".,*?'’", r):
		case i > 0 && (r == '-' || '0' <= r && r <= '9' && '0' <= word[0] && word[0] <= '9'):
		case i == 0 && '0' <= r && r <= '9':
		default:
			return false
		}
	}
	return word != "ADJ" && !slices.ContainsFunc([]string{"or", "and", "not", "andnot"}, func(op string) bool { return strings.EqualFold(word, op) })
}

func hasWord(pieces []string) bool {
	return slices.ContainsFunc(pieces, func(p string) bool { return len(Analyze(p)) > 0 && !isOperator.MatchString(p) })
}

func (q *Query) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(q.Notes, note) {
		q.Notes = append(q.Notes, note)
	}
}

// besideWord are marks that mean something beside a word or number, or a space away
// from it: C++, R&D, $5, § 5, 20 %.
var besideWord = regexp.MustCompile(`[\pL\pN]*[` + markClass + `]+[\pL\pN]+|[\pL\pN]+[` + markClass + `]+|[\p{Sc}#§¶№]\s[\pL\pN]+|[\pL\pN]+\s[%‰‱\p{Sc}§°]`)

const markClass = `\p{Sc}\p{So}%‰‱#&@§¶+=<>±×÷`

var marks = regexp.MustCompile(`[` + markClass + `]`)

// isSymbol reports whether besideWord looks for a character.
func isSymbol(r rune) bool {
	return strings.ContainsRune("$%#&@+=<>", r) || r > unicode.MaxASCII && (unicode.In(r, unicode.Sc, unicode.So) || strings.ContainsRune("‰‱§¶±×÷", r))
}

// noteMarks notes the marks beside words that are not searched for.
func noteMarks(q *Query, text string) {
	if !strings.ContainsFunc(text, isSymbol) {
		return
	}
	for _, beside := range besideWord.FindAllString(text, -1) {
		if isDialect := slices.ContainsFunc(dialects, func(d dialect) bool { return d.form.MatchString(beside) }); isDialect {
			continue
		}
		for _, mark := range marks.FindAllString(beside, -1) {
			q.note("%s: the mark %s is not searched for", beside, mark)
		}
	}
}
