package answer

import (
	"strings"
	"unicode/utf8"

	"verbatim/corpus/prose"
	"verbatim/search"
)

// A passage of more than wholeBytes is shown as the sentences around its
// matches, of which at most excerptSpans stretches.
const (
	wholeBytes   = 700
	excerptSpans = 3
	// edgeBytes is what is kept of a sentence around a match, if it goes on
	// for longer than that on this side.
	edgeBytes = 240
)

// An Excerpt is what is shown at once of a passage.
type Excerpt struct {
	Text  []Piece // with an ellipsis where something is left out
	Whole []Piece // all of it; nil where Text is that
	Words int     // of the whole, as a search finds them
	More  int     // matches that Text leaves out
}

// NewExcerpt shortens a passage to what stands around its matches; to its
// beginning where it has none.
func NewExcerpt(text string, spans []prose.Span) Excerpt {
	if len(text) <= wholeBytes {
		return Excerpt{Text: Cut(text, spans)}
	}
	stretches := stretches(text, spans)
	e := Excerpt{Whole: Cut(text, spans), Words: len(search.Analyze(text)), More: len(spans)}
	end := 0
	for _, s := range stretches {
		if s.Start > end {
			e.Text = append(e.Text, Piece{Text: leftOut(end)})
		}
		inside := within(spans, s)
		e.More -= len(inside)
		e.Text = append(e.Text, Cut(s.In(text), inside)...)
		end = s.End
	}
	if strings.TrimSpace(text[end:]) != "" {
		e.Text = append(e.Text, Piece{Text: " …"})
	}
	return e
}

// leftOut stands where something is left out before the text goes on.
func leftOut(end int) string {
	if end == 0 {
		return "… "
	}
	return " … "
}

// stretches returns the parts of a long text that are shown.
func stretches(text string, spans []prose.Span) (list []prose.Span) {
	sentences := prose.Sentences(text)
	if len(spans) == 0 {
		return []prose.Span{trim(text, prose.Span{Start: 0, End: clip(text, wholeBytes)})}
	}
	for _, mark := range spans {
		s := around(sentences, mark)
		s.Start = max(s.Start, clip(text, mark.Start-edgeBytes))
		s.End = min(s.End, clip(text, mark.End+edgeBytes))
		s = trim(text, s)
		s = prose.Span{Start: min(s.Start, mark.Start), End: max(s.End, mark.End)}
		if n := len(list); n > 0 && s.Start <= list[n-1].End+1 {
			list[n-1].End = max(list[n-1].End, s.End)
			continue
		}
		if len(list) == excerptSpans {
			break
		}
		list = append(list, s)
	}
	return list
}

// around returns the sentences that a mark stands in.
func around(sentences []prose.Span, mark prose.Span) prose.Span {
	s := mark
	for _, sentence := range sentences {
		if sentence.Start < mark.End && mark.Start < sentence.End {
			s = prose.Span{Start: min(s.Start, sentence.Start), End: max(s.End, sentence.End)}
		}
	}
	return s
}

// clip returns the end of a word near a place in the text, or the end of the
// text where it goes beyond.
func clip(text string, at int) int {
	if at <= 0 {
		return 0
	}
	if at >= len(text) {
		return len(text)
	}
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	if i := strings.IndexAny(text[at:], " \n"); i >= 0 {
		return at + i
	}
	return len(text)
}

// trim leaves out the spaces at the ends of a span.
func trim(text string, s prose.Span) prose.Span {
	if s.Start >= s.End {
		return s
	}
	inside := s.In(text)
	s.End -= len(inside) - len(strings.TrimRight(inside, " \n"))
	s.Start += len(inside) - len(strings.TrimLeft(inside, " \n"))
	return s
}

// within returns the marks that stand in a stretch, counted from its beginning.
func within(spans []prose.Span, s prose.Span) (list []prose.Span) {
	for _, m := range spans {
		if s.Start <= m.Start && m.End <= s.End {
			list = append(list, prose.Span{Start: m.Start - s.Start, End: m.End - s.Start})
		}
	}
	return list
}

// A Piece is a stretch of text, marked or not.
type Piece struct {
	Text   string
	Marked bool
	Anchor string // its name on the page; empty where nothing leads to it
}

// Cut cuts a text at its spans.
func Cut(text string, spans []prose.Span) []Piece {
	var pieces []Piece
	at := 0
	for _, s := range spans {
		if at < s.Start {
			pieces = append(pieces, Piece{Text: text[at:s.Start]})
		}
		pieces = append(pieces, Piece{Text: s.In(text), Marked: true})
		at = s.End
	}
	if at < len(text) {
		pieces = append(pieces, Piece{Text: text[at:]})
	}
	return pieces
}
