package follow

import (
	"slices"
	"testing"

	"verbatim/index/indextest"
	"verbatim/search/alike"
)

// What is found alike is what comparing with every passage finds.
func TestAlikeIsExhaustive(t *testing.T) {
	every := 500 // passages, of which one is asked for
	if testing.Short() {
		every = 1500
	}
	searcher := indextest.Demo(t)
	lib, f := searcher.Library(), New(searcher)
	type compared struct {
		words []uint32
		near  bool
	}
	read, ids := map[string]compared{}, []string{}
	reader, measure := alike.NewReader(), alike.Measure{}
	for n, err := range lib.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range n.Passages {
			words, near := reader.Read(p.Span.In(n.Text))
			read[p.ID] = compared{words, near}
			ids = append(ids, p.ID)
		}
	}
	all := 0
	for i := 0; i < len(ids); i += every {
		own, err := lib.PassageByID(t.Context(), ids[i])
		if err != nil {
			t.Fatal(err)
		}
		twins, err := f.Alike(t.Context(), own)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, twin := range twins {
			got = append(got, twin.Entry.Passage.ID)
		}
		a := read[ids[i]]
		measure.Take(a.words)
		for _, id := range ids {
			b := read[id]
			same := a.near == b.near && slices.Equal(a.words, b.words) || a.near && b.near && measure.Same(b.words)
			if id != ids[i] && same {
				want = append(want, id)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("alike to %q: %d, want %d", own.Text, len(got), len(want))
		}
		all += len(want)
	}
	t.Logf("%d passages are alike to %d", all, len(ids)/every+1)
	if all == 0 {
		t.Error("no passages are alike: this test tests nothing")
	}
}
