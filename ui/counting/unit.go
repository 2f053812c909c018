package counting

import (
	"strconv"

	"verbatim/search/answer"
	"verbatim/search/count"
)

// A Unit is what the cells of a table and the points of a chart count.
type Unit string

// The units.
const (
	Passages   Unit = "passages"
	Matches    Unit = "matches"
	Narratives Unit = "narratives"
	PerMillion Unit = "per_million" // matches in a million words
	Share      Unit = "share"       // of the narratives, those with a match
)

// units lists them; the first is used where none is chosen.
var (
	units      = []string{string(Passages), string(Matches), string(Narratives), string(PerMillion), string(Share)}
	unitLabels = []string{"passages", "matches", "narratives", "matches per million words", "share of narratives"}
)

// unit returns the unit that is chosen.
func (a Ask) unit() Unit {
	for _, u := range units {
		if a.Chosen.Get("unit") == u {
			return Unit(u)
		}
	}
	return Passages
}

// label names it for people.
func (u Unit) label() string {
	for i, other := range units {
		if string(u) == other {
			return unitLabels[i]
		}
	}
	return string(u)
}

// of returns the number of a row.
func (u Unit) of(r count.Row) float64 {
	switch u {
	case Matches:
		return float64(r.Matches)
	case Narratives:
		return float64(r.Narratives)
	case PerMillion:
		return r.PerMillion()
	case Share:
		if r.Of.Narratives == 0 {
			return 0
		}
		return 100 * float64(r.Narratives) / float64(r.Of.Narratives)
	}
	return float64(r.Passages)
}

// outOf says what the number of a row is out of.
func (u Unit) outOf(r count.Row) string {
	switch u {
	case Passages:
		return answer.Count(r.Of.Passages, "passage", "passages")
	case Matches, PerMillion:
		return answer.Count(r.Of.Words, "word", "words")
	}
	return answer.Count(r.Of.Narratives, "narrative", "narratives")
}

// text writes a number for people.
func (u Unit) text(n float64) string {
	switch u {
	case PerMillion:
		if n >= 100 {
			return answer.Number(int(n + .5))
		}
		return strconv.FormatFloat(n, 'f', 1, 64)
	case Share:
		return strconv.FormatFloat(n, 'f', 0, 64) + " %"
	}
	return answer.Number(int(n))
}
