package pdf

import (
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/corpus/document"
)

// Raised figures, in parts of the type size of their line.
const (
	raisedSize = 0.82 // at most
	raisedBy   = 0.15 // at least
)

// raised reports whether a word is a figure that stands above its line in small
// type: the mark of a note, or an exponent. The numerator of a fraction is none.
func (w *word) raised(l *line, next *word) bool {
	if w.style.size > raisedSize*l.style.size || w.baseline-l.baseline < raisedBy*l.style.size {
		return false
	}
	if next != nil && (strings.HasPrefix(next.text, "/") || strings.HasPrefix(next.text, "⁄")) {
		return false
	}
	return figures(w.text)
}

// figures reports whether a text is a figure or several: "14", "2,3", "15–17".
func figures(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case !strings.ContainsRune(",;–-.)(*†‡", r):
			return false
		}
	}
	return digits > 0 && utf8.RuneCountInString(text) <= 12
}

// raise writes the raised figures of a line as superscripts.
func (l *line) raise() {
	for i := range l.words {
		var next *word
		if i+1 < len(l.words) {
			next = &l.words[i+1]
		}
		if l.words[i].raised(l, next) {
			l.words = slices.Clone(l.words) // others may have these words too
			l.words[i].text = document.Superscript(l.words[i].text)
		}
	}
}

// superscripts are the raised forms of figures.
var superscripts = []rune(document.Superscript("0123456789"))

// plainFigures returns the ordinary figures of superscripts.
func plainFigures(text string) string {
	return strings.Map(func(r rune) rune {
		if i := slices.Index(superscripts, r); i >= 0 {
			return rune('0' + i)
		}
		return r
	}, text)
}
