package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorch "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/index/forward"
	"verbatim/search"
)

// made are the terms of a passage that was made up, by field; a term stands
// there once.
type made map[string][]string

// makeUp returns passages with some words often and in many passages, others
// seldom, a value that all of them have and fields without one, as a forward index has
// them and as terms.
func makeUp(passages int) (*forward.Writer, []made) {
	random := rand.New(rand.NewPCG(1, uint64(passages)))
	often := rand.NewZipf(random, 1.2, 3, 400)
	fwd := forward.NewWriter()
	all := make([]made, passages)
	for doc := range all {
		all[doc] = made{}
		add := func(field, term string) {
			if !slices.Contains(all[doc][field], term) {
				all[doc][field] = append(all[doc][field], term)
			}
		}
		var words forward.Passage
		occurrences := map[string]int{}
		for range random.IntN(60) {
			n := often.Uint64()
			word, stem := fmt.Sprintf("word%d", n), fmt.Sprintf("stem%d", n/2)
			words.Words = append(words.Words, fwd.Word(word, stem))
			occurrences[stem]++
			add(FieldWords, word)
			if occurrences[stem] <= search.MaxFrequency {
				add(FieldStems, LevelTerm(stem, occurrences[stem]))
			}
		}
		values := make([]uint32, len(search.Fields))
		for f, name := range search.Fields {
			value := "the same everywhere"
			if f > 0 {
				value = []string{"", "one", "another"}[random.IntN(3)]
			}
			add(string(name), cmp.Or(value, NoValue))
			values[f] = fwd.Value(f, value)
		}
		fwd.Add(uint64(doc), words, values)
	}
	return fwd, all
}

// segmentFields are the fields of each segment.
func segmentFields() [Count][]string {
	fields := [Count][]string{Literal: {FieldWords}, Stems: {FieldStems}}
	for _, name := range search.Fields {
		fields[Literal] = append(fields[Literal], string(name))
	}
	return fields
}

// TestSegmentIsAsBleveWritesIt compares segments, from the first byte to the
// list of their fields, with those that Bleve makes of the same passages as its
// documents.
func TestSegmentIsAsBleveWritesIt(t *testing.T) {
	for _, passages := range []int{1, 2, 1023, 1024, 1025, 9000} {
		t.Run(fmt.Sprint(passages), func(t *testing.T) {
			t.Parallel()
			fwd, all := makeUp(passages)
			dir := t.TempDir()
			for which, fields := range [Count][]Field{LiteralFields(fwd), StemFields(fwd)} {
				path := filepath.Join(dir, Files[which])
				if err := Write(t.Context(), path, passages, fields); err != nil {
					t.Fatal(err)
				}
				got, want := contentOf(t, path), contentOf(t, bleveSegment(t, all, segmentFields()[which]))
				if !bytes.Equal(got, want) {
					t.Errorf("%s: %d bytes, as Bleve writes it %d; or their bytes differ", Files[which], len(got), len(want))
				}
			}
			checkPostings(t, dir, all)
		})
	}
}

// contentOf returns the bytes of a segment before the list of its fields.
func contentOf(t *testing.T, path string) []byte {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fields := file[binary.BigEndian.Uint64(file[len(file)-20:]):] // their number in one byte, and where they stand
	return file[:binary.BigEndian.Uint64(fields[1:])]
}

// bleveSegment has Bleve write a segment, and returns its file.
func bleveSegment(t *testing.T, all []made, fields []string) string {
	t.Helper()
	var docs []bleveindex.Document
	for _, m := range all {
		doc := document.NewDocument("")
		doc.AddField(document.NewTextFieldCustom("_id", nil, nil, bleveindex.StoreField, nil))
		for _, name := range fields {
			terms := bleveindex.TokenFrequencies{}
			for _, t := range m[name] {
				terms[t] = &bleveindex.TokenFreq{}
			}
			doc.AddField(&analyzedField{document.NewTextFieldCustom(name, nil, nil, bleveindex.IndexField|bleveindex.SkipFreqNorm, nil), terms})
		}
		docs = append(docs, doc)
	}
	s, _, err := bleve.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	path := filepath.Join(t.TempDir(), "bleve.zap")
	if err := s.(scorch.UnpersistedSegment).Persist(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// An analyzedField is a field of Bleve's whose terms are known already.
type analyzedField struct {
	*document.TextField
	terms bleveindex.TokenFrequencies
}

func (f *analyzedField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.terms }

func (f *analyzedField) AnalyzedLength() int { return len(f.terms) }

// checkPostings opens the segments of a folder and compares each posting list.
func checkPostings(t *testing.T, dir string, all []made) {
	t.Helper()
	open, err := Open(dir, len(all))
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	fields := segmentFields()
	for _, name := range slices.Concat(fields[:]...) {
		want := map[string]*roaring.Bitmap{}
		for doc, m := range all {
			for _, term := range m[name] {
				if want[term] == nil {
					want[term] = roaring.New()
				}
				want[term].Add(uint32(doc))
			}
		}
		terms, err := open.Dictionary(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := terms.Terms.Cardinality(); got != len(want) {
			t.Errorf("%s: %d terms, want %d", name, got, len(want))
		}
		for term, passages := range want {
			if got, err := terms.Passages(term); err != nil || !got.Equals(passages) {
				t.Errorf("%s, %q: %v, %v, want %v", name, term, got, err, passages)
			}
		}
	}
}

func TestAtLeast(t *testing.T) {
	numbers := []uint32{1, 2, 2, 2, 5, 5, 7}
	if got := longestRun(numbers); got != 3 {
		t.Errorf("longest run %d, want 3", got)
	}
	for level, want := range [][]uint32{1: {1, 2, 5, 7}, 2: {2, 5}, 3: {2}, 4: nil} {
		if level == 0 {
			continue
		}
		if got := atLeast(nil, numbers, level); !slices.Equal(got, want) {
			t.Errorf("at least %d times: %v, want %v", level, got, want)
		}
	}
}
