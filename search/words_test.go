package search

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// checkWords compares nextWord with the library's segments that have a letter or
// digit, parted as partPlainly does. Texts with what wordEnd joins are left to
// TestWords.
func checkWords(t *testing.T, text string) {
	if strings.ContainsAny(text, "\u200b`´′‵") || spacedInitials.MatchString(text) {
		return
	}
	letterOrDigit := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	var want, got []prose.Span
	for s := words.FromString(text); s.Next(); {
		if !strings.ContainsFunc(s.Value(), letterOrDigit) {
			continue
		}
		at := s.Start()
		for _, piece := range partPlainly(s.Value()) {
			if strings.ContainsFunc(piece, letterOrDigit) {
				want = append(want, prose.Span{Start: at, End: at + len(piece)})
			}
			at += len(piece)
		}
	}
	for span, plain := nextWord(text, 0); span.Len() > 0; span, plain = nextWord(text, span.End) {
		got = append(got, span)
		if plain && strings.ContainsFunc(span.In(text), func(r rune) bool { return r >= utf8.RuneSelf || !letterOrDigit(r) }) {
			t.Errorf("%q: %q is not plain", text, span.In(text))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q: got %v, want %v", text, got, want)
	}
}

var (
	spacedInitials = regexp.MustCompile(`[A-Z]\.\s?[A-Z]\.`)
	abbreviation   = regexp.MustCompile(`^(\pL\.)+\pL(['’].*)?$`)
	stopOrColon    = regexp.MustCompile(`[.:]`)
)

// partPlainly cuts a segment at its stops and colons, unless digits stand on both
// sides or it is an abbreviation. Segments that are not of plain characters are not
// cut, which the texts below respect.
func partPlainly(segment string) (pieces []string) {
	bare := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Cf) {
			return -1
		}
		return r
	}, segment)
	if abbreviation.MatchString(bare) {
		return []string{segment}
	}
	at := 0
	for _, m := range stopOrColon.FindAllStringIndex(segment, -1) {
		next, _ := utf8.DecodeRuneInString(segment[m[1]:])
		if m[0] == 0 || segment[m[0]] == '.' && digits(segment, m[0], 1) || !parted(next) {
			continue
		}
		pieces = append(pieces, segment[at:m[0]], segment[m[0]:m[1]])
		at = m[1]
	}
	return append(pieces, segment[at:])
}

// What words are where UAX #29 has others: a text, and its words as they are
// folded.
func TestWords(t *testing.T) {
	for _, c := range [][]string{
		{"child labor.The ministry", "child", "labor", "the", "ministry"},
		{"wages:The state", "wages", "the", "state"},
		{"in 2016.The", "in", "2016", "the"},
		{"labor..The labor.the", "labor", "the", "labor", "the"},
		{"www.state.gov", "www", "state", "gov"},
		{"U.S. aid, U. S. aid, U.S.A.", "u.s", "aid", "u.s", "aid", "u.s.a"},
		{"N.G.O.s e.g.this Ph.D.", "n.g.o.s", "e.g", "this", "ph.d"},
		{"Ph.D.s, ph.d, a Ph.D’s LL.M.The state. So.A man", "ph.d.s", "ph.d", "a", "ph.d's", "ll.m", "the", "state", "so", "a", "man"},
		{"George H. W. Bush, J. K.Smith", "george", "h.w", "bush", "j", "k", "smith"},
		{"3.5 of 1,000 at 12:30, v2.0", "3.5", "of", "1,000", "at", "12", "30", "v2.0"},
		{"Côte d’Ivoire, coup d'etat, l´homme", "cote", "d", "ivoire", "coup", "d", "etat", "l", "homme"},
		{"dell’uomo qu`il O’Brien d'A", "dell", "uomo", "qu", "il", "o'brien", "d'a"},
		{"worker´s worker`s worker′s worker’s", "worker's", "worker's", "worker's", "worker's"},
		{"´quoted´ `word`", "quoted", "word"},
		{"anti-traf\u200bficking \u200bforced\u200b labor", "anti", "trafficking", "forced", "labor"},
		{"la\u00adbor la\u2060bor la\ufeffbor la\u200dbor", "labor", "labor", "labor", "labor"},
	} {
		var got []string
		for _, token := range Analyze(c[0]) {
			got = append(got, token.Word)
		}
		if !slices.Equal(got, c[1:]) {
			t.Errorf("%q: %q, want %q", c[0], got, c[1:])
		}
	}
}

// behaviours are characters that stand for how characters behave between words.
var behaviours = []rune("a1'.:,;_ -\"\n\rא字ガ’\u0301\u00AD\u200D🇺👩ﾞ\uFE0F")

// All texts of four of them.
func TestWordsAreThoseOfTheLibrary(t *testing.T) {
	for _, a := range behaviours {
		for _, b := range behaviours {
			for _, c := range behaviours {
				for _, d := range behaviours {
					checkWords(t, string([]rune{a, b, c, d}))
				}
			}
		}
	}
}

// checkKnown compares what is marked in a text whose words are known with what is marked
// in one that is read: for each of its words, in any form, as it is and by its first
// letter, and for the first in a sentence with each.
func checkKnown(t *testing.T, text string) {
	texts := &knownTexts{}
	tokens := Analyze(text)
	for _, token := range tokens[:min(len(tokens), 20)] {
		first := &Phrase{Terms: []*Term{{Kind: Literal, Text: tokens[0].Word, Stem: tokens[0].Stem}}}
		word := &Phrase{Terms: []*Term{{Kind: Stemmed, Text: token.Word, Stem: token.Stem, Stems: []string{token.Stem, "other"}}}}
		letter, _ := utf8.DecodeRuneInString(token.Word)
		begun := &Phrase{Terms: []*Term{{Kind: Wildcard, Text: string(letter) + "*"}}}
		for _, node := range []Node{first, word, begun, AnyOf(first, begun), &Near{Left: first, Right: word, Within: WithinSentence}} {
			m := newMarker(NewQuery(node))
			want, wantOK := m.match(nil, &corpus.Passage{}, text, nil)
			texts[7].Store(nil)
			for range often + 2 { // it is noted, read and known
				if got, ok := m.match(nil, &corpus.Passage{}, text, texts.of(7, text, m.sentences)); ok != wantOK || !slices.Equal(got, want) {
					t.Fatalf("%q: %s: %v, %t, want %v, %t", text, node, got, ok, want, wantOK)
				}
			}
			m.release()
		}
	}
	if known := texts.of(7, text, true); len(known.words) > 0 && !slices.Equal(known.sentences, Sentences(tokens)) {
		t.Fatalf("%q: sentences at %v, want %v", text, known.sentences, Sentences(tokens))
	}
}

func TestKnownTexts(t *testing.T) {
	checkKnown(t, "first "+strings.Repeat(".", 1<<startBits)+" second")
	for _, a := range behaviours {
		for _, b := range behaviours {
			for _, c := range behaviours {
				checkKnown(t, string([]rune{a, b, c}))
			}
		}
	}
}

func FuzzKnownTexts(f *testing.F) {
	for _, text := range []string{
		"The government's 1,000 victims (in 2023) didn't. See U.S. v. Doe: a_b, c-d. Victims, 1⁄2 of them.",
		"Ph.D.s of Côte d’Ivoire. traf\u200bficking ½ ⅳ ʼ 3.5. Workers went. He goes.", "", "...",
	} {
		f.Add(text)
	}
	f.Fuzz(checkKnown)
}

func FuzzWords(f *testing.F) {
	for _, text := range []string{
		"The government's 1,000 victims (in 2023) didn't; see U.S. v. Doe: a_b, c-d.",
		"people’s rights …", "naïve, e\u0301t\u0301e", "a\u00ADb a.\u200Db 3.\u03001 . \u0301a",
		"🇺🇸🇬🇧🇺 a🇺🇸b 👩‍👩‍👧 1\uFE0F\u20E3", "שלום\"א a\"א א'", "カタカナﾞ .ﾞ 漢字kana_ひ",
		"a.b.c 1.2,3;4 a:b 1:2 a.1 1.a _a _ __1 a._b 1,_2", "  \u0308a \r\n\tb\x00c\x80d\xffe", "",
	} {
		f.Add(text)
	}
	f.Fuzz(checkWords)
}
