package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pieces returns a quotation in order as compared with a place: what is the
// same (with an empty Op), the edits, and what the author left out or put in.
// The Quoted of all, put together, are the quotation.
func (r *Result) Pieces(p *Place) (pieces []Difference) {
	at := 0
	same := func(to int) {
		if to > at {
			pieces = append(pieces, Difference{Quoted: r.Quote[at:to], Source: r.Quote[at:to]})
		}
	}
	for _, d := range p.Diff {
		same(d.At.Start)
		pieces = append(pieces, d)
		at = max(at, d.At.End)
	}
	same(len(r.Quote))
	return pieces
}

// Marked returns a quotation on one line with its differences from a place, as
// wdiff writes them: [-missing-] {+added+}, and behind an omission what it leaves
// out: … [=left out=]. What is marked is first given to style, with what it is.
func (r *Result) Marked(p *Place, style func(op Op, text string) string) string {
	var b strings.Builder
	write := func(op Op, text string) {
		b.WriteString(style(op, strings.Join(strings.Fields(text), " ")))
	}
	spaced := true // a space was written last
	for _, d := range r.Pieces(p) {
		first, _ := utf8.DecodeRuneInString(d.Quoted)
		if d.Op == Delete && !spaced || d.Op == "" && !spaced && (unicode.IsSpace(first) || isWordRune(first)) {
			b.WriteByte(' ')
			spaced = true
		}
		if d.Op == "" && strings.TrimSpace(d.Quoted) == "" {
			continue
		}
		spaced = false
		switch d.Op {
		case Insert:
			write(Insert, "{+"+d.Quoted+"+}")
		case Delete:
			write(Delete, "[-"+d.Source+"-]")
		case Replace:
			write(Delete, "[-"+d.Source+"-]")
			write(Insert, "{+"+d.Quoted+"+}")
		case Omit:
			write("", d.Quoted)
			if d.Source != "" {
				b.WriteByte(' ')
				write(Omit, "[="+d.Source+"=]")
			}
		default:
			write("", d.Quoted)
			if last, _ := utf8.DecodeLastRuneInString(d.Quoted); unicode.IsSpace(last) {
				b.WriteByte(' ')
				spaced = true
			}
		}
	}
	return b.String()
}
