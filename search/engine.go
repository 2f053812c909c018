package search

import (
	"context"
	"errors"
	"fmt"
)

// An Engine finds the passages that a query asks for. What matches and how it
// is ranked is not its own: it finds exactly the passages that Match accepts,
// in the order of the score defined here; search/enginetest checks that.
type Engine interface {
	// Find answers one question. Errors are those of ctx and of reading.
	Find(ctx context.Context, question Question) (*Found, error)
	// Values counts the passages of each value of a field, over the whole
	// collection with its headings, by descending count and then by value.
	Values(ctx context.Context, field Field) ([]Count, error)
	// Generation names the state of the collection that Find asks by itself.
	// It is another after each change.
	Generation(ctx context.Context) (string, error)
	// Words returns the words that a term accepts, and the term in two words
	// (Term.InTwoWords) if a passage has it so, with the number of passages
	// that have each, by descending count and then by word.
	Words(ctx context.Context, t *Term) ([]Count, error)
	// Scan goes through all passages that a question finds, in library order.
	// Errors are those of Find, and the one that visit returned.
	Scan(ctx context.Context, question Question, wanted Scan, visit Visit) error
}

// ErrGone is in the error for a question about a state of the collection that
// the engine no longer has.
var ErrGone = errors.New("this state of the index is gone; search again")

// maxExpansion is how many words a wildcard or ~ may stand for.
const maxExpansion = 1024

// CheckExpansion returns a SyntaxError if a wildcard or fuzzy term stands for
// more words of the engine's vocabulary than are allowed.
func CheckExpansion(t *Term, words int) error {
	if words <= maxExpansion || t.Kind != Wildcard && t.Kind != Fuzzy {
		return nil
	}
	return &SyntaxError{Pos: t.Pos, Msg: fmt.Sprintf("%s stands for %d words; at most %d are allowed: write more letters", t, words, maxExpansion)}
}

// A Sort is an order of answers.
type Sort string

// The orders. Passages that are equal in them stand in library order.
const (
	SortRelevance Sort = "relevance"
	SortNewest    Sort = "newest"
	SortOldest    Sort = "oldest"
	SortCountry   Sort = "country"
)

// Sorts lists the orders.
var Sorts = []Sort{SortRelevance, SortNewest, SortOldest, SortCountry}

// A Question is a query and which part of the answer is wanted.
type Question struct {
	Query      *Query
	Filters    map[Field][]*Filter // any of a field's filters, all of the fields
	Sort       Sort
	Offset     int // passages to skip
	Limit      int // passages to give, at most
	Facets     []Field
	Headings   bool   // they are found as other passages are; else they are left out of all but Found.Headings
	Group      bool   // of each narrative only the first passage in the order; Offset and Limit count narratives
	Explain    bool   // say what the scores are made of
	Generation string // the state of the collection to ask, or empty for the newest
}

// Found is an engine's answer.
type Found struct {
	Total      int               // passages that match, exactly
	Narratives int               // narratives that have one of them
	Hits       []Hit             // Offset to Offset+Limit of them, in order
	Facets     map[Field][]Count // counted without the filters of that field
	Generation string            // which state of the collection was asked
	Headings   int               // that match and were left out
}

// A Hit is a passage that was found.
type Hit struct {
	Row         int64 // of the library
	Score       float64
	Matching    int      // passages of its narrative that match, itself among them
	Explanation []Reason // if it was asked for
}

// A Count is how many passages have a value.
type Count struct {
	Value string
	Count int
}

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

// A Scan says what is wanted of the passages that a question finds, when all of
// them are counted and none is shown.
type Scan struct {
	Matches bool    // where the query matches
	Words   bool    // the words, and where the sentences begin
	Fields  []Field // whose values are wanted; nil: all
}

// A Collection is what a scan goes through.
type Collection struct {
	Generation string
	Values     [][]string // of each of Fields: the values that passages have, by number
}

// A Scanned is a passage that a scan comes to. Its slices are overwritten by the
// next.
type Scanned struct {
	Row       int64
	Values    []uint32 // of each of the package's Fields, if it was wanted: the number of its value
	Length    int      // in words
	Matches   []Range  // what search marks, by the places of words, in order
	Words     []uint32 // by the numbers of the Lexicon
	Sentences []uint32 // the place of each sentence's first word
	Lexicon   Lexicon  // of this passage and its neighbours; others may have another
}

// A Lexicon knows words by number.
type Lexicon interface {
	Len() int
	Word(n uint32) string
	Stem(n uint32) string
	// Rank is the place of a word among all words of the collection, in
	// alphabetical order of their code points: the same in every Lexicon.
	Rank(n uint32) uint32
}

// A Visit is called with each passage of a scan, in library order, until it
// returns an error.
type Visit func(c *Collection, p *Scanned) error

// Scan goes through all passages that a request finds, without reading their
// texts. A request without a query goes through all that its filters let pass.
// Sort, Size, Cursor and Facets do not count. It returns the query as it was
// understood.
func (s *Searcher) Scan(ctx context.Context, r Request, wanted Scan, visit Visit) (*Query, error) {
	q, question, err := s.understand(ctx, r)
	if err != nil {
		return nil, err
	}
	return q, s.engine.Scan(ctx, question, wanted, visit)
}
