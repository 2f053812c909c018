package quote

import (
	"context"
	"slices"
	"sync"

	"verbatim/corpus"
	"verbatim/corpus/library"
)

// A catalog is the narratives that a library has, read when they are first
// wanted.
type catalog struct {
	once       sync.Once
	narratives []*corpus.Narrative
	err        error
}

// catalogPage is how many narratives are read at a time.
const catalogPage = 1000

func (c *Checker) narratives(ctx context.Context) ([]*corpus.Narrative, error) {
	c.held.once.Do(func() {
		for after := int64(0); ; {
			page, err := c.library.Narratives(ctx, library.Filter{}, after, catalogPage)
			if err != nil {
				c.held.err = err
				return
			}
			for _, n := range page.Narratives {
				c.held.narratives = append(c.held.narratives, n.Narrative)
			}
			if after = page.Next; after == 0 {
				return
			}
		}
	})
	return c.held.narratives, c.held.err
}

// missing returns in words what of an attribution the library does not have at all:
// "Kenya, 1999", or nothing. Where whole is false, only what it has nowhere counts,
// and not that it does not have it together.
func (c *Checker) missing(ctx context.Context, a Attribution, whole bool) (string, error) {
	if a.empty() {
		return "", nil
	}
	held, err := c.narratives(ctx)
	if err != nil {
		return "", err
	}
	has := func(a Attribution) bool {
		return slices.ContainsFunc(held, a.agrees)
	}
	for _, part := range []Attribution{{Report: a.Report}, {Country: a.Country}, {Year: a.Year}} {
		if !part.empty() && !has(part) {
			return part.String(), nil
		}
	}
	if whole && !has(a) {
		return a.String(), nil
	}
	return "", nil
}
