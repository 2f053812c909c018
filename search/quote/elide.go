package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// maxReplaced is how many words of the source the words in brackets may stand
// for.
const maxReplaced = 25

// longWord is more bytes than a word has, with the space around it.
const longWord = 100

// A link is a fragment's occurrence in a chain of them: the cheapest way to it
// leaves out so many bytes in all.
type link struct {
	span   prose.Span
	cost   int
	before int // the place of the link before it, or -1
}

// elided returns where the fragments of a quotation stand in a window, one after
// the other. Of several ways the one that leaves out least is taken. What an
// omission leaves out may reach into the next passage and no further; what the
// words in brackets stand for is of one passage.
func (q *quotation) elided(w *window) (Place, bool) {
	r := q.reading
	if len(r.fragments) == 0 || r.whole() {
		return Place{}, false
	}
	var chain [][]link
	for i, folded := range q.fragments {
		var links []link
		for _, s := range w.normal().occurrences(w.text, folded) {
			if l, ok := q.linked(w, chain, s, r.gaps[i]); ok {
				links = append(links, l)
			}
		}
		if links == nil || q.ctx.Err() != nil {
			return Place{}, false
		}
		chain = append(chain, links)
	}
	last := chain[len(chain)-1]
	best := 0
	for i, l := range last {
		if l.cost < last[best].cost {
			best = i
		}
	}
	cost := last[best].cost
	spans := make([]prose.Span, len(chain))
	for i := len(chain) - 1; i >= 0; i-- {
		spans[i] = chain[i][best].span
		best = chain[i][best].before
	}
	diff := w.elisions(r, spans)
	if capitalsOnly(r, diff) {
		spans[0].Start, spans[len(spans)-1].End = min(spans[0].Start, diff[0].In.Start), max(spans[len(spans)-1].End, diff[len(diff)-1].In.End)
		return w.place(Normalized, spans, nil), true
	}
	p := w.place(Elided, spans, diff)
	p.cost = cost
	return p, true
}

// capitalsOnly reports whether all brackets but change a capital: "[a] study" for
// "A study".
func capitalsOnly(r *reading, diff []Difference) bool {
	own := 0
	for _, g := range r.gaps {
		if g.own != "" && !omission.MatchString(g.mark) {
			own++
		}
	}
	return own == len(diff) && !slices.ContainsFunc(diff, func(d Difference) bool {
		word := strings.Trim(d.Quoted, "[]")
		return word == d.Source || !strings.EqualFold(word, d.Source)
	})
}

// linked joins an occurrence of a fragment to the cheapest of the chain before
// it, from which the gap parts it.
//
// It goes back from the occurrence, since a gap that cannot stand for what is
// between two places cannot stand for more.
func (q *quotation) linked(w *window, chain [][]link, s prose.Span, g gap) (link, bool) {
	if len(chain) == 0 {
		return link{s, 0, -1}, true
	}
	best := link{span: s, before: -1}
	before := chain[len(chain)-1]
	for i := len(before) - 1; i >= 0 && !q.late(); i-- {
		l := before[i]
		if l.span.End > s.Start {
			continue
		}
		if w.apart(l.span.End, s.Start) > 1 {
			break
		}
		if cost := l.cost + s.Start - l.span.End; (best.before < 0 || cost <= best.cost) && w.spans(l.span.End, s.Start, g) {
			best.cost, best.before = cost, i
		}
	}
	return best, best.before >= 0
}

// spans reports whether a gap may stand for what is between two places.
func (w *window) spans(from, to int, g gap) bool {
	apart := w.apart(from, to)
	if g.own == "" || strings.ContainsAny(g.mark, ".…*") {
		return apart <= 1
	}
	if apart > 0 || to-from > maxReplaced*longWord {
		return false
	}
	replaced := w.text[from:to]
	if len(strings.Fields(replaced)) > maxReplaced {
		return false
	}
	replaced = normal(replaced).text
	return strings.HasPrefix(replaced, normal(g.head).text) && strings.HasSuffix(replaced, normal(g.tail).text)
}

// apart is how many borders of passages stand between two places. A heading and the
// passage that follows it are one there.
func (w *window) apart(from, to int) (borders int) {
	last := w.passageAt(to)
	for i := w.passageAt(from-1) + 1; i <= last; i++ {
		if i == last || w.passages[i].Kind != corpus.Heading {
			borders++
		}
	}
	return borders
}

// elisions returns what the gaps leave out.
func (w *window) elisions(r *reading, spans []prose.Span) (diff []Difference) {
	plain := w.plain()
	for i, g := range r.gaps {
		if g.is() {
			in := trimGap(plain, w.left(g, spans, i))
			diff = append(diff, Difference{Op: Omit, Quoted: g.mark, Source: in.In(w.text), At: g.at, In: in})
		}
	}
	return diff
}

// left returns what the gap before span i leaves out. Words in brackets at the
// start or end of a quotation stand for the rest of the clause there; an
// omission at the start or end says nothing that could be shown.
func (w *window) left(g gap, spans []prose.Span, i int) prose.Span {
	start, end := spans[0].Start, spans[len(spans)-1].End
	switch {
	case i > 0 && i < len(spans):
		return prose.Span{Start: spans[i-1].End, End: spans[i].Start}
	case i == 0 && g.own == "":
		return prose.Span{Start: start, End: start}
	case i == 0:
		p := w.passages[w.passageAt(start)].Span
		from := min(p.Start, start)
		return prose.Span{Start: from + strings.LastIndexFunc(w.text[from:start], endsClause) + 1, End: start}
	case g.own == "":
		return prose.Span{Start: end, End: end}
	}
	to := max(w.passages[w.passageAt(end-1)].Span.End, end)
	if at := strings.IndexFunc(w.text[end:to], endsClause); at >= 0 {
		to = end + at
	}
	return prose.Span{Start: end, End: to}
}

func endsClause(r rune) bool { return strings.ContainsRune(".,;:!?\n", r) }

// trimGap takes the stop of the sentence before off what was left out, and the
// space around it.
func trimGap(text string, s prose.Span) prose.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) && !strings.ContainsRune(".,;:", r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= n
	}
	return s
}

// exact returns where a quotation stands in a window as one piece, verbatim or
// else normalized.
func (q *quotation) exact(w *window) (Place, bool) {
	f := squeeze(w.text)
	for _, text := range q.literal {
		if spans := f.occurrences(w.text, text); spans != nil {
			return w.place(Verbatim, spans, nil), true
		}
	}
	for _, folded := range q.folded {
		if spans := w.normal().occurrences(w.text, folded); spans != nil {
			return w.place(Normalized, spans, nil), true
		}
	}
	return Place{}, false
}
