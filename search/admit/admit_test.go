package admit_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/search"
	"verbatim/search/admit"
)

// TestCosts has questions that are answered in milliseconds, and those that are not.
func TestCosts(t *testing.T) {
	cheapest := cost(t, "labor")
	for _, text := range []string{
		"forced labor", `"did not report"`, "traffick*", "traficking~1", "victim NEAR/5 service", "a OR b OR c",
		`"the government of the country"`, "labor AND NOT (child OR forced)", "country:Kenya labor",
	} {
		if c := cost(t, text); c > 40 || c < cheapest {
			t.Errorf("%s costs %d: it is cheap", text, c)
		}
	}
	alternatives := "(" + strings.Repeat("the OR ", 30) + "of)"
	for _, text := range []string{
		alternatives + " /s " + alternatives, strings.Repeat("word~2 ", 60), strings.Repeat("the OR ", 60) + "of", strings.Repeat("tra* ", 20),
	} {
		if c := cost(t, text); c <= 40 {
			t.Errorf("%.40s… costs %d: it is dear", text, c)
		}
	}
}

func cost(t *testing.T, text string) int {
	t.Helper()
	q, err := search.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return admit.Cost(search.Question{Query: q, Limit: 10})
}

// slow is an engine that answers when it is let go, and counts who asks.
type slow struct {
	search.Engine
	mu     sync.Mutex
	asked  int
	letGo  chan struct{}
	nested func(ctx context.Context) error
}

func (s *slow) Find(ctx context.Context, _ search.Question) (*search.Found, error) {
	s.mu.Lock()
	s.asked++
	s.mu.Unlock()
	if s.nested != nil {
		return &search.Found{}, s.nested(ctx)
	}
	select {
	case <-s.letGo:
		return &search.Found{}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// TestDearOnesDoNotShutOut asks many dear questions at once. Most are told at once to
// come again, and a cheap one is answered meanwhile.
func TestDearOnesDoNotShutOut(t *testing.T) {
	behind := &slow{letGo: make(chan struct{})}
	engine := admit.New(behind)
	dear := search.Question{Query: parsed(t, strings.Repeat("word~2 ", 60)), Limit: 10}
	busy := make(chan time.Duration, 100)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range cap(busy) {
		all.Go(func() {
			start := time.Now()
			if _, err := engine.Find(ctx, dear); errors.Is(err, admit.ErrBusy) {
				busy <- time.Since(start)
			}
		})
	}
	for range cap(busy) / 2 {
		select {
		case waited := <-busy:
			if waited > time.Second {
				t.Errorf("told to come again after %v", waited)
			}
		case <-time.After(time.Second):
			t.Fatal("dear questions wait, and are not told to come again")
		}
	}
	cheap := make(chan error, 1)
	go func() {
		_, err := engine.Find(ctx, search.Question{Query: parsed(t, "labor"), Limit: 10})
		cheap <- err
	}()
	// All that are let in before it are dear ones.
	deadline := time.After(5 * time.Second)
	for done := false; !done; {
		select {
		case behind.letGo <- struct{}{}:
		case err := <-cheap:
			if done = true; err != nil {
				t.Error(err)
			}
		case <-deadline:
			t.Fatal("the cheap question was not answered")
		}
	}
	cancel()
	all.Wait()
	// Who left has given back the place.
	go func() { behind.letGo <- struct{}{} }()
	if _, err := engine.Find(t.Context(), dear); err != nil {
		t.Error(err)
	}
}

// A check asks many questions in one turn: it does not wait for itself.
func TestOneTurnForAll(t *testing.T) {
	engine := admit.New(&slow{nested: func(context.Context) error { return nil }})
	ctx, leave, err := admit.Text(t.Context(), engine, strings.Repeat("long ", 1000))
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for range 20 {
		if _, err := engine.Find(ctx, search.Question{Query: parsed(t, strings.Repeat("word~2 ", 60)), Limit: 10}); err != nil {
			t.Fatal(err)
		}
	}
}

func parsed(t *testing.T, text string) *search.Query {
	t.Helper()
	q, err := search.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}
