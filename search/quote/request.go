package quote

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"verbatim/corpus/document"
	"verbatim/corpus/document/html"
	"verbatim/search/admit"
	"verbatim/search/quote/article"
	"verbatim/search/quote/meaning"
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
	Short bool        // also check quotations of a few words in an article
}

// Bounds of an article.
const (
	MaxQuotations = 300 // that are checked
	scareWords    = 2   // a quotation of so many words or fewer is mostly a writer's own
	ownWords      = 5   // one of so many is, if it stands nowhere
)

// A Checked is what was found for a text: of each quotation in order, and the
// quotation marks that have no partner.
type Checked struct {
	Results  []Result
	Unpaired []article.Unpaired
	// Found are the quotations of an article, one for each of Results; nil for one
	// quotation.
	Found []article.Quotation
}

// Clean reports whether all quotations can be printed as they are.
func (c *Checked) Clean() bool {
	return len(c.Unpaired) == 0 && !slices.ContainsFunc(c.Results, func(r Result) bool { return !r.Clean() && (r.Verdict != Unchecked || r.Late) })
}

// ErrEmpty is the error for a text without a word.
var ErrEmpty = errors.New("there is nothing to check: the text contains no words")

// Check checks a text: one quotation, or each of those in an article, in their
// order. A text is taken for an article if there are quotation marks within it,
// unless it stands in marks as a whole, or what is outside of the marks within
// it is in the library as well.
func (c *Checker) Check(ctx context.Context, r Request) (*Checked, error) {
	if !hasWord(r.Text) {
		return nil, ErrEmpty
	}
	ctx, leave, err := admit.Text(ctx, c.engine, r.Text)
	if err != nil {
		return nil, err
	}
	defer leave()
	found, unpaired := article.Find(ctx, paragraphsOf(ctx, r.Text))
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read a text: %w", err)
	}
	if r.As == AsArticle {
		return c.checkAll(ctx, found, unpaired, r)
	}
	whole, err := c.CheckQuote(ctx, r.Text, r.Said)
	if r.As == "" && isArticle(found) && (errors.Is(err, ErrTooLong) || err == nil && (whole.Verdict == Unchecked || !isQuotation(r.Text, whole, found))) {
		return c.checkAll(ctx, found, unpaired, r)
	}
	if err != nil {
		return nil, err
	}
	return &Checked{Results: []Result{*whole}}, nil
}

// page begins a text that is the source of a web page, or is in it where a page
// marks its quotations.
var page = regexp.MustCompile(`(?i)^\s*<(?:!doctype|html|body|main|article|section|div|p|h[1-6]|blockquote)\b[^<>]*>|<(?:q|blockquote)(?:\s[^<>]*)?>`)

// maxPage is how many bytes the source of a page has at most: parsing sees no deadline.
const maxPage = 1 << 20

// paragraphsOf returns the paragraphs of a text that was given as an article. One that
// was pasted as the source of a page is read as that.
func paragraphsOf(ctx context.Context, text string) []article.Paragraph {
	if len(text) <= maxPage && page.MatchString(text) {
		d := &document.Document{}
		if err := html.Fragment(ctx, []byte(text), d); err == nil {
			return article.OfDocument(d)
		}
	}
	return article.Paragraphs(ctx, text)
}

// isArticle reports whether a text has quotations in it that are worth a look, and
// is none itself.
func isArticle(found []article.Quotation) bool {
	return slices.ContainsFunc(found, func(m article.Quotation) bool { return wordCount(m.Text) > scareWords })
}

// wordCount counts the words of a quotation. It is not read if it is longer than
// what is compared.
func wordCount(text string) int {
	if len(text) > maxBytes {
		return MaxWords
	}
	return len(wordsOf(text))
}

// isQuotation reports whether a text with quotation marks within it is one
// quotation, given what was found for it as a whole: it stands, or it is set in
// marks, or half of the words outside of the marks within it are the source's.
func isQuotation(text string, whole *Result, found []article.Quotation) bool {
	if _, wrapped := unquote(strings.TrimSpace(text)); wrapped || whole.Verdict.Stands() {
		return true
	}
	if len(whole.Places) == 0 {
		return false
	}
	inMarks := func(at int) bool {
		return slices.ContainsFunc(found, func(m article.Quotation) bool { return m.At <= at && at < m.At+len(m.Text) })
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
func (c *Checker) CheckDocument(ctx context.Context, d *document.Document, r Request) (*Checked, error) {
	found, unpaired := article.Find(ctx, article.OfDocument(d))
	return c.checkAll(ctx, found, unpaired, r)
}

// checkAll checks the quotations of an article, as many at a time as there are
// processors. Where time runs out, what is left is Unchecked.
func (c *Checker) checkAll(ctx context.Context, found []article.Quotation, unpaired []article.Unpaired, r Request) (*Checked, error) {
	ctx, cancel := inTime(ctx)
	defer cancel()
	results, errs := make([]Result, len(found)), make([]error, len(found))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(len(found), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				results[i], errs[i] = c.checkGuarded(ctx, found[i], r)
				if errs[i] != nil && !errors.Is(errs[i], context.DeadlineExceeded) {
					cancel()
				}
			}
		})
	}
	checked := 0
	for i, m := range found {
		switch words := wordCount(m.Text); {
		case ctx.Err() != nil:
			errs[i] = ctx.Err()
		case words <= scareWords && !r.Short:
			results[i] = unchecked(m, "")
		case checked == MaxQuotations:
			results[i] = unchecked(m, fmt.Sprintf("only the first %d quotations of a text are checked at a time; check the rest by itself", MaxQuotations))
			results[i].Late = true
		default:
			checked++
			next <- i
		}
	}
	close(next)
	workers.Wait()
	for i, err := range errs {
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			results[i] = unchecked(found[i], "there was no time left to check it; check it by itself")
			results[i].Late = true
		case err != nil && !errors.Is(err, context.Canceled):
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("check a text: %w", err)
	}
	return &Checked{results, unpaired, found}, nil
}

// inTime ends a little before the time is up, so that what was found can be told.
func inTime(ctx context.Context) (context.Context, context.CancelFunc) {
	end, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	left := time.Until(end)
	return context.WithDeadline(ctx, end.Add(-left/8))
}

// checkGuarded is checkMention, with a panic as an error: in a goroutine of its own
// it would end the process.
func (c *Checker) checkGuarded(ctx context.Context, m article.Quotation, r Request) (result Result, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("checking a quotation panicked: %v\n%s", cause, debug.Stack())
		}
	}()
	return c.checkMention(ctx, m, r)
}

func unchecked(m article.Quotation, note string) Result {
	r := Result{Quote: strings.TrimSpace(m.Text), Verdict: Unchecked, Context: m.Context}
	if note != "" {
		r.Notes = []string{note}
	}
	return r
}

func (c *Checker) checkMention(ctx context.Context, m article.Quotation, r Request) (Result, error) {
	from := origin{said: r.Said, sentence: article.NamedIn(m.Context), before: article.NamedIn(m.Before), lead: m.Lead}
	result, err := c.check(ctx, m.Text, from)
	if errors.Is(err, ErrTooLong) {
		return unchecked(m, err.Error()), nil
	}
	if err != nil {
		return Result{}, err
	}
	if !result.Verdict.Stands() && !r.Short {
		if note := notQuoted(m, result); note != "" {
			return unchecked(m, note), nil
		}
	}
	if m.Note != "" {
		result.Notes = append(result.Notes, m.Note)
	}
	result.hint(m.Context, from.sentence)
	return *result, nil
}

// notQuoted says why what stands in marks, and nowhere in the library, is no
// quotation of a report; empty if it may be one.
func notQuoted(m article.Quotation, r *Result) string {
	words := wordsOf(m.Text)
	switch {
	case article.IsTitle(m.Text):
		return "it is a title, and not a quotation"
	case len(words) > ownWords:
		return ""
	case r.Verdict == Altered && len(words) > ownWords-2 && article.Speaker(m.Context) == "" && likelyMeant(words, r):
		return ""
	}
	return fmt.Sprintf("up to %d words that stand nowhere as they are here are mostly a writer’s own, or someone else’s", ownWords)
}

// likelyMeant reports whether a few words are so like the source that they are likely
// to be its own: all but one are there, and two at least are words with matter.
func likelyMeant(words []word, r *Result) bool {
	edits := r.Places[0].Edits()
	if len(edits) != 1 || r.Places[0].cost > 1 {
		return false
	}
	matter := 0
	for _, w := range words {
		if changed := w.span.Start >= edits[0].At.Start && w.span.Start < edits[0].At.End; !changed && len(w.key) > 3 && !meaning.IsQuantity(w.key) {
			matter++
		}
	}
	return matter >= 2
}
