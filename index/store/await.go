package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"verbatim/search"
	"verbatim/search/admit"
)

// An awaiting is the engine of a server that follows another. A cursor may be of a state
// that another server has, and this one not yet: then the writer is asked at once for what
// is new, and the question waits for it a moment, before its turn.
type awaiting struct {
	*admit.Engine
	store   *Store
	reached atomic.Int64  // the revision that questions can be asked about
	asked   chan struct{} // has an element if the writer is to be asked at once
}

// How long a question waits for a state that is to come, and how often it looks.
const (
	awaits     = 3 * time.Second
	awaitsEach = 20 * time.Millisecond
)

// Find implements search.Engine.
func (a *awaiting) Find(ctx context.Context, q search.Question) (*search.Found, error) {
	if err := a.await(ctx, q.Generation); err != nil {
		return nil, err
	}
	return a.Engine.Find(ctx, q)
}

// Scan implements search.Engine.
func (a *awaiting) Scan(ctx context.Context, q search.Question, wanted search.Scan, visit search.Visit) error {
	if err := a.await(ctx, q.Generation); err != nil {
		return err
	}
	return a.Engine.Scan(ctx, q, wanted, visit)
}

// await waits until a generation can be asked about, if it is one to come. The error is
// search.ErrGone if the writer has no such state, and ErrUnavailable if it did not come.
func (a *awaiting) await(ctx context.Context, generation string) error {
	wanted, ok := search.GenerationRevision(generation, a.store.Library.Identity())
	for began := time.Now(); ok && wanted > a.reached.Load(); {
		if time.Since(began) > awaits {
			told := a.store.Following()
			if told.Revision < wanted && told.Seen.Sub(began) >= time.Second { // asked since the question came
				return search.ErrGone
			}
			return fmt.Errorf("%w: revision %d of %s has not come", search.ErrUnavailable, wanted, told.Writer)
		}
		select {
		case a.asked <- struct{}{}:
		default:
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(awaitsEach):
		}
	}
	return nil
}
