package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
	"verbatim/search/enginetest"
)

// TestFilters asks for more filters than a part keeps, over and over: the passages that
// each lets stay are those with a value that it accepts.
func TestFilters(t *testing.T) {
	x := newIndex(t, enginetest.Library(t))
	p := x.newest.parts[0]
	filters := someFilters(t, p.part)
	if len(filters) <= maxFiltered {
		t.Fatalf("%d filters are too few", len(filters))
	}
	wanted := make([]*roaring.Bitmap, len(filters))
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 * len(filters) {
		n := rng.IntN(len(filters))
		if wanted[n] == nil {
			wanted[n] = acceptedBy(p.part, filters[n])
		}
		e := &evaluation{ctx: t.Context(), live: p}
		if got := e.filter(filters[n]); e.err != nil || !got.Equals(wanted[n]) {
			t.Fatalf("%#v: %d passages, want %d: %v", filters[n], got.GetCardinality(), wanted[n].GetCardinality(), e.err)
		}
	}
}

// acceptedBy asks a filter about each passage's value.
func acceptedBy(p *part, f *search.Filter) *roaring.Bitmap {
	set, field := roaring.New(), slices.Index(search.Fields, f.Field)
	for doc := range uint32(p.forward.Passages()) {
		if f.Accepts(p.values[field][p.forward.Fields[field].At(doc)]) {
			set.Add(doc)
		}
	}
	return set
}

// someFilters returns filters of all fields, as they are written and as they are chosen:
// of values, of words of headings, of ranges of years, of no value.
func someFilters(t *testing.T, p *part) []*search.Filter {
	t.Helper()
	var all []*search.Filter
	add := func(field search.Field, value string) {
		if query, err := search.Parse(fmt.Sprintf(`word %s:"%s"`, field, value)); err == nil {
			for _, n := range query.Root.(*search.And).Nodes {
				if f, is := n.(*search.Filter); is {
					all = append(all, f)
				}
			}
		}
	}
	for i, field := range search.Fields {
		add(field, search.None)
		all = append(all, &search.Filter{Field: field, Value: search.None})
		for _, value := range p.values[i][:min(len(p.values[i]), 60)] {
			shown := strings.ReplaceAll(field.Shown(value), `"`, "")
			add(field, shown)
			add(field, "="+shown)
			add(field, strings.ToUpper(shown))
			for word := range strings.FieldsSeq(shown) {
				add(field, word)
			}
			if field != search.FieldYear {
				all = append(all, &search.Filter{Field: field, Value: shown})
			}
		}
	}
	for low := 1995; low < 2025; low++ {
		for high := low; high < 2025; high += 4 {
			value := fmt.Sprintf("%d..%d", low, high)
			add(search.FieldYear, value)
			all = append(all, &search.Filter{Field: search.FieldYear, Value: "years", Low: low, High: high})
		}
	}
	return all
}
