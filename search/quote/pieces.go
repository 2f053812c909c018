package quote

import "strings"

// Pieces gives a quotation in order as it stands beside a place: what is the
// same (with an empty Op), the edits, and what the author left out or put in.
// The Quoted of all, put together, are the quotation, spaces aside.
func (r *Result) Pieces(p *Place) (pieces []Difference) {
	at := 0
	same := func(to int) {
		if text := r.Quote[at:max(at, to)]; strings.TrimSpace(text) != "" {
			pieces = append(pieces, Difference{Quoted: text, Source: text})
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

// Marked gives a quotation on one line with its differences from a place, as
// wdiff writes them: [-missing-] {+added+}, and behind an omission what it leaves
// out: … [=left out=].
func (r *Result) Marked(p *Place) string {
	var b strings.Builder
	for _, d := range r.Pieces(p) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		switch d.Op {
		case Insert:
			b.WriteString("{+" + d.Quoted + "+}")
		case Delete:
			b.WriteString("[-" + d.Source + "-]")
		case Replace:
			b.WriteString("[-" + d.Source + "-]{+" + d.Quoted + "+}")
		case Omit:
			b.WriteString(d.Quoted)
			if d.Source != "" {
				b.WriteString(" [=" + d.Source + "=]")
			}
		default:
			b.WriteString(d.Quoted)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
