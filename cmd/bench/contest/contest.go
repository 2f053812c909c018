// Package contest asks engines the same questions, by turns, and tells how
// long their answers take.
package contest

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
	// Ask gives the answer in full, with the texts and marks of the hits that
	// the task wants. The error is ErrCannot if the engine has no such question.
	Ask(ctx context.Context, q workload.Question) (Answer, error)
	Close() error
}

// An Answer is what is compared between engines, and what keeps an answer from
// being optimized away.
type Answer struct {
	Total int
	Hits  []string // the first words of each hit, marked
}

// ErrCannot is an engine's answer to a kind of question that it does not know.
var ErrCannot = fmt.Errorf("the engine cannot answer this")

// Times are what the answers of one engine to the questions of a class took.
type Times struct {
	Engine, Class string
	Wall, CPU     []time.Duration // of each answer, sorted
	Allocated     uint64          // bytes an answer
	Totals        []int           // of each question
	Cannot        bool
}

// Run asks every engine the questions of a class, so many rounds after one
// that warms up. Engines take turns question by question, so that what else
// the machine does is shared among them.
func Run(ctx context.Context, engines []Engine, class workload.Class, rounds int) ([]Times, error) {
	all := make([]Times, len(engines))
	for i, e := range engines {
		all[i] = Times{Engine: e.Name(), Class: class.Name}
	}
	for round := range rounds + 1 {
		for _, q := range class.Questions {
			for i, e := range engines {
				t := &all[i]
				if t.Cannot {
					continue
				}
				answer, spent, err := timed(ctx, e, q)
				switch {
				case err == ErrCannot:
					t.Cannot = true
				case err != nil:
					return nil, fmt.Errorf("%s: %s: %w", e.Name(), q.Text, err)
				case round == 0:
					t.Totals = append(t.Totals, answer.Total)
				default:
					t.Wall = append(t.Wall, spent.wall)
					t.CPU = append(t.CPU, spent.cpu)
					t.Allocated += spent.bytes
				}
			}
		}
	}
	for i := range all {
		slices.Sort(all[i].Wall)
		slices.Sort(all[i].CPU)
		all[i].Allocated /= uint64(max(1, len(all[i].Wall)))
	}
	return all, nil
}

type spent struct {
	wall, cpu time.Duration
	bytes     uint64
}

// timed measures one answer. Memory is read outside of what is timed.
func timed(ctx context.Context, e Engine, q workload.Question) (Answer, spent, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, start := processorTime(), time.Now()
	answer, err := e.Ask(ctx, q)
	s := spent{wall: time.Since(start), cpu: processorTime() - cpu}
	runtime.ReadMemStats(&after)
	s.bytes = after.TotalAlloc - before.TotalAlloc
	return answer, s, err
}

// Percentile gives a percentile of sorted times; 0 if there are none.
func Percentile(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100]
}
