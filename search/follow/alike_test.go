package follow

import (
	"slices"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/search"
)

// One passage of so many is asked for.
const every = 500

// What is found alike is what comparing with every passage finds.
func similarityOf(t *testing.T, a, b []string) float64 {
	t.Helper()
	s, err := inOrder(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAlikeIsExhaustive(t *testing.T) {
	lib, err := library.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	if err := importing.AddDemo(t.Context(), lib); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := index.Build(t.Context(), dir, lib, nil); err != nil {
		t.Fatal(err)
	}
	x, err := index.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	f := New(search.NewSearcher(lib, x))
	words, ids := map[string][]string{}, []string{}
	for n, err := range lib.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range n.Passages {
			words[p.ID] = wordsToCompare(p.Span.In(n.Text))
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
		for _, id := range ids {
			if id != ids[i] && similarityOf(t, words[ids[i]], words[id]) >= Alike {
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
