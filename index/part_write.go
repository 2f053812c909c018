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

	"verbatim/corpus"
	"verbatim/index/alike"
	"verbatim/index/analysis"
	"verbatim/index/forward"
	"verbatim/index/segment"
	"verbatim/search"
)

// A partWriter writes a part aside, from passages that it is given in the order
// of their rows.
type partWriter struct {
	*forward.Writer
	aside  string // the folder
	values fieldValues
}

// newPartWriter begins a part in an index's folder, whose words have numbers. It ends with
// finish or discard.
func newPartWriter(dir string, words *forward.Words) (*partWriter, error) {
	// Not os.MkdirTemp, whose folders nobody else can read.
	aside := filepath.Join(dir, asidePrefix+rand.Text())
	if err := os.Mkdir(aside, 0o777); err != nil {
		return nil, err
	}
	return &partWriter{Writer: forward.NewWriter(words), aside: aside}, nil
}

// add adds the passages of a narrative.
func (w *partWriter) add(n analysis.Narrative) {
	for i, p := range n.Passages {
		w.Add(uint64(n.Rows[i]), n.Tokens[i], w.values.of(w.Writer, n.Narrative, p))
	}
}

// fieldValues are the numbers of a passage's values: the next one mostly has the same.
type fieldValues struct {
	numbers   []uint32
	narrative *corpus.Narrative // whose they are
	section   [2]string
}

// of returns those of the next passage.
func (v *fieldValues) of(w *forward.Writer, n *corpus.Narrative, p corpus.Passage) []uint32 {
	same, section := n == v.narrative, [2]string{p.Under, p.Section}
	if v.numbers == nil {
		v.numbers = make([]uint32, len(search.Fields))
	}
	for f, field := range search.Fields {
		if !same || !field.OfNarrative() && (field != search.FieldSection || section != v.section) {
			v.numbers[f] = w.Value(f, field.Value(n, p))
		}
	}
	v.narrative, v.section = n, section
	return v.numbers
}

// finish writes the part, and makes it a part of the folder that no manifest
// names yet. Before are the parts that stand before it. At least one passage was added.
func (w *partWriter) finish(ctx context.Context, before []*part) (partInfo, error) {
	return w.complete(ctx, func(written *forward.Index) (*forward.Alike, error) {
		return alike.Relate(ctx, written, forwardsOf(before))
	})
}

// merge writes the part out of others, in their order, without the passages that were
// removed from them: its forward index is written from theirs, and its segments from that.
// No text is read, and no word is analyzed again. First says that no part stands before them.
func (w *partWriter) merge(ctx context.Context, parts []*part, removed []*roaring.Bitmap, first bool) (partInfo, error) {
	for i, p := range parts {
		w.Take(p.forward, removed[i])
	}
	return w.complete(ctx, func(written *forward.Index) (*forward.Alike, error) {
		return alike.Merge(forwardsOf(parts), first, written), nil
	})
}

func forwardsOf(parts []*part) (forwards []*forward.Index) {
	for _, p := range parts {
		forwards = append(forwards, p.forward)
	}
	return forwards
}

// complete writes the part's files side by side, and names it.
func (w *partWriter) complete(ctx context.Context, relate func(*forward.Index) (*forward.Alike, error)) (partInfo, error) {
	draft, err := w.Draft()
	if err != nil {
		return partInfo{}, err
	}
	var running sync.WaitGroup
	var segments error
	running.Go(func() { segments = segment.Write(ctx, w.aside, &draft.Index) })
	running.Go(draft.Lead)
	said, err := relate(&draft.Index)
	running.Wait()
	if err := errors.Join(segments, err); err != nil {
		return partInfo{}, err
	}
	if err := draft.Write(filepath.Join(w.aside, columnFile), said); err != nil {
		return partInfo{}, err
	}
	n := draft.Passages()
	info := partInfo{
		Name:     partPrefix + strings.TrimPrefix(filepath.Base(w.aside), asidePrefix),
		Passages: n, First: draft.Rows.At(0), Last: draft.Rows.At(uint32(n - 1)),
	}
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
