package opensearch

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"verbatim/corpus/library"
	"verbatim/search"
)

// A filler brings an index from one revision of the library to another.
type filler struct {
	client     *client
	library    *library.Library
	index      string
	progress   func(done, total int) // may be nil
	vocabulary *vocabulary
	state      state
	batch      bytes.Buffer
	sending    sending
}

// revision is the newest that is published; 0 if none is.
func (f *filler) revision() int64 {
	if len(f.state.Kept) == 0 {
		return 0
	}
	return f.state.Kept[0].Revision
}

// clear removes documents that an update left which did not come to its end, and those
// that no edition has any more.
func (f *filler) clear(ctx context.Context) error {
	if err := f.refresh(ctx); err != nil {
		return err
	}
	left := object{"range": object{fieldAdded: object{"gt": f.revision()}}}
	if err := f.remove(ctx, left); err != nil {
		return err
	}
	oldest := f.state.Kept[len(f.state.Kept)-1].Revision
	old := object{"range": object{fieldEnded: object{"lte": oldest}}}
	n, err := f.count(ctx, old)
	if err != nil || n == 0 {
		return err
	}
	if err := f.wait(ctx); err != nil {
		return err
	}
	return f.remove(ctx, old)
}

// wait waits until nobody asks for an edition that was dropped by what is published.
func (f *filler) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(min(grace, grace-time.Since(f.state.Published))):
		return nil
	}
}

// refresh makes what was written visible.
func (f *filler) refresh(ctx context.Context) error {
	return f.client.do(ctx, http.MethodPost, "/"+f.index+"/_refresh", nil, nil)
}

// remove deletes the documents of a query.
func (f *filler) remove(ctx context.Context, query object) error {
	body, err := json.Marshal(object{"query": query})
	if err != nil {
		return err
	}
	var done struct{ Failures []json.RawMessage }
	err = f.client.do(ctx, http.MethodPost, "/"+f.index+"/_delete_by_query?refresh=true&conflicts=proceed", body, &done)
	if err == nil && len(done.Failures) > 0 {
		err = fmt.Errorf("OpenSearch did not delete all: %s", done.Failures[0])
	}
	return err
}

func (f *filler) count(ctx context.Context, query object) (int, error) {
	r, err := f.client.search(ctx, f.index, object{"size": 0, "track_total_hits": true, "query": query})
	if err != nil {
		return 0, err
	}
	return r.Hits.Total.Value, nil
}

// follow writes what has changed since the newest edition, and publishes it.
func (f *filler) follow(ctx context.Context) error {
	since := f.revision()
	changes, err := f.library.ChangesSince(ctx, since)
	if errors.Is(err, library.ErrNoHistory) {
		err = search.Stale("%w", err)
	}
	if err != nil || changes.Revision == since && len(f.state.Kept) > 0 {
		return err
	}
	known := f.vocabulary.Len()
	err = f.write(ctx, since, changes)
	sent := f.sending.wait() // in any case
	if err = cmp.Or(err, sent); err != nil {
		return err
	}
	if f.state.Vocabulary, err = f.client.writeWords(ctx, f.index, f.vocabulary, known, f.state.Vocabulary); err != nil {
		return err
	}
	if err := f.refresh(ctx); err != nil {
		return err
	}
	e, err := f.measure(ctx, changes.Revision)
	if err != nil {
		return err
	}
	f.state.Kept = append([]edition{e}, f.state.Kept[:min(1, len(f.state.Kept))]...)
	return f.client.publish(ctx, f.index, &f.state)
}

// write writes all that has changed. Some of it is under way yet when it returns.
func (f *filler) write(ctx context.Context, since int64, changes library.Changes) error {
	for _, r := range changes.Removed {
		if err := f.end(ctx, r, changes.Revision); err != nil {
			return err
		}
	}
	if err := f.add(ctx, since, changes); err != nil {
		return err
	}
	return f.flush(ctx)
}

// add writes the passages that are new since a revision.
func (f *filler) add(ctx context.Context, since int64, changes library.Changes) error {
	done := 0
	for a, err := range search.Analyzed(ctx, f.library, since) {
		if err != nil {
			return err
		}
		for i, tokens := range a.Tokens {
			numbers := make([]uint32, len(tokens))
			for n, t := range tokens {
				numbers[n] = f.vocabulary.add(t.Word, t.Stem)
			}
			if err := f.put(ctx, documentOf(a.Stored, i, tokens, numbers, changes.Revision)); err != nil {
				return err
			}
		}
		if done += len(a.Tokens); f.progress != nil {
			f.progress(done, changes.Passages)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if done != changes.Passages {
		return fmt.Errorf("the library changed in the meantime: first it had %d new passages, then %d", changes.Passages, done)
	}
	return nil
}

// end writes the documents of some rows anew, as those that a revision ends.
func (f *filler) end(ctx context.Context, rows library.RowRange, revision int64) error {
	of := object{"range": object{fieldRow: object{"gte": rows.First, "lt": rows.End}}}
	words, g := &reader{vocabulary: f.vocabulary}, &generation{client: f.client, index: f.index}
	return g.each(ctx, of, want{words: true, values: allValues, size: maxPage / 10}, func(h *hit) error {
		d, err := again(&h.Fields, words, revision)
		if err != nil {
			return err
		}
		return f.put(ctx, d)
	})
}

// allValues are the fields that a document is written anew from, besides its words.
var allValues = func() []string {
	all := []string{fieldOf, fieldLength, fieldAdded, fieldYear, fieldPlace, fieldTitle}
	for _, f := range search.Fields {
		all = append(all, string(f))
	}
	return all
}()

// batchSize is how many bytes of documents are sent at once.
const batchSize = 4 << 20

// put adds a document to the batch, which is sent when it is large.
func (f *filler) put(ctx context.Context, d passageDoc) error {
	e := json.NewEncoder(&f.batch)
	e.SetEscapeHTML(false)
	err := e.Encode(object{"index": object{"_id": d.id, "routing": d.routing}})
	if err = errors.Join(err, e.Encode(d.values)); err != nil || f.batch.Len() < batchSize {
		return err
	}
	return f.flush(ctx)
}

// sendsAtOnce is how many batches are under way at once: a shard takes each with one
// processor. No two have the same document.
const sendsAtOnce = 3

// A sending is what is under way.
type sending struct {
	batches sync.WaitGroup
	places  chan struct{} // nil at the beginning
	mu      sync.Mutex
	failed  error
}

// start does work beside others, as soon as there is a place. It returns the error of one
// before.
func (s *sending) start(work func() error) error {
	if s.places == nil {
		s.places = make(chan struct{}, sendsAtOnce)
	}
	s.places <- struct{}{}
	s.batches.Go(func() {
		err := work()
		s.mu.Lock()
		s.failed = cmp.Or(s.failed, err)
		s.mu.Unlock()
		<-s.places
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// wait waits until nothing is under way, and returns the first error.
func (s *sending) wait() error {
	s.batches.Wait()
	return s.failed
}

// flush has the batch sent.
func (f *filler) flush(ctx context.Context) error {
	if f.batch.Len() == 0 {
		return nil
	}
	batch := bytes.Clone(f.batch.Bytes())
	f.batch.Reset()
	return f.sending.start(func() error { return f.send(ctx, batch) })
}

func (f *filler) send(ctx context.Context, batch []byte) error {
	var answer struct {
		Errors bool
		Items  []map[string]struct {
			ID    string `json:"_id"`
			Error json.RawMessage
		}
	}
	err := f.client.do(ctx, http.MethodPost, "/"+f.index+"/_bulk?filter_path=errors,items.*.error,items.*._id", batch, &answer)
	if err != nil || !answer.Errors {
		return err
	}
	for _, item := range answer.Items {
		for _, done := range item {
			if len(done.Error) > 0 {
				return fmt.Errorf("OpenSearch does not take passage %s: %s", done.ID, done.Error)
			}
		}
	}
	return nil
}

// measure counts the passages and words that a revision has.
func (f *filler) measure(ctx context.Context, revision int64) (edition, error) {
	e := edition{Revision: revision}
	g := &generation{edition: e}
	counted := object{"bool": object{"filter": append(g.live(), noHeadings)}}
	all, err := f.client.searches(ctx, f.index, []object{
		{"size": 0, "track_total_hits": true, "query": object{"bool": object{"filter": g.live()}}},
		{"size": 0, "track_total_hits": true, "query": counted, "aggs": object{"words": object{"sum": object{"field": fieldLength}}}},
	})
	if err != nil {
		return e, err
	}
	var words struct{ Value float64 }
	err = json.Unmarshal(all[1].Aggregations["words"], &words)
	e.Passages, e.Counted, e.Words = all[0].Hits.Total.Value, all[1].Hits.Total.Value, int(words.Value)
	return e, err
}

// forget removes documents of passages whose text the library has deleted, also from
// the edition before, which is dropped then.
func (f *filler) forget(ctx context.Context) error {
	ended := object{"exists": object{"field": fieldEnded}}
	if n, err := f.count(ctx, ended); err != nil || n == 0 {
		return err
	}
	deleted, err := f.library.Deleted(ctx)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(deleted, 500) {
		var rows []object
		for _, r := range some {
			rows = append(rows, object{"range": object{fieldRow: object{"gte": r.First, "lt": r.End}}})
		}
		query := object{"bool": object{"filter": []object{ended}, "should": rows, "minimum_should_match": 1}}
		if n, err := f.count(ctx, query); err != nil {
			return err
		} else if n == 0 {
			continue
		}
		if len(f.state.Kept) > 1 {
			f.state.Kept = f.state.Kept[:1]
			if err := f.client.publish(ctx, f.index, &f.state); err != nil {
				return err
			}
		}
		if err := f.wait(ctx); err != nil {
			return err
		}
		if err := f.remove(ctx, query); err != nil {
			return err
		}
	}
	return nil
}
