package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"verbatim/corpus"
	"verbatim/search"
)

// Build makes the index of a library in dir, aside, and puts it in the place
// of the one that is there: until then, and if it is stopped, the old one is
// untouched. The caller holds the library's lock. progress, if not nil, is
// told the passages indexed so far and their number.
func Build(ctx context.Context, dir string, library *corpus.Library, progress func(done, total int)) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	if err := sweep(dir); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	// The revision is read first: what is imported after it makes the index
	// stale, never wrong.
	revision, err := library.Revision(ctx)
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	stats, err := library.Stats(ctx)
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	aside, err := os.MkdirTemp(dir, asidePrefix)
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(aside)) }()
	part, err := buildPart(ctx, aside, library, func(done int) {
		if progress != nil {
			progress(done, stats.Passages)
		}
	})
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	if err := publish(dir, aside, manifest{Library: library.Identity(), Revision: revision, Part: part}); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	return nil
}

// A partBuilder takes passages in library order and writes a part of an index.
type partBuilder struct {
	dir      string
	bleve    bleveindex.IndexBuilder // nil as long as there is no passage
	numbers  map[string]uint32       // of words, in the order they are first seen
	words    vocabulary              // by those numbers
	counts   []int                   // occurrences of the words
	rows     []uint64
	lengths  []uint32
	starts   []int    // where each passage's words begin in tokens
	tokens   []uint32 // all words, by those numbers
	sents    [][]uint32
	values   []valueTable
	total    int
	progress func(done int)
}

// A valueTable numbers the values of a field.
type valueTable struct {
	numbers map[string]uint32
	values  []string
	column  []uint32
}

func buildPart(ctx context.Context, dir string, library *corpus.Library, progress func(int)) (partInfo, error) {
	b := &partBuilder{dir: dir, numbers: map[string]uint32{}, values: make([]valueTable, len(search.Fields)), progress: progress}
	for i := range b.values {
		b.values[i].numbers = map[string]uint32{}
	}
	for a, err := range analyzed(ctx, library) {
		if err == nil {
			err = b.add(a)
		}
		if err != nil {
			// The Bleve builder is left as it is: closing it would merge what
			// is thrown away. All its files are in dir.
			return partInfo{}, err
		}
	}
	if b.bleve != nil {
		if err := b.bleve.Close(); err != nil {
			return partInfo{}, err
		}
	}
	return b.finish()
}

// An analysis is a narrative with the words of its passages.
type analysis struct {
	corpus.Stored
	tokens [][]search.Token
	err    error
}

// analyzed yields the narratives of a library in order. Their words are found
// on all processors while the ones before are indexed.
func analyzed(ctx context.Context, library *corpus.Library) func(func(analysis, error) bool) {
	return func(yield func(analysis, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer stop()
		pending := make(chan chan analysis, 8)
		running.Go(func() {
			defer close(pending)
			for stored, err := range library.All(ctx) {
				result := make(chan analysis, 1)
				select {
				case pending <- result:
				case <-ctx.Done():
					return
				}
				running.Go(func() { result <- analyze(stored, err) })
			}
		})
		for result := range pending {
			a := <-result
			if !yield(a, a.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(analysis{}, err)
		}
	}
}

func analyze(stored corpus.Stored, err error) analysis {
	a := analysis{Stored: stored, err: err}
	if err != nil {
		return a
	}
	a.tokens = make([][]search.Token, len(stored.Passages))
	for i, p := range stored.Passages {
		a.tokens[i] = search.Analyze(p.Span.In(stored.Text))
	}
	return a
}

// add indexes the passages of a narrative.
func (b *partBuilder) add(a analysis) error {
	if b.bleve == nil && len(a.Passages) > 0 {
		if err := b.open(); err != nil {
			return err
		}
	}
	for i, p := range a.Passages {
		values := make([]string, len(search.Fields))
		for f, field := range search.Fields {
			values[f] = field.Value(a.Narrative, p)
			b.values[f].add(values[f])
		}
		if err := b.bleve.Index(newDocument(len(b.rows), a.tokens[i], values)); err != nil {
			return err
		}
		b.addTokens(a.Rows[i], a.tokens[i])
	}
	b.progress(len(b.rows))
	return nil
}

func (b *partBuilder) open() (err error) {
	b.bleve, err = scorch.NewBuilder(map[string]any{
		"path": filepath.Join(b.dir, bleveDir), "buildPathPrefix": b.dir,
		// Large batches and one round of merging: a fifth faster than Bleve's
		// 1,000 and 10 on 466,000 passages, in the same memory.
		"batchSize": 4000, "mergeMax": 128,
	})
	return err
}

func (t *valueTable) add(value string) {
	n, ok := t.numbers[value]
	if !ok {
		n = uint32(len(t.values))
		t.numbers[value] = n
		t.values = append(t.values, value)
	}
	t.column = append(t.column, n)
}

func (b *partBuilder) addTokens(row int64, tokens []search.Token) {
	b.rows = append(b.rows, uint64(row))
	b.lengths = append(b.lengths, uint32(len(tokens)))
	b.starts = append(b.starts, len(b.tokens))
	b.sents = append(b.sents, search.Sentences(tokens))
	b.total += len(tokens)
	for _, t := range tokens {
		n, ok := b.numbers[t.Word]
		if !ok {
			n = uint32(len(b.words.words))
			b.numbers[t.Word] = n
			b.words.words = append(b.words.words, t.Word)
			b.words.stems = append(b.words.stems, t.Stem)
			b.counts = append(b.counts, 0)
		}
		b.counts[n]++
		b.tokens = append(b.tokens, n)
	}
}

// finish writes the token column, in the order in which Bleve numbered the
// passages: it does not keep the order in which they were given.
func (b *partBuilder) finish() (partInfo, error) {
	places, err := b.places()
	if err != nil {
		return partInfo{}, err
	}
	var content [sections][]byte
	numbers := b.byFrequency(&content)
	b.passageSections(&content, places, numbers)
	fields := make([]uint32, 0, len(b.values)*len(places))
	info := partInfo{Passages: len(places), Words: b.total, Values: make([][]string, len(b.values))}
	for f, t := range b.values {
		info.Values[f] = t.values
		for _, p := range places {
			fields = append(fields, t.column[p])
		}
	}
	content[secFields] = asBytes(fields)
	return info, writeColumn(filepath.Join(b.dir, columnFile), content)
}

// places gives, by Bleve's number of a passage, its place in the build.
func (b *partBuilder) places() ([]int, error) {
	if b.bleve == nil {
		return nil, nil
	}
	p, err := openPostings(filepath.Join(b.dir, bleveDir))
	if err != nil {
		return nil, err
	}
	defer p.close()
	places := make([]int, len(b.rows))
	for doc := range places {
		id, err := p.segment.DocID(uint64(doc))
		if err != nil {
			return nil, err
		}
		place, err := strconv.ParseUint(string(id), 16, 32)
		if err != nil || int(place) >= len(places) {
			return nil, fmt.Errorf("document %d of the new index has the identifier %q", doc, id)
		}
		places[doc] = int(place)
	}
	return places, nil
}

// byFrequency numbers the words anew, frequent ones first, and writes the
// sections about them. It gives the new numbers by the old ones.
func (b *partBuilder) byFrequency(content *[sections][]byte) []uint32 {
	order := make([]uint32, len(b.counts))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		if d := b.counts[y] - b.counts[x]; d != 0 {
			return d
		}
		return int(x) - int(y)
	})
	numbers := make([]uint32, len(order))
	v := vocabulary{make([]string, len(order)), make([]string, len(order))}
	for n, old := range order {
		numbers[old] = uint32(n)
		v.words[n], v.stems[n] = b.words.words[old], b.words.stems[old]
	}
	v.sections(content)
	return numbers
}

// passageSections writes the sections that have an entry for each passage.
func (b *partBuilder) passageSections(content *[sections][]byte, places []int, numbers []uint32) {
	rows := make([]uint64, len(places))
	lengths := make([]uint32, len(places))
	tokenStarts, sentStarts := make([]uint32, 1, len(places)+1), make([]uint32, 1, len(places)+1)
	tokens := make([]uint16, 0, len(b.tokens)+len(b.tokens)/16)
	var sentences []uint32
	for doc, p := range places {
		rows[doc], lengths[doc] = b.rows[p], b.lengths[p]
		for _, n := range b.tokens[b.starts[p] : b.starts[p]+int(b.lengths[p])] {
			tokens = appendToken(tokens, numbers[n])
		}
		sentences = append(sentences, b.sents[p]...)
		tokenStarts = append(tokenStarts, uint32(len(tokens)))
		sentStarts = append(sentStarts, uint32(len(sentences)))
	}
	content[secRows], content[secLengths] = asBytes(rows), asBytes(lengths)
	content[secTokenStarts], content[secTokens] = asBytes(tokenStarts), asBytes(tokens)
	content[secSentStarts], content[secSentences] = asBytes(sentStarts), asBytes(sentences)
}
