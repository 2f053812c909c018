package segment

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
)

// Lists are the posting lists of a field of a part, for all questions at once. What is read
// to find a list, and the bitmap that says where in the mapped file its passages are, is
// kept: of so many lists, each with two places, by its hash, until two others come for them.
type Lists struct {
	of      Postings
	field   string
	readers sync.Pool // of *Dictionary
	opened  *[maxOpened]atomic.Pointer[opened]
}

// maxOpened is how many lists of a part are kept open. One takes about half a kilobyte, and
// 50 bytes for every 65,536 passages.
const maxOpened = 1 << 12

type opened struct {
	field, term string
	set         *roaring.Bitmap
}

var openedSeed = maphash.MakeSeed()

// Lists returns those of each field.
func (p Postings) Lists() map[string]*Lists {
	all, shared := map[string]*Lists{}, new([maxOpened]atomic.Pointer[opened])
	for _, fields := range fieldNames() {
		for _, name := range fields {
			all[name] = &Lists{of: p, field: name, opened: shared}
		}
	}
	return all
}

// Passages returns the set of the passages that have a term. It is not to be changed: it
// lies in the mapped file.
func (l *Lists) Passages(term string) (*roaring.Bitmap, error) {
	places := l.places(term)
	for i := range places {
		if o := places[i].Load(); o != nil && o.term == term && o.field == l.field {
			return o.set, nil
		}
	}
	set, err := l.Read(term)
	if err == nil {
		places[1].Store(places[0].Load())
		places[0].Store(&opened{l.field, strings.Clone(term), set})
	}
	return set, err
}

// places are where a list is kept.
func (l *Lists) places(term string) []atomic.Pointer[opened] {
	first := (maphash.String(openedSeed, term) + uint64(len(l.field))) % (maxOpened / 2) * 2
	return l.opened[first : first+2]
}

// Read is Passages of a term that is not asked for again soon.
func (l *Lists) Read(term string) (*roaring.Bitmap, error) {
	reader, ok := l.readers.Get().(*Dictionary)
	if !ok {
		d, err := l.of.Dictionary(l.field)
		if err != nil {
			return nil, err
		}
		reader = &d
	}
	defer l.readers.Put(reader)
	return reader.Passages(term)
}
