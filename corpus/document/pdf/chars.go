package pdf

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// text reads the words of a page and says how they had to be turned.
func (s *source) text(p *page, ref requests.Page, spaces spaces) (turn int, err error) {
	loaded, err := s.pdfium.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: ref})
	if err != nil {
		return 0, err
	}
	defer s.pdfium.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: loaded.TextPage})
	count, err := s.pdfium.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: loaded.TextPage})
	if err != nil {
		return 0, err
	}
	if count.Count > maxChars {
		return 0, document.Beyond(int64(count.Count), maxChars, fmt.Sprintf("characters on page %d", p.number))
	}
	if s.limit -= count.Count; s.limit < 0 {
		return 0, document.Beyond(int64(document.MaxText-s.limit), document.MaxText, "characters")
	}
	w := wordReader{source: s, text: loaded.TextPage, visible: p.box, spaces: spaces}
	whole := w.whole(count.Count)
	for i := range count.Count {
		if err := w.read(i, whole); err != nil {
			return 0, err
		}
	}
	if err := w.end(); err != nil {
		return 0, err
	}
	turn = w.mostTurned()
	p.words, p.sideways = w.turned(turn)
	p.letters, p.hidden = w.letters, w.hidden
	return turn, nil
}

// whole returns all characters of the page at once, or nil where PDFium's text
// does not have one for each, so that they must be asked for one by one.
func (w *wordReader) whole(count int) []rune {
	if count == 0 {
		return nil
	}
	text, err := w.pdfium.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: w.text, Count: count})
	if err != nil {
		return nil
	}
	runes := []rune(strings.TrimSuffix(text.Text, "\x00"))
	if len(runes) != count {
		return nil
	}
	return runes
}

// A wordReader makes words of the characters that PDFium gives one by one.
type wordReader struct {
	*source
	text    references.FPDF_TEXTPAGE
	visible box
	spaces  spaces
	words   []word
	turns   []int // of words, in quarters
	letters int   // letters and digits so far
	hidden  []hidden

	run    []char // characters without white space between them
	space  string // before the run
	sample sample // of the style
	fresh  bool   // a new line: look at the style anew
}

// A char is a character of a page, and which it is.
type char struct {
	rune
	index int
}

// A sample is the style at a character.
type sample struct {
	style  *style
	weight int
	box    box     // of the character
	rise   float64 // from the box's foot to the baseline
	turn   int     // in quarters, counterclockwise
}

// read takes in character i; whole has all of them, or none.
func (w *wordReader) read(i int, whole []rune) error {
	var r rune
	if whole != nil {
		r = whole[i]
	} else {
		code, err := w.pdfium.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: w.text, Index: i})
		if err != nil {
			return err
		}
		r = rune(code.Unicode)
	}
	switch {
	case r == '\ufeff':
		return nil // it has no width and no meaning but as a byte order mark
	case unicode.IsSpace(r):
		if err := w.end(); err != nil {
			return err
		}
		switch r {
		case '\n', '\r':
			w.space, w.fresh = " ", true
		case '\u00a0':
			w.space = "\u00a0"
		default:
			w.space = cmp.Or(w.space, " ")
		}
		return nil
	case r == 2 || r == 0xfffe: // PDFium's own for a hyphen that breaks a word
		r = '-'
	case r < ' ' || r == unicode.ReplacementChar || unicode.Is(unicode.Co, r):
		r = lost
	}
	w.run = append(w.run, char{r, i})
	return nil
}

// end makes a word of the run. PDFium has parted it from others by white space,
// but for a word that a hyphen breaks at the end of a line. Where a run goes
// over lines, is strangely wide, or spaces are left out, it is looked at
// character by character, which is slow.
func (w *wordReader) end() error {
	run := w.run
	w.run = w.run[:0]
	if len(run) == 0 {
		return nil
	}
	first, ok := w.place(run[0])
	final, alsoOK := first, ok
	if len(run) > 1 {
		final, alsoOK = w.place(run[len(run)-1])
	}
	if !ok || !alsoOK {
		return w.endSlowly(run)
	}
	if err := w.look(run[0].index, first); err != nil {
		return err
	}
	whole, size := first.with(final), w.sample.style.size
	wide := whole.width() > size*float64(len(run)+1) || final.left < first.left
	spaced := w.spaces.within(whole.left, whole.right, first.bottom+w.sample.rise)
	if spaced || wide || math.Abs(final.bottom-first.bottom) > 0.15*size || w.raisedWithin(run, first) {
		return w.endSlowly(run)
	}
	w.add(run, whole)
	return nil
}

// raisedWithin reports whether the last figure of a run stands higher than its
// first character, though its last does not: "Act" with a raised 29, and a comma.
func (w *wordReader) raisedWithin(run []char, first box) bool {
	i := len(run) - 1
	for i > 0 && strings.ContainsRune(".,;:)]”’\"", run[i].rune) {
		i--
	}
	if i == 0 || i == len(run)-1 || run[i].rune < '0' || run[i].rune > '9' {
		return false
	}
	b, ok := w.place(run[i])
	return ok && b.bottom-first.bottom > 0.15*w.sample.style.size
}

// endSlowly parts a run where its characters do not stand side by side.
func (w *wordReader) endSlowly(run []char) error {
	var word []char
	var whole, before box
	for _, c := range run {
		b, ok := w.place(c)
		if !ok {
			w.hide("text without a place on the page", string(c.rune))
			continue
		}
		if len(word) > 0 {
			spaced := w.spaces.within((before.left+before.right)/2, b.left+0.5, b.bottom+w.sample.rise) // kerning can draw them together
			if spaced || w.jumps(before, b) {
				w.add(word, whole)
				word = nil
			}
			if spaced {
				w.space = " "
			}
		}
		if len(word) == 0 {
			if err := w.look(c.index, b); err != nil {
				return err
			}
			whole = b
		}
		word, whole, before = append(word, c), whole.with(b), b
	}
	if len(word) > 0 {
		w.add(word, whole)
	}
	return nil
}

// place is where a character stands, with the white that belongs to it.
func (w *wordReader) place(c char) (box, bool) {
	loose, err := w.pdfium.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: w.text, Index: c.index})
	if err != nil {
		return box{}, false
	}
	return box{float64(loose.Rect.Left), float64(loose.Rect.Right), float64(loose.Rect.Bottom), float64(loose.Rect.Top)}, true
}

// jumps reports whether a character stands elsewhere than after the one before.
func (w *wordReader) jumps(before, b box) bool {
	size := w.sample.style.size
	if b == before {
		return false // one more letter of a ligature
	}
	if w.sample.turn != 0 {
		return math.Hypot(b.left-before.left, b.bottom-before.bottom) > 2*size
	}
	gap := b.left - before.right
	return gap > 0.3*size || gap < -0.5*size || math.Abs(b.bottom-before.bottom) > 0.15*size
}

// add adds a word, if it is to be seen on the page.
func (w *wordReader) add(run []char, b box) {
	runes := make([]rune, len(run))
	for i, c := range run {
		runes[i] = c.rune
	}
	text := string(runes)
	if w.sample.style.symbols() && len(text) == 1 {
		text = cmp.Or(ornaments[text], "•") // fonts of ornaments draw bullets for letters
	}
	x, y := (b.left+b.right)/2, b.middle()
	if v := w.visible; x < v.left || v.right < x || y < v.bottom || v.top < y {
		w.hide("text outside of the page", text)
		return
	}
	w.letters += prose.Letters(text)
	w.words = append(w.words, word{box: b, text: text, space: w.space, style: w.sample.style, baseline: b.bottom + w.sample.rise})
	w.turns = append(w.turns, w.sample.turn)
	w.space = ""
}

// hide records text that is not to be seen.
func (w *wordReader) hide(why, text string) {
	w.letters += prose.Letters(text)
	if n := len(w.hidden); n > 0 && w.hidden[n-1].why == why {
		w.hidden[n-1].text += w.space + text
	} else {
		w.hidden = append(w.hidden, hidden{why, text})
	}
	w.space = ""
}

// look takes a sample of the style where a word begins. Asking PDFium for a
// style is slow: it is done where a line begins, and where weight or height show
// that the style is another.
func (w *wordReader) look(i int, b box) (err error) {
	weight, err := w.pdfium.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: w.text, Index: i})
	if err != nil {
		weight = &responses.FPDFText_GetFontWeight{} // a font without
	}
	old := w.sample
	same := math.Abs(b.bottom-old.box.bottom) < 0.01 && math.Abs(b.top-old.box.top) < 0.01
	if !w.fresh && old.style != nil && same && weight.FontWeight == old.weight {
		return nil
	}
	w.fresh = false
	if old.style != nil && math.Abs(b.height()-old.box.height()) < 0.01 && weight.FontWeight == old.weight && w.fontAt(i).FontName == old.style.font {
		w.sample.box = b // a character as high, of the same font, has the same size
		return nil
	}
	w.sample, err = w.sampleAt(i, b, weight.FontWeight)
	return err
}

func (w *wordReader) fontAt(i int) responses.FPDFText_GetFontInfo {
	if info, err := w.pdfium.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: w.text, Index: i}); err == nil {
		return *info
	}
	return responses.FPDFText_GetFontInfo{}
}

func (w *wordReader) sampleAt(i int, b box, weight int) (sample, error) {
	size, err := w.pdfium.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: w.text, Index: i})
	if err != nil {
		return sample{}, err
	}
	s := style{size: size.FontSize}
	if m, err := w.pdfium.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: w.text, Index: i}); err == nil {
		s.size *= math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))
	}
	s.size = max(1, math.Round(s.size*4)/4)
	info := w.fontAt(i)
	s.font = info.FontName
	s.italic = info.Flags&(1<<6) != 0 || strings.Contains(s.font, "Italic") || strings.Contains(s.font, "Oblique")
	s.bold = weight >= 600 || boldName.MatchString(s.font)
	found := sample{weight: weight, box: b}
	if found.style = w.styles[s]; found.style == nil {
		found.style = &s
		w.styles[s] = found.style
	}
	if angle, err := w.pdfium.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: w.text, Index: i}); err == nil {
		found.turn = (4 - int(math.Round(float64(angle.CharAngle)/(math.Pi/2)))%4) % 4 // PDFium's angles run clockwise
	}
	if origin, err := w.pdfium.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: w.text, Index: i}); err == nil && found.turn == 0 {
		found.rise = origin.Y - b.bottom
	}
	return found, nil
}

// mostTurned is how most characters are turned, in quarters.
func (w *wordReader) mostTurned() (most int) {
	var chars [4]int
	for i, word := range w.words {
		chars[w.turns[i]] += len(word.text)
	}
	for turn, n := range chars {
		if n > chars[most] {
			most = turn
		}
	}
	return most
}

// turned returns the words that run in the given direction, and those that do
// not, by their directions: letters along the margin, the axis of a chart. All
// are turned upright.
func (w *wordReader) turned(turn int) (words []word, others [][]word) {
	var by [4][]word
	for i, word := range w.words {
		if at := w.turns[i]; at != 0 {
			word.box = turned(word.box, at)
			word.baseline = word.bottom + word.height()/4
		}
		by[w.turns[i]] = append(by[w.turns[i]], word)
	}
	for i, words := range by {
		if i != turn && len(words) > 0 {
			others = append(others, words)
		}
	}
	return by[turn], others
}
