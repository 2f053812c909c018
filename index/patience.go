package index

import (
	"context"
	"runtime"
	"time"

	"verbatim/index/forward"
	"verbatim/search"
)

// Whoever asks may leave, and a question has its time. All that goes through many
// passages, words or sets looks at the question's context about every millisecond,
// and lets other questions have the processor then: so a short question does not
// wait for a long one.

// ended reports whether there is no time left, and lets others have the processor.
func ended(ctx context.Context) bool {
	runtime.Gosched()
	return ctx.Err() != nil
}

// late reports whether the evaluation has failed or there is no time left, which is
// its error then. It lets others have the processor if it has had it for a while: to
// hand it over takes longer than to look at the time, also where nobody waits.
func (e *evaluation) late() bool {
	if time.Since(e.yielded) > turn {
		runtime.Gosched()
		e.yielded = time.Now()
	}
	return e.fail(e.ctx.Err())
}

// turn is how long an evaluation has the processor before it lets others have it.
const turn = 500 * time.Microsecond

// Work is counted in words of passages, or the like, between two looks at the time.
const (
	workPerLook = 1 << 14
	setsPerLook = 32
)

// worked counts work, looks at the time every so often, and reports whether the
// evaluation has failed or there is no time left.
func (e *evaluation) worked(n int) bool {
	if e.work += n; e.work < workPerLook {
		return e.err != nil
	}
	e.work = 0
	return e.late()
}

// A vocabulary finds the words of a part for one question: those of each wildcard
// and fuzzy term once, since all words are gone through for them.
type vocabulary struct {
	ctx   context.Context
	words *forward.Index
	found map[*search.Term][]uint32
}

// vocabularies returns one for each part.
func (g *generation) vocabularies(ctx context.Context) []*vocabulary {
	all := make([]*vocabulary, len(g.parts))
	for i, v := range g.parts {
		all[i] = &vocabulary{ctx: ctx, words: v.forward}
	}
	return all
}

// Words makes it a search.Vocabulary. When there is no time left it gives some of
// the words; the caller looks at the context.
func (v *vocabulary) Words(t *search.Term) []uint32 {
	switch t.Kind {
	case search.Stemmed, search.Literal:
		return v.words.Words(t)
	}
	numbers, known := v.found[t]
	if !known {
		numbers = v.words.WordsUntil(t, func() bool { return ended(v.ctx) })
		if v.found == nil {
			v.found = map[*search.Term][]uint32{}
		}
		v.found[t] = numbers
	}
	return numbers
}
