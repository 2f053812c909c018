package quote

import (
	"math"
	"unicode/utf8"
)

// The costs of an alignment. They are so that a word replaced is cheaper than
// one left out and one put in, that a word stays what it is if a few words are
// left out beside it, and that a quotation which skips sentences is set beside
// both of its ends.
const (
	costSimilar    = 90  // another form of the word, or another number
	costReplaced   = 130 // any other word
	costStop       = 80  // more, if a sentence ends before the word in the source alone
	costInsertOpen = 100 // of a run of words put in
	costInsert     = 100 // of each word in it
	costDeleteOpen = 45  // of a run of words left out
	costDelete     = 20
	costLongOpen   = 400 // of a long run of words left out
	costLong       = 5
	costOmitted    = 1  // of each word that a marked omission leaves out
	costOwn        = 10 // of each word that words in brackets stand for
)

// A unit is a word of a quotation, or a gap.
type unit struct {
	word
	gap *gap // where it is not nil there is no word
}

// A step pairs a unit of the quotation with a word of the source. One of them
// is -1 where the other stands alone; a gap takes one step for each word that
// it leaves out, at least one, and then source may be -1 as well.
type step struct {
	unit, source int
}

// An alignment is how a quotation is laid against a source.
type alignment struct {
	steps []step // from the first unit to the last
	cost  int
}

// Where a cell of the table was reached from.
const (
	fromPair = iota
	fromInsert
	fromDelete
	fromLong
	fromMask = 3

	insertOn = 1 << 2 // the run of inserted words goes on
	deleteOn = 1 << 3
	longOn   = 1 << 4
	omitOn   = 1 << 5 // the gap leaves out this word as well
)

// align lays a whole quotation against that stretch of a source which it fits
// best: the alignment of Needleman and Wunsch (1970), with the ends of the
// source free, with the gaps of Gotoh ("An Improved Algorithm for Matching
// Biological Sequences", 1982), whose cost has two pieces (Gotoh 1990) so that
// long ones are not dear. Words are units. Its time and space are the product
// of the two lengths. It ends early, with no steps, when ended says so, which is
// asked for each unit.
func align(units []unit, source []word, ended func() bool) alignment {
	const far = math.MaxInt32 / 4
	n := len(source)
	trace := make([]uint8, (len(units)+1)*(n+1))
	above, row := make([]int32, n+1), make([]int32, n+1)
	insert := make([]int32, n+1)
	for j := range insert {
		insert[j] = far
	}
	for i, u := range units {
		if ended() {
			return alignment{}
		}
		t := trace[(i+1)*(n+1):]
		if u.gap != nil {
			omit(u.gap, above, row, t)
			for j := range insert {
				insert[j] = far
			}
			above, row = row, above
			continue
		}
		del, long := int32(far), int32(far)
		for j := 0; j <= n; j++ {
			insert[j] += costInsert
			t[j] = insertOn
			if open := above[j] + costInsertOpen + costInsert; open <= insert[j] {
				insert[j], t[j] = open, 0
			}
			cost, from := insert[j], uint8(fromInsert)
			if j > 0 {
				del += costDelete
				t[j] |= deleteOn
				if open := row[j-1] + costDeleteOpen + costDelete; open <= del {
					del = open
					t[j] &^= deleteOn
				}
				long += costLong
				t[j] |= longOn
				if open := row[j-1] + costLongOpen + costLong; open <= long {
					long = open
					t[j] &^= longOn
				}
				if del < cost {
					cost, from = del, fromDelete
				}
				if long < cost {
					cost, from = long, fromLong
				}
				if pair := above[j-1] + pairCost(u.word, source[j-1]); pair <= cost {
					cost, from = pair, fromPair
				}
			}
			row[j] = cost
			t[j] |= from
		}
		above, row = row, above
	}
	end := 0
	for j, cost := range above {
		if cost < above[end] {
			end = j
		}
	}
	return alignment{traceBack(units, trace, n, end), int(above[end])}
}

// omit fills the row of a gap.
func omit(g *gap, above, row []int32, t []uint8) {
	each := int32(costOmitted)
	if g.own != "" {
		each = costOwn
	}
	for j := range row {
		row[j], t[j] = above[j], 0
		if j > 0 && row[j-1]+each < row[j] {
			row[j], t[j] = row[j-1]+each, omitOn
		}
	}
}

// traceBack reads the steps that end at the last unit and the source's word
// before end.
func traceBack(units []unit, trace []uint8, n, end int) []step {
	var back []step
	in := uint8(fromPair) // the run that the cell is read in
	for i, j := len(units), end; i > 0; {
		t := trace[i*(n+1)+j]
		if units[i-1].gap != nil {
			if t&omitOn != 0 {
				back = append(back, step{i - 1, j - 1})
				j--
				continue
			}
			back = append(back, step{i - 1, -1})
			i--
			continue
		}
		if in == fromPair {
			in = t & fromMask
		}
		on := false
		switch in {
		case fromPair:
			back = append(back, step{i - 1, j - 1})
			i, j = i-1, j-1
		case fromInsert:
			back = append(back, step{i - 1, -1})
			on = t&insertOn != 0
			i--
		case fromDelete:
			back = append(back, step{-1, j - 1})
			on = t&deleteOn != 0
			j--
		case fromLong:
			back = append(back, step{-1, j - 1})
			on = t&longOn != 0
			j--
		}
		if !on {
			in = fromPair
		}
	}
	steps := make([]step, 0, len(back))
	for i := len(back) - 1; i >= 0; i-- {
		steps = append(steps, back[i])
	}
	return steps
}

// pairCost is the cost of matching a word of the quotation with one of the
// source.
func pairCost(quoted, source word) (cost int32) {
	if quoted.key == source.key {
		return 0
	}
	if source.begins && !quoted.begins {
		cost = costStop
	}
	if similar(quoted.key, source.key) {
		return cost + costSimilar
	}
	return cost + costReplaced
}

// similar reports whether two words look like forms of one, or slips: they share
// most letters at the start and the end. Numbers are similar to numbers.
func similar(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if isDigit(a[0]) || isDigit(b[0]) {
		return isDigit(a[0]) && isDigit(b[0])
	}
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	long := max(len(a), len(b))
	return start+end >= 2 && 5*(start+end) >= 3*long && utf8.RuneCountInString(a) > 1
}
