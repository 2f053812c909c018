package enginetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"verbatim/search"
)

// answersMeanwhile asks while states come and go.
func (keeper NewKeeper) answersMeanwhile(t *testing.T) {
	h := NewHistory(t, 13)
	k, x := keeper.built(t, h.Library)
	AskMeanwhile(t, x, 8, func() error {
		h.Change()
		if err := k.Update(t.Context(), h.Library, nil); err != nil {
			return err
		}
		// Who asks for the new state has it looked for.
		newest, err := opened(t, k).Generation(t.Context())
		if err != nil {
			return err
		}
		question := ask(t, "labor")
		question.Generation = newest
		_, err = x.Find(t.Context(), question)
		return err
	})
}

// askedBetween is how many answers there are at least between two changes.
const askedBetween = 20

// AskMeanwhile asks an engine while its collection is changed so many times: each
// question is answered, and a state says the same whenever it is asked.
func AskMeanwhile(t *testing.T, x search.Engine, changes int, change func() error) {
	t.Helper()
	q := ask(t, `government OR "forced labor"`).Query
	totals := sync.Map{} // by generation
	answers := make(chan struct{}, askedBetween)
	stop := make(chan struct{})
	var asking sync.WaitGroup
	for range 3 {
		asking.Go(func() {
			generation := ""
			for asked := 0; ; asked++ {
				select {
				case <-stop:
					return
				default:
				}
				question := search.Question{Query: q, Sort: search.SortRelevance, Limit: 5, Facets: search.Facets, Generation: generation}
				found, err := x.Find(t.Context(), question)
				if errors.Is(err, search.ErrGone) {
					generation = ""
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				total, _ := totals.LoadOrStore(found.Generation, found.Total)
				if total != found.Total || len(found.Hits) != min(5, found.Total) {
					t.Errorf("generation %s has %d passages, and then %d, with %d hits", found.Generation, total, found.Total, len(found.Hits))
					return
				}
				if generation = found.Generation; asked%3 == 0 {
					generation = ""
				}
				select {
				case answers <- struct{}{}:
				default: // nobody waits for more
				}
			}
		})
	}
	for range changes {
		if err := change(); err != nil {
			t.Error(err)
			break
		}
		for range 2 * askedBetween { // half of them may be answers from before
			select {
			case <-answers:
			case <-time.After(10 * time.Second):
				t.Fatal("no answer in 10 seconds")
			}
		}
	}
	close(stop)
	asking.Wait()
}
