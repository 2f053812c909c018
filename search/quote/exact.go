package quote

// exact gives where a quotation without gaps stands in a window, verbatim or
// else normalized.
func (q *quotation) exact(w *window) (Place, bool) {
	for _, text := range q.literal {
		f := squeeze(w.text)
		if spans := f.occurrences(w.text, squeeze(text).text); spans != nil {
			return w.place(Verbatim, spans, nil), true
		}
	}
	if !q.reading.whole() {
		return Place{}, false
	}
	for _, folded := range q.folded {
		if spans := w.normal().occurrences(w.text, folded); spans != nil {
			return w.place(Normalized, spans, nil), true
		}
	}
	return Place{}, false
}
