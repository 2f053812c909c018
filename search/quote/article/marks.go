package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pairs are the quotation marks by the one that opens.
var pairs = map[rune]string{
	'“': "”", '"': `"`, '«': "»", '„': "“”", '‘': "’", '»': "«", '\'': "'",
	'「': "」", '『': "』", '″': "″", '′': "′", '‟': "”", '‹': "›", '＂': "＂", '〝': "〞〟",
}

func isWordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) || r == '_' }

func hasWord(text string) bool { return strings.ContainsFunc(text, isWordRune) }

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// isStraight tells marks that open and close alike.
func isStraight(r rune) bool { return r == '"' || r == '\'' || r == '″' || r == '′' || r == '＂' }

// mayBeApostrophe tells marks that are none where nothing closes them.
func mayBeApostrophe(r rune) bool { return r == '\'' || r == '‘' || r == '′' }

// elided are words that begin with an apostrophe.
var elided = regexp.MustCompile(`(?i)^(?:tis|twas|em|til|cause|cos|n|bout|round|tude)(?:[^\pL]|$)`)

// opens reports whether the character at text[i:] opens a quotation.
func opens(text string, i int, r rune) bool {
	switch r {
	case '“', '«', '„', '「', '『', '‹', '〝':
		return true
	case '"', '‘', '»', '\'', '″', '′', '‟', '＂':
	default:
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	behind := text[i+utf8.RuneLen(r):]
	next := firstRune(behind)
	if i > 0 && !unicode.IsSpace(before) && !strings.ContainsRune("([—–-“„«‘\"'/", before) || behind == "" || unicode.IsSpace(next) {
		return false
	}
	if mayBeApostrophe(r) && (unicode.IsDigit(next) || elided.MatchString(behind)) {
		return false
	}
	return !isStraight(r) || isWordRune(next) || strings.ContainsRune("[($£€…. ‘'“\"¿¡", next)
}

// closesAlone reports whether the character at text[i:], where no quotation is open,
// can only be the end of one: not an apostrophe, and not a sign of inches.
func closesAlone(text string, i int, r rune) bool {
	if r != '”' && r != '"' && r != '」' && r != '』' {
		return false
	}
	before, w := utf8.DecodeLastRuneInString(text[:i])
	if i == 0 || unicode.IsSpace(before) {
		return false
	}
	if unicode.IsDigit(before) { // 5" is a length, 2020" is not
		digits := len(text[:i]) - len(strings.TrimRightFunc(text[:i], unicode.IsDigit))
		return r != '"' && r != '”' || digits == 4
	}
	return w > 0 && closes(text, 0, i, utf8.RuneLen(r))
}

// maxNesting is how deep quotations of one kind of mark may stand in each other.
const maxNesting = 4

// closing returns where the mark stands that closes what mark opened, and how many
// bytes it has; -1 if there is none in the text from start on. Next is then where
// another opens, so that the first cannot be closed behind it, or -1.
func closing(text string, start int, mark rune) (at, width, next int) {
	depth := 1
	for i, r := range text[start:] {
		i += start
		switch {
		case r == mark && !isStraight(r):
			if depth++; depth > maxNesting {
				return -1, 0, -1
			}
		case !strings.ContainsRune(pairs[mark], r):
		case isStraight(r) && i > start && opens(text, i, r) && !closes(text, start, i, utf8.RuneLen(r)):
			return -1, 0, i // the first was not closed
		case (isStraight(r) || r == '’') && !closes(text, start, i, utf8.RuneLen(r)):
		default:
			if depth--; depth == 0 {
				return i, utf8.RuneLen(r), -1
			}
		}
	}
	return -1, 0, -1
}

// closes reports whether a straight mark or an apostrophe at text[i:i+w] can close
// a quotation that began at start.
func closes(text string, start, i, w int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	next, n := utf8.DecodeRuneInString(text[i+w:])
	if i > start && unicode.IsSpace(before) || n > 0 && isWordRune(next) {
		return false
	}
	mark := text[i : i+w]
	if strings.ContainsRune("([—–", before) && !unicode.IsSpace(next) {
		return false
	}
	if mark != "’" && mark != "'" && mark != "′" || before != 's' || next != ' ' {
		return true
	}
	// "the workers’ rights": it is an apostrophe if the sentence goes on and
	// another mark closes before the next one opens.
	rest := text[i+w : min(len(text), i+w+1000)]
	if end := strings.IndexRune(rest, '‘'); end >= 0 {
		rest = rest[:end]
	} else if end := laterOpening.FindStringIndex(rest); end != nil && mark == "'" {
		rest = rest[:end[0]]
	}
	after := firstRune(strings.TrimLeft(rest, " "))
	return !unicode.IsLower(after) || !laterMark.MatchString(rest)
}

var (
	// laterMark is a ’ or ' that may close a quotation.
	laterMark = regexp.MustCompile(`[^\s]['’](?:[^\pL\pN]|$)`)
	// laterOpening is a ' that may open one.
	laterOpening = regexp.MustCompile(`\s'\pL`)
)
