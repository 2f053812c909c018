package api

import (
	"container/list"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/compress"
)

// maxKept bounds the memory of the answers that are kept, in bytes.
const maxKept = 32 << 20

// A cache keeps answers as they are sent. Those that were not asked for the
// longest time go first.
type cache struct {
	mu      sync.Mutex
	answers map[question]*list.Element // of *kept
	recent  list.List                  // the last one asked for is in front
	size    int
}

// A question is what an answer follows from: a path with its query string in
// one form, whether the reader accepts gzip, and the state that it is answered from.
type question struct {
	path, values string
	gzip         bool
	state        search.State
}

// A sent is a body as it is sent, and the headers that say how it is compressed.
type sent struct {
	body   []byte
	header http.Header
}

type kept struct {
	question
	sent
}

// size is about what an answer takes in memory.
func (k *kept) size() int { return len(k.body) + len(k.path) + len(k.values) + 256 }

func (c *cache) get(q question) (answer sent, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.answers[q]
	if !ok {
		return sent{}, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*kept).sent, true
}

func (c *cache) put(q question, answer sent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.answers[q]; known {
		return
	}
	if c.answers == nil {
		c.answers = map[question]*list.Element{}
	}
	k := &kept{q, answer}
	c.answers[q] = c.recent.PushFront(k)
	for c.size += k.size(); c.size > maxKept; {
		oldest := c.recent.Remove(c.recent.Back()).(*kept)
		delete(c.answers, oldest.question)
		c.size -= oldest.size()
	}
}

// answerKept sends an answer that was given before in the same state, or returns
// and keeps it.
func (s *server) answerKept(c *gin.Context, r route) error {
	ctx := c.Request.Context()
	state, err := s.searcher.State(ctx)
	if err != nil {
		return err
	}
	q := question{r.path, c.Request.URL.Query().Encode(), compress.Accepted(c.Request), state}
	known, ok := s.kept.get(q)
	if !ok {
		answer, err := r.answer(s, c)
		if err != nil {
			return err
		}
		if known, err = encodedFor(c, answer); err != nil {
			return err
		}
		// An import may have come between.
		if now, err := s.searcher.State(ctx); err == nil && now == state {
			s.kept.put(q, known)
		}
	}
	sendPacked(c, http.StatusOK, known)
	return nil
}
