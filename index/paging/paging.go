// Package paging keeps the orders of answers whose pages are turned, so that passages
// are put in order once and not for every page.
package paging

import (
	"slices"
	"sync"
)

// A Place is a passage in an order: its part, by its place in the generation, its number
// there, the key that it is ordered by, and how many passages of its narrative match.
type Place struct {
	Part, Doc uint32
	Key       float64
	Matching  uint32
}

// An Order is what an answer is made of but for facets: its first places, and what is
// counted of all that match.
type Order struct {
	Places                      []Place
	Whole                       bool // there are no more
	Scores                      bool // the keys are scores
	Total, Narratives, Headings int
}

// What is kept at most: so many places, in 24 bytes each, of so many questions.
const (
	MaxPlaces = 1 << 18
	maxOrders = 128
)

// Orders are the first places of the answers to questions. Those that were not asked for
// the longest time go first. Several goroutines may use them.
type Orders struct {
	mu     sync.Mutex
	recent []order // the one asked for last is the first
	places int     // of all
}

type order struct {
	question string
	Order
}

// Get returns the order of a question, of which at least n places are kept or all that
// there are; ok reports whether so many are. They are not to be changed.
func (o *Orders) Get(question string, n int) (_ Order, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	at := o.find(question)
	if at < 0 || len(o.recent[at].Places) < n && !o.recent[at].Whole {
		return Order{}, false
	}
	found := o.recent[at]
	copy(o.recent[1:at+1], o.recent[:at])
	o.recent[0] = found
	return found.Order, true
}

// Put keeps the order of a question, unless its places are too many.
func (o *Orders) Put(question string, put Order) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if at := o.find(question); at >= 0 {
		o.places -= len(o.recent[at].Places)
		o.recent = slices.Delete(o.recent, at, at+1)
	}
	if len(put.Places) > MaxPlaces {
		return
	}
	o.recent = slices.Insert(o.recent, 0, order{question, put})
	for o.places += len(put.Places); o.places > MaxPlaces || len(o.recent) > maxOrders; {
		last := len(o.recent) - 1
		o.places -= len(o.recent[last].Places)
		o.recent = slices.Delete(o.recent, last, last+1)
	}
}

// find returns the place of a question's order among those that are kept, or -1.
func (o *Orders) find(question string) int {
	return slices.IndexFunc(o.recent, func(k order) bool { return k.question == question })
}
