package index

import (
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// postings is an open Bleve index of one segment.
type postings struct {
	index   bleveindex.Index
	reader  bleveindex.IndexReader
	segment segment.Segment
}

// openPostings opens a Bleve index for reading.
func openPostings(path string) (*postings, error) {
	p := &postings{}
	var err error
	// Without a timeout a second opener would wait for ever.
	p.index, err = scorch.NewScorch(scorch.Name, map[string]any{"path": path, "read_only": true, "bolt_timeout": "2s"}, nil)
	if err != nil {
		return nil, err
	}
	if err := p.index.Open(); err != nil {
		return nil, err
	}
	if p.reader, err = p.index.Reader(); err != nil {
		return nil, errors.Join(err, p.index.Close())
	}
	snapshot, ok := p.reader.(*scorch.IndexSnapshot)
	if !ok || len(snapshot.Segments()) != 1 {
		return nil, errors.Join(fmt.Errorf("%s is not a Bleve index of one segment", path), p.close())
	}
	p.segment = snapshot.Segments()[0].Segment()
	return p, nil
}

func (p *postings) close() error {
	return errors.Join(p.reader.Close(), p.index.Close())
}

// A dictionary gives the passages of each term of a field. It holds the state
// of a reader: each question has its own.
type dictionary struct{ terms segment.TermDictionary }

func (p *postings) dictionary(field string) (dictionary, error) {
	terms, err := p.segment.Dictionary(field)
	return dictionary{terms}, err
}

// passages gives the set of the passages that have the term. It is not to be
// changed: it lies in the mapped file.
func (d dictionary) passages(term string) (*roaring.Bitmap, error) {
	list, err := d.terms.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	postings, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return nil, fmt.Errorf("the postings of %q are no bitmap", term)
	}
	if doc, one := postings.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(doc)), nil
	}
	if set := postings.ActualBitmap(); set != nil {
		return set, nil
	}
	return roaring.New(), nil
}
