package answer_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"verbatim/search/answer"
)

// Texts as long as a book, with all words changed, are compared soon: what is between
// the first and the last difference is one change. Others have each of theirs.
func TestLongChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	book := func() string {
		var b strings.Builder
		for range 100_000 {
			b.WriteString([]string{"the ", "of ", "labor ", "police ", "and "}[random.IntN(5)])
		}
		return b.String()
	}
	start := time.Now()
	changes := answer.Changes(t.Context(), "It began. "+book()+"It ended.", "It began. "+book()+"It ended.")
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	if len(changes) != 4 || changes[0].Text != "It began." || !changes[1].Out || !changes[2].Into || !strings.HasSuffix(changes[3].Text, "It ended.") {
		t.Errorf("%d changes", len(changes))
	}
	same := book()
	changes = answer.Changes(t.Context(), same+"police officers "+same, same+"labor inspectors "+same)
	if len(changes) != 4 || changes[1].Text != "police officers" || changes[2].Text != "labor inspectors" {
		t.Errorf("%d changes of two words in a book", len(changes))
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if changes := answer.Changes(ended, "a b c", "a x c"); len(changes) != 4 {
		t.Errorf("%v: who has left is not told less", changes)
	}
}
