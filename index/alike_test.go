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
	docs = docs[:min(len(docs), passages)]
	wordings := x.newest.wordings()
	all := comparedAll(docs, wordings, x)
	says := make(map[[2]uint32]bool) // pairs of wordings that were found
	for _, c := range all {
		wordings.Others(c.wording, func(other uint32) { says[[2]uint32{c.wording, other}] = true })
	}
	var measure saying.Measure
	pairs, missed, wrong := 0, 0, 0
	for i, a := range all {
		for _, b := range all[:i] {
			found := a.wording == b.wording || says[[2]uint32{a.wording, b.wording}]
			same := a.near == b.near && slices.Equal(a.words, b.words) || a.near && b.near && measure.Same(a.words, b.words)
			if same {
				pairs++
			}
			if same && !found {
				missed++
			}
			if found && !same {
				wrong++
			}
			if found != says[[2]uint32{b.wording, a.wording}] && a.wording != b.wording {
				t.Fatal("one passage says what another says, and not the other way round")
			}
		}
	}
	t.Logf("%d passages in %d parts: %d pairs say the same; %d missed, %d wrong", len(docs), len(x.newest.parts), pairs, missed, wrong)
	if missed > 0 || wrong > 0 || pairs == 0 {
		t.Errorf("of %d pairs that say the same %d are missed; %d others are found", pairs, missed, wrong)
	}
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
		for doc, row := range v.forward.Rows {
			place[int64(row)] = wordings.Wording(part, uint32(doc))
		}
	}
	for _, d := range docs {
		c := compared{wording: place[d.Row]}
		c.words, c.near = reader.Read(d.Text)
		all = append(all, c)
	}
	return all
}
