package index

import (
	"errors"
	"path/filepath"
	"slices"

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
	short        []uint8             // of each passage: its words, or 255 if it has more
	words        int                 // of all passages
	longest      int                 // the most words that a passage has
	values       [][]string          // of each field, by number
	counts       [][]int             // of each field: the passages that have each value
	narratives   []uint32            // where each begins; see runsOf
	headings     [][]string          // the stems of each section's heading, by its number
	sectionsWith map[string][]uint32 // the numbers of the sections whose heading has a stem
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
	p.short = make([]uint8, len(p.column.lengths))
	for i, n := range p.column.lengths {
		p.short[i] = uint8(min(n, lengths-1))
		p.words += int(n)
		p.longest = max(p.longest, int(n))
	}
	for f := range search.Fields {
		p.values = append(p.values, p.column.valuesOf(f))
		counts := make([]int, len(p.values[f]))
		for doc := range uint32(p.column.passages()) {
			counts[p.column.fields[f].at(doc)]++
		}
		p.counts = append(p.counts, counts)
	}
	p.narratives = runsOf(p.column.fields[slices.Index(search.Fields, search.FieldNarrative)], p.column.passages())
	p.sectionsWith = map[string][]uint32{}
	for section, name := range p.values[sectionField] {
		var stems []string
		for _, t := range search.Analyze(name) {
			stems = append(stems, t.Stem)
			p.sectionsWith[t.Stem] = append(p.sectionsWith[t.Stem], uint32(section))
		}
		p.headings = append(p.headings, stems)
	}
	p.all = roaring.New()
	p.all.AddRange(0, uint64(p.column.passages()))
}

func (p *part) close() error { return errors.Join(p.postings.close(), p.column.close()) }
