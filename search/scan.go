package search

import "context"

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
