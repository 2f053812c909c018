package forward

import (
	"slices"
	"sort"
)

// Rows are the library's rows of passages, ascending. Those of a narrative stand one
// behind the other, so that few runs say them all.
type Rows struct {
	passages uint32
	firsts   []uint32 // the first passage of each run
	rows     []uint64 // its row
}

// add adds the row of the next passage.
func (r *Rows) add(row uint64) {
	if last := len(r.rows) - 1; last < 0 || row != r.rows[last]+uint64(r.passages-r.firsts[last]) {
		r.firsts, r.rows = append(r.firsts, r.passages), append(r.rows, row)
	}
	r.passages++
}

// At returns the row of a passage.
func (r *Rows) At(doc uint32) uint64 {
	run, begins := slices.BinarySearch(r.firsts, doc)
	if !begins {
		run--
	}
	return r.rows[run] + uint64(doc-r.firsts[run])
}

// From returns the first passage whose row is that or a later one; the number of passages
// if there is none.
func (r *Rows) From(row uint64) uint32 {
	run := sort.Search(len(r.rows), func(i int) bool { return r.rows[i] > row }) - 1 // the last that may have it
	if run < 0 {
		return 0
	}
	end := r.passages
	if run+1 < len(r.firsts) {
		end = r.firsts[run+1]
	}
	if ahead := row - r.rows[run]; ahead < uint64(end-r.firsts[run]) {
		return r.firsts[run] + uint32(ahead)
	}
	return end
}

// Find returns the passage of a row, and reports whether there is one.
func (r *Rows) Find(row uint64) (doc uint32, there bool) {
	doc = r.From(row)
	return doc, doc < r.passages && r.At(doc) == row
}
