package segment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum"
	"github.com/blevesearch/zapx/v17"

	"verbatim/index/forward"
)

// A writer writes a segment in the format of zapx, which zap.md next to
// its source describes. Numbers are variable-length, or big-endian of a fixed
// length. Of the format, segments have
//
//	for each field:
//	  for each term: where its frequencies and its locations are, of which there
//	    are none; the passages as a Roaring bitmap
//	  a finite state transducer from the terms to their offsets
//	  the offset of the transducer; no doc values
//	the names, options and offsets of the fields
//	a footer
//
// zapx's own writer takes a map of terms from each field of each passage, and
// most of the time that an index took to build went into those maps. This one
// takes lists of passages, and leaves out what nobody reads: an identifier of
// each passage, and a frequency of each posting, two fifths of all bytes.
// zapx merges segments by these; ours are written anew from the forward index of what is
// merged, which takes no longer.
type writer struct {
	bytes.Buffer // what is not in the file yet
	file         *zap.CountHashWriter
	passages     int
	set          []byte                       // of a term, used again for each
	written      map[[sha256.Size]byte]uint64 // where each posting list is, by what it is
}

// Write writes the segments of a part, side by side, to new files in its folder, and makes
// them durable. It has at least one passage.
func Write(ctx context.Context, dir string, f *forward.Index) error {
	var running sync.WaitGroup
	var errs [Count]error
	for which, fields := range fieldsOf(f) {
		running.Go(func() { errs[which] = write(ctx, filepath.Join(dir, Files[which]), f.Passages(), fields) })
	}
	running.Wait()
	return errors.Join(errs[:]...)
}

// write writes a segment of so many passages. The fields have other names than zapx's "_id".
func write(ctx context.Context, path string, passages int, fields []field) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := writer{file: zap.NewCountHashWriter(file), passages: passages, written: map[[sha256.Size]byte]uint64{}}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	fields = append([]field{{name: "_id", terms: func(add) error { return nil }}}, fields...)
	for i := range fields {
		if err := w.field(ctx, &fields[i]); err != nil {
			return err
		}
	}
	if err := w.footer(w.fieldIndex(fields)); err != nil {
		return err
	}
	return file.Sync()
}

// offset is where in the file the next byte goes.
func (w *writer) offset() uint64 { return uint64(w.file.Count() + w.Len()) }

// flush writes to the file.
func (w *writer) flush() error {
	_, err := w.WriteTo(w.file)
	return err
}

func (w *writer) uvarints(numbers ...uint64) {
	for _, n := range numbers {
		w.Write(binary.AppendUvarint(w.AvailableBuffer(), n))
	}
}

func (w *writer) uint16(n uint16) {
	w.Write(binary.BigEndian.AppendUint16(w.AvailableBuffer(), n))
}

func (w *writer) uint32(n uint32) {
	w.Write(binary.BigEndian.AppendUint32(w.AvailableBuffer(), n))
}

func (w *writer) uint64(n uint64) {
	w.Write(binary.BigEndian.AppendUint64(w.AvailableBuffer(), n))
}

// field writes a field, and keeps its offset in it.
func (w *writer) field(ctx context.Context, f *field) error {
	var transducer bytes.Buffer
	dictionary, err := vellum.New(&transducer, &vellum.BuilderOpts{Encoder: 1, RegistryMRUSize: 1}) // as zapx has it
	if err != nil {
		return err
	}
	err = f.terms(func(term string, passages []uint32) error {
		err := dictionary.Insert([]byte(term), w.postings(passages, f.runs))
		if err == nil && w.Len() >= 1<<20 {
			err = errors.Join(ctx.Err(), w.flush())
		}
		return err
	})
	if err := errors.Join(err, dictionary.Close()); err != nil {
		return err
	}
	at := w.offset()
	w.uvarints(uint64(transducer.Len()))
	w.Write(transducer.Bytes())
	f.offset = w.offset()
	w.uvarints(math.MaxUint64, math.MaxUint64, at) // doc values begin and end nowhere
	return nil
}

// postings writes the passages of a term, which are mostly one behind the other if it has
// runs, and returns their offset. Terms that the same passages have share one list: most
// words are the only one of their stem.
func (w *writer) postings(passages []uint32, runs bool) uint64 {
	at, before := w.offset(), w.Len()
	if runs {
		bitmap := roaring.BitmapOf(passages...)
		bitmap.RunOptimize()
		w.uvarints(0, 0, bitmap.GetSerializedSizeInBytes())
		bitmap.WriteTo(w) // a buffer gives no error
	} else {
		w.set = appendSet(w.set[:0], passages)
		w.uvarints(0, 0, uint64(len(w.set)))
		w.Write(w.set)
	}
	list := sha256.Sum256(w.Bytes()[before:])
	if other, known := w.written[list]; known {
		w.Truncate(before)
		return other
	}
	w.written[list] = at
	return at
}

// fieldIndex writes which fields there are, and returns the offset of their
// offsets.
func (w *writer) fieldIndex(fields []field) uint64 {
	var entries []uint64
	options := bleveindex.IndexField | bleveindex.StoreField // of the identifier
	for _, f := range fields {
		entries = append(entries, w.offset())
		w.uvarints(uint64(len(f.name)))
		w.WriteString(f.name)
		w.uvarints(uint64(options), 1) // one section
		w.uint16(zap.SectionInvertedTextIndex)
		w.uint64(f.offset)
		options = bleveindex.IndexField | bleveindex.SkipFreqNorm
	}
	at := w.offset()
	w.uvarints(uint64(len(fields)))
	for _, entry := range entries {
		w.uint64(entry)
	}
	return at
}

// footer ends the file, given the offset of the fields.
func (w *writer) footer(fields uint64) error {
	w.uint32(0) // the length of an identifier of who wrote it
	w.uint64(uint64(w.passages))
	w.uint64(0) // stored fields: none
	w.uint64(fields)
	w.uint32(zap.DefaultChunkMode) // of frequencies
	w.uint32(zap.Version)
	if err := w.flush(); err != nil {
		return err
	}
	w.uint32(w.file.Sum32())
	return w.flush()
}
