package segment

import (
	"strconv"
	"sync"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// Several goroutines read the lists of all fields at once, some of them again and again.
func TestLists(t *testing.T) {
	const passages = 3000
	fwd, all := makeUp(passages)
	open, err := Open(written(t, fwd), passages)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	want := map[string]map[string]int{}
	for _, m := range all {
		for field, terms := range m {
			if want[field] == nil {
				want[field] = map[string]int{}
			}
			for _, term := range terms {
				want[field][term]++
			}
		}
	}
	lists := open.Lists()
	var running sync.WaitGroup
	for range 4 {
		running.Go(func() {
			for field, terms := range want {
				for term, n := range terms {
					for _, read := range []func(string) (*roaring.Bitmap, error){lists[field].Passages, lists[field].Read, lists[field].Passages} {
						if got, err := read(term); err != nil || int(got.GetCardinality()) != n {
							t.Errorf("%s %q: %v, %v, want %d", field, term, got, err, n)
						}
					}
				}
			}
		})
	}
	running.Wait()
	if got, err := lists[FieldWords].Passages("no such word"); err != nil || !got.IsEmpty() {
		t.Errorf("a word that is not there: %v, %v", got, err)
	}
}

// Of three lists with the same places the two stay open that were asked for last.
func TestListsStayOpen(t *testing.T) {
	fwd, _ := makeUp(3000)
	open, err := Open(written(t, fwd), 3000)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	words := open.Lists()[FieldWords]
	terms := []string{}
	for i := 0; len(terms) < 3; i++ { // terms that are not there have an empty list
		if term := strconv.Itoa(i); &words.places(term)[0] == &words.places("0")[0] {
			terms = append(terms, term)
		}
	}
	read := func(term string) *roaring.Bitmap {
		set, err := words.Passages(term)
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	first, second := read(terms[0]), read(terms[1])
	if read(terms[0]) != first || read(terms[1]) != second {
		t.Error("of two lists one is not kept")
	}
	read(terms[2])
	if read(terms[1]) != second {
		t.Error("the list that was asked for before the last one is not kept")
	}
}
