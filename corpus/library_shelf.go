package corpus

import (
	"context"
	"sync"
)

// A shelf keeps what narratives are, without text and passages, by row: ten
// passages that are shown are mostly of ten narratives, whose descriptions
// would take longer to read than the passages. It is of one revision of the
// library, and emptied when there is another.
type shelf struct {
	mu       sync.Mutex
	revision int64
	rows     map[int64]*narrativeRow
}

// maxShelf bounds it, to about 20 MB.
const maxShelf = 20_000

// described gives the narrative of a row, as it is in a revision. It is shared.
func (l *Library) described(ctx context.Context, revision, row int64) (*narrativeRow, error) {
	if r := l.shelf.get(revision, row); r != nil {
		return r, nil
	}
	found, err := scanNarratives(l.stmts.byRow.QueryContext(ctx, row))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrNotFound
	}
	l.shelf.put(revision, found[0])
	return found[0], nil
}

func (s *shelf) get(revision, row int64) *narrativeRow {
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision != s.revision {
		return nil
	}
	return s.rows[row]
}

// put keeps a narrative that was read at a revision or later. Later it can only
// have been retired since: the next revision that is asked for empties the
// shelf.
func (s *shelf) put(revision int64, r *narrativeRow) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision < s.revision {
		return
	}
	if s.rows == nil || revision > s.revision || len(s.rows) >= maxShelf {
		s.revision, s.rows = revision, map[int64]*narrativeRow{}
	}
	s.rows[r.row] = r
}
