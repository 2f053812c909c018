package index

import (
	"context"
	"iter"
	"sync"

	"verbatim/corpus/library"
	"verbatim/search"
)

// An analysis is a narrative with the words of its passages.
type analysis struct {
	library.Stored
	tokens [][]search.Token
	err    error
}

// analyzed yields the narratives that are new in a library since a revision, in
// order. Their words are found on all processors while the ones before are
// indexed.
func analyzed(ctx context.Context, lib *library.Library, since int64) iter.Seq2[analysis, error] {
	return func(yield func(analysis, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer stop()
		pending := make(chan chan analysis, 8)
		running.Go(func() {
			defer close(pending)
			for stored, err := range lib.AddedSince(ctx, since) {
				result := make(chan analysis, 1)
				select {
				case pending <- result:
				case <-ctx.Done():
					return
				}
				running.Go(func() { result <- analyze(stored, err) })
			}
		})
		for result := range pending {
			a := <-result
			if !yield(a, a.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(analysis{}, err)
		}
	}
}

func analyze(stored library.Stored, err error) analysis {
	a := analysis{Stored: stored, err: err}
	if err != nil {
		return a
	}
	// One array for all: English has a word in about 6 bytes.
	tokens := make([]search.Token, 0, len(stored.Text)/5)
	a.tokens = make([][]search.Token, len(stored.Passages))
	for i, p := range stored.Passages {
		start := len(tokens)
		tokens = search.AppendTokens(tokens, p.Span.In(stored.Text))
		a.tokens[i] = tokens[start:]
	}
	return a
}
