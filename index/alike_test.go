package index

import (
	"slices"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/index/alike"
	saying "verbatim/search/alike"
	"verbatim/search/enginetest"
)

// What is found to say the same, within parts and across them, is what comparing each
// passage with each finds: no pair is missed, and none is too much.
func TestAlikeIsExhaustive(t *testing.T) {
	passages := 20_000
	paths := corpustest.Demo(t)
	if path, ok := corpustest.Collection(t, "human-rights-practices-2016-2023.jsonl.gz"); ok {
		paths = append(paths, corpustest.EveryNth(t, path, 20))
	}
	if testing.Short() {
		passages, paths = 2_000, []string{corpustest.EveryNth(t, corpustest.Demo(t, corpustest.Actions)[0], 4)}
	}
	lib := enginetest.Library(t, paths...)
	b := &builder{dir: t.TempDir(), library: lib, tiers: tiers{small: 1, largest: passages / 3, removedShare: 4}}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := openWithoutWatch(t, b.dir)
	if len(x.newest.parts) < 2 {
		t.Fatalf("%d part tests too little", len(x.newest.parts))
	}
	docs := enginetest.Docs(t, lib)
	if from := len(docs) - passages; from > 0 {
		docs = docs[from:]
	}
	wordings := x.newest.wordings()
	all := comparedAll(docs, wordings, x)
	o := oracle{all: all, having: map[uint32][]counted{}}
	pairs, missed, wrong := 0, 0, 0
	said := make([]bool, wordings.Len())
	for i, a := range all {
		same := o.next()
		clear(said)
		said[a.wording] = true
		wordings.Others(a.wording, func(other uint32) { said[other] = true })
		for j, b := range all[:i] {
			if same[j] {
				pairs++
			}
			if same[j] && !said[b.wording] {
				missed++
			}
			if !same[j] && said[b.wording] {
				wrong++
			}
		}
	}
	t.Logf("%d passages in %d parts: %d pairs say the same, of %d that were aligned; %d missed, %d wrong",
		len(docs), len(x.newest.parts), pairs, o.aligned, missed, wrong)
	if missed > 0 || wrong > 0 || pairs == 0 {
		t.Errorf("of %d pairs that say the same %d are missed; %d others are found", pairs, missed, wrong)
	}
}

// An oracle compares passages with all before them. Two cannot have more words in common
// in order than in any order: those that have enough of them so are aligned, and no
// others are left out.
type oracle struct {
	all     []compared
	at      int
	having  map[uint32][]counted // the passages so far that have a word
	common  []int                // of each passage so far: the words in common, in any order
	aligned int
}

// A counted is a passage, and how often it has a word.
type counted struct{ passage, times int }

// next returns which of the passages before the next say the same as it.
func (o *oracle) next() (same []bool) {
	own := o.all[o.at]
	times := map[uint32]int{}
	for _, w := range own.words {
		times[w]++
	}
	same, o.common = make([]bool, o.at), append(o.common, 0)
	clear(o.common)
	for w, n := range times {
		for _, other := range o.having[w] {
			o.common[other.passage] += min(n, other.times)
		}
		o.having[w] = append(o.having[w], counted{o.at, n})
	}
	for i, other := range o.all[:o.at] {
		switch longer := max(len(own.words), len(other.words)); {
		case own.near != other.near:
		case !own.near || slices.Equal(own.words, other.words):
			same[i] = slices.Equal(own.words, other.words)
		case 5*o.common[i] >= 4*longer:
			o.aligned++
			same[i] = 5*enginetest.InOrder(own.words, other.words) >= 4*longer
		}
	}
	o.at++
	return same
}

// A compared is what is compared of a passage, by numbers that all passages share.
type compared struct {
	wording uint32
	words   []uint32
	near    bool
}

func comparedAll(docs []enginetest.Doc, wordings *alike.Together, x *Index) (all []compared) {
	reader := saying.NewReader()
	place := map[int64]uint32{}
	for part, v := range x.newest.parts {
		for doc := range uint32(v.forward.Passages()) {
			place[int64(v.forward.Rows.At(doc))] = wordings.Wording(part, doc)
		}
	}
	for _, d := range docs {
		c := compared{wording: place[d.Row]}
		c.words, c.near = reader.Read(d.Text)
		all = append(all, c)
	}
	return all
}
