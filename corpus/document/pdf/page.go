package pdf

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"verbatim/corpus/document"
)

// A box is a rectangle on a page, in points, with y growing upwards. Text is
// turned so that it runs from left to right.
type box struct{ left, right, bottom, top float64 }

func (b box) width() float64 { return b.right - b.left }

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

// symbols reports whether it is a font whose letters are ornaments.
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
	rules    []box    // lines and rectangles
	drawings int      // objects that are no text
	scanned  bool     // a picture covers the page, or text that is not drawn lies over one
	shuffled bool     // the words come in another order than the page's: see shuffled
	letters  int      // letters and digits of the page's text
	sideways [][]word // that run in another direction than most, each direction turned upright
	hidden   []hidden
}

// A hidden text is drawn where nobody sees it.
type hidden struct{ why, text string }

const (
	maxChars    = 1 << 18 // characters of a page
	maxObjects  = 1 << 18 // drawings of a page
	maxStraight = 20_000  // segments of a page's paths that are looked at: what has more is a drawing
	maxSpaced   = 2000    // objects of a page among which left out spaces are looked for: programs that leave them out draw in few pieces
	covering    = 0.7     // of a page, or more: a picture of it
	fewTexts    = 20      // of a page that are asked how they are drawn
	fewWords    = 40      // of a page whose order tells nothing
	farLines    = 5       // of a page; those of columns beside each other count apart
	thin        = 3.0     // points: a rectangle that is no higher or wider is a line
)

// A source draws pages out of PDFium. Styles are shared by the words of a file.
type source struct {
	pdfium   pdfium.Pdfium
	document references.FPDF_DOCUMENT
	styles   map[style]*style
	pages    []*page // that are read
	limit    int     // characters that may still be read
	handles  int     // that pdfium has given
	segments int     // of the page's paths that may still be looked at
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
	p.shuffled = shuffled(p.words)
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
	var texts []references.FPDF_PAGEOBJECT // the first few
	pictures := 0
	s.segments = maxStraight
	s.handles += count.Count
	for i := range count.Count {
		if len(p.rules) > maxRules && count.Count > maxSpaced {
			break // it is a drawing, and no tables are in it
		}
		object, err := s.pdfium.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: ref, Index: i})
		if err != nil {
			return nil, err
		}
		kind, err := s.pdfium.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil {
			return nil, err
		}
		isText := kind.Type == enums.FPDF_PAGEOBJ_TEXT
		if !isText {
			p.drawings++
		} else if len(texts) < fewTexts {
			texts = append(texts, object.PageObject)
		}
		isPicture := kind.Type == enums.FPDF_PAGEOBJ_IMAGE
		if isPicture || kind.Type == enums.FPDF_PAGEOBJ_FORM {
			pictures++
		}
		if isText && count.Count > maxSpaced || !isText && !isPicture && kind.Type != enums.FPDF_PAGEOBJ_PATH {
			continue
		}
		b, err := s.pdfium.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err != nil {
			continue // nothing is drawn
		}
		drawn := box{float64(b.Left), float64(b.Right), float64(b.Bottom), float64(b.Top)}
		switch {
		case isPicture:
			p.scanned = p.scanned || drawn.width()*drawn.height() > covering*p.box.width()*p.box.height()
		case isText:
			if drawn.width() < 0.01 && drawn.height() < 0.01 {
				found.add(drawn.left, drawn.bottom)
			}
		case drawn.height() <= thin || drawn.width() <= thin || s.straight(object.PageObject):
			p.rules = append(p.rules, drawn)
		}
	}
	if pictures > 0 && !p.scanned {
		p.scanned = s.invisible(texts)
	}
	return found, nil
}

// invisible reports whether most of some texts are not drawn: what a machine has read lies
// so over the picture, which may be in strips.
func (s *source) invisible(texts []references.FPDF_PAGEOBJECT) bool {
	count := 0
	for _, t := range texts {
		mode, err := s.pdfium.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: t})
		if err == nil && mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE {
			count++
		}
	}
	return 2*count > len(texts)
}

// shuffled reports whether words come in another order than they stand on their page: a
// stretch of words side by side stands more than farLines from the one before, for two
// of five, or above it in the same column, for three of ten. Columns and cells of tables
// that are written one after the other do so for a fifth at most.
func shuffled(words []word) bool {
	if len(words) < fewWords {
		return false
	}
	baselines := make([]float64, len(words))
	for i, w := range words {
		baselines[i] = math.Round(w.baseline)
	}
	slices.Sort(baselines)
	baselines = slices.Compact(baselines)
	lineOf := func(w *word) int {
		at, _ := slices.BinarySearch(baselines, math.Round(w.baseline))
		return at
	}
	stretches, up, far, first := 1, 0, 0, 0
	for i := 1; i < len(words); i++ {
		w, before, from := &words[i], &words[i-1], &words[first]
		if math.Abs(w.baseline-before.baseline) < w.style.size/2 && w.left > before.left {
			continue
		}
		if d := lineOf(w) - lineOf(from); d > farLines || d < -farLines {
			far++
		}
		if w.baseline > from.baseline+w.style.size && w.left < from.right && from.left < w.right {
			up++
		}
		stretches, first = stretches+1, i
	}
	return 10*up > 3*stretches || 5*far > 2*stretches
}

// spaces are where spaces stand, by the point above or below their baseline.
type spaces map[int][]float64

func (s spaces) add(x, y float64) {
	s[int(math.Floor(y))] = append(s[int(math.Floor(y))], x)
}

// within reports whether a space stands on a baseline between two points.
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

// straight distinguishes rectangles, and a few of them drawn as one, from maps, curves
// and letters.
func (s *source) straight(path references.FPDF_PAGEOBJECT) bool {
	const many = 60 // segments
	segments, err := s.pdfium.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: path})
	if err != nil || segments.Count > many || segments.Count > s.segments {
		return false
	}
	s.segments -= segments.Count
	s.handles += segments.Count
	for i := range segments.Count {
		seg, err := s.pdfium.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: path, Index: i})
		if err != nil {
			return false
		}
		kind, err := s.pdfium.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: seg.PathSegment})
		if err != nil || kind.Type == enums.FPDF_SEGMENT_BEZIERTO {
			return false
		}
	}
	return true
}

// turned turns a box clockwise by so many quarters.
func turned(b box, quarters int) box {
	for range quarters {
		b = box{left: b.bottom, right: b.top, bottom: -b.right, top: -b.left}
	}
	return b
}
