package document

import (
	"strings"
	"testing"
)

// Clean does what it is defined as: the words that ASCII white space parts, with one space
// between.
func FuzzClean(f *testing.F) {
	for _, text := range []string{"", " ", "a", " a  b\t\nc ", "\u00a0a \u00a0 b\ufeff", "a\u2028b  \u200b", "\xff  \xfe"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want := strings.Trim(strings.Join(strings.FieldsFunc(text, isSpace), " "), edges)
		if got := Clean(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	})
}
