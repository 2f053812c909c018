package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences splits English text into its sentences. It returns their byte spans
// in order; they do not overlap, are trimmed of white space, stand on rune
// boundaries and cover everything that is not white space. Text without a
// sentence end is one sentence, text of white space alone has none.
//
// A quotation or bracketed aside of ordinary length stays in one piece, and the
// sources and footnote marks behind a stop stay with the sentence before them.
// Any bytes will do.
func Sentences(text string) []Span {
	s := splitter{text: text, found: make([]Span, 0, len(text)/128+1)}
	s.begin(skipSpace(text, 0))
	for i := s.start; i < len(text); {
		if !boundary[text[i]] {
			i++
			continue
		}
		i = max(s.visit(i), s.start)
	}
	s.cut(len(text), len(text))
	return s.found
}

const (
	stops    = ".!?…。．！？‼⁇⁈⁉"
	quotes   = "\"'“‘«"                 // that open
	closers  = ")]\"'”’»*_\u200B\uFEFF" // the last four: emphasis and nothing
	pairs    = "()[]\"\"''“”‘’«»"
	bullets  = "•⁃‣◦▪●\uF0B7" // of Bullets those that stand within a line for nothing else; the last in Symbol fonts
	dashes   = "-*–—·"        // that mark list items
	lineEnds = "\n\r\u2028\u2029"
)

// boundary holds the first bytes of the characters that may end a sentence, or
// open what is not to be split.
var boundary = [256]bool{
	'.': true, '!': true, '?': true, '\n': true, '\r': true, '"': true, '\'': true,
	'(': true, '[': true, ')': true, 0xC2: true, 0xE2: true, 0xE3: true, 0xEF: true,
}

// A quotation or aside may extend over reach bytes, and hold brackets of its
// kind that make it maxDepth deep. A larger one is split like other text; the
// bounds keep the search for its end cheap.
const (
	reach    = 512
	maxDepth = 8
)

// A splitter is at work on a text. The sentence under way begins at start.
type splitter struct {
	text  string
	found []Span
	start int
	body  int  // start, or behind the bullets that stand there
	item  mark // of the list item that the sentence is, if it is one
}

// begin makes the sentence under way begin at i.
func (s *splitter) begin(i int) {
	s.start, s.body, s.item = i, i, mark{}
	for s.body < min(len(s.text), i+16) {
		r, w := utf8.DecodeRuneInString(s.text[s.body:])
		if r != ' ' && r != '#' && !s.bulletAt(s.body) {
			break
		}
		s.body += w
	}
}

// cut ends the sentence under way at end and begins another at next; between
// them is nothing but white space.
func (s *splitter) cut(end, next int) {
	if sentence := strings.TrimRightFunc(s.text[s.start:end], unicode.IsSpace); sentence != "" {
		s.found = append(s.found, Span{s.start, s.start + len(sentence)})
	}
	s.begin(next)
}

// visit looks at the byte at i that may be a boundary, cuts if a sentence ends there, and
// returns where to look on, behind i.
func (s *splitter) visit(i int) int {
	r, w := utf8.DecodeRuneInString(s.text[i:])
	switch {
	case strings.ContainsRune(stops, r):
		return s.stop(i)
	case strings.ContainsRune(lineEnds, r):
		return s.lineEnd(i)
	case r == '(' || r == '[' || strings.ContainsRune(quotes, r):
		return s.enclosed(i, w)
	case r == ')':
		s.numbered(i)
	case strings.ContainsRune(bullets, r) && i > s.body && unicode.IsSpace(lastRune(s.text[:i])):
		s.cut(i, i)
	}
	return i + w
}

// enclosed looks at what opens at i with a character of w bytes. If it closes
// within reach, nothing in it ends a sentence but a stop at its very end.
func (s *splitter) enclosed(i, w int) int {
	end := s.closing(i)
	if end < 0 {
		return i + w
	}
	if m, n := markAt(s.text[i:]); n > 0 && (i == s.body || s.item.precedes(m) || strings.HasSuffix(s.text[s.start:i], ": ")) {
		s.item = m
	}
	inner := strings.TrimRight(s.text[i+w:end], closers)
	words := strings.TrimRight(inner, stops+" ")
	brackets := s.text[i] == '(' || s.text[i] == '['
	if words == inner || words == "" || brackets && !strings.ContainsAny(words, " \n") { // no stop, or [...] or (sic!)
		return end
	}
	stop := i + w + len(words)
	return stop + strings.IndexFunc(s.text[stop:], func(r rune) bool { return r != ' ' })
}

// closing returns the end of the quotation or bracket that opens at i, or -1 if
// none opens there or it does not close within reach and the paragraph.
func (s *splitter) closing(i int) int {
	open, w := utf8.DecodeRuneInString(s.text[i:])
	bracket := open == '(' || open == '['
	before, after := lastRune(s.text[s.start:i]), runeAt(s.text, i+w)
	switch {
	case bracket:
	case isWordRune(before), unicode.IsSpace(after), // an apostrophe, inches
		open == '\'' && unicode.IsDigit(after), // '90s
		(open == '\'' || open == '"') && strings.ContainsRune(stops+closers, before):
		return -1
	}
	_, pair, _ := strings.Cut(pairs, s.text[i:i+w])
	closer := runeAt(pair, 0)
	limit := min(len(s.text), i+reach)
	for at, depth := i+w, 1; at < limit && depth <= maxDepth; {
		r, n := utf8.DecodeRuneInString(s.text[at:])
		switch {
		case r == '\n' && blankLine(s.text, at):
			return -1
		case r == closer && (bracket || s.closesQuote(at, n)):
			if depth--; depth == 0 {
				return at + n
			}
		case r == open && bracket:
			depth++
		case r == open && !isWordRune(lastRune(s.text[:at])): // it opens again and was never closed
			return -1
		}
		at += n
	}
	return -1
}

// closesQuote reports whether the mark of n bytes at i closes a quotation, rather
// than opening one or standing in a word: dragon's, the workers' rights.
func (s *splitter) closesQuote(i, n int) bool {
	before, after := lastRune(s.text[:i]), runeAt(s.text, i+n)
	genitive := before == 's' && after == ' ' && unicode.IsLower(runeAt(s.text, i+n+1))
	return !unicode.IsSpace(before) && !isWordRune(after) && !(genitive && strings.ContainsAny(s.text[i:i+n], "'’"))
}

// stop looks at the stop at i, with the stops, closing marks and footnote marks
// behind it, and cuts behind them if they end the sentence.
func (s *splitter) stop(i int) int {
	s.numbered(i)
	e := s.ending(i)
	meaning := plainStop
	if e.dots == 1 && !e.strong {
		meaning = s.meaning(i)
	}
	if meaning == plainStop {
		s.footnotes(&e, i)
	}
	for {
		next := skipSpace(s.text, e.end)
		if next == len(s.text) {
			return e.end
		}
		if at := strings.IndexAny(s.text[e.end:next], lineEnds); at >= 0 && s.breaksLine(e.end+at, next) {
			return e.end // it is cut at the line end
		}
		opens := s.sequel(next)
		if next == e.end && !e.wide && opens != quotation && !s.spaceMissing(i, next, meaning) {
			return e.end
		}
		if opens == aside {
			end := s.closing(next)
			if meaning != boundStop && (e.quoted || !s.isSentence(next, end)) {
				e.end = end // a source or footnote of the sentence before it
				continue
			}
			opens = capital
		}
		switch {
		case opens == nothing || !s.ends(meaning, opens, next):
		case e.strong || e.dots < 3 || e.dots > 4 && !e.spaced:
			s.cut(e.end, next)
		case e.dots == 4 && e.spaced && !e.gap && !e.quoted: // what comes next is left out
			s.cut(i+1, skipSpace(s.text, i+1))
		case e.dots == 4 || !e.gap && !e.spaced && wordAt(s.text, next) != "I":
			s.cut(e.end, next)
		}
		return e.end
	}
}

// An ending is a run of stops with the closing marks behind it.
type ending struct {
	end    int  // behind all of it
	dots   int  // full stops; an ellipsis counts as three
	strong bool // there is a mark of question or exclamation
	wide   bool // an East Asian stop, which no space follows
	gap    bool // white space stands before it
	spaced bool // and between its dots
	quoted bool // it closes a quotation
}

// ending reads the ending that begins with the stop at i.
func (s *splitter) ending(i int) ending {
	e := ending{end: i, gap: unicode.IsSpace(lastRune(s.text[:i]))}
	for e.end < len(s.text) {
		r, w := utf8.DecodeRuneInString(s.text[e.end:])
		switch {
		case r == '.':
			e.dots++
		case r == '…':
			e.dots += 3
		case r == '!' || r == '?':
			e.strong = true
		case strings.ContainsRune(stops, r):
			e.wide = true
		case strings.ContainsRune(closers, r):
			e.quoted = e.quoted || strings.ContainsRune("\"'”’»", r)
		case r == ' ' && e.dots > 0 && runeAt(s.text, e.end+1) == '.' && !isWordRune(runeAt(s.text, e.end+2)):
			e.spaced = true
		default:
			return e
		}
		e.end += w
	}
	return e
}

// footnotes extends an ending, which began with the stop at i, by the footnote
// marks attached to it: .(1-12) and .[7][8] and .11 12
func (s *splitter) footnotes(e *ending, i int) {
	const digits = "0123456789"
	for e.end < len(s.text) {
		rest := s.text[e.end:min(len(s.text), e.end+64)]
		r, w := utf8.DecodeRuneInString(rest)
		switch {
		case r == '(' || r == '[':
			w = strings.IndexAny(rest, ")]") + 1
			if w == 0 || r == '(' && strings.ContainsFunc(rest[:w], unicode.IsLetter) {
				return
			}
		case '0' <= r && r <= '9': // at most three digits, but no decimals
			first := len(rest) - len(strings.TrimLeft(rest, digits))
			marks := rest[:len(rest)-len(strings.TrimLeft(rest, digits+" ,;-"))]
			w = len(strings.TrimRight(marks, " "))
			if first > 3 || unicode.IsDigit(lastRune(s.text[:i])) || w == len(marks) && spaceAt(rest, w) == 0 && w < len(rest) {
				return
			}
		case !strings.ContainsRune("¹²³⁴⁵⁶⁷⁸⁹⁰†‡", r):
			return
		}
		e.end += w
	}
}

// ends reports whether a stop ends the sentence before the sequel at next.
func (s *splitter) ends(meaning stopMeaning, opens sequel, next int) bool {
	switch {
	case meaning == plainStop, opens == listItem && meaning != boundStop:
		return true
	case meaning == boundStop, opens == figure:
		return false
	}
	for strings.ContainsRune(quotes, runeAt(s.text, next)) {
		next += utf8.RuneLen(runeAt(s.text, next))
	}
	word := wordAt(s.text, next)
	if meaning == clockStop {
		return !followsClock(word)
	}
	behind := runeAt(s.text, next+len(word))
	return behind != '.' && behind != '-' && beginsSentences(word)
}
