package enginetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/search"
)

// demo is the demonstration collection that the tests of a package share.
var demo struct {
	making   sync.Mutex
	dir      string
	library  *library.Library
	index    search.Index
	searcher *search.Searcher // nil until all is made
}

// Demo searches the sample and the demonstration collection, with an engine whose index is
// in a folder. They are imported and indexed once, for all tests of a package that only
// ask; its TestMain is Main.
func Demo(t testing.TB, keeper func(dir string) search.Keeper) *search.Searcher {
	t.Helper()
	demo.making.Lock()
	defer demo.making.Unlock()
	if demo.searcher == nil {
		if err := makeDemo(keeper); err != nil {
			t.Fatal(err)
		}
	}
	return demo.searcher
}

func makeDemo(keeper func(dir string) search.Keeper) (err error) {
	ctx := context.Background() // of the tests that come later too
	if demo.dir, err = os.MkdirTemp("", "verbatim-demo-"); err != nil {
		return err
	}
	if demo.library, err = library.Create(demo.dir); err != nil {
		return err
	}
	if err := errors.Join(importing.AddSample(ctx, demo.library), importing.AddDemo(ctx, demo.library)); err != nil {
		return err
	}
	k := keeper(filepath.Join(demo.dir, "index"))
	if err := k.Build(ctx, demo.library, nil); err != nil {
		return err
	}
	if demo.index, err = k.Open(ctx); err != nil {
		return err
	}
	demo.searcher = search.NewSearcher(demo.library, demo.index)
	return nil
}

// Main runs the tests of a package, removes what Demo made, and returns the exit code.
func Main(m *testing.M) int {
	code := m.Run()
	var errs []error
	if demo.index != nil {
		errs = append(errs, demo.index.Close())
	}
	if demo.library != nil {
		errs = append(errs, demo.library.Close(), os.RemoveAll(demo.dir))
	}
	if err := errors.Join(errs...); err != nil {
		fmt.Fprintln(os.Stderr, "the demonstration collection:", err)
		return max(code, 1)
	}
	return code
}
