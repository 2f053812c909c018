package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/search"
)

// batchSize is how many passages are written into a segment at once; the
// segments are merged at the end. Chosen by measuring: see cmd/bench/results.
const batchSize = 4000

// A segmentWriter writes the segments of a part, from passages that it is
// given in the order of their rows. Batches of them are written on all
// processors.
type segmentWriter struct {
	dir     string
	batch   []termed
	batches int
	busy    chan struct{} // holds one for each batch that is being written
	writing sync.WaitGroup
	mu      sync.Mutex
	err     error // the first
}

// A termed passage is what its postings are made of.
type termed struct {
	tokens []search.Token
	values []string // of search.Fields
}

func newSegmentWriter(dir string) *segmentWriter {
	return &segmentWriter{dir: dir, busy: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

func (w *segmentWriter) add(p termed) error {
	w.batch = append(w.batch, p)
	if len(w.batch) < batchSize {
		return nil
	}
	return w.flush()
}

// flush has the batch written, as soon as a processor is free. The error is one
// of the batches before.
func (w *segmentWriter) flush() error {
	batch, n := w.batch, w.batches
	w.batch, w.batches = make([]termed, 0, batchSize), n+1
	w.busy <- struct{}{}
	w.writing.Go(func() {
		defer func() { <-w.busy }()
		w.fail(w.write(n, batch))
	})
	return w.failed()
}

func (w *segmentWriter) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

func (w *segmentWriter) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// batchFile is where the nth batch of a segment is kept until the end.
func (w *segmentWriter) batchFile(which, n int) string {
	return filepath.Join(w.dir, fmt.Sprintf("%d-%s", n, segmentFiles[which]))
}

func (w *segmentWriter) write(n int, batch []termed) error {
	var docs [segments][]bleveindex.Document
	occurrences := map[string]int{}
	for _, p := range batch {
		for i, doc := range newDocuments(p.tokens, p.values, occurrences) {
			docs[i] = append(docs[i], doc)
		}
	}
	for i := range docs {
		made, _, err := bleve.New(docs[i])
		if err != nil {
			return err
		}
		unpersisted, ok := made.(segment.UnpersistedSegment)
		if !ok {
			return fmt.Errorf("a new segment is a %T, which cannot be written", made)
		}
		if err := errors.Join(unpersisted.Persist(w.batchFile(i, n)), made.Close()); err != nil {
			return err
		}
	}
	return nil
}

// finish writes what is left. At least one passage was given.
func (w *segmentWriter) finish() error {
	if len(w.batch) > 0 {
		_ = w.flush() // an error is kept
	}
	w.wait()
	return w.failed()
}

// wait waits for the batches that are being written: before that the folder
// cannot be removed.
func (w *segmentWriter) wait() { w.writing.Wait() }

// join makes one segment of the batches.
func (w *segmentWriter) join(ctx context.Context, which int) (err error) {
	path := filepath.Join(w.dir, segmentFiles[which])
	if w.batches == 1 {
		return os.Rename(w.batchFile(which, 0), path)
	}
	var batches []segment.Segment
	defer func() {
		for n, b := range batches {
			err = errors.Join(err, b.Close(), os.Remove(w.batchFile(which, n)))
		}
	}()
	for n := range w.batches {
		b, err := bleve.Open(w.batchFile(which, n))
		if err != nil {
			return err
		}
		batches = append(batches, b)
	}
	return mergeSegments(ctx, batches, make([]*roaring.Bitmap, len(batches)), path)
}

// mergeSegments writes one segment of several, in their order and without the
// passages to drop (nil for none).
func mergeSegments(ctx context.Context, from []segment.Segment, drop []*roaring.Bitmap, path string) error {
	stop := make(chan struct{})
	defer context.AfterFunc(ctx, func() { close(stop) })()
	if _, _, err := bleve.Merge(from, drop, path, stop, nil); err != nil {
		return errors.Join(ctx.Err(), err)
	}
	return nil
}
