package enginetest

import (
	"context"
	"errors"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/search"
)

// Library makes a library for a test, with the sample and the files in it.
func Library(t testing.TB, files ...string) *library.Library {
	t.Helper()
	lib := Imported(t)
	if err := importing.AddSample(t.Context(), lib); err != nil {
		t.Fatal(err)
	}
	add(t, lib, files)
	return lib
}

// Imported makes a library for a test, with the files in it and nothing else.
func Imported(t testing.TB, files ...string) *library.Library {
	t.Helper()
	lib, err := library.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	add(t, lib, files)
	return lib
}

func add(t testing.TB, lib *library.Library, files []string) {
	t.Helper()
	report, err := importing.Files(t.Context(), lib, files, nil)
	if err := errors.Join(append(report.Failed, err)...); err != nil {
		t.Fatal(err)
	}
}

// Docs lists the passages of a library.
func Docs(t testing.TB, lib *library.Library) (docs []Doc) {
	t.Helper()
	for n, err := range lib.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range n.Passages {
			docs = append(docs, Doc{Row: n.Rows[i], Narrative: n.Narrative, Passage: p, Text: p.Span.In(n.Text)})
		}
	}
	return docs
}

// Faulty is an engine that fails with the error that it returns.
type Faulty func() error

// Find fails.
func (f Faulty) Find(context.Context, search.Question) (*search.Found, error) { return nil, f() }

// Values fails.
func (f Faulty) Values(context.Context, search.Field) ([]search.Count, error) { return nil, f() }

// Generation fails.
func (f Faulty) Generation(context.Context) (string, error) { return "", f() }

// Words fails.
func (f Faulty) Words(context.Context, *search.Term) ([]search.Count, error) { return nil, f() }

// Scan fails.
func (f Faulty) Scan(context.Context, search.Question, search.Scan, search.Visit) error { return f() }

// Alike fails.
func (f Faulty) Alike(context.Context, int64) ([]int64, error) { return nil, f() }
