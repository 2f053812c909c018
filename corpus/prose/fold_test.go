package prose

import (
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Forced Labor", "forced labor"},
		{"People’s “work” — Côte d’Ivoire", `people's "work" - cote d'ivoire`},
		{"ﬁnancial oﬃce", "financial office"},
		{"Türkiye, São Tomé, Łódź, Ærø", "turkiye, sao tome, lodz, aero"},
		{"e\u0301te\u0301", "ete"},
		{"traf\u00adficking", "trafficking"},
		{"two  spaces\n\tand\u00a0more", "two spaces and more"},
		{"Straße … №\u00a05", "strasse ... no 5"},
		{"", ""},
	} {
		if got := FoldString(c.in); got != c.want {
			t.Errorf("FoldString(%q) = %q, want %q", c.in, got, c.want)
		}
		if got := Fold(c.in).Text; got != c.want {
			t.Errorf("Fold(%q).Text = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFoldSpanLeadsBack(t *testing.T) {
	text := "The Côte d’Ivoire  ofﬁce e\u0301mit a  re\u00adport"
	f := Fold(text)
	for _, c := range []struct{ folded, want string }{
		{"cote", "Côte"},
		{"d'ivoire", "d’Ivoire"},
		{"office", "ofﬁce"},
		{"emit", "e\u0301mit"},
		{"report", "re\u00adport"},
		{"emit a report", "e\u0301mit a  re\u00adport"},
	} {
		at := indexOf(t, f.Text, c.folded)
		if got := f.Span(Span{at, at + len(c.folded)}).In(text); got != c.want {
			t.Errorf("%q leads back to %q, want %q", c.folded, got, c.want)
		}
	}
}

func indexOf(t *testing.T, text, part string) int {
	t.Helper()
	for i := range text {
		if len(text)-i >= len(part) && text[i:i+len(part)] == part {
			return i
		}
	}
	t.Fatalf("%q has no %q", text, part)
	return 0
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Forced  labor", "ﬁﬂ’“–", "e\u0301\u200d", "\xff\xfe", "İstanbul ǅ", "½ ℡"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := Fold(text)
		if folded.Text != FoldString(text) {
			t.Fatalf("Fold and FoldString differ on %q", text)
		}
		if again := FoldString(folded.Text); again != folded.Text {
			t.Fatalf("folding %q twice gives %q, once %q", text, again, folded.Text)
		}
		last := 0
		for i := range folded.Text {
			_, w := utf8.DecodeRuneInString(folded.Text[i:])
			s := folded.Span(Span{i, i + w})
			if s.Start < last-utf8.UTFMax*4 || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v of %q in %q", s, folded.Text, text)
			}
			if utf8.ValidString(text) && (!utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End])) {
				t.Fatalf("span %v of %q is not on rune boundaries", s, text)
			}
			last = s.Start
		}
	})
}
