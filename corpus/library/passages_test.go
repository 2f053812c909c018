package library

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// anotherOf opens the library a second time, as another process does.
func anotherOf(t testing.TB, l *Library) *Library {
	t.Helper()
	other, err := Open(l.Dir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	return other
}

// What was read before is not shown as it was then: each change of the library,
// by whomever, is seen by the next question.
func TestPassagesAreOfThePresent(t *testing.T) {
	defer func(d time.Duration) { retention = d }(retention)
	writer := newLibrary(t)
	imports(t, writer, written("Chad", "a.txt", "Old.", "Same."), written("Mali", "a.txt", "M."))
	reader := anotherOf(t, writer)
	check := func(state string, rows []int64, want string, retired bool) {
		t.Helper()
		for _, l := range []*Library{reader, writer} {
			for range 2 { // read, and kept
				entries, err := l.Passages(t.Context(), rows)
				if err != nil {
					t.Fatalf("%s: %v", state, err)
				}
				var texts []string
				for _, e := range entries {
					texts = append(texts, e.Text)
					if e.Retired.IsZero() == retired || e.Narrative.Country != "Chad" {
						t.Errorf("%s: %q of %s is retired %v, want %t", state, e.Text, e.Narrative.Country, e.Retired, retired)
					}
				}
				if got := strings.Join(texts, " "); got != want {
					t.Errorf("%s: %q, want %q", state, got, want)
				}
			}
		}
	}
	check("at first", []int64{2, 1, 2}, "Same. Old. Same.", false)
	imports(t, writer, written("Chad", "a.txt", "New.", "Same."))
	check("after another text came", []int64{4, 5}, "New. Same.", false)
	check("what it was before", []int64{1, 2}, "Old. Same.", true)
	removes(t, writer, chad)
	check("after it was removed", []int64{4, 1}, "New. Old.", true)

	retention = -time.Second
	imports(t, writer, written("Mali", "a.txt", "M.")) // which brings no new revision
	for _, l := range []*Library{reader, writer} {
		for _, row := range []int64{1, 2, 4, 5, 6} {
			if entries, err := l.Passages(t.Context(), []int64{3, row}); !errors.Is(err, ErrNotFound) {
				t.Errorf("after its text was deleted: %+v, %v", entries, err)
			}
		}
	}
}

// While a text is replaced again and again, nobody who asks after a commit is
// given a passage of before as a current one.
func TestPassagesWhileTheyAreReplaced(t *testing.T) {
	writer := newLibrary(t)
	imports(t, writer, written("Mali", "a.txt", "M."), written("Chad", "a.txt", "Text 2."))
	var current atomic.Int64 // the row of Chad's text, when it was committed
	current.Store(2)
	var reading sync.WaitGroup
	for _, l := range []*Library{writer, anotherOf(t, writer)} {
		for range 4 {
			reading.Go(func() {
				for current.Load() < 102 {
					now := current.Load()
					rows := []int64{1, max(2, now-rand.Int64N(3)), now}
					entries, err := l.Passages(t.Context(), rows)
					if err != nil {
						t.Error(err)
						return
					}
					for i, e := range entries[1:] {
						if e.Text != fmt.Sprintf("Text %d.", rows[i+1]) || e.Retired.IsZero() && rows[i+1] < now {
							t.Errorf("row %d is %q, retired %v; row %d was committed", rows[i+1], e.Text, e.Retired, now)
							return
						}
					}
					time.Sleep(100 * time.Microsecond) // the writer has its turn as well
				}
			})
		}
	}
	for row := int64(3); row <= 102; row++ {
		imports(t, writer, written("Chad", "a.txt", fmt.Sprintf("Text %d.", row)))
		current.Store(row)
	}
	reading.Wait()
}

// Around gives what stands around a passage in its narrative, whatever is before it and
// behind it in the library, and as much of it as was asked for.
func TestAround(t *testing.T) {
	l := newLibrary(t)
	var long []string
	for i := range 40 {
		long = append(long, strings.Repeat("word ", i%7)+fmt.Sprint("end ", i, "."))
	}
	imports(t, l, written("Chad", "a.txt", "One.", "Two."), written("Mali", "a.txt", long...), written("Togo", "a.txt", "Three."))
	for stored, err := range l.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range stored.Passages {
			for _, reach := range []int{0, 1, 10, 60, 300, 5000} {
				from, to := max(0, i-1), min(i+1, len(stored.Passages)-1)
				for from > 0 && p.Span.Start-stored.Passages[from].Span.Start < reach {
					from--
				}
				for to+1 < len(stored.Passages) && stored.Passages[to].Span.End-p.Span.End < reach {
					to++
				}
				got, err := l.Around(t.Context(), Entry{Row: stored.Rows[i], Seq: i}, reach)
				if err != nil {
					t.Fatal(err)
				}
				if want := stored.Text[stored.Passages[from].Span.Start:stored.Passages[to].Span.End]; got.Text != want {
					t.Errorf("%s, passage %d, reach %d: %q, want %q", stored.Country, i, reach, got.Text, want)
				}
				for j, e := range got.Entries {
					if own := stored.Passages[from+j]; e.Row != stored.Rows[from+j] || e.ID != own.ID || e.Span.In(got.Text) != own.Span.In(stored.Text) {
						t.Errorf("%s, passage %d, reach %d: %q in row %d, want %q", stored.Country, i, reach, e.Span.In(got.Text), e.Row, own.Span.In(stored.Text))
					}
				}
			}
		}
	}
	if _, err := l.Around(t.Context(), Entry{Row: 1000}, 10); !errors.Is(err, ErrNotFound) {
		t.Errorf("around a passage that is not there: %v", err)
	}
}
