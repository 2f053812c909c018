package quote

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
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
	Short bool        // also check quotations of one or two words in an article
}

// Bounds of an article.
const (
	MaxQuotations = 300 // that are checked
	scareWords    = 2   // a quotation of so many words or fewer is mostly a writer's own
)

// ErrEmpty is the error for a text without a word.
var ErrEmpty = errors.New("there is nothing to check: the text contains no words")

// Check checks a text: one quotation, or each of those in an article, in their
// order. A text is taken for an article if there are quotation marks within it,
// unless it stands in marks as a whole, or what is outside of the marks within
// it is in the library as well.
func (c *Checker) Check(ctx context.Context, r Request) ([]Result, error) {
	if !hasWord(r.Text) {
		return nil, ErrEmpty
	}
	found := mentions(ctx, paragraphsOf(ctx, r.Text))
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read a text: %w", err)
	}
	if r.As == AsArticle {
		return c.checkAll(ctx, found, r)
	}
	whole, err := c.CheckQuote(ctx, r.Text, r.Said)
	if r.As == "" && isArticle(found) && (errors.Is(err, ErrTooLong) || err == nil && (whole.Verdict == Unchecked || !isQuotation(r.Text, whole, found))) {
		return c.checkAll(ctx, found, r)
	}
	if err != nil {
		return nil, err
	}
	return []Result{*whole}, nil
}

// isQuotation reports whether a text with quotation marks within it is one
// quotation, given what was found for it as a whole: it stands, or it is set in
// marks, or half of the words outside of the marks within it are the source's.
func isQuotation(text string, whole *Result, found []mention) bool {
	if _, wrapped := unquote(strings.TrimSpace(text)); wrapped || whole.Verdict.Stands() {
		return true
	}
	if len(whole.Places) == 0 {
		return false
	}
	inMarks := func(at int) bool {
		return slices.ContainsFunc(found, func(m mention) bool { return m.at <= at && at < m.at+len(m.text) })
	}
	changed := func(at int) bool {
		return slices.ContainsFunc(whole.Places[0].Edits(), func(d Difference) bool { return d.At.Start <= at && at < d.At.End })
	}
	start := strings.Index(text, whole.Quote)
	same, all := 0, 0
	for _, w := range wordsOf(whole.Quote) {
		if !inMarks(start + w.span.Start) {
			all++
			if !changed(w.span.Start) {
				same++
			}
		}
	}
	return start >= 0 && 2*same >= all
}

// CheckDocument checks the quotations in a document.
func (c *Checker) CheckDocument(ctx context.Context, d *document.Document, r Request) ([]Result, error) {
	return c.checkAll(ctx, mentions(ctx, paragraphsIn(d)), r)
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
				if results[i], errs[i] = c.checkGuarded(ctx, found[i], r); errs[i] != nil {
					cancel()
				}
			}
		})
	}
	checked := 0
	for i, m := range found {
		if errs[i] = ctx.Err(); errs[i] != nil {
			break
		}
		switch words := m.words(); {
		case words <= scareWords && !r.Short:
			results[i] = unchecked(m, "")
		case checked == MaxQuotations:
			results[i] = unchecked(m, fmt.Sprintf("a text may have at most %d quotations", MaxQuotations))
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

// checkGuarded is checkMention, with a panic as an error: in a goroutine of its own
// it would end the process.
func (c *Checker) checkGuarded(ctx context.Context, m mention, r Request) (result Result, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("checking a quotation panicked: %v\n%s", cause, debug.Stack())
		}
	}()
	return c.checkMention(ctx, m, r)
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
		result.Notes = append(result.Notes, "the closing quotation mark is missing")
	}
	result.hint(m.context)
	return *result, nil
}
