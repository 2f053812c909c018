package quote

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
