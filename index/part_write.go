package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/search"
)

// A partWriter writes a part aside, from passages that it is given in the order
// of their rows.
type partWriter struct {
	aside  string // the folder
	column *columnWriter
}

// newPartWriter begins a part in an index's folder. It ends with finish or
// discard.
func newPartWriter(dir string) (*partWriter, error) {
	aside, err := os.MkdirTemp(dir, asidePrefix)
	if err != nil {
		return nil, err
	}
	return &partWriter{aside, newColumnWriter()}, nil
}

// add adds the passages of a narrative.
func (w *partWriter) add(a analysis) {
	var added passage
	values := make([]uint32, len(search.Fields))
	for i, p := range a.Passages {
		added.words = added.words[:0]
		for _, t := range a.tokens[i] {
			added.words = append(added.words, w.column.word(t.Word, t.Stem))
		}
		added.sentences = search.Sentences(a.tokens[i])
		for f, field := range search.Fields {
			values[f] = w.column.value(f, field.Value(a.Narrative, p))
		}
		w.column.add(uint64(a.Rows[i]), added, values)
	}
}

func (w *partWriter) passages() int { return w.column.passages() }

// finish writes the part, and makes it a part of the folder that no manifest
// names yet. At least one passage was added.
func (w *partWriter) finish(ctx context.Context) (partInfo, error) {
	fields := [segments]func() []field{
		literalSegment: w.column.literalFields,
		stemSegment:    w.column.stemFields,
	}
	segment := func(which int) error {
		return writeSegment(ctx, filepath.Join(w.aside, segmentFiles[which]), w.passages(), fields[which]())
	}
	return w.complete(segment, w.writeColumn)
}

// merge writes the part out of others, in their order, without the passages
// that were removed from them: their segments are merged, and the column is
// written from theirs. No text is read, and no word is analyzed again.
func (w *partWriter) merge(ctx context.Context, parts []*part, removed []*roaring.Bitmap) (partInfo, error) {
	segment := func(which int) error {
		var from []segment.Segment
		for _, p := range parts {
			from = append(from, p.postings[which])
		}
		return mergeSegments(ctx, from, removed, filepath.Join(w.aside, segmentFiles[which]))
	}
	column := func() error {
		for i, p := range parts {
			w.column.take(p.column, removed[i])
		}
		return w.writeColumn()
	}
	return w.complete(segment, column)
}

func (w *partWriter) writeColumn() error {
	return w.column.write(filepath.Join(w.aside, columnFile))
}

// complete writes the part's files side by side, and gives it its name.
func (w *partWriter) complete(segment func(which int) error, column func() error) (partInfo, error) {
	var running sync.WaitGroup
	var errs [segments + 1]error
	for which := range segments {
		running.Go(func() { errs[which] = segment(which) })
	}
	running.Go(func() { errs[segments] = column() })
	running.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return partInfo{}, err
	}
	rows := w.column.rows
	info := partInfo{
		Name:     partPrefix + strings.TrimPrefix(filepath.Base(w.aside), asidePrefix),
		Passages: len(rows), First: rows[0], Last: rows[len(rows)-1],
	}
	var err error
	if info.Files, err = describe(w.aside); err == nil {
		err = os.Rename(w.aside, filepath.Join(filepath.Dir(w.aside), info.Name))
	}
	return info, err
}

// discard removes what was written of a part that was not finished.
func (w *partWriter) discard() error { return os.RemoveAll(w.aside) }

// take adds the passages of another column but those to drop.
func (w *columnWriter) take(c *column, drop *roaring.Bitmap) {
	stems := c.stemsOfWords()
	words := newTranslation(c.words.len(), func(n uint32) uint32 { return w.word(c.words.at(n), c.stems.at(stems[n])) })
	fields := make([]translation, len(search.Fields))
	for f := range fields {
		fields[f] = newTranslation(c.values.len(), func(n uint32) uint32 { return w.value(f, c.values.at(c.fieldStart[f]+n)) })
	}
	values := make([]uint32, len(fields))
	var passage passage
	for doc := range uint32(c.passages()) {
		if drop != nil && drop.Contains(doc) {
			continue
		}
		c.load(doc, &passage)
		for i, n := range passage.words {
			passage.words[i] = words.of(n)
		}
		for f := range fields {
			values[f] = fields[f].of(c.fields[f].at(doc))
		}
		w.add(c.rows[doc], passage, values)
	}
}

// A translation gives the numbers that things have elsewhere. Only those that
// are asked for get one.
type translation struct {
	known  []uint32 // and one more; 0 if it was not asked for yet
	number func(uint32) uint32
}

func newTranslation(size int, number func(uint32) uint32) translation {
	return translation{make([]uint32, size), number}
}

func (t translation) of(n uint32) uint32 {
	if t.known[n] == 0 {
		t.known[n] = t.number(n) + 1
	}
	return t.known[n] - 1
}
