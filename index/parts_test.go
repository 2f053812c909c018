package index

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/index/segment"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// testTiers are for libraries of some hundred passages.
var testTiers = tiers{small: 20, largest: 500, removedShare: 4}

// TestPartsAnswerAsOne follows random changes of a library with one index of
// many parts, and compares it with the naive scan and with an index that is
// built anew.
func TestPartsAnswerAsOne(t *testing.T) {
	histories, steps := uint64(2), 40
	if testing.Short() {
		histories, steps = 1, 20
	}
	for seed := range histories {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			h := enginetest.NewHistory(t, seed)
			b := &builder{dir: t.TempDir(), library: h.Library, tiers: testTiers}
			if err := b.build(t.Context()); err != nil {
				t.Fatal(err)
			}
			x := openWithoutWatch(t, b.dir)
			most := 0
			for step := range steps {
				h.Change()
				if err := b.update(t.Context()); err != nil {
					t.Fatal(err)
				}
				if err := x.load(); err != nil {
					t.Fatal(err)
				}
				docs := enginetest.Docs(t, h.Library)
				checkShape(t, x, len(docs))
				most = max(most, len(x.newest.parts))
				if step%10 == 9 && len(docs) > 0 {
					enginetest.Run(t, x, docs, 60, false)
					enginetest.Same(t, x, newIndex(t, h.Library), docs, fewer(500))
				}
			}
			if most < 4 {
				t.Errorf("there were %d parts at most: too few to tell", most)
			}
			enginetest.Run(t, x, enginetest.Docs(t, h.Library), fewer(250), false)
		})
	}
}

// openWithoutWatch opens an index that looks for new generations only when load
// is called.
func openWithoutWatch(t *testing.T, dir string) *Index {
	t.Helper()
	x := &Index{dir: dir, stop: make(chan struct{})}
	if err := x.load(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// checkShape checks the sizes of the parts, and that each open part is in a
// generation that is kept.
func checkShape(t *testing.T, x *Index, passages int) {
	t.Helper()
	parts := x.newest.manifest.Parts
	if ranges := testTiers.toMerge(parts, make([]bool, len(parts))); len(ranges) > 0 {
		t.Errorf("there is still to merge: %v of %+v", ranges, parts)
	}
	n := 0
	for i, p := range parts {
		n += p.live()
		if i > 0 && p.First <= parts[i-1].Last {
			t.Errorf("part %d begins with row %d, behind one that ends with %d", i, p.First, parts[i-1].Last)
		}
	}
	if size := x.newest.size().Passages; n != passages || size != passages {
		t.Errorf("the parts have %d passages, the generation %d, the library %d", n, size, passages)
	}
	for _, v := range x.newest.parts {
		want := 1
		if x.before != nil && slices.ContainsFunc(x.before.parts, func(b *liveDocs) bool { return b.part == v.part }) {
			want = 2
		}
		if v.users != want {
			t.Errorf("part %s has %d users, want %d", v.name, v.users, want)
		}
	}
}

// TestMergedIsBuilt merges all parts into one: its forward index has the very bytes,
// and its segments the postings, of a part that is built at once.
func TestMergedIsBuilt(t *testing.T) {
	h := enginetest.NewHistory(t, 5)
	b := &builder{dir: t.TempDir(), library: h.Library, tiers: unmerged}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	changes := 12
	if testing.Short() {
		changes = 6
	}
	for range changes {
		h.Change()
		if err := b.update(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	b.tiers = merged
	if err := b.update(t.Context()); err != nil {
		t.Fatal(err)
	}
	x, built := openWithoutWatch(t, b.dir), newIndex(t, h.Library)
	if n := len(x.newest.parts); n != 1 {
		t.Fatalf("%d parts are left", n)
	}
	g, w := x.newest.parts[0], built.newest.parts[0]
	fwd := func(x *Index, v *liveDocs) []byte {
		data, err := os.ReadFile(filepath.Join(x.dir, v.name, columnFile))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if !bytes.Equal(fwd(x, g), fwd(built, w)) {
		t.Error("the columns differ")
	}
	for _, field := range append([]string{segment.FieldWords, segment.FieldStems, segment.FieldLevels}, fieldNames()...) {
		comparePostings(t, field, g.postings, w.postings)
	}
}

func fieldNames() (names []string) {
	for _, f := range search.Fields {
		names = append(names, string(f))
	}
	return names
}

func comparePostings(t *testing.T, field string, got, want segment.Postings) {
	t.Helper()
	terms := func(p segment.Postings) (list []string, d segment.Dictionary) {
		d, err := p.Dictionary(field)
		if err != nil {
			t.Fatal(err)
		}
		for it := d.Terms.AutomatonIterator(nil, nil, nil); ; {
			entry, err := it.Next()
			if err != nil {
				t.Fatal(err)
			}
			if entry == nil {
				return list, d
			}
			list = append(list, entry.Term)
		}
	}
	gotTerms, g := terms(got)
	wantTerms, w := terms(want)
	if !slices.Equal(gotTerms, wantTerms) {
		t.Fatalf("%s has %d terms, want %d", field, len(gotTerms), len(wantTerms))
	}
	for _, term := range gotTerms {
		a, errA := g.Passages(term)
		b, errB := w.Passages(term)
		if errA != nil || errB != nil || !a.Equals(b) {
			t.Fatalf("%s %q: %v, %v; want %v, %v", field, term, a, errA, b, errB)
		}
	}
	if len(gotTerms) == 0 {
		t.Errorf("%s has no terms", field)
	}
}

// unmerged are tiers that make a part of each narrative and leave it as it is,
// merged those that make one of all.
var (
	unmerged = tiers{largest: 1}
	merged   = tiers{small: 1 << 20, largest: 1 << 20}
)

// TestWordsOfRemovedPassages has words that two parts share, and words that
// only removed passages have: those are in no vocabulary.
func TestWordsOfRemovedPassages(t *testing.T) {
	words := func(from, to int) string {
		var text strings.Builder
		for n := range to - from {
			text.WriteString(fmt.Sprintf("aa%dx ", from+n))
		}
		return text.String()
	}
	lib := enginetest.Library(t)
	b := &builder{dir: t.TempDir(), library: lib, tiers: merged}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := openWithoutWatch(t, b.dir)
	write := func(name, text string) {
		path := filepath.Join(t.TempDir(), name)
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		writeNarrative(t, file, name, 2000, text)
		if _, err := importing.Files(t.Context(), lib, []string{path}, nil); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(b.update(t.Context()), x.load()); err != nil {
			t.Fatal(err)
		}
	}
	check := func(want int) {
		t.Helper()
		q, err := search.Parse("aa*")
		if err != nil {
			t.Fatal(err)
		}
		term := search.Terms(q.Root)[0]
		got, err := x.Words(t.Context(), term)
		if err != nil || len(got) != want {
			t.Errorf("the term stands for %d words, %v; want %d", len(got), err, want)
		}
		_, err = x.Find(t.Context(), search.Question{Query: q, Sort: search.SortRelevance, Limit: 1})
		if fmt.Sprint(err) != fmt.Sprint(search.CheckExpansion(term, want)) {
			t.Errorf("%d words: %v", want, err)
		}
	}
	write("a.jsonl", words(0, 700))
	check(700)
	write("b.jsonl", words(500, 1200))
	check(1200)
	b.tiers = unmerged
	write("b.jsonl", words(500, 900)+words(1190, 1200))
	check(910)
	write("b.jsonl", "Other words.")
	check(700)
	// The first edition of b is removed from its part, the part of the second
	// one is gone.
	if v := x.newest.parts; len(v) != 2 || len(v[0].hidden) != 500 {
		t.Errorf("%d parts; %d words are hidden in the first, want 500", len(v), len(v[0].hidden))
	}
	enginetest.Run(t, x, enginetest.Docs(t, lib), 100, false)
}

// TestMergingIsNoNewGeneration merges parts beneath an open index: a cursor goes
// on, and so does the generation before.
func TestMergingIsNoNewGeneration(t *testing.T) {
	h := enginetest.NewHistory(t, 9)
	b := &builder{dir: t.TempDir(), library: h.Library, tiers: unmerged}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := openWithoutWatch(t, b.dir)
	for range 4 {
		h.Change()
		if err := errors.Join(b.update(t.Context()), x.load()); err != nil {
			t.Fatal(err)
		}
	}
	newest, before := x.newest.manifest.generation(), x.before.manifest.generation()
	parts := len(x.newest.parts)
	b.tiers = merged
	if err := errors.Join(b.update(t.Context()), x.load()); err != nil {
		t.Fatal(err)
	}
	if parts < 2 || len(x.newest.parts) != 1 || x.newest.manifest.generation() != newest || x.before.manifest.generation() != before {
		t.Errorf("%d parts became %d; generations %s and %s became %s and %s", parts, len(x.newest.parts),
			newest, before, x.newest.manifest.generation(), x.before.manifest.generation())
	}
}

// TestDamagedPartIsNotMerged damages one of several parts: it is not made new,
// and no index is opened with it.
func TestDamagedPartIsNotMerged(t *testing.T) {
	h := enginetest.NewHistory(t, 11)
	b := &builder{dir: t.TempDir(), library: h.Library, tiers: unmerged}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		h.Change()
		if err := b.update(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	m, err := readManifest(b.dir)
	if err != nil || len(m.Parts) < 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	path := filepath.Join(b.dir, m.Parts[0].Name, segment.Files[segment.Words])
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 0xff
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	b.tiers = merged
	if err := b.update(t.Context()); !errors.Is(err, search.ErrStale) || errors.Is(err, search.ErrBehind) {
		t.Errorf("update: %v, want ErrStale", err)
	}
	if _, err := Open(b.dir); !errors.Is(err, search.ErrStale) {
		t.Errorf("open: %v, want ErrStale", err)
	}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	enginetest.Run(t, openWithoutWatch(t, b.dir), enginetest.Docs(t, h.Library), 50, false)
}

// TestDeletedTextIsNotKept has the library say that it has deleted the text of a
// narrative that was removed: its words are not in the index's files any more.
func TestDeletedTextIsNotKept(t *testing.T) {
	lib := enginetest.Library(t, manyWords(t))
	b := &builder{dir: t.TempDir(), library: lib, tiers: merged}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	inFiles := func(word string) (found bool) {
		m, err := readManifest(b.dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range m.Parts {
			data, err := os.ReadFile(filepath.Join(b.dir, p.Name, columnFile))
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(data, []byte(word))
		}
		return found
	}
	im, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	removed := "test-1950-mali" // the one with the words w0x to w999x
	if err := errors.Join(im.Remove(t.Context(), removed), im.Commit()); err != nil {
		t.Fatal(err)
	}
	before, err := readManifest(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := lib.ChangesSince(t.Context(), before.Revision)
	if err != nil || len(changes.Removed) != 1 {
		t.Fatalf("%+v, %v", changes, err)
	}
	if err := b.update(t.Context()); err != nil || !inFiles("w123x") {
		t.Fatalf("%v; the word is there for a day: %t", err, inFiles("w123x"))
	}
	m, err := readManifest(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.mergeParts(t.Context(), m, changes.Removed); err != nil || inFiles("w123x") || !inFiles("w1234x") {
		t.Errorf("%v; deleted words are there: %t, others: %t", err, inFiles("w123x"), inFiles("w1234x"))
	}
	x := openWithoutWatch(t, b.dir)
	if was, is := total(t, x, "w123x"), total(t, x, "w1234x"); was != 0 || is != 1 {
		t.Errorf("%d passages have the deleted word, %d another; want 0 and 1", was, is)
	}
}

// TestAnswersMeanwhile asks while generations come and go and parts are merged:
// each question is answered, and a generation says the same whenever it is
// asked.
func TestAnswersMeanwhile(t *testing.T) {
	h := enginetest.NewHistory(t, 13)
	b := &builder{dir: t.TempDir(), library: h.Library, tiers: testTiers}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := openWithoutWatch(t, b.dir)
	changes := 15
	if testing.Short() {
		changes = 5
	}
	enginetest.AskMeanwhile(t, x, changes, func() error {
		h.Change()
		return errors.Join(b.update(t.Context()), x.load())
	})
}
