package segment

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	scorch "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/zapx/v17"

	"verbatim/search"
)

// The postings of a part are Bleve's immutable segments, files that are mapped
// into memory. There are two, since two processors write two files in half the
// time; both number the passages alike, in the order of their rows. Words are beside
// their stems, since most words are the only one of theirs: what both have is written once.
const (
	Words  = iota // the words as written, and their stems
	Values        // the values of search.Fields, and the stems that passages have more than once
	Count
)

var Files = [Count]string{"words.zap", "values.zap"}

// bleve opens and merges segments.
var bleve zap.ZapPlugin

// fieldNames are the fields of each segment.
func fieldNames() [Count][]string {
	names := [Count][]string{Words: {FieldWords, FieldStems}, Values: {FieldLevels}}
	for _, f := range search.Fields {
		names[Values] = append(names[Values], string(f))
	}
	return names
}

// Postings are the open segments of a part.
type Postings [Count]scorch.Segment

// Open opens the segments in a part's folder, which must have so many
// passages each.
func Open(dir string, passages int) (p Postings, err error) {
	for i, name := range Files {
		if p[i], err = bleve.Open(filepath.Join(dir, name)); err != nil {
			p[i] = nil // it may be there beside an error
			return p, errors.Join(err, p.Close())
		}
		if n := p[i].Count(); n != uint64(passages) {
			return p, errors.Join(fmt.Errorf("%s has %d passages, want %d", name, n, passages), p.Close())
		}
	}
	return p, nil
}

func (p Postings) Close() error {
	var errs []error
	for _, s := range p {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// A Dictionary has the passages of each term of a field. It holds the state
// of a reader: see Lists for what several read at once.
type Dictionary struct{ Terms scorch.TermDictionary }

func (p Postings) Dictionary(field string) (Dictionary, error) {
	in := p[Values]
	if field == FieldWords || field == FieldStems {
		in = p[Words]
	}
	terms, err := in.Dictionary(field)
	return Dictionary{terms}, err
}

// Passages returns the set of the passages that have the term. It is not to be
// changed: it lies in the mapped file.
func (d Dictionary) Passages(term string) (*roaring.Bitmap, error) {
	list, err := d.Terms.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	postings, ok := list.Iterator(false, false, false, nil).(scorch.OptimizablePostingsIterator)
	if !ok {
		return nil, fmt.Errorf("the postings of %q are not a valid bitmap", term)
	}
	if doc, one := postings.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(doc)), nil
	}
	if set := postings.ActualBitmap(); set != nil {
		return set, nil
	}
	return roaring.New(), nil
}
