package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lost stands for a character  that the file does not identify: most often a
// ligature whose font has no table of its characters.
const lost = '\ufffd'

var boldName = regexp.MustCompile(`(?i)bold|black|heavy|semibd|demi`)

// A line is a run of words on one baseline without a wide gap: a line of a
// column, or a piece of one.
type line struct {
	box
	words    []word
	baseline float64
	style    *style // of most of its characters
}

// Gaps between words, in parts of the type size.
const (
	gluedGap = 0.12 // less is no space
	wideGap  = 0.75 // more parts lines, until it is known that they are of one column
	loneGap  = 0.4  // more parts what was not drawn one after the other
)

func newLine(words []word) line {
	words = closed(words)
	l := line{box: words[0].box, words: words}
	chars := map[*style]int{}
	for _, w := range words {
		l.box = l.box.with(w.box)
		chars[w.style] += utf8.RuneCountInString(w.text)
	}
	l.style = words[0].style
	for _, w := range words {
		if chars[w.style] > chars[l.style] {
			l.style = w.style
		}
	}
	for _, w := range words {
		if w.style.size == l.style.size {
			l.baseline = w.baseline
			break
		}
	}
	l.raise()
	return l
}

// core is the part of a line that the lines above and below do not reach into,
// however tight they are set.
func (l *line) core() box {
	return box{l.left, l.right, l.baseline, l.baseline + 0.55*l.style.size}
}

// text joins the words of a line.
func (l *line) text() string {
	var b strings.Builder
	for i := range l.words {
		if i > 0 {
			b.WriteString(spaceBetween(&l.words[i-1], &l.words[i]))
		}
		b.WriteString(l.words[i].text)
	}
	return b.String()
}

// closed joins the letters of words that are set with space between them.
func closed(words []word) []word {
	letters, gaps := 0, []float64{}
	for i, w := range words {
		if r, n := utf8.DecodeRuneInString(w.text); n == len(w.text) && unicode.IsLetter(r) {
			letters++
		}
		if i > 0 {
			gaps = append(gaps, w.left-words[i-1].right)
		}
	}
	if letters < 5 || letters*10 < len(words)*8 {
		return words
	}
	usual := slices.Sorted(slices.Values(gaps))[len(gaps)/2]
	joined := words[:1:1]
	for i, w := range words[1:] {
		if gaps[i] > 1.5*usual+0.5 {
			joined = append(joined, w)
			continue
		}
		before := last(joined)
		before.text, before.box = before.text+w.text, before.box.with(w.box)
	}
	return joined
}

func spaceBetween(a, b *word) string {
	switch {
	case b.space != "":
		return b.space
	case b.left-a.right > gluedGap*min(a.style.size, b.style.size):
		return " "
	}
	return ""
}

// lines makes lines of a page's words. Files draw most lines word after word;
// what they draw in pieces is put together afterwards.
func lines(words []word) []line {
	var runs []line
	for from, i := 0, 1; i <= len(words); i++ {
		if i == len(words) || !follows(&words[i-1], &words[i], wideGap) {
			runs = append(runs, newLine(words[from:i:i]))
			from = i
		}
	}
	runs = joinLoose(runs)
	slices.SortStableFunc(runs, func(a, b line) int {
		return cmp.Or(cmp.Compare(math.Round(b.baseline), math.Round(a.baseline)), cmp.Compare(a.left, b.left))
	})
	var joined []line
	var group []word
	for i, run := range runs {
		group = append(group, run.words...)
		if i+1 == len(runs) || !follows(last(group), &runs[i+1].words[0], loneGap) {
			joined = append(joined, newLine(group))
			group = nil
		}
	}
	return joined
}

// follows reports whether b stands on a's line after a, with a gap of less than
// so many times the type size. A raised or lowered mark is on the line.
func follows(a, b *word, gap float64) bool {
	size := max(a.style.size, b.style.size)
	apart := math.Abs(a.baseline - b.baseline)
	if a.style.size == b.style.size && apart > 0.2*size || apart > 0.6*size {
		return false
	}
	between := b.left - a.right
	return between < gap*size && between > -0.5*size
}

func last[T any](s []T) *T { return &s[len(s)-1] }

// A justified line whose words are few is stretched: its gaps are as wide as those
// between columns.
const (
	looseGap  = 3.0  // of the type size, at most
	evenGaps  = 0.45 // the narrowest gap of the line, by the widest
	sameSides = 2.0  // points that the ends of lines of a column differ
	nearLines = 8.0  // type sizes to a line that shows where the column ends
)

// joinLoose joins the runs of stretched lines, in the order in which they are
// drawn: all gaps of such a line are about as wide, and a line near it that is not
// stretched begins and ends where it does.
func joinLoose(runs []line) (joined []line) {
	byLeft := map[int][]*line{}
	for i := range runs {
		if len(runs[i].words) >= 3 {
			at := int(math.Round(runs[i].left / sameSides))
			byLeft[at] = append(byLeft[at], &runs[i])
		}
	}
	for from := 0; from < len(runs); {
		to := from + 1
		for to < len(runs) && follows(last(runs[to-1].words), &runs[to].words[0], looseGap) && runs[to].style.size == runs[from].style.size {
			to++
		}
		chain := newLine(wordsOf(runs[from:to]))
		if to-from > 1 && chain.even() && chain.fills(byLeft) {
			joined = append(joined, chain)
		} else {
			joined = append(joined, runs[from:to]...)
		}
		from = to
	}
	return joined
}

// even reports whether all gaps between the words of a line are about as wide.
func (l *line) even() bool {
	narrow, wide := math.Inf(1), 0.0
	for i := 1; i < len(l.words); i++ {
		if gap := l.words[i].left - l.words[i-1].right; gap > gluedGap*l.style.size {
			narrow, wide = min(narrow, gap), max(wide, gap)
		}
	}
	return narrow >= evenGaps*wide
}

// fills reports whether a line near begins and ends where this one does.
func (l *line) fills(byLeft map[int][]*line) bool {
	at := int(math.Round(l.left / sameSides))
	for k := at - 1; k <= at+1; k++ {
		for _, o := range byLeft[k] {
			if math.Abs(o.left-l.left) < sameSides && math.Abs(o.right-l.right) < sameSides && o.baseline != l.baseline &&
				math.Abs(o.baseline-l.baseline) < nearLines*l.style.size && o.style.size == l.style.size {
				return true
			}
		}
	}
	return false
}
