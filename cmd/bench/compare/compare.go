// Package compare asks engines the same questions, by turns, and measures how
// long their answers take.
package compare

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"verbatim/cmd/bench/workload"
)

// An Engine answers questions. It is asked one at a time.
type Engine interface {
	Name() string
	// Ask returns the answer in full, with the texts and marks of the hits that
	// the task wants. The error is ErrCannot if the engine has no such question.
	Ask(ctx context.Context, q workload.Question) (Answer, error)
	Close() error
}

// A Warmer is an engine that has to be asked often before it answers as fast as it can.
type Warmer interface {
	// Warm answers a question as often as is needed.
	Warm(ctx context.Context, q workload.Question) error
}

// An Answer is what is compared between engines, and what keeps an answer from
// being optimized away.
type Answer struct {
	Total int
	Hits  []string // the first words of each hit, marked
	// Wall and CPU are what the engine says that it took, if it is a program of its
	// own: else both are 0.
	Wall, CPU time.Duration
}

// ErrCannot is an engine's answer to a kind of question that it does not know.
var ErrCannot = fmt.Errorf("the engine cannot answer this")

// Times are what the answers of one engine to the questions of a class took.
type Times struct {
	Engine, Class string
	Wall, CPU     []time.Duration // of each answer, sorted
	Bare          []time.Duration // the CPU of each answer without texts and marks, sorted
	Allocated     uint64          // bytes an answer
	Totals        []int           // of each question
	Differ        int             // how many of these are not those of the first engine
	First         string          // the first of these questions, with both totals
	Cannot        bool
}

// Run asks every engine the questions of a class, so many rounds after one
// that warms up. In each round every engine has its turn, and another begins, so
// that what else the machine does is shared among them. Memory is cleaned up
// before each turn: no engine pays for what another has left behind. What shows
// passages is asked twice, with their texts and marks and without.
func Run(ctx context.Context, engines []Engine, class workload.Class, rounds int) ([]Times, error) {
	all := make([]Times, len(engines))
	for i, e := range engines {
		all[i] = Times{Engine: e.Name(), Class: class.Name}
	}
	for round := range rounds + 1 {
		for n := range engines {
			at := (n + round) % len(engines)
			if err := all[at].turn(ctx, engines[at], class.Questions, round == 0); err != nil {
				return nil, err
			}
		}
	}
	for i := range all {
		slices.Sort(all[i].Wall)
		slices.Sort(all[i].CPU)
		slices.Sort(all[i].Bare)
		all[i].Allocated /= uint64(max(1, len(all[i].Wall)))
		for q, total := range all[i].Totals {
			if q < len(all[0].Totals) && total != all[0].Totals[q] {
				if all[i].Differ++; all[i].Differ == 1 {
					all[i].First = fmt.Sprintf("%s: %d, %s %d", class.Questions[q].Text, total, all[0].Engine, all[0].Totals[q])
				}
			}
		}
	}
	return all, nil
}

// forgetful is an engine that keeps what it was asked, and can forget it: each turn asks it
// what it was not asked before.
type forgetful interface {
	Forget(ctx context.Context) error
}

// turn asks an engine all questions once.
func (t *Times) turn(ctx context.Context, e Engine, questions []workload.Question, warmUp bool) error {
	if t.Cannot {
		return nil
	}
	if kept, ok := e.(forgetful); ok {
		if err := kept.Forget(ctx); err != nil {
			return err
		}
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, q := range questions {
		answer, err := ask(ctx, e, q, warmUp)
		switch {
		case err == ErrCannot:
			t.Cannot = true
			return nil
		case err != nil:
			return err
		case warmUp:
			t.Totals = append(t.Totals, answer.Total)
		default:
			t.Wall, t.CPU = append(t.Wall, answer.Wall), append(t.CPU, answer.CPU)
		}
	}
	if runtime.ReadMemStats(&after); !warmUp {
		t.Allocated += after.TotalAlloc - before.TotalAlloc
	}
	for _, q := range questions {
		if q.Bare = true; !q.Task.Shows() {
			continue
		}
		answer, err := ask(ctx, e, q, warmUp)
		if err != nil {
			return err
		}
		if !warmUp {
			t.Bare = append(t.Bare, answer.CPU)
		}
	}
	return nil
}

// ask asks an engine a question; the answer says what it took.
func ask(ctx context.Context, e Engine, q workload.Question, warmUp bool) (answer Answer, err error) {
	if w, ok := e.(Warmer); ok && warmUp {
		if err := w.Warm(ctx, q); err != nil {
			return answer, err
		}
	}
	cpu, start := ProcessorTime(), time.Now()
	answer, err = e.Ask(ctx, q)
	if wall, cpu := time.Since(start), ProcessorTime()-cpu; answer.Wall == 0 {
		answer.Wall, answer.CPU = wall, cpu
	}
	if err != nil && err != ErrCannot {
		err = fmt.Errorf("%s: %s: %w", e.Name(), q.Text, err)
	}
	return answer, err
}

// Turn asks an engine questions, each once, after memory is cleaned up. It returns the
// processor time of each answer, and what it found: -1 where that was an error.
func Turn(ctx context.Context, e Engine, questions []workload.Question) (took []time.Duration, totals []int) {
	runtime.GC()
	for _, q := range questions {
		before := ProcessorTime()
		answer, err := e.Ask(ctx, q)
		if took = append(took, ProcessorTime()-before); err != nil {
			answer.Total = -1
		}
		totals = append(totals, answer.Total)
	}
	return took, totals
}

// Percentile returns a percentile of what is sorted, as times are; 0 if there are none.
func Percentile[T ~int | ~int64](sorted []T, percent int) T {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100]
}
