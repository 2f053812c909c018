package pdf

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"verbatim/corpus/document"
)

// A box is a rectangle on a page, in points, with y growing upwards. Text is
// turned so that it runs from left to right.
type box struct{ left, right, bottom, top float64 }

func (b box) width() float64  { return b.right - b.left }
func (b box) height() float64 { return b.top - b.bottom }
func (b box) middle() float64 { return (b.bottom + b.top) / 2 }

// with is the smallest box around both.
func (b box) with(o box) box {
	return box{min(b.left, o.left), max(b.right, o.right), min(b.bottom, o.bottom), max(b.top, o.top)}
}

// A style is how words look.
type style struct {
	font   string
	size   float64 // in points, as it stands on the page
	bold   bool
	italic bool
}

// symbols tells fonts whose letters are ornaments.
func (s *style) symbols() bool {
	return strings.Contains(s.font, "Wingdings") || strings.Contains(s.font, "Dingbats") || strings.Contains(s.font, "Webdings")
}

// A word is a run of characters without white space.
type word struct {
	box
	text     string
	space    string // what stands between it and the word before: nothing, a space, a no-break space
	baseline float64
	style    *style
}

// A page is what is drawn on a page, in no order that could be relied on.
type page struct {
	number   int // from 1
	box      box
	words    []word
	rules    []box // lines and rectangles
	drawings int   // objects that are no text
	sideways int   // words that ran in another direction than most, and were left out
}

const (
	maxChars   = 1 << 18 // characters of a page
	maxObjects = 1 << 18 // drawings of a page
	thin       = 3.0     // points: a rectangle that is no higher or wider is a line
)

// A source draws pages out of PDFium. Styles are shared by the words of a file.
type source struct {
	pdfium   pdfium.Pdfium
	document references.FPDF_DOCUMENT
	styles   map[style]*style
	limit    int // characters that may still be read
}

// page reads page number n, from 1.
func (s *source) page(n int) (*page, error) {
	loaded, err := s.pdfium.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: s.document, Index: n - 1})
	if err != nil {
		return nil, err
	}
	defer s.pdfium.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	ref := requests.Page{ByReference: &loaded.Page}
	bounds, err := s.pdfium.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: ref})
	if err != nil {
		return nil, err
	}
	r := bounds.Rect
	p := &page{number: n, box: box{float64(r.Left), float64(r.Right), float64(r.Bottom), float64(r.Top)}}
	spaces, err := s.drawings(p, ref)
	if err != nil {
		return nil, err
	}
	turn, err := s.text(p, ref, spaces)
	if err != nil {
		return nil, err
	}
	p.box = turned(p.box, turn)
	for i := range p.rules {
		p.rules[i] = turned(p.rules[i], turn)
	}
	return p, nil
}

// drawings finds the rules of a page, which separate the cells of its tables,
// and spaces that PDFium leaves out of the text, because the file says that they
// stand for no-break spaces and the font has none.
func (s *source) drawings(p *page, ref requests.Page) (spaces, error) {
	count, err := s.pdfium.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: ref})
	if err != nil {
		return nil, err
	}
	if count.Count > maxObjects {
		return nil, document.Beyond(int64(count.Count), maxObjects, fmt.Sprintf("drawings on page %d", p.number))
	}
	found := spaces{}
	for i := range count.Count {
		object, err := s.pdfium.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: ref, Index: i})
		if err != nil {
			return nil, err
		}
		kind, err := s.pdfium.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil {
			return nil, err
		}
		if kind.Type != enums.FPDF_PAGEOBJ_TEXT {
			p.drawings++
		}
		if kind.Type != enums.FPDF_PAGEOBJ_TEXT && kind.Type != enums.FPDF_PAGEOBJ_PATH {
			continue
		}
		b, err := s.pdfium.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err != nil {
			continue // nothing is drawn
		}
		drawn := box{float64(b.Left), float64(b.Right), float64(b.Bottom), float64(b.Top)}
		switch {
		case kind.Type == enums.FPDF_PAGEOBJ_TEXT:
			if drawn.width() < 0.01 && drawn.height() < 0.01 {
				found.add(drawn.left, drawn.bottom)
			}
		case drawn.height() <= thin || drawn.width() <= thin || s.straight(object.PageObject):
			p.rules = append(p.rules, drawn)
		}
	}
	return found, nil
}

// spaces are where spaces stand, by the point above or below their baseline.
type spaces map[int][]float64

func (s spaces) add(x, y float64) {
	s[int(math.Floor(y))] = append(s[int(math.Floor(y))], x)
}

// within says whether a space stands on a baseline between two points.
func (s spaces) within(left, right, baseline float64) bool {
	if len(s) == 0 {
		return false
	}
	for y := int(math.Floor(baseline - 0.5)); y <= int(math.Floor(baseline+0.5)); y++ {
		if slices.ContainsFunc(s[y], func(x float64) bool { return left < x && x <= right }) {
			return true
		}
	}
	return false
}

// straight tells rectangles, and a few of them drawn as one, from maps, curves
// and letters.
func (s *source) straight(path references.FPDF_PAGEOBJECT) bool {
	const many = 60 // segments
	segments, err := s.pdfium.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: path})
	if err != nil || segments.Count > many {
		return false
	}
	for i := range segments.Count {
		segment, err := s.pdfium.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: path, Index: i})
		if err != nil {
			return false
		}
		kind, err := s.pdfium.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: segment.PathSegment})
		if err != nil || kind.Type == enums.FPDF_SEGMENT_BEZIERTO {
			return false
		}
	}
	return true
}

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
	for i := range count.Count {
		if err := w.read(i); err != nil {
			return 0, err
		}
	}
	if err := w.end(); err != nil {
		return 0, err
	}
	turn = w.mostTurned()
	p.words, p.sideways = w.turned(turn)
	return turn, nil
}

// A wordReader makes words of the characters that PDFium gives one by one.
type wordReader struct {
	*source
	text    references.FPDF_TEXTPAGE
	visible box
	spaces  spaces
	words   []word
	turns   []int // of words, in quarters

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

func (w *wordReader) read(i int) error {
	code, err := w.pdfium.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: w.text, Index: i})
	if err != nil {
		return err
	}
	r := rune(code.Unicode)
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
	final, alsoOK := w.place(run[len(run)-1])
	if !ok || !alsoOK {
		return w.endSlowly(run)
	}
	if err := w.look(run[0].index, first); err != nil {
		return err
	}
	whole, size := first.with(final), w.sample.style.size
	wide := whole.width() > size*float64(len(run)+1) || final.left < first.left
	spaced := w.spaces.within(whole.left, whole.right, first.bottom+w.sample.rise)
	if spaced || wide || math.Abs(final.bottom-first.bottom) > 0.15*size {
		return w.endSlowly(run)
	}
	w.add(run, whole)
	return nil
}

// endSlowly parts a run where its characters do not stand side by side.
func (w *wordReader) endSlowly(run []char) error {
	var word []char
	var whole, before box
	for _, c := range run {
		b, ok := w.place(c)
		if !ok {
			continue // a character without a place is not on the page
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

// jumps says whether a character stands elsewhere than after the one before.
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
	text := make([]rune, len(run))
	for i, c := range run {
		text[i] = c.rune
	}
	x, y := (b.left+b.right)/2, b.middle()
	if v := w.visible; v.left <= x && x <= v.right && v.bottom <= y && y <= v.top {
		w.words = append(w.words, word{box: b, text: string(text), space: w.space, style: w.sample.style, baseline: b.bottom + w.sample.rise})
		w.turns = append(w.turns, w.sample.turn)
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
	w.sample, err = w.sampleAt(i, b, weight.FontWeight)
	return err
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
	if info, err := w.pdfium.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: w.text, Index: i}); err == nil {
		s.font = info.FontName
		s.italic = info.Flags&(1<<6) != 0 || strings.Contains(s.font, "Italic") || strings.Contains(s.font, "Oblique")
	}
	s.bold = weight >= 600 || boldName.MatchString(s.font)
	found := sample{weight: weight, box: b}
	if found.style = w.styles[s]; found.style == nil {
		found.style = &s
		w.styles[s] = found.style
	}
	if angle, err := w.pdfium.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: w.text, Index: i}); err == nil {
		found.turn = (int(math.Round(float64(angle.CharAngle)/(math.Pi/2)))%4 + 4) % 4
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

// turned gives the words that run in the given direction, turned upright, and
// how many do not: letters along the margin, the axis of a chart.
func (w *wordReader) turned(turn int) (words []word, others int) {
	words = w.words[:0]
	for i, word := range w.words {
		if w.turns[i] != turn {
			others++
			continue
		}
		if turn != 0 {
			word.box = turned(word.box, turn)
			word.baseline = word.bottom + word.height()/4
		}
		words = append(words, word)
	}
	return words, others
}

// turned turns a box clockwise by so many quarters.
func turned(b box, quarters int) box {
	for range quarters {
		b = box{left: b.bottom, right: b.top, bottom: -b.right, top: -b.left}
	}
	return b
}
