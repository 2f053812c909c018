package index

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// A part is an immutable index of some passages: their postings and their
// tokens, under the same numbers.
type part struct {
	info     partInfo
	column   *column
	postings *postings // nil if there are no passages
	all      *roaring.Bitmap
	norms    []float64  // search.LengthNorm by number of words
	headings [][]string // the stems of each section's heading, by its number
	byCount  [][]search.Count
	scratch  sync.Pool // of *scores
}

// openPart opens the part in a folder, if it is as it was written.
func openPart(dir string, info partInfo) (*part, error) {
	if err := verify(dir, info.Files); err != nil {
		return nil, err
	}
	p := &part{info: info, all: roaring.New()}
	var err error
	if p.column, err = openColumn(filepath.Join(dir, columnFile)); err != nil {
		return nil, err
	}
	if p.column.passages() != info.Passages {
		return nil, errors.Join(fmt.Errorf("the token column has %d passages, want %d", p.column.passages(), info.Passages), p.close())
	}
	if info.Passages > 0 {
		if p.postings, err = openPostings(filepath.Join(dir, bleveDir)); err != nil {
			return nil, errors.Join(err, p.close())
		}
	}
	p.all.AddRange(0, uint64(info.Passages))
	p.prepare()
	return p, nil
}

// prepare computes what all questions need.
func (p *part) prepare() {
	longest := uint32(0)
	for _, n := range p.column.lengths {
		longest = max(longest, n)
	}
	average := 0.0
	if p.info.Passages > 0 {
		average = float64(p.info.Words) / float64(p.info.Passages)
	}
	p.norms = make([]float64, longest+1)
	for n := range p.norms {
		p.norms[n] = search.LengthNorm(n, average)
	}
	for _, name := range p.info.Values[slices.Index(search.Fields, search.FieldSection)] {
		var stems []string
		for _, t := range search.Analyze(name) {
			stems = append(stems, t.Stem)
		}
		p.headings = append(p.headings, stems)
	}
	p.scratch.New = func() any { return newScores(p.info.Passages) }
	for i := range search.Fields {
		p.byCount = append(p.byCount, p.count(i, p.all.ToArray()))
	}
}

func (p *part) close() error {
	var err error
	if p.postings != nil {
		err = p.postings.close()
	}
	return errors.Join(err, p.column.close())
}

// values counts the passages of each value of a field.
func (p *part) values(field search.Field) []search.Count {
	for i, f := range search.Fields {
		if f == field {
			return p.byCount[i]
		}
	}
	return nil
}
