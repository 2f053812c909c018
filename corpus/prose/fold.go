package prose

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A Folded is a text made comparable, with the way back to the original.
// Folding ignores case and accents, takes ligatures and other compatibility
// forms apart, brings quotation marks, dashes and spaces to one form each, makes
// one space of a run, and drops characters that are not seen (soft hyphens,
// zero-width joiners).
type Folded struct {
	Text string
	// from and to hold, for each byte of Text, the bytes of the original
	// that it stands for: original[from:to].
	from, to []int32
}

// Fold folds text and keeps the map back to it.
func Fold(text string) Folded {
	f := Folded{from: make([]int32, 0, len(text)), to: make([]int32, 0, len(text))}
	var out strings.Builder
	out.Grow(len(text))
	space := false
	for i, w := 0, 0; i < len(text); i += w {
		var r rune
		r, w = utf8.DecodeRuneInString(text[i:])
		piece := foldRune(r)
		if piece == "" { // an accent, or not seen: it belongs to what stands before it
			if n := len(f.to); n > 0 && int(f.to[n-1]) == i {
				extend(f.to, int32(i), int32(i+w))
			}
			continue
		}
		if piece == " " && space {
			extend(f.to, int32(i), int32(i+w))
			continue
		}
		space = piece == " "
		out.WriteString(piece)
		for range len(piece) {
			f.from = append(f.from, int32(i))
			f.to = append(f.to, int32(i+w))
		}
	}
	f.Text = out.String()
	return f
}

// extend moves the end of the last original character from end to now.
func extend(to []int32, end, now int32) {
	for i := len(to) - 1; i >= 0 && to[i] == end; i-- {
		to[i] = now
	}
}

// Span returns the span of the original that the span s of f.Text stands for,
// in bytes of the original. An empty s returns an empty span.
func (f Folded) Span(s Span) Span {
	if s.Start >= s.End {
		if s.Start < len(f.from) {
			return Span{int(f.from[s.Start]), int(f.from[s.Start])}
		}
		if len(f.to) == 0 {
			return Span{}
		}
		end := int(f.to[len(f.to)-1])
		return Span{end, end}
	}
	return Span{int(f.from[s.Start]), int(f.to[s.End-1])}
}

// FoldString is Fold(text).Text, for those who do not need the way back.
func FoldString(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	space := false
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			if c = asciiFold[c]; c != ' ' || !space {
				space = c == ' '
				out.WriteByte(c)
			}
			continue
		}
		r, w := utf8.DecodeRuneInString(text[i:])
		i += w
		piece := foldRune(r)
		if piece == "" || piece == " " && space {
			continue
		}
		space = piece == " "
		out.WriteString(piece)
	}
	return out.String()
}

// foldCache holds foldings of the scripts below the ideographs: they cost a
// microsecond each to make.
var foldCache [0x3000]atomic.Pointer[string]

// asciiFold holds the foldings of ASCII as one string, to slice from.
var asciiFold = func() string {
	b := make([]byte, utf8.RuneSelf)
	for i := range b {
		b[i] = byte(unicode.ToLower(rune(i)))
		if unicode.IsSpace(rune(i)) {
			b[i] = ' '
		}
	}
	return string(b)
}()

// foldRune returns what stands for r in a folded text: nothing for accents and
// characters that are not seen, " " for any space.
func foldRune(r rune) string {
	if r < utf8.RuneSelf {
		return asciiFold[r : r+1]
	}
	if int(r) >= len(foldCache) {
		return makeFold(r)
	}
	if p := foldCache[r].Load(); p != nil {
		return *p
	}
	s := makeFold(r)
	foldCache[r].Store(&s)
	return s
}

func makeFold(r rune) string {
	if s, ok := foldTable[r]; ok {
		return s
	}
	if unicode.IsSpace(r) {
		return " "
	}
	if r == utf8.RuneError {
		return string(r)
	}
	if unicode.Is(unicode.Cherokee, r) {
		return string(unicode.ToUpper(r)) // cases.Fold changes both cases, each to the other
	}
	var out strings.Builder
	for _, d := range cases.Fold().String(norm.NFKD.String(string(r))) {
		switch s, ok := foldTable[d]; {
		case ok:
			out.WriteString(s)
		case unicode.Is(unicode.Mn, d), unicode.Is(unicode.Cf, d):
		case unicode.IsSpace(d):
			out.WriteByte(' ')
		default:
			out.WriteRune(d)
		}
	}
	return out.String()
}

// foldTable has what Unicode's decompositions do not say: typographic forms of
// marks, and letters with a stroke or a ligature's name of their own.
var foldTable = map[rune]string{
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", 'ʼ': "'", '‹': "'", '›': "'", '`': "'", '´': "'",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '″': `"`, '«': `"`, '»': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-",
	'Æ': "ae", 'æ': "ae", 'Œ': "oe", 'œ': "oe", 'Ø': "o", 'ø': "o", 'Ł': "l", 'ł': "l",
	'Đ': "d", 'đ': "d", 'Ð': "d", 'ð': "d", 'Þ': "th", 'þ': "th", 'Ħ': "h", 'ħ': "h", 'ı': "i",
	'⁄': "/",
}
