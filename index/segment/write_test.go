package segment

import (
	"cmp"
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
	fwd := forward.NewWriter(forward.NewWords())
	all := make([]made, passages)
	for doc := range all {
		all[doc] = made{}
		add := func(field, term string) {
			if !slices.Contains(all[doc][field], term) {
				all[doc][field] = append(all[doc][field], term)
			}
		}
		var words []forward.Token
		occurrences := map[string]int{}
		for range random.IntN(60) {
			n := often.Uint64()
			word, stem := fmt.Sprintf("word%d", n), fmt.Sprintf("stem%d", n/2)
			words = append(words, fwd.Word(word, stem))
			occurrences[stem]++
			add(FieldWords, word)
			if n := occurrences[stem]; n == 1 {
				add(FieldStems, stem)
			} else if n <= search.MaxFrequency {
				add(FieldLevels, LevelTerm(stem, n))
			}
		}
		values := make([]uint32, len(search.Fields))
		for f, name := range search.Fields {
			value := "the same everywhere"
			switch {
			case name == search.FieldNarrative:
				value = fmt.Sprint(doc / 3)
			case name.OfNarrative() && f > 0:
				value = []string{"", "one", "another"}[doc/3%(2+f)%3]
			case f > 0:
				value = []string{"", "one", "another"}[random.IntN(3)]
			}
			add(string(name), cmp.Or(value, NoValue))
			values[f] = fwd.Value(f, value)
		}
		fwd.Add(uint64(doc), words, values)
	}
	return fwd, all
}

// TestSegmentIsAsBleveWritesIt compares segments, as Bleve reads them, with those that
// it makes of the same passages as its documents: each term, and its passages.
func TestSegmentIsAsBleveWritesIt(t *testing.T) {
	for _, passages := range []int{1, 2, 1023, 1024, 1025, 9000} {
		t.Run(fmt.Sprint(passages), func(t *testing.T) {
			t.Parallel()
			fwd, all := makeUp(passages)
			dir := written(t, fwd)
			checkPostings(t, dir, all)
			got, err := Open(dir, passages)
			if err != nil {
				t.Fatal(err)
			}
			defer got.Close()
			for which, fields := range fieldNames() {
				want := bleveSegment(t, all, fields)
				defer want.Close()
				for _, name := range fields {
					compareFields(t, name, got[which], want)
				}
			}
		})
	}
}

// A word that is the only one of its stem shares its list with it.
func TestSameListsAreWrittenOnce(t *testing.T) {
	fwd := forward.NewWriter(forward.NewWords())
	for doc := range 4000 {
		values := make([]uint32, len(search.Fields))
		for f := range values {
			values[f] = fwd.Value(f, "the same everywhere")
		}
		var words []forward.Token
		if doc%2 == 0 {
			words = append(words, fwd.Word("word", "stem"))
		}
		fwd.Add(uint64(doc), words, values)
	}
	file, err := os.Stat(filepath.Join(written(t, fwd), Files[Words]))
	if err != nil {
		t.Fatal(err)
	}
	if list := int64(4000); file.Size() < list || file.Size() >= 2*list { // of 2 bytes a passage
		t.Errorf("%d bytes for a word and its stem, whose list has %d", file.Size(), list)
	}
}

// Segments of a merged forward index have the postings of the passages that were not
// dropped, one part's behind another's.
func TestMerge(t *testing.T) {
	merged := forward.NewWriter(forward.NewWords())
	var kept []made
	for i, passages := range []int{700, 1, 3000} {
		fwd, all := makeUp(passages)
		draft, err := fwd.Draft()
		if err != nil {
			t.Fatal(err)
		}
		set := roaring.New()
		for doc, m := range all {
			if i != 1 && doc%(2+i) == 0 {
				set.Add(uint32(doc))
			} else {
				kept = append(kept, m)
			}
		}
		if i == 1 {
			set = nil
		}
		merged.Take(&draft.Index, set)
	}
	checkPostings(t, written(t, merged), kept)
}

// written writes the segments of passages, and returns their folder.
func written(t testing.TB, fwd *forward.Writer) string {
	t.Helper()
	dir := t.TempDir()
	draft, err := fwd.Draft()
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(t.Context(), dir, &draft.Index); err != nil {
		t.Fatal(err)
	}
	return dir
}

// compareFields compares the terms of a field and their passages.
func compareFields(t *testing.T, name string, got, want scorch.Segment) {
	t.Helper()
	var both [2]Dictionary
	var terms [2]scorch.DictionaryIterator
	for i, s := range []scorch.Segment{got, want} {
		dictionary, err := s.Dictionary(name)
		if err != nil {
			t.Fatal(err)
		}
		both[i] = Dictionary{Terms: dictionary}
		terms[i] = dictionary.AutomatonIterator(nil, nil, nil)
	}
	for {
		g, errGot := terms[0].Next()
		w, errWant := terms[1].Next()
		if errGot != nil || errWant != nil || (g == nil) != (w == nil) {
			t.Fatalf("%s: %v, %v, as Bleve writes it %v, %v", name, g, errGot, w, errWant)
		}
		if g == nil {
			return
		}
		if g.Term != w.Term {
			t.Fatalf("%s: %q, as Bleve writes it %q", name, g.Term, w.Term)
		}
		passages, errGot := both[0].Passages(g.Term)
		wanted, errWant := both[1].Passages(g.Term)
		if errGot != nil || errWant != nil || !passages.Equals(wanted) {
			t.Errorf("%s, %q: %v, %v, as Bleve writes it %v, %v", name, g.Term, passages, errGot, wanted, errWant)
		}
	}
}

// bleveSegment has Bleve write a segment, and opens it.
func bleveSegment(t *testing.T, all []made, fields []string) scorch.Segment {
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
	return s
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
	fields := fieldNames()
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
