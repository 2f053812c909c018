// Package paging keeps the orders of answers whose pages are turned, so that passages
// are put in order once and not for every page.
package paging

import (
	"slices"
	"sync"
)

// A Place is a passage in an order: its part, by its place in the generation, its number
// there, and the key that it is ordered by.
type Place struct {
	Part, Doc uint32
	Key       float64
}

// What is kept at most: so many places, in 16 bytes each, of so many questions.
const (
	MaxPlaces = 1 << 19
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
	places   []Place
	whole    bool // there are no more
}

// Get returns the first places of a question's order, at least n or all that there are;
// ok reports whether so many are kept. They are not to be changed.
func (o *Orders) Get(question string, n int) (places []Place, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	at := o.find(question)
	if at < 0 || len(o.recent[at].places) < n && !o.recent[at].whole {
		return nil, false
	}
	found := o.recent[at]
	copy(o.recent[1:at+1], o.recent[:at])
	o.recent[0] = found
	return found.places, true
}

// Put keeps the first places of a question's order, unless they are too many; whole says
// that there are no more.
func (o *Orders) Put(question string, places []Place, whole bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if at := o.find(question); at >= 0 {
		o.places -= len(o.recent[at].places)
		o.recent = slices.Delete(o.recent, at, at+1)
	}
	if len(places) > MaxPlaces {
		return
	}
	o.recent = slices.Insert(o.recent, 0, order{question, places, whole})
	for o.places += len(places); o.places > MaxPlaces || len(o.recent) > maxOrders; {
		last := len(o.recent) - 1
		o.places -= len(o.recent[last].places)
		o.recent = slices.Delete(o.recent, last, last+1)
	}
}

// find returns the place of a question's order among those that are kept, or -1.
func (o *Orders) find(question string) int {
	return slices.IndexFunc(o.recent, func(k order) bool { return k.question == question })
}
