// Package admit decides who is answered next. A question costs about what is seen
// of it beforehand: a word little, hundreds of words in each other's sentence much.
// Cheap questions and dear ones wait apart, and dear ones get half of the processors,
// so that nobody who looks up a word waits for them. Who would wait long is told so
// at once.
//
// It stands before an engine, below all that asks it: pages, JSON and programs.
package admit

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"

	"verbatim/search"
)

// ErrBusy says that too many others ask at the moment. It is over in a few seconds.
var ErrBusy = errors.New("too many questions are being answered; try again in a moment")

// RetryAfter is after how long to try again.
const RetryAfter = 2 * time.Second

// An Engine lets questions through to another when it is their turn.
type Engine struct {
	search.Engine
	cheap, dear lane
	exports     chan struct{} // has an element for each that is under way
}

// New puts an engine behind turns.
func New(e search.Engine) *Engine {
	processors := runtime.GOMAXPROCS(0)
	return &Engine{
		Engine: e,
		// Each question needs memory in proportion to the passages; more at once
		// would end no sooner.
		cheap:   lane{places: make(chan struct{}, 2*processors), most: 128 * int32(processors), patience: 5 * time.Second},
		dear:    lane{places: make(chan struct{}, max(1, processors/2)), most: 2 * int32(processors), patience: 2 * time.Second},
		exports: make(chan struct{}, MaxExports),
	}
}

// A lane is a number of places, and a queue before them.
type lane struct {
	places   chan struct{} // has an element for each that is taken
	waiting  atomic.Int32
	most     int32         // who may wait
	patience time.Duration // how long
}

// enter takes a place. The error is ErrBusy, or that of ctx.
func (l *lane) enter(ctx context.Context) error {
	select {
	case l.places <- struct{}{}:
		return nil
	default:
	}
	defer l.waiting.Add(-1)
	if l.waiting.Add(1) > l.most {
		return ErrBusy
	}
	late := time.NewTimer(l.patience)
	defer late.Stop()
	select {
	case l.places <- struct{}{}:
		return nil
	case <-late.C:
		return ErrBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *lane) leave() { <-l.places }

// admitted marks the context of what has its turn already.
type admitted struct{}

// Outside returns a context whose questions wait for nobody: those by which a
// server's state is told.
func Outside(ctx context.Context) context.Context {
	return context.WithValue(ctx, admitted{}, true)
}

// enter waits for a turn of a cost. What is asked with the context that it returns is
// part of the same turn, which ends with leave.
func (e *Engine) enter(ctx context.Context, cost int) (in context.Context, leave func(), err error) {
	if ctx.Value(admitted{}) != nil {
		return ctx, func() {}, nil
	}
	in, l := Outside(ctx), &e.cheap
	if cost > cheap {
		l = &e.dear
	}
	if err := l.enter(ctx); err != nil {
		return nil, nil, err
	}
	return in, l.leave, nil
}

// Find implements search.Engine.
func (e *Engine) Find(ctx context.Context, q search.Question) (*search.Found, error) {
	ctx, leave, err := e.enter(ctx, Cost(q))
	if err != nil {
		return nil, err
	}
	defer leave()
	return e.Engine.Find(ctx, q)
}

// Scan implements search.Engine.
func (e *Engine) Scan(ctx context.Context, q search.Question, wanted search.Scan, visit search.Visit) error {
	cost := Cost(q)
	if len(q.Filters[search.FieldNarrative]) == 0 {
		cost += ofScan
	}
	ctx, leave, err := e.enter(ctx, cost)
	if err != nil {
		return err
	}
	defer leave()
	return e.Engine.Scan(ctx, q, wanted, visit)
}

// Alike implements search.Engine.
func (e *Engine) Alike(ctx context.Context, row int64) ([]int64, error) {
	ctx, leave, err := e.enter(ctx, cheap)
	if err != nil {
		return nil, err
	}
	defer leave()
	return e.Engine.Alike(ctx, row)
}

// Text waits for the turn of a text whose quotations are to be checked with an
// engine; all that is asked with the context that it returns is part of that turn. An
// engine without turns has nobody wait.
func Text(ctx context.Context, e search.Engine, text string) (in context.Context, leave func(), err error) {
	return enter(ctx, e, costOfText(text))
}

// All waits for the turn of what goes on with all that questions find, after they are
// answered: sorting, comparing and adding up are part of that turn.
func All(ctx context.Context, e search.Engine) (in context.Context, leave func(), err error) {
	return enter(ctx, e, cheap+1)
}

// Marks waits for the turn of marking what a query finds in a passage and those beside
// it. A cheap query waits for nobody.
func Marks(ctx context.Context, e search.Engine, q *search.Query) (in context.Context, leave func(), err error) {
	cost := Cost(search.Question{Query: q})
	if cost <= cheap {
		return ctx, func() {}, nil
	}
	return enter(ctx, e, cost)
}

// inTurns is an Engine, or an engine in which one is embedded.
type inTurns interface {
	enter(ctx context.Context, cost int) (in context.Context, leave func(), err error)
	export() (leave func(), err error)
}

func enter(ctx context.Context, e search.Engine, cost int) (in context.Context, leave func(), err error) {
	turns, ok := e.(inTurns)
	if !ok {
		return ctx, func() {}, nil
	}
	return turns.enter(ctx, cost)
}
