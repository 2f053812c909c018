package index

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// loneWords are few, so that the passages of a test have most of them, in some forms.
var loneWords = strings.Fields("report reports reported reporting reporter reporters report's labor labour labors child children " +
	"pretrial pre trial trials the of resumes re sumes")

// writeFewWords writes narratives whose passages, of all lengths, say few words again and
// again, below headings that say them too.
func writeFewWords(t *testing.T, random *rand.Rand, narratives, passages int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "few.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for n := range narratives {
		var text strings.Builder
		for range passages {
			if random.IntN(5) == 0 {
				text.WriteString("## " + loneWords[random.IntN(len(loneWords))] + "\n\n")
			}
			if random.IntN(4) == 0 { // many that are equal
				text.WriteString([]string{"Solo.", "Solo solos.", "Solo child.", "Solo child children."}[random.IntN(4)] + "\n\n")
				continue
			}
			length := 1 + random.IntN(12)
			if random.IntN(20) == 0 {
				length = 240 + random.IntN(40)
			}
			some := 1 + random.IntN(len(loneWords))
			for range length {
				if random.IntN(2000) == 0 {
					text.WriteString("reporter's childrens ")
				} else if random.IntN(3) == 0 {
					text.WriteString(loneWords[random.IntN(some)] + " ")
				} else {
					fmt.Fprintf(&text, "w%dx ", random.IntN(40))
				}
			}
			text.WriteString("\n\n")
		}
		writeNarrative(t, file, []string{"Mali", "Chad", "Togo"}[n%3], 1950+n/3, text.String())
	}
	return path
}

// TestLone asks for single words, for any of several, and for phrases, of an index of several parts from
// which more and more is removed, and compares each answer with that of the naive scan.
func TestLone(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 5))
	lib := enginetest.Imported(t)
	b := &builder{dir: t.TempDir(), library: lib, tiers: tiers{small: 900, largest: 900, removedShare: 2}}
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := openWithoutWatch(t, b.dir)
	if _, err := importing.Files(t.Context(), lib, []string{writeFewWords(t, random, 60, 45)}, nil); err != nil {
		t.Fatal(err)
	}
	ready, parts := 0, 0
	rounds := 6
	if testing.Short() {
		rounds = 3
	}
	for range rounds {
		if err := errors.Join(b.update(t.Context()), x.load()); err != nil {
			t.Fatal(err)
		}
		parts = max(parts, len(x.newest.parts))
		naive := enginetest.NewNaive(enginetest.Docs(t, lib))
		for _, word := range append(loneWords, "nowhere", "reporter's", "childrens", "solo", "solos", "reportings", "w3x", "1951", "Mali") {
			for _, text := range []string{word, `"` + word + `"`} {
				for _, limit := range []int{0, 1, 10, 16, 17} {
					ready += askLone(t, x, naive, text, limit, random)
					askLone(t, x, naive, anyOfSome(text, random), limit, random)
				}
			}
		}
		for _, text := range []string{`"solo child"`, `"report the"`, `"labor labour"`, `"solo child children"`} {
			for _, limit := range []int{1, 10, 17} {
				askLone(t, x, naive, text, limit, random)
			}
		}
		removeSome(t, lib, random, 7)
	}
	if parts < 3 || ready < 500 {
		t.Errorf("%d parts; %d answers were ready: too few to tell", parts, ready)
	}
}

// TestAnyOfLeaders asks for any of some words that hardly stand in one passage, so that the
// first are among the leaders of each word, or have a heading with another; passages are
// removed until the leaders are too few.
func TestAnyOfLeaders(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 6))
	lib := enginetest.Imported(t)
	path := filepath.Join(t.TempDir(), "apart.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	words := strings.Fields("alpha alphas beta betas gamma")
	for n := range 60 {
		var text strings.Builder
		for range 60 {
			if random.IntN(6) == 0 {
				text.WriteString("## " + words[random.IntN(len(words))] + "\n\n")
			}
			word := words[random.IntN(len(words))]
			for range 1 + random.IntN(2)*random.IntN(10) {
				text.WriteString(word + " ")
			}
			if random.IntN(300) == 0 {
				text.WriteString(words[random.IntN(len(words))] + " ")
			}
			for range random.IntN(15) {
				fmt.Fprintf(&text, "u%dx ", random.IntN(5000))
			}
			text.WriteString("\n\n")
		}
		writeNarrative(t, file, []string{"Mali", "Chad", "Togo"}[n%3], 1950+n/3, text.String())
	}
	if _, err := importing.Files(t.Context(), lib, []string{path}, nil); err != nil {
		t.Fatal(err)
	}
	b := &builder{dir: t.TempDir(), library: lib, tiers: testTiers}
	b.tiers.largest = 10_000
	if err := b.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := openWithoutWatch(t, b.dir)
	for n := range 4 { // the first time of one part, then of others beside it that hardly have the words
		naive := enginetest.NewNaive(enginetest.Docs(t, lib))
		for _, text := range []string{"alpha OR beta", "alphas OR beta OR gamma", "gamma OR u17x", `alpha OR "betas"`, "(alpha OR gamma) NOT u1x", "beta OR gamma OR u2x OR u3x"} {
			for _, limit := range []int{1, 10, 16, 17} {
				askLone(t, x, naive, text, limit, random)
			}
		}
		removeSome(t, lib, random, 5)
		other := filepath.Join(t.TempDir(), fmt.Sprintf("other%d.md", n))
		if err := os.WriteFile(other, []byte("# Peru 1999\n\n"+strings.Repeat("Other u1x words.\n\n", 30+n)+strings.Repeat("Alpha.\n\n", n)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := importing.Files(t.Context(), lib, []string{other}, nil); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(b.update(t.Context()), x.load()); err != nil {
			t.Fatal(err)
		}
	}
	if parts := len(x.newest.parts); parts < 2 {
		t.Errorf("%d parts: too few to tell", parts)
	}
}

// anyOfSome is a question for any of a word and some others, most of which stand alone in
// many passages.
func anyOfSome(text string, random *rand.Rand) string {
	for range 1 + random.IntN(3) {
		text += fmt.Sprintf(" OR w%dx", random.IntN(40))
	}
	if random.IntN(4) == 0 {
		text += " NOT solo"
	}
	return text
}

// askLone asks for a word, in as many ways as are answered from what is kept, and says how
// many were.
func askLone(t *testing.T, x *Index, naive *enginetest.Naive, text string, limit int, random *rand.Rand) (ready int) {
	t.Helper()
	q, err := search.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	question := search.Question{Query: q.In([]search.Mode{search.ModeAll, search.ModeAny}[random.IntN(2)]), Sort: search.SortRelevance,
		Limit: limit, Narratives: random.IntN(2) == 0, Facets: search.Facets[:random.IntN(3)]}
	want, err := naive.Find(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	got, err := x.Find(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	if got.Total != want.Total || got.Narratives != want.Narratives || got.Headings != want.Headings ||
		!maps.EqualFunc(got.Facets, want.Facets, slices.Equal) || !slices.EqualFunc(got.Hits, want.Hits, sameHit) {
		t.Errorf("%s, mode %s, %d wanted: got %+v\nwant %+v", text, question.Query.Mode, question.Limit, got, want)
	}
	answered, err := x.newest.findLone(t.Context(), question, x.newest.vocabularies(t.Context()), borrowMemory(), &search.Found{})
	if err != nil {
		t.Fatal(err)
	}
	if answered && want.Total > 0 {
		ready++
	}
	return ready
}

func sameHit(a, b search.Hit) bool {
	return a.Row == b.Row && a.Score == b.Score && a.Matching == b.Matching
}

// removeSome removes narratives of a library.
func removeSome(t *testing.T, lib *library.Library, random *rand.Rand, narratives int) {
	t.Helper()
	var ids []string
	for n, err := range lib.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, n.ID)
	}
	im, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range random.Perm(len(ids))[:narratives] {
		err = errors.Join(err, im.Remove(t.Context(), ids[i]))
	}
	if err := errors.Join(err, im.Commit()); err != nil {
		t.Fatal(err)
	}
}
