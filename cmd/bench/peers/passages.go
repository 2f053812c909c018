package main

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"verbatim/cmd/bench/compare"
	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/search"
)

// A passage is what every engine is given of each passage.
type passage struct {
	row                                        int64
	text                                       string
	country, year, tier, section, kind, report string
}

// values are the values of the fields, in the order of search.Facets.
func (p passage) values() []string {
	return []string{p.country, p.year, p.tier, p.section, p.report, p.kind}
}

func (p passage) id() string { return strconv.FormatInt(p.row, 10) }

// passages yields those that questions find which do not ask for headings.
func passages(ctx context.Context, library *library.Library) iter.Seq2[passage, error] {
	return func(yield func(passage, error) bool) {
		for n, err := range library.All(ctx) {
			if err != nil {
				yield(passage{}, err)
				return
			}
			for i, p := range n.Passages {
				if p.Kind == corpus.Heading {
					continue
				}
				made := passage{
					n.Rows[i], p.Span.In(n.Text), n.Country, strconv.Itoa(n.Year), n.Tier, p.Section, string(p.Kind), n.Report,
				}
				if !yield(made, nil) {
					return
				}
			}
		}
	}
}

// batches collects passages.
func batches(ctx context.Context, library *library.Library, size int) iter.Seq2[[]passage, error] {
	return func(yield func([]passage, error) bool) {
		var batch []passage
		for p, err := range passages(ctx, library) {
			if err != nil {
				yield(nil, err)
				return
			}
			if batch = append(batch, p); len(batch) == size {
				if !yield(batch, nil) {
					return
				}
				batch = nil
			}
		}
		if len(batch) > 0 {
			yield(batch, nil)
		}
	}
}

// A language is how an engine writes the parts of a query.
type language[Q any] struct {
	word     func(t *search.Term) (Q, error) // in any form
	phrase   func(words []string) (Q, error)
	wildcard func(pattern string) (Q, error)
	near     func(n *search.Near) (Q, error) // nil if there is no such operator
	all      func(wanted, unwanted []Q) Q
	any      func(wanted []Q) Q
}

// translate puts a query of verbatim into another language.
func translate[Q any](l language[Q], n search.Node) (Q, error) {
	var none Q
	switch n := n.(type) {
	case *search.Phrase:
		if len(n.Terms) == 1 && n.Terms[0].Kind == search.Wildcard {
			return l.wildcard(n.Terms[0].Text)
		}
		if len(n.Terms) == 1 {
			return l.word(n.Terms[0])
		}
		return l.phrase(texts(n))
	case *search.Near:
		if l.near == nil {
			return none, compare.ErrCannot
		}
		return l.near(n)
	case *search.Or:
		wanted, err := translateAll(l, n.Nodes)
		return l.any(wanted), err
	case *search.And:
		var wanted, unwanted []search.Node
		for _, c := range n.Nodes {
			if not, ok := c.(*search.Not); ok {
				unwanted = append(unwanted, not.Node)
			} else {
				wanted = append(wanted, c)
			}
		}
		w, err := translateAll(l, wanted)
		if err != nil {
			return none, err
		}
		u, err := translateAll(l, unwanted)
		return l.all(w, u), err
	}
	return none, fmt.Errorf("%s is not translated", n)
}

func translateAll[Q any](l language[Q], nodes []search.Node) (all []Q, err error) {
	for _, n := range nodes {
		q, err := translate(l, n)
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}

func texts(p *search.Phrase) (words []string) {
	for _, t := range p.Terms {
		words = append(words, t.Text)
	}
	return words
}

// operands returns the words of a Near of two words.
func operands(n *search.Near) []string {
	return []string{n.Left.(*search.Phrase).Terms[0].Text, n.Right.(*search.Phrase).Terms[0].Text}
}

// isPrefix reports whether a pattern is like forced*, and not like f*d.
func isPrefix(pattern string) bool { return strings.IndexAny(pattern, "*?") == len(pattern)-1 }

// parse parses a question in its mode.
func parse(text string, mode search.Mode) (search.Node, error) {
	q, err := search.Parse(text)
	if err != nil {
		return nil, err
	}
	if mode == "" {
		mode = search.ModeAll
	}
	return q.In(mode).Root, nil
}
