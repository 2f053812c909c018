package quote

import (
	"context"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// A paragraph of an article.
type paragraph struct {
	text   string
	at     int  // where it begins in the article, in bytes; -1 where that says nothing
	quoted bool // it is set off as a quotation
}

// A mention is a quotation in an article.
type mention struct {
	text    string
	at      int    // where it begins in the article, in bytes, or -1
	context string // the sentences around it, and in their place the quotation: …
	open    bool   // the mark that ends it is missing
}

// paragraphsOf cuts a text at its blank lines. A paragraph whose lines begin
// with > is set off as a quotation. It ends early when ctx does.
func paragraphsOf(ctx context.Context, text string) (paragraphs []paragraph) {
	start, at := -1, 0
	end := func(to int) {
		if start >= 0 {
			paragraphs = append(paragraphs, newParagraph(text[start:to], start))
		}
		start = -1
	}
	for line := range strings.Lines(text) {
		if ctx.Err() != nil {
			break
		}
		if strings.TrimSpace(line) == "" {
			end(at)
		} else if start < 0 {
			start = at
		}
		at += len(line)
	}
	end(len(text))
	return paragraphs
}

func newParagraph(text string, at int) paragraph {
	if !strings.HasPrefix(text, ">") {
		return paragraph{text: strings.TrimRightFunc(text, unicode.IsSpace), at: at}
	}
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSpace(strings.TrimPrefix(line, ">")))
	}
	return paragraph{strings.Join(lines, "\n"), at, true}
}

// paragraphsIn returns the blocks of a document as paragraphs.
func paragraphsIn(d *document.Document) (paragraphs []paragraph) {
	for _, b := range d.Blocks {
		paragraphs = append(paragraphs, paragraph{b.Text, -1, b.Quoted})
	}
	return paragraphs
}

// mentions finds the quotations of an article: what stands between quotation
// marks, with marks of another kind within it, over paragraphs that each begin
// with the opening mark; and paragraphs that are set off.
//
// It ends early when ctx does, whose error is for the caller to look at.
func mentions(ctx context.Context, paragraphs []paragraph) (found []mention) {
	for i := 0; i < len(paragraphs) && ctx.Err() == nil; {
		if paragraphs[i].quoted {
			n := 1
			for i+n < len(paragraphs) && paragraphs[i+n].quoted {
				n++
			}
			found = append(found, setOff(paragraphs, i, n))
			i += n
			continue
		}
		s := scan{ctx: ctx, paragraphs: paragraphs, i: i, sentences: map[place][]prose.Span{}}
		s.run()
		found = append(found, s.found...)
		i = s.i + 1
	}
	return found
}

// setOff makes one mention of paragraphs that are set off. A last line that
// begins with a dash says who is quoted.
func setOff(paragraphs []paragraph, i, n int) mention {
	m := mention{at: paragraphs[i].at}
	if i > 0 {
		m.context = lastSentence(paragraphs[i-1].text)
	}
	var texts []string
	for _, p := range paragraphs[i : i+n] {
		texts = append(texts, p.text)
	}
	m.text = strings.Join(texts, "\n\n")
	if at := strings.LastIndexByte(m.text, '\n'); at >= 0 {
		if last := strings.TrimSpace(m.text[at:]); strings.IndexAny(last, "—–-") == 0 && len(strings.Fields(last)) < 12 {
			m.text, m.context = strings.TrimSpace(m.text[:at]), strings.TrimSpace(m.context+" "+last)
		}
	}
	return m
}

func lastSentence(text string) string {
	if from := len(text) - stretch; from > 0 {
		text = strings.ToValidUTF8(text[from:], "")
	}
	spans := prose.Sentences(text)
	if len(spans) == 0 {
		return ""
	}
	return spans[len(spans)-1].In(text)
}

// A scan looks for quotation marks from one paragraph on.
type scan struct {
	ctx        context.Context
	paragraphs []paragraph
	i          int // the paragraph it is in
	found      []mention
	sentences  map[place][]prose.Span // of stretches of paragraphs, once they are wanted
}

// A place is a paragraph and a stretch of it, each by its number.
type place struct{ paragraph, stretch int }

// stretch is of how many bytes of a paragraph the sentences are found at a time. Hardly
// any paragraph is longer; one that is may have megabytes, of which a sentence is
// wanted.
const stretch = 1 << 15

// run finds the quotations that begin in the paragraph. It ends in the
// paragraph where the last of them does.
func (s *scan) run() {
	for at := 0; s.ctx.Err() == nil; {
		text := s.paragraphs[s.i].text
		open, w := -1, 0
		for i, r := range text[at:] {
			if opens(text, at+i, r) {
				open, w = at+i, utf8.RuneLen(r)
				break
			}
		}
		if open < 0 {
			return
		}
		at = s.quotation(open, w)
	}
}

// quotation reads the one whose mark opens at text[open:open+w], and returns where
// it ends, in the paragraph where it does.
func (s *scan) quotation(open, w int) int {
	first := s.i
	mark, _ := utf8.DecodeRuneInString(s.paragraphs[first].text[open:])
	m := mention{at: s.paragraphs[first].at}
	if m.at >= 0 {
		m.at += open + w
	}
	start := open + w
	var before strings.Builder // its paragraphs before the one that is read
	for s.ctx.Err() == nil {
		text := s.paragraphs[s.i].text
		if end, width := closing(text, start, mark); end >= 0 {
			before.WriteString(text[start:end])
			m.text = before.String()
			s.add(m, first, open, end+width)
			return end + width
		}
		if !s.goesOn(mark) {
			break
		}
		before.WriteString(text[start:])
		before.WriteString("\n\n")
		s.i++
		start = utf8.RuneLen(mark)
	}
	text := s.paragraphs[s.i].text
	if mark == '"' || mark == '‘' { // it may be a sign of inches or an apostrophe
		return start
	}
	end := len(text)
	if next := strings.IndexRune(text[start:], mark); next >= 0 {
		end = start + next
	}
	before.WriteString(text[start:end])
	m.text, m.open = before.String(), true
	s.add(m, first, open, end)
	return end
}

// goesOn reports whether the next paragraph begins with the mark as well: an open
// quotation goes on there.
func (s *scan) goesOn(mark rune) bool {
	return s.i+1 < len(s.paragraphs) && !s.paragraphs[s.i+1].quoted && strings.HasPrefix(s.paragraphs[s.i+1].text, string(mark))
}

// add adds a mention, if it has a word, that begins at open in a paragraph and
// ends in the present one. Its context are the sentences around it, with … in
// its place, as far as maxContext.
func (s *scan) add(m mention, first, open, end int) {
	if !hasWord(m.text) {
		return
	}
	head := s.paragraphs[first].text[min(s.sentence(first, open).Start, open):open]
	tail := s.paragraphs[s.i].text[end:max(end, s.sentence(s.i, end-1).End)]
	if cut := len(head) - maxContext; cut > 0 {
		head = head[cut:]
		head = head[strings.IndexByte(head, ' ')+1:]
	}
	if len(tail) > maxContext {
		tail = tail[:strings.LastIndexByte(tail[:maxContext], ' ')+1]
	}
	m.context = strings.ToValidUTF8(strings.TrimSpace(head+"…"+tail), "")
	s.found = append(s.found, m)
}

// maxContext is how many bytes of a sentence are shown on either side of a
// quotation.
const maxContext = 500

// sentence returns the sentence of a paragraph that a byte is in.
func (s *scan) sentence(paragraph, at int) prose.Span {
	text, in := s.paragraphs[paragraph].text, place{paragraph, at / stretch}
	spans, ok := s.sentences[in]
	if !ok {
		start, end := onRune(text, in.stretch*stretch), onRune(text, (in.stretch+1)*stretch)
		for _, span := range prose.Sentences(text[start:end]) {
			spans = append(spans, shift(span, start))
		}
		s.sentences[in] = spans
	}
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > at })
	if i == len(spans) {
		return prose.Span{Start: at, End: at}
	}
	return spans[i]
}

// onRune returns the start of the character that the byte at is of, or the end of the
// text.
func onRune(text string, at int) int {
	for at < len(text) && at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return min(at, len(text))
}

// opens reports whether the character at text[i:] opens a quotation.
func opens(text string, i int, r rune) bool {
	switch r {
	case '“', '«', '„':
		return true
	case '"', '‘', '»':
	default:
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
	return (i == 0 || unicode.IsSpace(before) || strings.ContainsRune("([—–-“„«", before)) &&
		next != utf8.RuneError && !unicode.IsSpace(next) && !(r == '‘' && unicode.IsDigit(next))
}

// maxNesting is how deep quotations of one kind of mark may stand in each other.
const maxNesting = 4

// closing returns where the mark stands that closes what mark opened, and how many
// bytes it has; -1 if there is none in the text from start on.
func closing(text string, start int, mark rune) (at, width int) {
	depth := 1
	for i, r := range text[start:] {
		i += start
		switch {
		case r == mark && r != '"':
			if depth++; depth > maxNesting {
				return -1, 0
			}
		case !strings.ContainsRune(pairs[mark], r):
		case r == '"' && i > start && opens(text, i, r):
			return -1, 0 // the first was not closed
		case (r == '"' || r == '’') && !closes(text, start, i, utf8.RuneLen(r)):
		default:
			if depth--; depth == 0 {
				return i, utf8.RuneLen(r)
			}
		}
	}
	return -1, 0
}

// closes reports whether a straight mark or an apostrophe at text[i:i+w] can close
// a quotation that began at start.
func closes(text string, start, i, w int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	next, n := utf8.DecodeRuneInString(text[i+w:])
	if i > start && unicode.IsSpace(before) || n > 0 && isWordRune(next) {
		return false
	}
	if text[i:i+w] != "’" || before != 's' || next != ' ' {
		return true
	}
	// "the workers’ rights": it is an apostrophe if the sentence goes on and
	// another mark closes before the next one opens.
	rest := text[i+w : min(len(text), i+w+1000)]
	if end := strings.IndexRune(rest, '‘'); end >= 0 {
		rest = rest[:end]
	}
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	return !unicode.IsLower(after) || !laterMark.MatchString(rest)
}

// laterMark is a ’ that may close a quotation.
var laterMark = regexp.MustCompile(`[^\s]’(?:[^\pL\pN]|$)`)

// words counts the words of a mention. It is not read if it is longer than what is
// compared.
func (m mention) words() int {
	if len(m.text) > maxBytes {
		return MaxWords
	}
	return len(wordsOf(m.text))
}

// isArticle reports whether a text has quotations in it that are worth a look, and
// is none itself.
func isArticle(found []mention) bool {
	return slices.ContainsFunc(found, func(m mention) bool { return m.words() > scareWords })
}
