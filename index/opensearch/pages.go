package opensearch

import (
	"slices"
	"sync"
)

// pages keep the answers whose pages are turned, so that a page does not count again, nor
// begin from the first passage. Orders that are half made are more than package paging
// keeps: places in an order.
type pages struct {
	mu   sync.Mutex
	kept []keptAnswer // the one that was asked for last is the last
	size int          // of all
}

type keptAnswer struct {
	of       *generation
	question string
	answer   *answered
	size     int
}

// maxKept bounds the passages that pages keep, of all answers: about 100 bytes each.
const maxKept = 200_000

// take returns the answer to a question, which nobody else has then; nil if it is not
// kept.
func (p *pages) take(of *generation, question string) *answered {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.IndexFunc(p.kept, func(k keptAnswer) bool { return k.of == of && k.question == question })
	if at < 0 {
		return nil
	}
	k := p.kept[at]
	p.drop(at)
	return k.answer
}

func (p *pages) drop(at int) {
	p.size -= p.kept[at].size
	p.kept = slices.Delete(p.kept, at, at+1)
}

// keep keeps an answer for the next page.
func (p *pages) keep(of *generation, question string, a *answered) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	k := keptAnswer{of, question, a, a.order.room()}
	p.kept = append(p.kept, k)
	for p.size += k.size; p.size > maxKept; {
		p.drop(0)
	}
}
