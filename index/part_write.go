package index

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/alike"
	"verbatim/index/forward"
	"verbatim/index/segment"
	"verbatim/search"
	saying "verbatim/search/alike"
)

// A partWriter writes a part aside, from passages that it is given in the order
// of their rows.
type partWriter struct {
	aside   string // the folder
	forward *forward.Writer
}

// newPartWriter begins a part in an index's folder. It ends with finish or
// discard.
func newPartWriter(dir string) (*partWriter, error) {
	// Not os.MkdirTemp, whose folders nobody else can read.
	aside := filepath.Join(dir, asidePrefix+rand.Text())
	if err := os.Mkdir(aside, 0o777); err != nil {
		return nil, err
	}
	return &partWriter{aside, forward.NewWriter()}, nil
}

// add adds the passages of a narrative.
func (w *partWriter) add(a search.Analysis) {
	var added forward.Passage
	values := make([]uint32, len(search.Fields))
	for i, p := range a.Passages {
		added.Words = added.Words[:0]
		for _, t := range a.Tokens[i] {
			added.Words = append(added.Words, w.forward.Word(t.Word, t.Stem))
		}
		added.Sentences = search.Sentences(a.Tokens[i])
		added.Names = saying.Names(p.Span.In(a.Text), a.Tokens[i])
		for f, field := range search.Fields {
			values[f] = w.forward.Value(f, field.Value(a.Narrative, p))
		}
		w.forward.Add(uint64(a.Rows[i]), added, values)
	}
}

func (w *partWriter) passages() int { return w.forward.Passages() }

// finish writes the part, and makes it a part of the folder that no manifest
// names yet. Before are the parts that stand before it. At least one passage was added.
func (w *partWriter) finish(ctx context.Context, before []*part) (partInfo, error) {
	var others []*forward.Index
	for _, p := range before {
		others = append(others, p.forward)
	}
	relate := func(written *forward.Index) (*forward.Alike, error) { return alike.Relate(ctx, written, others) }
	fields := [segment.Count]func(*forward.Writer) []segment.Field{segment.Words: segment.WordFields, segment.Values: segment.ValueFields}
	seg := func(which int) error {
		return segment.Write(ctx, filepath.Join(w.aside, segment.Files[which]), w.passages(), fields[which](w.forward))
	}
	return w.complete(seg, func() error { return w.writeForward(relate) })
}

// merge writes the part out of others, in their order, without the passages
// that were removed from them: their segments are merged, and the forward index is
// written from theirs. No text is read, and no word is analyzed again. First says that
// no part stands before them.
func (w *partWriter) merge(ctx context.Context, parts []*part, removed []*roaring.Bitmap, first bool) (partInfo, error) {
	var from []segment.Postings
	var forwards []*forward.Index
	for _, p := range parts {
		from, forwards = append(from, p.postings), append(forwards, p.forward)
	}
	seg := func(which int) error {
		return segment.Merge(ctx, from, which, removed, filepath.Join(w.aside, segment.Files[which]))
	}
	fwd := func() error {
		for i, p := range parts {
			w.forward.Take(p.forward, removed[i])
		}
		return w.writeForward(func(written *forward.Index) (*forward.Alike, error) {
			return alike.Merge(forwards, first, written), nil
		})
	}
	return w.complete(seg, fwd)
}

func (w *partWriter) writeForward(relate func(*forward.Index) (*forward.Alike, error)) error {
	return w.forward.Write(filepath.Join(w.aside, columnFile), relate)
}

// complete writes the part's files side by side, and names it.
func (w *partWriter) complete(seg func(which int) error, fwd func() error) (partInfo, error) {
	var running sync.WaitGroup
	var errs [segment.Count + 1]error
	for which := range segment.Count {
		running.Go(func() { errs[which] = seg(which) })
	}
	running.Go(func() { errs[segment.Count] = fwd() })
	running.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return partInfo{}, err
	}
	rows, n := &w.forward.Rows, w.passages()
	info := partInfo{
		Name:     partPrefix + strings.TrimPrefix(filepath.Base(w.aside), asidePrefix),
		Passages: n, First: rows.At(0), Last: rows.At(uint32(n - 1)),
	}
	var err error
	if info.Files, err = describe(w.aside); err == nil {
		err = os.Rename(w.aside, filepath.Join(filepath.Dir(w.aside), info.Name))
	}
	return info, err
}

// discard removes what was written of a part that was not finished.
func (w *partWriter) discard() error { return os.RemoveAll(w.aside) }

// Parts are kept few by merging, in the way of log-structured merge trees and
// of Lucene's log merge policy. Sizes are counted in passages that are left.
// The parts stand in the order of their rows, and only neighbours are merged,
// so that the order stays.
//
// After each change every part but the last one has more than small passages,
// and more than all those behind it together. Where a change breaks this, the
// first part that is too small and all those behind it are merged into one. So
//
//   - a library of n passages has at most 2 + log2(n/small) parts: 10 for half a
//     million, mostly 2 to 5;
//   - adding k passages costs k, and at most small more in small parts; from then
//     on each merging puts a passage into a part of at least twice the size, so
//     that it is written anew at most log2(n/small) times while the library
//     grows to n;
//   - a part with more than one of removedShare passages removed is written anew
//     without them, which costs fewer than removedShare passages for each;
//   - so is a part with passages whose text the library has deleted, whatever it
//     costs: the index has their words.
//
// Parts do not grow beyond largest, which bounds the memory that writing one
// takes. Beyond that there are at most two parts for each largest passages.
type tiers struct{ small, largest, removedShare int }

var defaultTiers = tiers{small: 2_000, largest: 1_000_000, removedShare: 4}

// toMerge returns which parts are to be merged: ranges of their places, from the
// first to the one before the last. A range of one part is written anew, as is
// a part for which due says so.
func (t tiers) toMerge(parts []partInfo, due []bool) (ranges [][2]int) {
	end := t.tooSmall(parts)
	for i, p := range parts[:end] {
		if due[i] || p.Removed.count()*t.removedShare > p.Passages {
			ranges = append(ranges, [2]int{i, i + 1})
		}
	}
	if end < len(parts) {
		ranges = append(ranges, [2]int{end, len(parts)})
	}
	return ranges
}

// tooSmall returns the place of the first part that is too small compared with those
// behind it; the number of parts if there is none.
func (t tiers) tooSmall(parts []partInfo) int {
	behind, place := 0, len(parts)
	for i := len(parts) - 1; i >= 0; i-- {
		size := parts[i].live()
		if i < len(parts)-1 && size <= max(behind, t.small) && size+behind <= t.largest {
			place = i
		}
		behind += size
	}
	return place
}
