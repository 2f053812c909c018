package plain

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A measure gives the width of text, in characters or in the proportions of a
// typeface. Lines that a typewriter or an editor broke end at one column of
// characters; lines copied from a PDF end at one width of its typeface, and
// their numbers of characters differ by a third.
type measure struct {
	widths [128]float64 // of ASCII
	other  float64      // of all other characters
	slack  float64      // how far the page's own typeface may differ, as a part of a line
}

// Hundredths of an em for the other characters, as in three typefaces:
// wide sans-serif (Verdana, DejaVu Sans), sans-serif (Arial, Helvetica) and
// serif (Times).
var (
	characters = &measure{widths: [128]float64(slices.Repeat([]float64{1}, 128)), other: 1}
	wideSans   = typeface(60, map[float64]string{
		28: `'Iijl`, 32: ` ,./:;\|`, 36: `-f`, 40: `!()[]rt`, 44: `"`, 48: "*_`", 52: `?sz`, 56: `FLck`, 60: `PTYaeovxy`,
		64: `$0123456789EKSbdghnpqu{}`, 68: `ABCRVXZ`, 72: `U`, 76: `&DGHN`, 80: `OQw`, 84: `#+<=>^~`, 88: `M`, 96: `%m`, 100: `@W`,
	})
	sans = typeface(50, map[float64]string{
		20: `'`, 24: `ijl|`, 28: ` !,./:;I[\]ft`, 32: "()-`r{}", 36: `"`, 40: `*`, 48: `J^cksvxyz`, 56: `#$0123456789?L_abdeghnopqu`,
		60: `+<=>FTZ~`, 68: `&ABEKPSVXY`, 72: `CDHNRUw`, 76: `GOQ`, 84: `Mm`, 88: `%`, 96: `W`, 100: `@`,
	})
	serif = typeface(46, map[float64]string{
		20: `'|`, 24: ` ,.`, 28: `/:;\ijlt`, 32: "!()-I[]`fr", 40: `"Js`, 44: `?acez`, 48: `#$*0123456789^_bdghknopquvxy{}`,
		56: `+<=>FPS~`, 60: `ELTZ`, 68: `BCR`, 72: `ADGHKNOQUVXYw`, 76: `&m`, 84: `%`, 88: `M`, 92: `@`, 96: `W`,
	})
	measures = []*measure{characters, wideSans, sans, serif}
)

func typeface(other float64, widths map[float64]string) *measure {
	m := &measure{other: other, slack: 0.01}
	for width, characters := range widths {
		for _, c := range characters {
			m.widths[c] = width
		}
	}
	return m
}

func (m *measure) of(text string) (width float64) {
	for _, r := range text {
		if r < utf8.RuneSelf {
			width += m.widths[r]
		} else {
			width += m.other
		}
	}
	return width
}

// line returns the width of a line with its indent.
func (m *measure) line(l line) float64 {
	return float64(l.indent)*m.widths[' '] + m.of(l.text)
}

// A wrap says how the lines of a text were broken: each took in words until the
// next did not fit. Its zero value knows nothing.
type wrap struct {
	*measure
	column float64 // the width that no line goes beyond
}

// Lines that must tell of the same column, and what part of all that tell
// anything, before it is believed.
const (
	minWrapped  = 3
	wrappedPart = 0.75
)

// findWrap finds the wrap of lines, if they have one. Each line that surely
// goes on in the next bounds the column: it is not below the line's width, and
// below what the next line's first word would have made of it. The column that
// keeps within most of these bounds is it, under the measure that suits best.
func findWrap(lines []line) wrap {
	var best wrap
	most, all := 0, 0
	for _, m := range measures {
		bounds := findBounds(lines, m)
		if fwd, n := mostWithin(bounds); n > most {
			best, most, all = wrap{m, fwd}, n, len(bounds)
		}
	}
	if most < minWrapped || float64(most) < wrappedPart*float64(all) {
		return wrap{}
	}
	return best
}

// A bound says that a column lies in the half-open interval from low to high.
type bound struct{ low, high float64 }

func findBounds(lines []line, m *measure) []bound {
	var bounds []bound
	for i := 1; i < len(lines); i++ {
		if a, b := lines[i-1], lines[i]; b.gap == 0 && goesOn(a.text) && startsLower(b.text) {
			low := m.line(a)
			bounds = append(bounds, bound{low, low + m.of(" "+firstWord(b.text))})
		}
	}
	return bounds
}

// mostWithin returns the least column that lies within most of the bounds, and
// how many those are.
func mostWithin(bounds []bound) (fwd float64, most int) {
	type edge struct {
		at   float64
		step int
	}
	edges := make([]edge, 0, 2*len(bounds))
	for _, b := range bounds {
		edges = append(edges, edge{b.low, 1}, edge{b.high, -1})
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.step, b.step)) })
	n := 0
	for _, e := range edges {
		if n += e.step; n > most {
			fwd, most = e.at, n
		}
	}
	return fwd, most
}

// known reports whether the lines have a wrap.
func (w wrap) known() bool { return w.measure != nil }

// fits reports whether the first word of b would have fitted on the line a.
func (w wrap) fits(a, b line) bool {
	return w.line(a)+w.of(" "+firstWord(b.text)) <= w.column*(1-w.slack)
}

// nearly reports whether the line, with the first word of b, goes beyond that part
// of the column.
func (w wrap) nearly(a, b line, part float64) bool {
	return w.known() && w.line(a)+w.of(" "+firstWord(b.text)) > w.column*part
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// startsLower reports whether a text begins with a letter that is no capital.
func startsLower(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, `"“‘'([`))
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsTitle(r)
}

// closers may follow the mark that ends a sentence: quotes, brackets, and the
// number of a note.
const closers = `"”’')]»0123456789`

// ended reports whether a line ends as a sentence does, or as what introduces a
// list does.
func ended(text string) bool {
	if bare := strings.TrimRight(text, closers); bare != "" {
		if r, _ := utf8.DecodeLastRuneInString(bare); strings.ContainsRune(".!?…:", r) {
			// "3.5" and "10:30" end no sentence, "end.5" does, with its note
			before := strings.TrimRight(bare, ".!?…:")
			digit := len(bare) < len(text) && before != "" && '0' <= before[len(before)-1] && before[len(before)-1] <= '9'
			return !digit
		}
	}
	return false
}

// goesOn reports whether a line stops amid a sentence.
func goesOn(text string) bool { return !ended(text) && !strings.HasSuffix(text, ";") }
