package segment

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorch "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/search"
)

// Merge writes one segment out of one of each of several parts, which says which,
// in their order and without the passages to drop (nil for none).
func Merge(ctx context.Context, parts []Postings, which int, drop []*roaring.Bitmap, path string) error {
	numbers := make([][]uint32, len(parts))
	next := uint32(0)
	for i, p := range parts {
		for doc := range uint32(p[which].Count()) {
			if drop[i] != nil && drop[i].Contains(doc) {
				numbers[i] = append(numbers[i], dropped)
				continue
			}
			numbers[i] = append(numbers[i], next)
			next++
		}
	}
	var fields []Field
	for _, name := range fieldNames()[which] {
		fields = append(fields, Field{
			name: name, runs: which == Values && name != FieldLevels,
			terms: func(to add) error { return mergeField(parts, name, numbers, to) },
		})
	}
	return Write(ctx, path, int(next), fields)
}

// dropped is the number of passages that are left out.
const dropped = math.MaxUint32

// fieldNames are the fields of each segment.
func fieldNames() [Count][]string {
	names := [Count][]string{Words: {FieldWords, FieldStems}, Values: {FieldLevels}}
	for _, f := range search.Fields {
		names[Values] = append(names[Values], string(f))
	}
	return names
}

// A source is a field of a part, at one of its terms.
type source struct {
	dictionary Dictionary
	terms      scorch.DictionaryIterator
	at         *bleveindex.DictEntry // nil behind the last term
	numbers    []uint32              // of each passage, or dropped
}

func (s *source) next() (err error) {
	s.at, err = s.terms.Next()
	return err
}

// mergeField adds the terms that a field has in the parts.
func mergeField(parts []Postings, name string, numbers [][]uint32, to add) error {
	sources := make([]*source, len(parts))
	for i, p := range parts {
		dictionary, err := p.Dictionary(name)
		if err != nil {
			return err
		}
		sources[i] = &source{dictionary: dictionary, terms: dictionary.Terms.AutomatonIterator(nil, nil, nil), numbers: numbers[i]}
		if err := sources[i].next(); err != nil {
			return err
		}
	}
	var passages []uint32
	for {
		sources = slices.DeleteFunc(sources, func(s *source) bool { return s.at == nil })
		if len(sources) == 0 {
			return nil
		}
		term := slices.MinFunc(sources, func(a, b *source) int { return cmp.Compare(a.at.Term, b.at.Term) }).at.Term
		passages = passages[:0]
		for _, s := range sources {
			if s.at.Term != term {
				continue
			}
			set, err := s.dictionary.Passages(term)
			if err != nil {
				return err
			}
			for it := set.Iterator(); it.HasNext(); {
				if n := s.numbers[it.Next()]; n != dropped {
					passages = append(passages, n)
				}
			}
			if err := s.next(); err != nil {
				return err
			}
		}
		if len(passages) == 0 {
			continue
		}
		if err := to(term, passages); err != nil {
			return err
		}
	}
}
