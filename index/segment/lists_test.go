package segment

import (
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
