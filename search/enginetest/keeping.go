package enginetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/search"
)

// A NewKeeper makes the Keeper of a library's index for a test. The same test may ask
// for several of one library: they are of indexes of their own.
type NewKeeper func(t testing.TB, lib *library.Library) search.Keeper

// RunKeeping checks that an engine's index keeps in step with a library through
// imports, removals and rebuilds: steps random changes are followed, and queries asked
// at the end. Each case is a subtest.
func RunKeeping(t *testing.T, keeper NewKeeper, steps, queries int) {
	for name, test := range map[string]func(t *testing.T){
		"empty library":             keeper.empty,
		"stale is said":             keeper.saysStale,
		"stopped build":             keeper.stopped,
		"changes":                   func(t *testing.T) { keeper.follows(t, steps, queries) },
		"words of removed passages": keeper.forgetsWords,
		"a new state is noticed":    keeper.notices,
		"answers meanwhile":         keeper.answersMeanwhile,
	} {
		t.Run(name, test)
	}
}

// opened opens an index, until the end of the test.
func opened(t testing.TB, k search.Keeper) search.Index {
	t.Helper()
	x, err := k.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// built makes the index of a library anew, and opens it.
func (keeper NewKeeper) built(t testing.TB, lib *library.Library) (search.Keeper, search.Index) {
	t.Helper()
	k := keeper(t, lib)
	if err := k.Build(t.Context(), lib, nil); err != nil {
		t.Fatal(err)
	}
	return k, opened(t, k)
}

func ask(t testing.TB, query string) search.Question {
	t.Helper()
	q, err := search.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	return search.Question{Query: q, Sort: search.SortRelevance, Limit: 1}
}

// finds reports how many passages an engine finds.
func finds(t testing.TB, e search.Engine, query string) int {
	t.Helper()
	found, err := e.Find(t.Context(), ask(t, query))
	if err != nil {
		t.Fatal(err)
	}
	return found.Total
}

// imported adds a narrative to a library, from a file of its own; one from a file of
// the same name is replaced.
func imported(t testing.TB, lib *library.Library, name, text string) {
	t.Helper()
	line, err := json.Marshal(map[string]any{"report": "Test", "country": name, "year": 2000, "markdown": text})
	path := filepath.Join(t.TempDir(), name+".jsonl")
	if err = errors.Join(err, os.WriteFile(path, line, 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := importing.Files(t.Context(), lib, []string{path}, nil); err != nil {
		t.Fatal(err)
	}
}

func update(t testing.TB, k search.Keeper, lib *library.Library) {
	t.Helper()
	if err := k.Update(t.Context(), lib, nil); err != nil {
		t.Fatal(err)
	}
}

func (keeper NewKeeper) empty(t *testing.T) {
	lib, err := library.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	k, x := keeper.built(t, lib)
	if n := finds(t, x, `labor OR NOT "forced labor"`); n != 0 {
		t.Errorf("an empty library has %d passages", n)
	}
	imported(t, lib, "Mali", "Labor inspectors came.")
	update(t, k, lib)
	if n := finds(t, opened(t, k), `labor OR NOT "forced labor"`); n != 1 {
		t.Errorf("the first import brought %d passages, want 1", n)
	}
}

// saysStale asks for an index that is not there, not of the present state, or of
// another library.
func (keeper NewKeeper) saysStale(t *testing.T) {
	lib := Library(t)
	k := keeper(t, lib)
	if _, err := k.Open(t.Context()); !errors.Is(err, search.ErrStale) || !errors.Is(err, search.ErrNone) {
		t.Errorf("no index: %v, want ErrStale and ErrNone", err)
	}
	if there, err := k.Exists(t.Context()); there || err != nil {
		t.Errorf("no index: it exists %t, %v", there, err)
	}
	if err := k.Update(t.Context(), lib, nil); !errors.Is(err, search.ErrStale) {
		t.Errorf("update without an index: %v, want ErrStale", err)
	}
	if err := k.Build(t.Context(), lib, nil); err != nil {
		t.Fatal(err)
	}
	if there, err := k.Exists(t.Context()); !there || err != nil {
		t.Errorf("an index: it exists %t, %v", there, err)
	}
	x := opened(t, k)
	if err := x.Check(t.Context(), lib); err != nil {
		t.Errorf("a new index: %v", err)
	}
	imported(t, lib, "Mali", "Nobody else has the word w1x.")
	if err := x.Check(t.Context(), lib); !errors.Is(err, search.ErrStale) || !errors.Is(err, search.ErrBehind) {
		t.Errorf("after an import: %v, want ErrStale and ErrBehind", err)
	}
	if err := x.Check(t.Context(), Library(t)); !errors.Is(err, search.ErrStale) {
		t.Errorf("another library: %v, want ErrStale", err)
	}
	if size, err := x.Size(t.Context()); err != nil || size.Passages != len(Docs(t, lib))-1 || size.Words == 0 || size.Bytes == 0 {
		t.Errorf("size %+v, %v; want %d passages", size, err, len(Docs(t, lib))-1)
	}
}

// stopped stops a build in the middle: the index before stays, and nothing is left
// once it is swept.
func (keeper NewKeeper) stopped(t *testing.T) {
	h := NewHistory(t, 3)
	for range 8 {
		h.Change()
	}
	k, x := keeper.built(t, h.Library)
	before, err := x.Generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.Change()
	ctx, stop := context.WithCancel(t.Context())
	err = k.Build(ctx, h.Library, func(done, _ int) {
		if done > 50 {
			stop()
		}
	})
	if stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped build: %v, want context.Canceled", err)
	}
	if after, err := opened(t, k).Generation(t.Context()); err != nil || after != before {
		t.Errorf("the generation was %s and is %s, %v", before, after, err)
	}
	if err := k.Sweep(t.Context()); err != nil {
		t.Error(err)
	}
	if left, err := k.Leftovers(t.Context()); len(left) > 0 || err != nil {
		t.Errorf("left over: %q, %v", left, err)
	}
	update(t, k, h.Library)
	Run(t, opened(t, k), Docs(t, h.Library), 20, false)
}

// follows changes a library at random and compares its index with the naive scan, and
// with one that is built anew.
func (keeper NewKeeper) follows(t *testing.T, steps, queries int) {
	h := NewHistory(t, 1)
	k := keeper(t, h.Library)
	if err := k.Build(t.Context(), h.Library, nil); err != nil {
		t.Fatal(err)
	}
	for step := range steps {
		h.Change()
		update(t, k, h.Library)
		docs := Docs(t, h.Library)
		if step%10 != 9 || len(docs) == 0 {
			continue
		}
		x := opened(t, k)
		if size, err := x.Size(t.Context()); err != nil || size.Passages != len(docs) {
			t.Errorf("the index has %d passages, %v; the library %d", size.Passages, err, len(docs))
		}
		Run(t, x, docs, queries/5, false)
		_, anew := keeper.built(t, h.Library)
		Same(t, x, anew, docs, queries)
	}
	Run(t, opened(t, k), Docs(t, h.Library), queries, false)
}

// Same asks two engines over the same passages the same questions.
func Same(t testing.TB, got, want search.Engine, docs []Doc, questions int) {
	t.Helper()
	generator := NewGenerator(NewNaive(docs), 7)
	for range questions {
		text, question, err := generator.Question()
		if err != nil {
			t.Fatal(err)
		}
		g, gotErr := got.Find(t.Context(), question)
		w, wantErr := want.Find(t.Context(), question)
		if gotErr != nil || wantErr != nil {
			if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Fatalf("%s: %v, want %v", text, gotErr, wantErr)
			}
			continue
		}
		if message := compare(question, g, w); message != "" {
			t.Fatalf("%s%s", describe(text, question), message)
		}
		for _, term := range search.Terms(question.Query.Root) {
			g, gotErr := got.Words(t.Context(), term)
			w, wantErr := want.Words(t.Context(), term)
			if gotErr != nil || wantErr != nil || !reflect.DeepEqual(g, w) {
				t.Fatalf("words of %s: %v, %v\nwant %v, %v", term, g, gotErr, w, wantErr)
			}
		}
	}
}

// forgetsWords has words that two narratives share, and words that only removed ones
// had: those are no words of the collection any more.
func (keeper NewKeeper) forgetsWords(t *testing.T) {
	words := func(from, to int) string {
		var text strings.Builder
		for n := range to - from {
			fmt.Fprintf(&text, "aa%dx ", from+n)
		}
		return text.String()
	}
	lib := Library(t)
	k, _ := keeper.built(t, lib)
	for _, step := range []struct {
		name, text string
		want       int
	}{
		{"Mali", words(0, 700), 700},
		{"Niger", words(500, 1200), 1200},
		{"Niger", words(500, 900) + words(1190, 1200), 910},
		{"Niger", "Other words.", 700},
	} {
		imported(t, lib, step.name, step.text)
		update(t, k, lib)
		x, question := opened(t, k), ask(t, "aa*")
		term := search.Terms(question.Query.Root)[0]
		if got, err := x.Words(t.Context(), term); err != nil || len(got) != step.want {
			t.Errorf("the term stands for %d words, %v; want %d", len(got), err, step.want)
		}
		if _, err := x.Find(t.Context(), question); fmt.Sprint(err) != fmt.Sprint(search.CheckExpansion(term, step.want)) {
			t.Errorf("%d words: %v", step.want, err)
		}
	}
	Run(t, opened(t, k), Docs(t, lib), 50, false)
}

// notices changes the library while an index is open: it answers from the new state
// soon, and about the one before as long as it is asked for it, and then says that this
// one is gone.
func (keeper NewKeeper) notices(t *testing.T) {
	lib := Library(t)
	k, x := keeper.built(t, lib)
	question := ask(t, "labor")
	first, err := x.Find(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	question.Generation = first.Generation
	for n := range 3 {
		imported(t, lib, "Mali", fmt.Sprintf("Nobody else has the word w%dx, labor.", n))
		update(t, k, lib)
		word := fmt.Sprintf("w%dx", n)
		for deadline := time.Now().Add(5 * time.Second); finds(t, x, word) != 1; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s is not found within 5 seconds", word)
			}
		}
		switch again, err := x.Find(t.Context(), question); {
		case n == 0 && (err != nil || again.Total != first.Total || again.Generation != first.Generation):
			t.Errorf("the state before gives %+v, %v; at first %+v", again, err, first)
		case n == 2 && !errors.Is(err, search.ErrGone):
			t.Errorf("a state of long ago: %v, want ErrGone", err)
		}
	}
	if err := k.Build(t.Context(), lib, nil); err != nil {
		t.Fatal(err)
	}
	if n := finds(t, x, "w2x"); n != 1 {
		t.Errorf("%d passages while the index is built anew, want 1", n)
	}
}
