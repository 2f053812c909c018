package index

import (
	"errors"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// A part is an immutable index of some passages: their postings and their
// tokens, under the same numbers, in the order of their rows. Generations share
// it; what was removed from it is theirs to know.
type part struct {
	name         string
	column       *column
	postings     postings
	all          *roaring.Bitmap
	steps        []*roaring.Bitmap   // see stepSets
	words        int                 // of all passages
	longest      int                 // the most words that a passage has
	values       [][]string          // of each field, by number
	counts       [][]int             // of each field: the passages that have each value
	headings     [][]string          // the stems of each section's heading, by its number
	sectionsWith map[string][]uint32 // the numbers of the sections whose heading has a stem
	scratch      chan *limits        // that are used again
	users        int                 // generations that have it; guarded by Index.mu
}

// openPart opens a part of the index in dir, if it is as it was written. Errors
// are ErrStale.
func openPart(dir string, info partInfo) (p *part, err error) {
	folder := filepath.Join(dir, info.Name)
	if err := verify(folder, info.Files); err != nil {
		return nil, stale("%w", err)
	}
	p = &part{name: info.Name}
	if p.column, err = openColumn(filepath.Join(folder, columnFile)); err != nil {
		return nil, stale("%w", err)
	}
	if n := p.column.passages(); n != info.Passages {
		return nil, errors.Join(stale("the token column has %d passages, want %d", n, info.Passages), p.column.close())
	}
	if p.postings, err = openPostings(folder, info.Passages); err != nil {
		return nil, errors.Join(stale("%w", err), p.column.close())
	}
	p.prepare()
	return p, nil
}

// prepare computes what all questions need.
func (p *part) prepare() {
	for _, n := range p.column.lengths {
		p.words += int(n)
		p.longest = max(p.longest, int(n))
	}
	for f := range search.Fields {
		p.values = append(p.values, p.column.valuesOf(f))
		counts := make([]int, len(p.values[f]))
		for _, v := range p.column.field(f) {
			counts[v]++
		}
		p.counts = append(p.counts, counts)
	}
	p.sectionsWith = map[string][]uint32{}
	for section, name := range p.values[sectionField] {
		var stems []string
		for _, t := range search.Analyze(name) {
			stems = append(stems, t.Stem)
			p.sectionsWith[t.Stem] = append(p.sectionsWith[t.Stem], uint32(section))
		}
		p.headings = append(p.headings, stems)
	}
	p.steps = stepSets(p.column.lengths)
	p.all = roaring.New()
	p.all.AddRange(0, uint64(p.column.passages()))
	p.scratch = make(chan *limits, cap(underWay))
}

func (p *part) close() error { return errors.Join(p.postings.close(), p.column.close()) }

// borrow gives limits for the part's passages, to be given back.
func (p *part) borrow() *limits {
	select {
	case l := <-p.scratch:
		return l
	default:
		return newLimits(p.column.passages())
	}
}

func (p *part) giveBack(l *limits) {
	select {
	case p.scratch <- l:
	default:
	}
}
