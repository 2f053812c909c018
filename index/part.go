package index

import (
	"errors"
	"hash/maphash"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/corpus"
	"verbatim/index/coarse"
	"verbatim/index/dense"
	"verbatim/index/forward"
	"verbatim/index/segment"
	"verbatim/search"
)

// A part is an immutable index of some passages: their postings and their
// tokens, under the same numbers, in the order of their rows. Generations share
// it; what was removed from it is theirs to know.
type part struct {
	name       string
	forward    *forward.Index
	postings   segment.Postings
	lists      map[string]*segment.Lists // of postings, by field
	all        *roaring.Bitmap
	short      []uint8                               // of each passage: its words, or 255 if it has more
	shorter    func() []dense.Set                    // see noLonger
	words      int                                   // of all passages
	longest    int                                   // the most words that a passage has
	values     [][]string                            // of each field, by number
	counts     [][]int                               // of each field: the passages that have each value
	narratives []uint32                              // where each begins; see runsOf
	isLast     dense.Set                             // the last passage of each narrative
	runOf      dense.Runs                            // which of them each passage is of
	valueOf    [][]uint32                            // of each field that narratives have: each narrative's value, side by side; nil for others
	headings   *roaring.Bitmap                       // the passages that are
	isHeading  dense.Set                             // the same
	titles     int                                   // how many headings sections have
	titleOf    []uint32                              // the number of each section's heading
	titlesWith map[string][]uint32                   // the headings that have a stem, ascending
	under      sync.Map                              // by stem: the passages of the sections whose heading has it, as they are asked for
	apart      sync.Map                              // by phrase: the passages that have it, as they are asked for; see inTwoWords
	filtered   [maxFiltered]atomic.Pointer[filtered] // see evaluation.filter
	users      int                                   // generations that have it; guarded by Index.mu
}

// filtered are the passages with a value that a filter accepts. To find them the filter
// is asked about each value of its field.
type filtered struct {
	filter search.Filter
	set    *roaring.Bitmap
}

// maxFiltered is of how many filters a part keeps them, each in one place until another
// comes for it. Of one value they lie in the mapped file; of several they take an eighth
// of a byte a passage at most.
const maxFiltered = 1 << 8

var filterSeed = maphash.MakeSeed()

// filteredBy returns the place for what a filter accepts.
func (p *part) filteredBy(f *search.Filter) *atomic.Pointer[filtered] {
	return &p.filtered[(maphash.String(filterSeed, f.Value)+uint64(len(f.Field)))%maxFiltered]
}

// openPart opens a part of the index in dir for questions, if it is as it was written.
// Errors are ErrStale.
func openPart(dir string, info partInfo) (*part, error) {
	p, err := openFiles(dir, info)
	if err != nil {
		return nil, err
	}
	p.lists = p.postings.Lists()
	p.prepare()
	if p.headings, err = p.lists[string(search.FieldKind)].Passages(string(corpus.Heading)); err != nil {
		return nil, errors.Join(search.Stale("%w", err), p.close())
	}
	p.isHeading = dense.New(p.forward.Passages())
	p.isHeading.Fill(p.headings)
	return p, nil
}

// openFiles opens a part's files alone: what other parts are written from.
func openFiles(dir string, info partInfo) (p *part, err error) {
	folder := filepath.Join(dir, info.Name)
	if err := verify(folder, info.Files); err != nil {
		return nil, search.Stale("%w", err)
	}
	p = &part{name: info.Name}
	if p.forward, err = forward.Open(filepath.Join(folder, columnFile)); err != nil {
		return nil, search.Stale("%w", err)
	}
	if n := p.forward.Passages(); n != info.Passages {
		return nil, errors.Join(search.Stale("the forward index has %d passages, want %d", n, info.Passages), p.forward.Close())
	}
	if p.postings, err = segment.Open(folder, info.Passages); err != nil {
		return nil, errors.Join(search.Stale("%w", err), p.forward.Close())
	}
	return p, nil
}

// prepare computes what all questions need.
func (p *part) prepare() {
	p.short = make([]uint8, p.forward.Passages())
	for i := range p.short {
		n := p.forward.Lengths.At(uint32(i))
		p.short[i] = uint8(min(n, coarse.Lengths-1))
		p.words += int(n)
		p.longest = max(p.longest, int(n))
	}
	p.shorter = sync.OnceValue(p.byLength)
	for f := range search.Fields {
		p.values = append(p.values, p.forward.ValuesOf(f))
		counts := make([]int, len(p.values[f]))
		for doc := range uint32(p.forward.Passages()) {
			counts[p.forward.Fields[f].At(doc)]++
		}
		p.counts = append(p.counts, counts)
	}
	p.narratives = runsOf(&p.forward.Fields[narrativeField], p.forward.Passages())
	p.isLast = dense.New(p.forward.Passages())
	for _, end := range p.narratives[1:] {
		p.isLast.Add(end - 1)
	}
	p.runOf = dense.NewRuns(p.narratives)
	p.valueOf = make([][]uint32, len(search.Fields))
	for f, field := range search.Fields {
		if field.OfNarrative() {
			for _, first := range p.narratives[:len(p.narratives)-1] {
				p.valueOf[f] = append(p.valueOf[f], p.forward.Fields[f].At(first))
			}
		}
	}
	p.titlesWith = map[string][]uint32{}
	numbers := map[string]uint32{}
	for _, path := range p.values[sectionField] {
		title := search.FieldSection.Shown(path)
		n, known := numbers[title]
		if !known {
			n = uint32(p.titles)
			numbers[title] = n
			for _, t := range search.Analyze(title) {
				if with := p.titlesWith[t.Stem]; len(with) == 0 || with[len(with)-1] < n {
					p.titlesWith[t.Stem] = append(with, n)
				}
			}
			p.titles++
		}
		p.titleOf = append(p.titleOf, n)
	}
	p.forward.SetTitles(p.titleOf)
	p.all = roaring.New()
	p.all.AddRange(0, uint64(p.forward.Passages()))
}

// Of the sets by length each has passages of up to lengthStep words more than the one
// before.
const (
	lengthStep = 8
	lengthSets = 16
)

// byLength returns sets of passages: those of fewer words than lengthStep, than twice
// that, and so on.
func (p *part) byLength() []dense.Set {
	sets := make([]dense.Set, lengthSets)
	for i := range sets {
		sets[i] = dense.New(len(p.short))
	}
	for doc, length := range p.short {
		for i := int(length) / lengthStep; i < lengthSets; i++ {
			sets[i].Add(uint32(doc))
		}
	}
	return sets
}

// noLonger returns passages among which are all of at most so many words; nil for all.
func (p *part) noLonger(length uint8) dense.Set {
	if i := int(length) / lengthStep; i < lengthSets {
		return p.shorter()[i]
	}
	return nil
}

// underHeading returns the passages of the sections whose heading has a stem. The
// sets of all stems together have a few numbers for each passage.
func (p *part) underHeading(stem string) (*roaring.Bitmap, error) {
	titles := p.titlesWith[stem]
	if len(titles) == 0 {
		return roaring.New(), nil
	}
	if set, known := p.under.Load(stem); known {
		return set.(*roaring.Bitmap), nil
	}
	var sets []*roaring.Bitmap
	for section, path := range p.values[sectionField] {
		if _, has := slices.BinarySearch(titles, p.titleOf[section]); !has || path == "" {
			continue
		}
		set, err := p.lists[string(search.FieldSection)].Read(path)
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	set := roaring.FastOr(sets...).Clone()
	p.under.Store(stem, set)
	return set, nil
}

// isUnder reports whether the heading of a passage's section is one of some, ascending.
func (p *part) isUnder(doc uint32, titles []uint32) bool {
	_, is := slices.BinarySearch(titles, p.forward.Title(doc))
	return is
}

func (p *part) close() error { return errors.Join(p.postings.Close(), p.forward.Close()) }
