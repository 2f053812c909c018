package count

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"verbatim/search"
	"verbatim/search/admit"
)

// A CollocatesRequest asks for the words that stand near the matches of a query.
type CollocatesRequest struct {
	Text    string
	Mode    search.Mode
	Filters map[search.Field][]string
	Window  int     // words on either side; 0: 5
	Within  string  // "passage" or "sentence": what the window does not reach beyond
	Measure Measure // empty: LogDice
	Min     int     // how often a word must stand there at least; 0: 5
	Stems   bool    // count words with one stem together
	Size    int     // how many to return; 0: 50
}

// Collocates are the answer.
type Collocates struct {
	Query   *search.Query
	Matches int // of the query
	Total   int // words that stand near often enough
	List    []Collocate
}

// A Collocate is a word, or with Stems the most frequent form of a stem.
type Collocate struct {
	Word      string
	Count     int     // places near a match that it takes, each once
	Frequency int     // how often it occurs in all, within matches aside
	Expected  float64 // Count by chance
	Score     float64
	Query     string // finds the passages
}

// The bounds of requests.
const (
	maxWindow = 50
	maxSize   = 1000
)

// Collocates counts the words near the matches of a query. A place counts once,
// however many matches it is near to, and not if it is part of a match. What
// Frequency counts is all that the filters let pass.
func (c *Counter) Collocates(ctx context.Context, r CollocatesRequest) (*Collocates, error) {
	if err := r.complete(); err != nil {
		return nil, err
	}
	ctx, leave, err := admit.All(ctx, c.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	near := &nearWords{request: &r, counts: newTally(r.Stems)}
	q, err := c.searcher.Scan(ctx, search.Request{Text: r.Text, Mode: r.Mode, Filters: r.Filters}, search.Scan{Matches: true, Words: true, Fields: noFields}, near.add)
	if err != nil {
		return nil, err
	}
	all, err := c.frequencies(ctx, r.Filters, r.Stems)
	if err != nil {
		return nil, err
	}
	answer := &Collocates{Query: q, Matches: near.matches}
	frequencies := all.merged
	inMatches := near.inside.merge()
	for key, n := range near.counts.merge() {
		if n.count < r.Min {
			continue
		}
		o := observation{
			near: n.count, frequency: frequencies[key].count - inMatches[key].count, window: near.window,
			places: all.places - near.places, matches: near.matches,
		}
		answer.List = append(answer.List, Collocate{
			Word: n.word, Count: n.count, Frequency: o.frequency, Expected: o.expected(), Score: o.score(r.Measure),
		})
	}
	slices.SortFunc(answer.List, func(a, b Collocate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Word, b.Word))
	})
	answer.Total = len(answer.List)
	answer.List = answer.List[:min(len(answer.List), r.Size)]
	for i := range answer.List {
		answer.List[i].Query = r.finding(q, answer.List[i].Word)
	}
	return answer, ctx.Err()
}

// frequencies counts the words of all passages that filters let pass, and keeps
// the counts while the library stays as it is.
func (c *Counter) frequencies(ctx context.Context, filters map[search.Field][]string, stems bool) (*tally, error) {
	state, err := c.searcher.State(ctx)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprint(state, filters, stems)
	c.mu.Lock()
	known, ok := c.words.get(key)
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	all := newTally(stems)
	if _, err := c.searcher.Scan(ctx, search.Request{Filters: filters}, search.Scan{Words: true, Fields: noFields}, all.addPassage); err != nil {
		return nil, err
	}
	all.merged, all.lexicons, all.counts = all.merge(), nil, nil
	c.mu.Lock()
	defer c.mu.Unlock()
	c.words.put(key, all)
	return all, nil
}

// noFields is for scans that count words alone.
var noFields = []search.Field{}

// complete fills in what was not chosen, and checks the rest.
func (r *CollocatesRequest) complete() error {
	r.Window, r.Min, r.Size = cmp.Or(r.Window, 5), cmp.Or(r.Min, 5), cmp.Or(r.Size, 50)
	r.Measure, r.Within = cmp.Or(r.Measure, LogDice), cmp.Or(r.Within, "passage")
	switch {
	case r.Window < 1 || r.Window > maxWindow:
		return wrong("window: want 1 to %d words, got %d", maxWindow, r.Window)
	case r.Min < 1:
		return wrong("min: want 1 or more, got %d", r.Min)
	case r.Size < 1 || r.Size > maxSize:
		return wrong("size: want 1 to %d, got %d", maxSize, r.Size)
	case r.Within != "passage" && r.Within != "sentence":
		return wrong("within: want passage or sentence, got %q", r.Within)
	case !slices.Contains(Measures, r.Measure):
		return wrong("measure: want logdice, llr or mi, got %q", r.Measure)
	case strings.TrimSpace(r.Text) == "":
		return wrong("the query is empty: type a word or a phrase")
	}
	return nil
}

func wrong(format string, args ...any) error {
	return &search.SyntaxError{Pos: -1, Msg: fmt.Sprintf(format, args...)}
}

// finding returns a query for the passages with a word near a match, or empty
// where the language cannot say it: NEAR takes phrases and alternatives.
func (r *CollocatesRequest) finding(q *search.Query, word string) string {
	if !r.Stems {
		word = `"` + word + `"`
	}
	text := fmt.Sprintf("(%s) NEAR/%d %s", q, r.Window, word)
	if r.Within == "sentence" {
		text = fmt.Sprintf("(%s) /s %s", q, word)
	}
	if parsed, err := search.Parse(text); err == nil {
		return parsed.String()
	}
	return ""
}

// nearWords counts the words near matches.
type nearWords struct {
	request *CollocatesRequest
	counts  *tally
	inside  tally // the words of the matches themselves
	matches int
	window  int // places near a match
	places  int // places in matches
	mark    []uint8
}

// The marks of a place.
const (
	isNear = 1 << iota
	isInside
)

// add is a search.Visit.
func (n *nearWords) add(_ *search.Collection, p *search.Scanned) error {
	n.matches += len(p.Matches)
	n.mark = slices.Grow(n.mark[:0], len(p.Words))[:len(p.Words)]
	clear(n.mark)
	for _, m := range p.Matches {
		start, end := max(0, m.Start-n.request.Window), min(len(p.Words), m.End+n.request.Window)
		if n.request.Within == "sentence" {
			start, end = max(start, sentenceStart(p, m.Start)), min(end, sentenceEnd(p, m.End-1))
		}
		for i := start; i < end; i++ {
			n.mark[i] |= isNear
		}
		for i := m.Start; i < m.End; i++ {
			n.mark[i] |= isInside
		}
	}
	n.inside.stems = n.counts.stems
	near, inside := n.counts.of(p.Lexicon), n.inside.of(p.Lexicon)
	for i, mark := range n.mark {
		switch {
		case mark&isInside != 0:
			inside[p.Words[i]]++
			n.places++
		case mark != 0:
			near[p.Words[i]]++
			n.window++
		}
	}
	return nil
}

// sentenceStart returns the place of the first word of the sentence that a word
// stands in, and sentenceEnd the place behind its last one.
func sentenceStart(p *search.Scanned, at int) int {
	i, found := slices.BinarySearch(p.Sentences, uint32(at))
	if !found {
		i--
	}
	if i < 0 {
		return 0
	}
	return int(p.Sentences[i])
}

func sentenceEnd(p *search.Scanned, at int) int {
	i, found := slices.BinarySearch(p.Sentences, uint32(at))
	if found {
		i++
	}
	if i == len(p.Sentences) {
		return len(p.Words)
	}
	return int(p.Sentences[i])
}
