package ui

import (
	"strings"
	"unicode/utf8"

	"verbatim/corpus"
)

// A passage of more than wholeBytes is shown as the sentences around its
// matches, of which at most excerptSpans stretches.
const (
	wholeBytes   = 700
	excerptSpans = 3
	// edgeBytes is what is kept of a sentence beside a match, if it goes on
	// for longer than that on this side.
	edgeBytes = 240
)

// An excerpt is what is shown at once of a passage.
type excerpt struct {
	Text  []piece // with an ellipsis where something is left out
	Whole []piece // all of it; nil where Text is that
	Words int     // of the whole
	More  int     // matches that Text leaves out
}

// excerptOf shortens a passage to what stands around its matches; to its
// beginning where it has none.
func excerptOf(text string, spans []corpus.Span) excerpt {
	if len(text) <= wholeBytes {
		return excerpt{Text: cut(text, spans)}
	}
	stretches := stretches(text, spans)
	e := excerpt{Whole: cut(text, spans), Words: len(strings.Fields(text)), More: len(spans)}
	end := 0
	for _, s := range stretches {
		if s.Start > end {
			e.Text = append(e.Text, piece{Text: leftOut(end)})
		}
		inside := within(spans, s)
		e.More -= len(inside)
		e.Text = append(e.Text, cut(s.In(text), inside)...)
		end = s.End
	}
	if strings.TrimSpace(text[end:]) != "" {
		e.Text = append(e.Text, piece{Text: " …"})
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

// stretches gives the parts of a long text that are shown.
func stretches(text string, spans []corpus.Span) (list []corpus.Span) {
	sentences := corpus.Sentences(text)
	if len(spans) == 0 {
		return []corpus.Span{trim(text, corpus.Span{Start: 0, End: clip(text, wholeBytes)})}
	}
	for _, mark := range spans {
		s := around(sentences, mark)
		s.Start = max(s.Start, clip(text, mark.Start-edgeBytes))
		s.End = min(s.End, clip(text, mark.End+edgeBytes))
		s = trim(text, s)
		s = corpus.Span{Start: min(s.Start, mark.Start), End: max(s.End, mark.End)}
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

// around gives the sentences that a mark stands in.
func around(sentences []corpus.Span, mark corpus.Span) corpus.Span {
	s := mark
	for _, sentence := range sentences {
		if sentence.Start < mark.End && mark.Start < sentence.End {
			s = corpus.Span{Start: min(s.Start, sentence.Start), End: max(s.End, sentence.End)}
		}
	}
	return s
}

// clip gives the end of a word near a place in the text, or the end of the
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
func trim(text string, s corpus.Span) corpus.Span {
	if s.Start >= s.End {
		return s
	}
	inside := s.In(text)
	s.End -= len(inside) - len(strings.TrimRight(inside, " \n"))
	s.Start += len(inside) - len(strings.TrimLeft(inside, " \n"))
	return s
}

// within gives the marks that stand in a stretch, counted from its beginning.
func within(spans []corpus.Span, s corpus.Span) (list []corpus.Span) {
	for _, m := range spans {
		if s.Start <= m.Start && m.End <= s.End {
			list = append(list, corpus.Span{Start: m.Start - s.Start, End: m.End - s.Start})
		}
	}
	return list
}
