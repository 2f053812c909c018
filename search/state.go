package search

import (
	"context"
	"fmt"
)

// A State names what answers are made from. Equal states give equal answers.
type State struct {
	Library    string // its identity
	Revision   int64  // of the library
	Generation string // of the engine
}

// Version is the library's version, for people: its name, cut short, and how
// often it has changed.
func (s State) Version() string {
	return fmt.Sprintf("%.8s.%d", s.Library, s.Revision)
}

// State returns the present state. While an import is being indexed the library
// is ahead of the engine.
func (s *Searcher) State(ctx context.Context) (State, error) {
	revision, err := s.library.Revision(ctx)
	if err != nil {
		return State{}, err
	}
	generation, err := s.engine.Generation(ctx)
	return State{s.library.Identity(), revision, generation}, err
}
