package library

import (
	"context"
	"sync"
)

// A cache keeps what was read of the library: passages, since many questions find
// the same, and what narratives are, without text and passages, since ten passages
// that are shown are mostly of ten narratives, whose descriptions would take
// longer to read than the passages. It is of one revision of the library, and
// emptied when there is another.
type cache struct {
	mu         sync.Mutex
	revision   int64
	narratives map[int64]*narrativeRow
	recent     map[int64]Entry
	older      map[int64]Entry // those that are asked for again come back to recent
	size       int             // of recent, in bytes
}

const (
	// maxNarratives bounds what is kept of narratives, to about 20 MB.
	maxNarratives = 20_000
	// maxPassages bounds what is kept of passages, in bytes: about 85,000 of them.
	maxPassages = 64 << 20
)

// described returns the narrative of a row, as it is in a revision. It is shared.
func (l *Library) described(ctx context.Context, revision, row int64) (*narrativeRow, error) {
	if r := l.cache.narrative(revision, row); r != nil {
		return r, nil
	}
	found, err := scanNarratives(l.stmts.byRow.QueryContext(ctx, row))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrNotFound
	}
	l.cache.putNarrative(revision, found[0])
	return found[0], nil
}

func (s *cache) narrative(revision, row int64) *narrativeRow {
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision != s.revision {
		return nil
	}
	return s.narratives[row]
}

// putNarrative keeps a narrative that was read at a revision or later. Later it
// can only have been retired since: the next revision that is asked for empties
// the cache.
func (s *cache) putNarrative(revision int64, r *narrativeRow) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.turnTo(revision) {
		return
	}
	if len(s.narratives) >= maxNarratives {
		clear(s.narratives)
	}
	s.narratives[r.row] = r
}

// passages fills in the entries of those rows that are there, as they are in a
// revision, and returns the other rows.
func (s *cache) passages(revision int64, rows []int64, entries []Entry) (missing []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision != s.revision {
		return rows
	}
	for i, row := range rows {
		e, ok := s.recent[row]
		if !ok {
			if e, ok = s.older[row]; !ok {
				missing = append(missing, row)
				continue
			}
			s.keep(e)
		}
		entries[i] = e
	}
	return missing
}

// putPassages keeps passages that were read at a revision. Those of narratives
// that are not current are left out: their texts may be deleted without a new
// revision.
func (s *cache) putPassages(revision int64, entries map[int64]Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.turnTo(revision) {
		return
	}
	for _, e := range entries {
		if e.Retired.IsZero() {
			s.keep(e)
		}
	}
}

// keep puts a passage among the recent ones. When they fill half of the room they
// become the older ones, in the place of those before.
func (s *cache) keep(e Entry) {
	if _, known := s.recent[e.Row]; known { // two have read it at once
		return
	}
	if s.size += e.size(); s.size > maxPassages/2 {
		s.recent, s.older, s.size = map[int64]Entry{}, s.recent, e.size()
	}
	s.recent[e.Row] = e
}

// size is about what a passage takes in the cache.
func (e *Entry) size() int { return len(e.Text) + len(e.ID) + len(e.Section) + 400 }

// turnTo empties the cache for a newer revision, and reports whether it is of this
// one then.
func (s *cache) turnTo(revision int64) bool {
	if revision > s.revision || s.narratives == nil {
		s.revision, s.size = revision, 0
		s.narratives, s.recent, s.older = map[int64]*narrativeRow{}, map[int64]Entry{}, nil
	}
	return revision == s.revision
}
