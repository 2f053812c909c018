package enginetest

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/library"
)

// A History changes a library at random, narrative by narrative.
type History struct {
	Library *library.Library
	t       testing.TB
	rand    *rand.Rand
	unused  []library.Stored
	current []string // identifiers
}

// NewHistory begins with an empty library. What is added to it are real
// narratives.
func NewHistory(t testing.TB, seed uint64) *History {
	t.Helper()
	lib, err := library.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	h := &History{t: t, rand: rand.New(rand.NewPCG(seed, 1)), Library: lib}
	h.unused = slices.Clone(material(t))
	h.rand.Shuffle(len(h.unused), func(i, j int) { h.unused[i], h.unused[j] = h.unused[j], h.unused[i] })
	return h
}

// read are the narratives that histories are made of: they are read once for all tests.
var read struct {
	sync.Mutex
	narratives []library.Stored
}

func material(t testing.TB) []library.Stored {
	t.Helper()
	read.Lock()
	defer read.Unlock()
	if read.narratives != nil {
		return read.narratives
	}
	source := Library(t, corpustest.EveryNth(t, corpustest.Demo(t, corpustest.Factbook)[0], 2),
		corpustest.EveryNth(t, corpustest.Demo(t, corpustest.Actions)[0], 40))
	for n, err := range source.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		read.narratives = append(read.narratives, n)
	}
	return read.narratives
}

// Change is one import: it adds, changes and removes some narratives.
func (h *History) Change() {
	h.t.Helper()
	im, err := h.Library.Begin(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for range h.rand.IntN(1 + h.rand.IntN(25)) {
		h.add(im)
	}
	var replaced []string
	if h.rand.IntN(2) == 0 {
		replaced = h.some(1 + h.rand.IntN(5))
	}
	for _, id := range replaced {
		h.shorten(im, id)
	}
	if h.rand.IntN(2) == 0 {
		for _, id := range h.some(h.rand.IntN(1 + h.rand.IntN(12))) {
			if !slices.Contains(replaced, id) {
				h.remove(im, id)
			}
		}
	}
	if err := im.Commit(); err != nil {
		h.t.Fatal(err)
	}
}

func (h *History) some(n int) (ids []string) {
	for _, i := range h.rand.Perm(len(h.current))[:min(n, len(h.current))] {
		ids = append(ids, h.current[i])
	}
	return ids
}

func (h *History) add(im *library.Tx) {
	h.t.Helper()
	if len(h.unused) == 0 {
		return
	}
	n := *h.unused[0].Narrative
	h.unused = h.unused[1:]
	if _, err := im.Add(h.t.Context(), &n, 0); err != nil {
		h.t.Fatal(err)
	}
	if !slices.Contains(h.current, n.ID) {
		h.current = append(h.current, n.ID)
	}
}

// shorten replaces a narrative by itself without its first passages.
func (h *History) shorten(im *library.Tx, id string) {
	h.t.Helper()
	n, err := h.Library.Narrative(h.t.Context(), id)
	if err != nil {
		return // it was added by this import
	}
	n.Passages = slices.Clone(n.Passages[len(n.Passages)/3:])
	if _, err := im.Add(h.t.Context(), n, 0); err != nil {
		h.t.Fatal(err)
	}
}

func (h *History) remove(im *library.Tx, id string) {
	h.t.Helper()
	if err := im.Remove(h.t.Context(), id); err != nil {
		h.t.Fatal(err)
	}
	h.current = slices.DeleteFunc(h.current, func(c string) bool { return c == id })
}
