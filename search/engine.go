package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/library"
)

// MaxRow is beyond every row and revision of a library, and every place in an answer: a
// cursor that names such was not given by anybody.
const MaxRow = math.MaxInt32

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
	// Alike returns the rows of the other passages that say the same as the one in a
	// row, as package search/alike defines it, ascending; none where no passage is.
	Alike(ctx context.Context, row int64) (rows []int64, err error)
}

// GenerationName names the state of an index that was made of a library, by its
// identity, at a revision: on every server the same, so that a cursor that one gives is
// turned at another. A program that analyzes texts in another way has other names.
func GenerationName(library string, revision int64) string {
	return fmt.Sprintf("%s.%d.%d", library, revision, AnalysisVersion)
}

// GenerationRevision is the way back: the revision of a library that a name is of. It is
// not ok if no generation of this library has such a name.
func GenerationRevision(name, library string) (revision int64, ok bool) {
	rest, _ := strings.CutPrefix(name, library+".")
	number, _, _ := strings.Cut(rest, ".")
	revision, err := strconv.ParseInt(number, 10, 64)
	return revision, err == nil && GenerationName(library, revision) == name
}

// ErrGone is in the error for a question about a state of the collection that
// the engine no longer has.
var ErrGone = errors.New("this state of the index is gone; search again")

// ErrUnavailable is in the error for a question that an engine cannot answer at the
// moment, or not wholly: it is somewhere else, and a part of it does not answer.
var ErrUnavailable = errors.New("the index cannot be reached; try again in a moment")

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
	AtMost     int // more are of no use, nor are facets: where more match there are no hits, and Total is any number beyond it; 0 for no bound
	Facets     []Field
	Headings   bool   // they are found as other passages are; else they are left out of all but Found.Headings
	FoldUpTo   int    // where at most so many passages match, of those that say the same only the first in the order: see Folds
	FoldPage   bool   // Found.Left is counted no further than to the hit behind the page: see Left
	Group      bool   // of each narrative only the first passage in the order, of those that are left; Offset and Limit count narratives
	Narratives bool   // count Found.Narratives, and Hit.Matching; else they are 0
	Explain    bool   // say what the scores are made of
	Unscored   bool   // nobody looks at the scores: in another order than by relevance they may be 0
	Generation string // the state of the collection to ask, or empty for the newest
}

// FoldAll is a FoldUpTo for which there are never too many passages.
const FoldAll = math.MaxInt

// Folds reports whether passages that say the same are folded into one hit, if so many
// match in all: see Folded. Offset and Limit count what is left then.
func (q Question) Folds(total int) bool { return q.FoldUpTo > 0 && total <= q.FoldUpTo }

// Left is Found.Left, given how many hits there are. Who reads a page wants to know only
// whether there is another, and for that few passages are put in order.
func (q Question) Left(hits int) int {
	if q.FoldPage {
		return min(hits, q.Offset+q.Limit+1)
	}
	return hits
}

// Found is an engine's answer.
type Found struct {
	Total      int               // passages that match, exactly
	Narratives int               // that have one of them, if they were asked for
	Hits       []Hit             // Offset to Offset+Limit of them, in order
	Facets     map[Field][]Count // counted without the filters of that field
	Generation string            // which state of the collection was asked
	Revision   int64             // of the library that this state is of; 0 if it is of no library on disk
	Headings   int               // that match and were left out
	Left       int               // if passages are folded: how many hits there are, without Offset and Limit
}

// A Hit is a passage that was found.
type Hit struct {
	Row         int64 // of the library
	Score       float64
	Matching    int      // passages of its narrative that match, itself among them, if it was asked for
	Explanation []Reason // if it was asked for
	Folded      []Folded // into this one
}

// A Folded is a passage that is no hit of its own, since one that comes before it in
// the order says the same, as package search/alike defines it. It is folded into the
// first of those that are hits.
type Folded struct {
	Row     int64
	Country string
	Year    string
}

// A Count is how many passages have a value.
type Count struct {
	Value string
	Count int
}

// SortCounts sorts counts in the order in which an engine returns them: by descending
// count, and then by value.
func SortCounts(counts []Count) {
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
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
	Wording bool    // which passages say the same
}

// A Collection is what a scan goes through.
type Collection struct {
	Generation string
	Values     [][]string // of each of Fields: the values that passages have, by number
	Wordings   Wordings   // if they were wanted
}

// Wordings tell which passages say the same: those of one wording, and of wordings that
// say nearly the same.
type Wordings interface {
	// Len is more than the number of any wording.
	Len() int
	// Others calls visit with the wordings that say nearly the same as one, with some
	// perhaps more than once.
	Others(wording uint32, visit func(other uint32))
}

// A Folding puts passages, as they come, to the first of them that says the same.
type Folding struct {
	wordings Wordings
	said     []uint32 // by the wordings that say the same: the first passage, and one more
	firsts   uint32
}

// NewFolding begins with no passage.
func NewFolding(w Wordings) *Folding {
	return &Folding{wordings: w, said: make([]uint32, w.Len())}
}

// Next takes the wording of the next passage. It returns which of the passages that are
// folded into no other says the same first, by its place among those, and whether this
// one is it.
func (f *Folding) Next(wording uint32) (place int, first bool) {
	if said := f.said[wording]; said > 0 {
		return int(said - 1), false
	}
	f.firsts++
	f.said[wording] = f.firsts
	f.wordings.Others(wording, func(other uint32) {
		if f.said[other] == 0 {
			f.said[other] = f.firsts
		}
	})
	return int(f.firsts - 1), true
}

// Place returns which of the passages that are folded into no other says first what a
// wording says, of those that Next has taken.
func (f *Folding) Place(wording uint32) (place int, said bool) {
	return int(f.said[wording]) - 1, f.said[wording] > 0
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
	Wording   uint32   // its number
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

// A Keeper makes the index of a library, and keeps it in step with it: the index is a
// cache of the library, which can be made again at any time. Who builds or updates it
// holds the library's lock.
type Keeper interface {
	// Open opens the index as it is. An error that is ErrStale says that there is
	// none, or one that is damaged or of another version.
	Open(ctx context.Context) (Index, error)
	// Build makes the index of a library anew, aside, and puts it in the place of the
	// one that is there: until then, and if it is stopped, the old one is untouched.
	// progress, if not nil, is called with the passages indexed so far and their number.
	Build(ctx context.Context, lib *library.Library, progress func(done, total int)) error
	// Update brings the index to the library's present state: it adds what is new,
	// removes what is gone, and publishes the library's revision at the end. It may be
	// stopped at any moment, and goes on where it was. An error that is ErrStale says
	// that the index must be built anew. progress is as in Build.
	Update(ctx context.Context, lib *library.Library, progress func(done, total int)) error
	// Exists reports whether there is an index, of whatever state.
	Exists(ctx context.Context) (bool, error)
	// Leftovers names what a process left behind that died while it wrote, and Sweep
	// removes it. It may also be what another process is writing: Sweep needs the lock.
	Leftovers(ctx context.Context) ([]string, error)
	Sweep(ctx context.Context) error
}

// An Index is an Engine that is open, over an index of its own. It notices what is
// published, and keeps the state before for pages that are still turned.
type Index interface {
	Engine
	// Check returns ErrStale if the index is not of the library's present state.
	Check(ctx context.Context, lib *library.Library) error
	// Size says what the newest state holds and takes.
	Size(ctx context.Context) (Size, error)
	// Damaged tells whoever can make the index anew that a question met ErrDamaged.
	Damaged() <-chan struct{}
	// Close releases what the index holds, when the questions under way are answered.
	Close() error
}

// A Size says what an index holds and takes.
type Size struct {
	Passages int
	Parts    int
	Words    int   // distinct
	Bytes    int64 // on disk
}

// ErrStale says that an index is missing, damaged, or not of the library's present
// state. Update brings it up to date, if the error is ErrBehind as well; else it is to
// be built anew.
var ErrStale = errors.New("the index is not up to date")

// ErrNone is in an ErrStale that says only that no index was made yet.
var ErrNone = errors.New("there is none yet")

// ErrBehind is in an ErrStale that says only that the library has changed.
var ErrBehind = errors.New("the library has changed since it was made")

// ErrAhead is in an ErrStale that says that the index was made of a later state of the
// library than there is: the library has lost an import, or is an older copy.
var ErrAhead = errors.New("the library is older than it: an import was lost, or an older copy of the library is in its place")

// ErrDamaged says that an index cannot be read any more and is to be made anew.
var ErrDamaged = errors.New("the index's files cannot be read any more; it has to be made anew")

// Stale returns an error that is ErrStale and says why.
func Stale(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, fmt.Errorf(format, args...))
}

// CheckState returns ErrStale if an index that was made of a library with this identity,
// at this revision, is not of the library's present state.
func CheckState(ctx context.Context, lib *library.Library, identity string, revision int64) error {
	present, err := lib.Revision(ctx)
	switch {
	case err != nil:
		return err
	case identity != lib.Identity():
		return Stale("it was made from another library")
	case revision > present:
		return Stale("%w", ErrAhead)
	case revision != present:
		return Stale("%w", ErrBehind)
	}
	return nil
}
