package follow

import "slices"

// A Choice keeps some of the threads.
type Choice struct {
	Change   Chosen // empty: all
	Since    int    // a year: what is new, edited or dropped after it; 0: see Chosen
	Repeated int    // in how many editions a wording stands at least
}

// Chosen is what became of the threads that are kept.
type Chosen string

// What can be chosen.
const (
	ChosenNew     Chosen = "new"     // without a year: in the newest edition
	ChosenEdited  Chosen = "edited"  // merged and split too; without a year: in any edition
	ChosenDropped Chosen = "dropped" // without a year: after any edition
)

// Choose returns the threads that a choice keeps.
func (t *Threads) Choose(c Choice) (chosen []Thread) {
	list := t.Threads
	if c.Change == "" && c.Since > 0 {
		list = t.Since(c.Since)
	}
	for _, thread := range list {
		if len(thread.Passages) >= c.Repeated && t.keeps(thread, c) {
			chosen = append(chosen, thread)
		}
	}
	return chosen
}

func (t *Threads) keeps(thread Thread, c Choice) bool {
	switch c.Change {
	case ChosenNew:
		if c.Since == 0 {
			return thread.Status == StatusNew
		}
		return thread.First > c.Since
	case ChosenEdited:
		return slices.ContainsFunc(thread.Passages, func(m Member) bool {
			return m.Year > c.Since && m.Change != ChangeNew && m.Change != ChangeUnchanged
		})
	case ChosenDropped:
		return thread.Status == StatusDropped && thread.Last >= c.Since
	}
	return true
}
