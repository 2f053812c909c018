package quote

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"verbatim/corpus/document"
)

// As says what a text is.
type As string

// What a text can be.
const (
	AsQuote   As = "quote"   // one quotation
	AsArticle As = "article" // with quotations in it
)

// A Request is a text to check.
type Request struct {
	Text  string
	As    As          // empty: found out
	Said  Attribution // of the source of all quotations
	Short bool        // check quotations of one or two words in an article too
}

// Bounds of an article.
const (
	MaxQuotations = 500 // that are checked
	scareWords    = 2   // a quotation of so many words or fewer is mostly a writer's own
)

// ErrEmpty is the error for a text without a word.
var ErrEmpty = errors.New("there is nothing to check: the text has no word")

// Check checks a text: one quotation, or each of those in an article, in their
// order. A text is taken for one quotation if it has no quotation marks within
// it, or if it stands in the library as it is.
func (c *Checker) Check(ctx context.Context, r Request) ([]Result, error) {
	if !hasWord(r.Text) {
		return nil, ErrEmpty
	}
	found := mentions(paragraphsOf(r.Text))
	if r.As != AsQuote && (r.As == AsArticle || isArticle(found)) {
		if r.As == "" && len(strings.Fields(r.Text)) <= MaxWords {
			if whole, err := c.CheckQuote(ctx, r.Text, r.Said); err == nil && (whole.Verdict.Stands() || isWrapped(r.Text)) || err != nil && !errors.Is(err, ErrTooLong) {
				return oneOf(whole), err
			}
		}
		return c.checkAll(ctx, found, r)
	}
	result, err := c.CheckQuote(ctx, r.Text, r.Said)
	return oneOf(result), err
}

// isWrapped says whether a text stands in quotation marks as a whole.
func isWrapped(text string) bool {
	_, ok := unquote(strings.TrimSpace(text))
	return ok
}

func oneOf(r *Result) []Result {
	if r == nil {
		return nil
	}
	return []Result{*r}
}

// CheckDocument checks the quotations in a document.
func (c *Checker) CheckDocument(ctx context.Context, d *document.Document, r Request) ([]Result, error) {
	return c.checkAll(ctx, mentions(paragraphsIn(d)), r)
}

// checkAll checks the quotations of an article, as many at a time as there are
// processors.
func (c *Checker) checkAll(ctx context.Context, found []mention, r Request) ([]Result, error) {
	results, errs := make([]Result, len(found)), make([]error, len(found))
	next := make(chan int)
	var workers sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range min(len(found), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				if results[i], errs[i] = c.checkMention(ctx, found[i], r); errs[i] != nil {
					cancel()
				}
			}
		})
	}
	checked := 0
	for i, m := range found {
		switch words := m.words(); {
		case words <= scareWords && !r.Short:
			results[i] = unchecked(m, "")
		case checked == MaxQuotations:
			results[i] = unchecked(m, fmt.Sprintf("at most %d quotations of a text are checked at a time", MaxQuotations))
		default:
			checked++
			next <- i
		}
	}
	close(next)
	workers.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return nil, err
		}
	}
	return results, errors.Join(errs...)
}

func unchecked(m mention, note string) Result {
	r := Result{Quote: strings.TrimSpace(m.text), Verdict: Unchecked, Context: m.context}
	if note != "" {
		r.Notes = []string{note}
	}
	return r
}

func (c *Checker) checkMention(ctx context.Context, m mention, r Request) (Result, error) {
	result, err := c.CheckQuote(ctx, m.text, r.Said)
	if errors.Is(err, ErrTooLong) {
		return unchecked(m, err.Error()), nil
	}
	if err != nil {
		return Result{}, err
	}
	if m.open {
		result.Notes = append(result.Notes, "the mark that ends the quotation is missing")
	}
	result.hint(m.context)
	return *result, nil
}
