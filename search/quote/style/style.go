// Package style knows what another house spells otherwise without a change of
// meaning: ten and 10, percent and %, labor and labour, anti-drug and antidrug,
// U.S. and US, Moïse and Moise, 1,000 and 1000. Where two spellings may be two
// words (reform and re-form, resume and résumé, every day and everyday), they
// are not taken for one. Start with Pairs.
package style

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// A Pair is a stretch of each of two texts, in bytes, that say the same in other
// spellings, or are the same.
type Pair struct {
	A, B prose.Span
	Same bool // they differ in case at most
}

// Pairs sets two texts of a few words side by side. It returns the stretches
// that stand for each other in order, or nil if the texts differ in more than
// house style.
func Pairs(a, b string) []Pair {
	x, y := tokensOf(a), tokensOf(b)
	if len(x) == 0 || len(y) == 0 || len(x) > maxTokens || len(y) > maxTokens || tailOf(a, x) != tailOf(b, y) {
		return nil
	}
	m := matching{x, y, map[[2]int]bool{}}
	chunks, ok := m.from(0, 0)
	if !ok {
		return nil
	}
	var pairs []Pair
	for k, c := range chunks {
		sign := x[c.i].text == "%" || y[c.j].text == "%" // it is shown with its number
		if sign && k == 0 {
			return nil
		}
		if sign || k > 0 && x[c.i].sep != y[c.j].sep {
			pairs[len(pairs)-1].A.End, pairs[len(pairs)-1].B.End = x[c.iEnd-1].span.End, y[c.jEnd-1].span.End
			pairs[len(pairs)-1].Same = false
			continue
		}
		p := Pair{
			prose.Span{Start: x[c.i].span.Start, End: x[c.iEnd-1].span.End},
			prose.Span{Start: y[c.j].span.Start, End: y[c.jEnd-1].span.End}, false,
		}
		p.Same = strings.EqualFold(p.A.In(a), p.B.In(b))
		pairs = append(pairs, p)
	}
	return pairs
}

// maxTokens bounds the texts that are compared, in words.
const maxTokens = 40

// A token is a word as far as a hyphen, or one of the signs % and &.
type token struct {
	span prose.Span
	text string // as written
	low  string // in small letters
	sep  string // what stands before it: nothing, a space, a hyphen, the sign of a number or other marks
}

// minus matches what stands before a number that is below zero.
var minus = regexp.MustCompile(`\s[-‐‑–−]$`)

// tokensOf cuts a text into tokens.
func tokensOf(text string) (tokens []token) {
	end := 0
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		sign := r == '%' || r == '&'
		if !sign && !isLetter(r) {
			i += w
			continue
		}
		start := i
		i += w
		if !sign {
			i = endOfWord(text, start, i)
		}
		raw := text[start:i]
		sep := separator(text[end:start])
		if unicode.IsDigit(r) && minus.MatchString(text[end:start]) {
			sep = "minus"
		}
		tokens = append(tokens, token{prose.Span{Start: start, End: i}, raw, strings.ToLower(raw), sep})
		end = i
	}
	return tokens
}

func isLetter(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) }

// endOfWord returns where the word that begins at start ends; it has been read up
// to i. Stops within it and behind an abbreviation are parts of it.
func endOfWord(text string, start, i int) int {
	for i < len(text) {
		r, w := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[i+w:])
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		switch {
		case isLetter(r):
		case (r == '\'' || r == '’') && unicode.IsLetter(next):
		case (r == '.' || r == ',') && unicode.IsDigit(before) && unicode.IsDigit(next):
		case r == '.' && unicode.IsLetter(before) && unicode.IsLetter(next) && i-start <= maxInitials:
		case r == '.' && (strings.Contains(text[start:i], ".") && unicode.IsLetter(before) || stopped[text[start:i]]):
			return i + w
		default:
			return i
		}
		i += w
	}
	return i
}

const maxInitials = 8 // bytes

// stopped are abbreviations that some write with a stop.
var stopped = setOf("Mr Mrs Ms Dr St Jr Sr Prof Gen Col Sgt Lt Capt Maj Gov Sen Rep vs")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// separator gives what stands between two tokens one form.
func separator(between string) string {
	var b strings.Builder
	for _, r := range between {
		switch {
		case unicode.IsSpace(r):
			if !strings.HasSuffix(b.String(), " ") {
				b.WriteByte(' ')
			}
		case unicode.Is(unicode.Cf, r):
		case strings.ContainsRune("‐‑‒–—−", r):
			b.WriteByte('-')
		case strings.ContainsRune("\"'“”‘’«»`", r):
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	if s := strings.TrimSpace(b.String()); s != "" {
		return s
	}
	return b.String()
}

// tailOf returns the marks behind the last token.
func tailOf(text string, tokens []token) string {
	return strings.Trim(separator(text[tokens[len(tokens)-1].span.End:]), " .,")
}

// A chunk says that tokens [i, iEnd) of one text stand for [j, jEnd) of the other.
type chunk struct{ i, iEnd, j, jEnd int }

// A matching looks for chunks that cover two texts.
type matching struct {
	x, y   []token
	failed map[[2]int]bool
}

// maxChunk is how many tokens stand for one: "two hundred and fifty".
const maxChunk = 5

// from returns chunks for all behind i and j.
func (m *matching) from(i, j int) ([]chunk, bool) {
	if i == len(m.x) && j == len(m.y) {
		return nil, true
	}
	if i == len(m.x) || j == len(m.y) || m.failed[[2]int{i, j}] || !m.sameSeparator(i, j) {
		return nil, false
	}
	for n := 1; n <= maxChunk && i+n <= len(m.x); n++ {
		for k := 1; k <= maxChunk && j+k <= len(m.y); k++ {
			if !same(m.x[i:i+n], m.y[j:j+k]) {
				continue
			}
			if rest, ok := m.from(i+n, j+k); ok {
				return append([]chunk{{i, i + n, j, j + k}}, rest...), true
			}
		}
	}
	m.failed[[2]int{i, j}] = true
	return nil, false
}

// sameSeparator reports whether what stands before two tokens is the same, or a
// hyphen in one and a space in the other, where that parts no number and denies
// nothing.
func (m *matching) sameSeparator(i, j int) bool {
	a, b := m.x[i].sep, m.y[j].sep
	if m.x[i].text == "%" || m.y[j].text == "%" {
		return strings.TrimSpace(a+b) == "" || strings.Trim(a+b, " -") == ""
	}
	if a == b || i == 0 && j == 0 && strings.Trim(a+b, " ") == "" {
		return true
	}
	if i == 0 || j == 0 || a != " " && a != "-" || b != " " && b != "-" {
		return false
	}
	before, behind := m.x[i-1], m.x[i]
	return !denies[before.low] && !denies[behind.low] && !ambiguousPrefix[before.low] &&
		!(isNumeral(before.low) && isNumeral(behind.low)) && !(i > 1 && isNumeral(before.low) && isNumeral(m.x[i-2].low))
}

// denies are words that a hyphen may take the force from.
var denies = setOf("no not never nor none neither without un")
