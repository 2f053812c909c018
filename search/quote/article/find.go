package article

import (
	"context"
	"strings"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// Find finds the quotations of an article: what stands between quotation marks,
// with marks of another kind within it, over paragraphs that each begin with the
// opening mark; and paragraphs that are set off. Where a mark has no partner, the
// quotation is taken to the end of its sentence, or from the start of it, and the
// mark is listed. It ends early when ctx does, whose error is for the caller to
// look at.
func Find(ctx context.Context, paragraphs []Paragraph) (found []Quotation, unpaired []Unpaired) {
	s := scan{ctx: ctx, paragraphs: paragraphs, sentences: sentences{paragraphs, map[Point][]prose.Span{}}}
	for s.i = 0; s.i < len(paragraphs) && ctx.Err() == nil; s.i++ {
		if paragraphs[s.i].Quoted {
			n := 1
			for s.i+n < len(paragraphs) && paragraphs[s.i+n].Quoted && !paragraphs[s.i+n].Opens {
				n++
			}
			s.setOff(n)
			s.i += n - 1
			continue
		}
		s.run()
	}
	return s.found, s.unpaired
}

// A scan looks for quotation marks in paragraphs.
type scan struct {
	ctx        context.Context
	paragraphs []Paragraph
	i          int // the paragraph it is in
	found      []Quotation
	unpaired   []Unpaired
	sentences  sentences
}

// setOff makes one quotation of so many paragraphs that are set off. A last line
// that begins with a dash says who is quoted.
func (s *scan) setOff(n int) {
	texts := make([]string, n)
	for i, p := range s.paragraphs[s.i : s.i+n] {
		texts[i] = p.Text
	}
	last := s.i + n - 1
	q := Quotation{
		Text: strings.Join(texts, "\n\n"), At: s.paragraphs[s.i].At,
		From: Point{s.i, 0}, To: Point{last, len(s.paragraphs[last].Text)},
	}
	if s.i > 0 {
		text := s.paragraphs[s.i-1].Text
		span := s.sentences.at(s.i-1, max(0, len(text)-1))
		q.Context = span.In(text)
		q.Before = s.sentences.before(Point{s.i - 1, max(0, len(text)-1)})
	}
	if at := strings.LastIndexByte(q.Text, '\n'); at >= 0 {
		if line := strings.TrimSpace(q.Text[at:]); strings.IndexAny(line, "—–-") == 0 && len(strings.Fields(line)) < 12 {
			q.Text, q.Context = strings.TrimSpace(q.Text[:at]), strings.TrimSpace(q.Context+" "+line)
		}
	}
	s.found = append(s.found, q)
}

// run finds the quotations that begin in the paragraph. It ends in the
// paragraph where the last of them does.
func (s *scan) run() {
	done := 0 // where the last quotation ended
	for at := 0; s.ctx.Err() == nil; {
		text := s.paragraphs[s.i].Text
		mark, w, opening := nextMark(text, at)
		switch {
		case mark < 0:
			return
		case opening:
			at = s.quotation(mark, w)
		default:
			s.lost(done, mark, w)
			at = mark + w
		}
		done = at
	}
}

// nextMark returns the next mark of a text that opens a quotation, or that closes one
// which nothing opened; -1 if there is none.
func nextMark(text string, from int) (at, width int, opening bool) {
	for i, r := range text[from:] {
		i += from
		if r < utf8.RuneSelf && r != '"' && r != '\'' {
			continue
		}
		switch w := utf8.RuneLen(r); {
		case opens(text, i, r):
			return i, w, true
		case closesAlone(text, i, r):
			return i, w, false
		}
	}
	return -1, 0, false
}

// quotation reads the one whose mark opens at text[open:open+w], and returns where
// it ends, in the paragraph where it does.
func (s *scan) quotation(open, w int) int {
	first := Point{s.i, open + w}
	mark, _ := utf8.DecodeRuneInString(s.paragraphs[s.i].Text[open:])
	start, stop := open+w, -1
	var before strings.Builder // its paragraphs before the one that is read
	for s.ctx.Err() == nil {
		text := s.paragraphs[s.i].Text
		end, width := 0, 0
		if end, width, stop = closing(text, start, mark); end >= 0 {
			before.WriteString(text[start:end])
			s.add(Quotation{Text: before.String(), From: first, To: Point{s.i, end}}, width)
			return end + width
		}
		if stop >= 0 || !s.goesOn(mark) {
			break
		}
		before.WriteString(text[start:])
		before.WriteString("\n\n")
		s.i++
		start = utf8.RuneLen(mark)
	}
	return s.unclosed(mark, first, start, stop, before.String())
}

// unclosed ends a quotation whose closing mark is missing with its sentence, in
// front of the next mark that opens one, if that is known, and returns where that
// is.
func (s *scan) unclosed(mark rune, first Point, start, next int, before string) int {
	text := s.paragraphs[s.i].Text
	if start >= len(text) || mayBeApostrophe(mark) && next < 0 {
		return start
	}
	end := min(max(start, s.sentences.at(s.i, start).End), len(text))
	if next < 0 {
		if at := strings.IndexRune(text[start:], mark); at >= 0 {
			next = start + at
		}
	}
	if next >= 0 {
		end = min(end, next)
	}
	s.list(mark, first, -utf8.RuneLen(mark))
	s.add(Quotation{
		Text: before + strings.TrimSpace(text[start:end]), From: first, To: Point{s.i, end},
		Note: "the closing quotation mark is missing: it was read to the end of the sentence",
	}, 0)
	return end
}

// lost makes a quotation of what stands before a closing mark that nothing opened,
// from the start of its sentence on, or from behind the quotation before.
func (s *scan) lost(done, at, w int) {
	text := s.paragraphs[s.i].Text
	mark, _ := utf8.DecodeRuneInString(text[at:])
	s.list(mark, Point{s.i, at}, 0)
	start := max(done, s.sentences.at(s.i, max(0, at-1)).Start)
	for start < at && !isWordRune(firstRune(text[start:])) {
		start += utf8.RuneLen(firstRune(text[start:]))
	}
	if start < at {
		s.add(Quotation{
			Text: text[start:at], From: Point{s.i, start}, To: Point{s.i, at},
			Note: "the opening quotation mark is missing: it was read from the start of the sentence",
		}, w)
	}
}

// list lists a mark without a partner, which stands so many bytes from a point.
func (s *scan) list(mark rune, p Point, by int) {
	u := Unpaired{Mark: string(mark), Paragraph: p.Paragraph + 1, At: s.paragraphs[p.Paragraph].At}
	text := s.paragraphs[p.Paragraph].Text
	if u.At >= 0 {
		u.At += p.Byte + by
	}
	span := s.sentences.at(p.Paragraph, min(p.Byte, max(0, len(text)-1)))
	u.Context = strings.ToValidUTF8(text[span.Start:min(span.End, span.Start+maxContext)], "")
	s.unpaired = append(s.unpaired, u)
}

// goesOn reports whether the next paragraph begins with the mark as well: an open
// quotation goes on there.
func (s *scan) goesOn(mark rune) bool {
	return s.i+1 < len(s.paragraphs) && !s.paragraphs[s.i+1].Quoted && strings.HasPrefix(s.paragraphs[s.i+1].Text, string(mark))
}

// add adds a quotation, if it has a word, whose closing mark has so many bytes.
func (s *scan) add(q Quotation, width int) {
	if !hasWord(q.Text) {
		return
	}
	if q.At = s.paragraphs[q.From.Paragraph].At; q.At >= 0 {
		q.At += q.From.Byte
	}
	open := q.From
	if at := q.From.Byte; at > 0 {
		_, w := utf8.DecodeLastRuneInString(s.paragraphs[q.From.Paragraph].Text[:at])
		open.Byte -= w
	}
	q.Context = s.sentences.context(open, Point{q.To.Paragraph, q.To.Byte + width})
	q.Lead = s.sentences.lead(open)
	q.Before = s.sentences.before(open)
	s.found = append(s.found, q)
}
