package corpus

import (
	"context"
	"sync"
	"testing"
	"time"
)

// Many readers at once, more than there are connections, each read passages of
// narratives that nobody has read before.
func TestManyReadPassagesAtOnce(t *testing.T) {
	l := newLibrary(t)
	if err := l.AddSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows := []int64{1, 2, 3}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range 20 {
		l.shelf = shelf{}
		var reading sync.WaitGroup
		for range 64 {
			reading.Go(func() {
				if _, err := l.Passages(ctx, rows); err != nil {
					t.Error(err)
				}
			})
		}
		reading.Wait()
	}
}
