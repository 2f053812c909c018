package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sequel is what stands behind a stop.
type sequel int

const (
	nothing   sequel = iota // what goes on with the sentence
	capital                 // a capital letter, or one of a script without them
	figure                  // a number, an amount or the sign of a note
	quotation               // a quotation mark that can only open
	listItem                // the bullet or mark of a list item
	aside                   // a bracket that closes
)

// sequel says what stands at i, which is no white space.
func (s *splitter) sequel(i int) sequel {
	m, n := markAt(s.text[i:])
	r, w := utf8.DecodeRuneInString(s.text[i:])
	switch {
	case s.bulletAt(i), n > 0 && m.style == ')', n > 0 && m.style == '(' && s.item.precedes(m):
		return listItem
	case (r == '(' || r == '[') && s.closing(i) > 0:
		return aside
	}
	opens := nothing
	for ; strings.ContainsRune(quotes+"([*_¿¡", r); r, w = utf8.DecodeRuneInString(s.text[i:]) {
		if r == '“' || r == '‘' || r == '«' {
			opens = quotation
		} else if opens == nothing {
			opens = capital
		}
		i += w
	}
	switch {
	case opens != nothing && isWordRune(r):
		return opens
	case unicode.IsUpper(r), unicode.IsTitle(r), unicode.Is(unicode.Lo, r),
		unicode.IsLower(r) && strings.HasPrefix(s.text[i+w:], "l-") && unicode.IsUpper(runeAt(s.text, i+w+2)): // al-Shabaab
		return capital
	case unicode.IsDigit(r), unicode.Is(unicode.Sc, r), strings.ContainsRune("#§†‡", r):
		return figure
	}
	return nothing
}

// isSentence reports whether the bracket text[i:end] holds a sentence of its own,
// rather than a source or a footnote of the one before it.
func (s *splitter) isSentence(i, end int) bool {
	inside := s.text[i+1 : end]
	last := lastRune(strings.TrimRight(inside, closers))
	stopped := strings.ContainsRune(stops, last) || strings.ContainsRune(stops, runeAt(s.text, end))
	return stopped && !unicode.IsLower(runeAt(inside, 0)) && strings.ContainsAny(inside, " \n") && strings.ContainsFunc(inside, unicode.IsLower)
}

// spaceMissing reports whether the stop at i ends a sentence although the next
// begins at once: "child labor.The government". In names and addresses
// (Taiga.Info) it does not.
func (s *splitter) spaceMissing(i, next int, meaning stopMeaning) bool {
	before := s.text[max(s.start, i-64):i]
	before = before[strings.LastIndexFunc(before, unicode.IsSpace)+1:]
	word := wordAt(s.text, next)
	if meaning != plainStop || len(before) < 3 || strings.ContainsAny(before, "@/\\:.") || !isName(word) {
		return false
	}
	switch behind := runeAt(s.text, next+len(word)); {
	case behind == '.':
		return abbreviation(word) == boundStop // Mr.
	case behind == ' ' && !unicode.IsUpper(runeAt(before, 0)):
		return true
	default:
		return (behind == ' ' || behind == ',') && beginsSentences(word)
	}
}

// lineEnd looks at the line end at i. A single one wraps the text and ends
// nothing, unless a list item or what follows a heading begins behind it.
func (s *splitter) lineEnd(i int) int {
	next := skipSpace(s.text, i)
	if next < len(s.text) && s.breaksLine(i, next) {
		s.cut(i, next)
	}
	return next
}

// breaksLine reports whether a sentence ends with the line end at i whatever
// stands before it. The next line begins at next.
func (s *splitter) breaksLine(i, next int) bool {
	if blankLine(s.text, i) || s.bulletAt(next) || strings.ContainsRune("|#", runeAt(s.text, next)) {
		return true
	}
	// A wrapped line may begin with "(2)" or "31." by chance: the line before
	// it is long then, and breaks off.
	line := strings.TrimRightFunc(s.text[max(s.start, i-80):i], unicode.IsSpace)
	last := lastRune(line)
	if _, n := markAt(s.text[next:]); n > 0 {
		return s.item.style != 0 || len(line) < 60 || strings.ContainsAny(line, "\n\r") || strings.ContainsRune(stops+":;)", last)
	}
	// The sentence may be a line that stands alone: a heading, a list item, or
	// one of lines such as "features" and "contact manager".
	if i-s.start >= 80 || strings.ContainsAny(line, "\n\r") || strings.ContainsRune(stops+",;-–—&", last) {
		return false
	}
	if unicode.IsLower(runeAt(s.text, next)) {
		return len(line) < 32 && unicode.IsLower(runeAt(line, 0))
	}
	return len(line) < 60 && (s.item.style != 0 || s.body > s.start) || InTitleCase(line) && !Minor(strings.ToLower(wordBefore(strings.TrimRightFunc(line, unicode.IsPunct))))
}

// bulletAt reports whether a list item begins at i with a bullet or a dash.
func (s *splitter) bulletAt(i int) bool {
	r, w := utf8.DecodeRuneInString(s.text[i:])
	if strings.ContainsRune(bullets, r) {
		return true
	}
	space := spaceAt(s.text, i+w)
	return space > 0 && strings.ContainsRune(dashes, r) && (r == '-' || r == '*' || unicode.IsUpper(runeAt(s.text, i+w+space)))
}

// numbered looks for the mark of a list item that ends with the stop or bracket
// at i. Before the next mark of a list that is under way it cuts.
func (s *splitter) numbered(i int) {
	at := i - len(wordBefore(s.text[s.start:i]))
	if i == at || i-at > 4 { // no word, or no short one
		return
	}
	m, n := markAt(s.text[at:])
	switch {
	case n == 0:
	case at == s.body, strings.HasSuffix(s.text[s.start:at], ": "):
		s.item = m
	case s.item.precedes(m) && unicode.IsSpace(lastRune(s.text[:at])) && !s.enumerates(at) && (m.style == ')' || unicode.IsUpper(runeAt(s.text, skipSpace(s.text, at+n)))):
		s.cut(at, at)
		s.item = m
	}
}

// enumerates reports whether what stands before a number at i goes on in the same
// sentence: "1) false accusations of crimes; and 2) vague charges".
func (s *splitter) enumerates(i int) bool {
	before := strings.TrimRightFunc(s.text[s.start:i], unicode.IsSpace)
	if strings.HasSuffix(before, ",") || strings.HasSuffix(before, ";") {
		return true
	}
	switch strings.ToLower(wordBefore(before)) {
	case "and", "or", "and/or", "nor", "but":
		return true
	}
	return false
}
