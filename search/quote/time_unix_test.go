//go:build unix

package quote_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"verbatim/index/indextest"
	"verbatim/search/quote"
	"verbatim/search/quote/quotetest"
)

// grace is how long after its deadline, or after who asked has left, a check may go
// on. It is processor time: the machine may have other things to do.
const grace = 200 * time.Millisecond

// TestNothingTakesLong checks texts of the greatest size that is read, made to take
// long. Each ends soon after its time is over.
func TestNothingTakesLong(t *testing.T) {
	n := 40
	if testing.Short() {
		n = 4
	}
	endsInTime(t, quotetest.Hostile(rand.New(rand.NewPCG(1, 2)), 4_000_000, n))
	endsInTime(t, quotetest.Hostile(rand.New(rand.NewPCG(3, 4)), 31_000, n))
}

// TestReadingIsLinear reads quotations of the greatest size that is compared, with
// no deadline: what takes the square of their length takes minutes.
func TestReadingIsLinear(t *testing.T) {
	n := 20
	if testing.Short() {
		n = 8
	}
	checker := hostileChecker(t)
	for _, text := range quotetest.Hostile(rand.New(rand.NewPCG(5, 6)), 31_000, n) {
		readsSoon(t, checker, text)
	}
}

func endsInTime(t *testing.T, texts []string) {
	t.Helper()
	checker := hostileChecker(t)
	for _, text := range texts {
		for _, as := range []quote.As{"", quote.AsArticle} {
			runtime.GC() // what others have left behind is not this check's
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			atDeadline := make(chan time.Duration, 1)
			stop := context.AfterFunc(ctx, func() { atDeadline <- quotetest.Spent() })
			_, err := checker.Check(ctx, quote.Request{Text: text, As: as, Short: true})
			inTime := stop()
			cancel()
			if err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, quote.ErrTooLong) && !errors.Is(err, quote.ErrEmpty) {
				t.Fatalf("%.40q: %v", text, err)
			}
			if inTime {
				continue
			}
			if late := quotetest.Spent() - <-atDeadline; late >= grace {
				t.Errorf("%.40q… (%d bytes, as %q) ended %v after its deadline", text, len(text), as, late)
			}
		}
	}
}

func hostileChecker(t testing.TB) *quote.Checker {
	t.Helper()
	texts, err := os.ReadFile("testdata/article/library.txt")
	if err != nil {
		t.Fatal(err)
	}
	long := "\n# Fiji, 2019\n" + strings.Repeat("The head of the police in the capital of the country said to the court and to the press that labor is here. ", 3000) + "\n"
	return quote.NewChecker(indextest.Searcher(t, newLibrary(t, narrativesOf(string(texts)+strangeTexts+long))))
}

// readsSoon reads a quotation, which must not take long.
func readsSoon(t *testing.T, checker *quote.Checker, text string) {
	t.Helper()
	start := quotetest.Spent()
	_, err := checker.Check(t.Context(), quote.Request{Text: text, As: quote.AsQuote})
	if err != nil && !errors.Is(err, quote.ErrTooLong) && !errors.Is(err, quote.ErrEmpty) {
		t.Fatal(err)
	}
	if took := quotetest.Spent() - start; took > 3*time.Second {
		t.Errorf("%.40q: %v", text, took)
	}
}

// FuzzReadingIsLinear reads quotations of the greatest size that is compared, made of
// one piece again and again between two others.
func FuzzReadingIsLinear(f *testing.F) {
	for _, piece := range []string{"“", "“‘", "[a] ", "… ", "a. ", "\u0301", "(emphasis added) ", "of the … ", "\n> ", "1,", "a-\n"} {
		f.Add(piece, "“a ", " labor is here”")
	}
	checker := hostileChecker(f)
	f.Fuzz(func(t *testing.T, piece, before, after string) {
		const size = 31_000
		if piece == "" || len(piece)+len(before)+len(after) > size {
			return
		}
		text := before + strings.Repeat(piece, (size-len(before)-len(after))/len(piece)) + after
		readsSoon(t, checker, text)
	})
}
