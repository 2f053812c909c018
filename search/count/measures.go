package count

import "math"

// A Measure says how strongly a word is bound to the matches that it stands near.
type Measure string

// The measures of collocates.
const (
	// LogDice is 14 + log2(2·f(xy) / (f(x) + f(y))): Rychlý, "A
	// Lexicographer-Friendly Association Score" (2008).
	LogDice Measure = "logdice"
	// LogLikelihood is G², twice the sum of O·ln(O/E) over a table of two by two:
	// Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence"
	// (1993). It is negative where the word is rarer than expected.
	LogLikelihood Measure = "llr"
	// MI is pointwise mutual information, log2(O/E): Church and Hanks, "Word
	// Association Norms, Mutual Information, and Lexicography" (1990).
	MI Measure = "mi"
)

// Measures lists them; the first is used where none is chosen.
var Measures = []Measure{LogDice, LogLikelihood, MI}

// An observation is what is counted of a word near matches, after Evert, "Corpora
// and Collocations" (2008), section 3: surface cooccurrence.
type observation struct {
	near      int // places near a match that the word takes
	frequency int // places that the word takes in all, those within matches aside
	window    int // places near a match
	places    int // all places, those within matches aside
	matches   int
}

// expected is how many of the places near a match the word would take by chance.
func (o observation) expected() float64 {
	if o.places == 0 {
		return 0
	}
	return float64(o.frequency) * float64(o.window) / float64(o.places)
}

func (o observation) score(m Measure) float64 {
	switch m {
	case LogLikelihood:
		g := logLikelihood(o.near, o.window-o.near, o.frequency-o.near, o.places-o.window-o.frequency+o.near)
		if float64(o.near) < o.expected() {
			return -g
		}
		return g
	case MI:
		return math.Log2(float64(o.near) / o.expected())
	}
	return 14 + math.Log2(2*float64(o.near)/float64(o.matches+o.frequency))
}

// logLikelihood is G² of a table of two by two: a and b in one row, c and d in the
// other.
func logLikelihood(a, b, c, d int) (g float64) {
	n := float64(a + b + c + d)
	for _, cell := range []struct{ observed, row, column int }{
		{a, a + b, a + c}, {b, a + b, b + d}, {c, c + d, a + c}, {d, c + d, b + d},
	} {
		if cell.observed > 0 {
			expected := float64(cell.row) * float64(cell.column) / n
			g += float64(cell.observed) * math.Log(float64(cell.observed)/expected)
		}
	}
	return 2 * g
}

// logRatio is log2 of how many times as frequent a word is in one part as in
// another; where the other lacks it, half an occurrence is counted: Hardie, "Log
// Ratio: an informal introduction" (2014).
func logRatio(count, size, otherCount, otherSize int) float64 {
	a, b := float64(count), float64(otherCount)
	if count == 0 {
		a = 0.5
	}
	if otherCount == 0 {
		b = 0.5
	}
	return math.Log2(a / float64(size) / (b / float64(otherSize)))
}
