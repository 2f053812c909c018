package paging

import (
	"fmt"
	"testing"
)

func TestOrders(t *testing.T) {
	var o Orders
	o.Put("a", Order{Places: make([]Place, 20), Total: 70})
	o.Put("b", Order{Places: make([]Place, 5), Whole: true})
	for _, c := range []struct {
		question string
		n        int
		ok       bool
	}{{"a", 20, true}, {"a", 21, false}, {"b", 100, true}, {"c", 1, false}} {
		if got, ok := o.Get(c.question, c.n); ok != c.ok || ok && c.question == "a" && (len(got.Places) != 20 || got.Total != 70) {
			t.Errorf("%d of %s: %d, %v, want %v", c.n, c.question, len(got.Places), ok, c.ok)
		}
	}
	o.Put("a", Order{Places: make([]Place, 30)})
	if got, ok := o.Get("a", 30); !ok || len(got.Places) != 30 || o.places != 35 {
		t.Errorf("put again: %d, %v, %d places in all, want 30, true, 35", len(got.Places), ok, o.places)
	}
}

// TestOrdersAreBounded keeps more than there is room for: what was not asked for goes.
func TestOrdersAreBounded(t *testing.T) {
	var o Orders
	for i := range 3 * maxOrders {
		o.Put(fmt.Sprint(i), Order{Places: make([]Place, 1)})
		if _, ok := o.Get("0", 1); !ok {
			t.Fatalf("what is asked for all the time went after %d others", i)
		}
	}
	if len(o.recent) != maxOrders || o.places != maxOrders {
		t.Errorf("%d orders with %d places, want %d with one each", len(o.recent), o.places, maxOrders)
	}
	o.Put("large", Order{Places: make([]Place, MaxPlaces)})
	if _, ok := o.Get("large", MaxPlaces); !ok || len(o.recent) != 1 {
		t.Errorf("as large as may be: kept %v, beside %d others, want true and none", ok, len(o.recent)-1)
	}
	o.Put("larger", Order{Places: make([]Place, MaxPlaces+1)})
	if _, ok := o.Get("larger", 1); ok || o.places != MaxPlaces {
		t.Errorf("what is too large: kept %v, %d places, want false, %d", ok, o.places, MaxPlaces)
	}
}
