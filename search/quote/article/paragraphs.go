// Package article finds the quotations of an article, and what the text around
// each says of its source. Start with Find.
package article

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// A Paragraph of an article.
type Paragraph struct {
	Text   string
	At     int  // where it begins in the article, in bytes; -1 where that says nothing
	Quoted bool // it is set off as a quotation
	Opens  bool // it begins one, where another stands before it
}

// Paragraphs cuts a text at its blank lines. A paragraph whose lines begin with >
// is set off as a quotation. It ends early when ctx does.
func Paragraphs(ctx context.Context, text string) []Paragraph {
	// To make room for a million of them again and again, as they become more, would take a
	// tenth of a second in which nobody looks at the time.
	paragraphs := make([]Paragraph, 0, strings.Count(text, "\n\n")+1)
	start, at := -1, 0
	end := func(to int) {
		if start >= 0 {
			paragraphs = append(paragraphs, newParagraph(text[start:to], start))
		}
		start = -1
	}
	for line := range strings.Lines(text) {
		if ctx.Err() != nil {
			return paragraphs
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

func newParagraph(text string, at int) Paragraph {
	if !strings.HasPrefix(text, ">") {
		return Paragraph{Text: strings.TrimRightFunc(text, unicode.IsSpace), At: at}
	}
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSpace(strings.TrimPrefix(line, ">")))
	}
	return Paragraph{Text: strings.Join(lines, "\n"), At: at, Quoted: true}
}

// OfDocument returns the blocks of a document as paragraphs.
func OfDocument(d *document.Document) (paragraphs []Paragraph) {
	for _, b := range d.Blocks {
		paragraphs = append(paragraphs, Paragraph{b.Text, -1, b.Quoted, b.Opens})
	}
	return paragraphs
}

// A Point is a byte of a paragraph, by the paragraph's number.
type Point struct{ Paragraph, Byte int }

// A Quotation is one in an article.
type Quotation struct {
	Text     string
	At       int    // where it begins in the article, in bytes, or -1
	From, To Point  // where it stands in the paragraphs, without its marks
	Context  string // the sentences around it, and in their place the quotation: …
	Lead     string // what its sentence has before it
	Before   string // what the article says before those sentences, as far as it may name the source
	Note     string // what is wrong with its marks, or empty
}

// An Unpaired is a quotation mark without a partner.
type Unpaired struct {
	Mark      string
	Paragraph int    // in which it stands, from 1
	At        int    // where it stands in the article, in bytes, or -1
	Context   string // the sentence in which it stands
}

// sentences finds the sentences of paragraphs, once they are wanted.
type sentences struct {
	paragraphs []Paragraph
	known      map[Point][]prose.Span // by paragraph and stretch of it
}

// stretch is of how many bytes of a paragraph the sentences are found at a time. Hardly
// any paragraph is longer; one that is may have megabytes, of which a sentence is
// wanted.
const stretch = 1 << 15

// at returns the sentence of a paragraph that a byte is in.
func (s *sentences) at(paragraph, at int) prose.Span {
	text, in := s.paragraphs[paragraph].Text, Point{paragraph, at / stretch}
	spans, ok := s.known[in]
	if !ok {
		start, end := onRune(text, in.Byte*stretch), onRune(text, (in.Byte+1)*stretch)
		for _, span := range prose.Sentences(text[start:end]) {
			spans = append(spans, prose.Span{Start: span.Start + start, End: span.End + start})
		}
		s.known[in] = spans
	}
	for _, span := range spans {
		if span.End > at {
			return span
		}
	}
	return prose.Span{Start: at, End: at}
}

// onRune returns the start of the character that the byte at is of, or the end of the
// text.
func onRune(text string, at int) int {
	for at < len(text) && at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return min(at, len(text))
}

// Bounds of what is told of an article around a quotation, in bytes.
const (
	maxContext = 500  // of its sentence, on either side
	maxBefore  = 3000 // of what stands before that
)

// context returns the sentences around a quotation that begins at from and ends
// at to, with … in its place.
func (s *sentences) context(from, to Point) string {
	head, last := s.lead(from), s.paragraphs[to.Paragraph].Text
	tail := last[to.Byte:max(to.Byte, s.at(to.Paragraph, max(0, to.Byte-1)).End)]
	if len(tail) > maxContext {
		tail = tail[:strings.LastIndexByte(tail[:maxContext], ' ')+1]
	}
	return strings.ToValidUTF8(strings.TrimSpace(head+"…"+tail), "")
}

// lead returns what the sentence of a place has before it.
func (s *sentences) lead(p Point) string {
	head := s.paragraphs[p.Paragraph].Text[min(s.at(p.Paragraph, p.Byte).Start, p.Byte):p.Byte]
	if cut := len(head) - maxContext; cut > 0 {
		head = head[cut:]
		head = head[strings.IndexByte(head, ' ')+1:]
	}
	return strings.ToValidUTF8(head, "")
}

// before returns what the article says before the sentence of a place: its head
// line and what is nearest.
func (s *sentences) before(p Point) string {
	start := min(s.at(p.Paragraph, p.Byte).Start, p.Byte)
	parts := []string{s.paragraphs[p.Paragraph].Text[max(0, start-maxBefore):start]}
	size := len(parts[0])
	for i := p.Paragraph - 1; i >= 0 && size < maxBefore; i-- {
		text := s.paragraphs[i].Text
		if s.paragraphs[i].Quoted {
			continue
		}
		text = text[max(0, len(text)-(maxBefore-size)):]
		parts, size = append(parts, text), size+len(text)+1
	}
	if p.Paragraph > 0 && size >= maxBefore {
		head := s.paragraphs[0].Text
		parts = append(parts, head[:min(len(head), maxContext)])
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.ToValidUTF8(strings.Join(parts, "\n"), "")
}
