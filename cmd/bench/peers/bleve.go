package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"
	blevesearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/search"
)

// Plain Bleve: its English analyzer and default settings, the fields as
// keywords (else facets would count the words of their values), in batches of
// 1,000.

type bleveEngine struct{ index bleve.Index }

func bleveMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = en.AnalyzerName
	for _, f := range facetNames() {
		m.DefaultMapping.AddFieldMappingsAt(f, bleve.NewKeywordFieldMapping())
	}
	return m
}

func buildBleve(ctx context.Context, dir string, library *library.Library) (err error) {
	x, err := bleve.New(dir, bleveMapping())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	for some, err := range batches(ctx, library, 1000) {
		if err != nil {
			return err
		}
		batch := x.NewBatch()
		for _, p := range some {
			doc := map[string]any{"text": p.text}
			for i, f := range facetNames() {
				doc[f] = p.values()[i]
			}
			if err := batch.Index(p.id(), doc); err != nil {
				return err
			}
		}
		if err := x.Batch(batch); err != nil {
			return err
		}
	}
	return nil
}

func openBleve(dir, _ string) (compare.Engine, error) {
	x, err := bleve.OpenUsing(dir, map[string]any{"read_only": true, "bolt_timeout": "2s"})
	return &bleveEngine{x}, err
}

func (b *bleveEngine) Name() string { return "plain Bleve" }
func (b *bleveEngine) Close() error { return b.index.Close() }

var bleveLanguage = language[query.Query]{
	word: func(t *search.Term) (query.Query, error) { return inText(bleve.NewMatchQuery(t.Text)), nil },
	phrase: func(words []string) (query.Query, error) {
		return inText(bleve.NewMatchPhraseQuery(strings.Join(words, " "))), nil
	},
	wildcard: func(pattern string) (query.Query, error) {
		if isPrefix(pattern) && strings.HasSuffix(pattern, "*") {
			return inText(bleve.NewPrefixQuery(strings.TrimSuffix(pattern, "*"))), nil
		}
		return inText(bleve.NewWildcardQuery(pattern)), nil
	},
	all: func(wanted, unwanted []query.Query) query.Query {
		if len(unwanted) == 0 {
			return bleve.NewConjunctionQuery(wanted...)
		}
		q := bleve.NewBooleanQuery()
		q.AddMust(wanted...)
		q.AddMustNot(unwanted...)
		return q
	},
	any: func(wanted []query.Query) query.Query { return bleve.NewDisjunctionQuery(wanted...) },
}

func inText[Q interface {
	query.Query
	SetField(string)
}](q Q) query.Query {
	q.SetField("text")
	return q
}

// Ask implements compare.Engine.
func (b *bleveEngine) Ask(ctx context.Context, q workload.Question) (answer compare.Answer, err error) {
	if q.Task == workload.Quote {
		return answer, compare.ErrCannot
	}
	root, err := parse(q.Text, q.Mode)
	if err != nil {
		return answer, err
	}
	near, err := asNear(root, q.Task)
	if err != nil {
		return answer, err
	}
	if near != nil {
		return b.near(ctx, near, q.Bare)
	}
	asked, err := translate(bleveLanguage, root)
	if err != nil {
		return answer, err
	}
	for field, value := range q.Filters {
		is := bleve.NewTermQuery(value)
		is.SetField(string(field))
		asked = bleve.NewConjunctionQuery(asked, is)
	}
	skip, size := shown(q.Task)
	request := bleve.NewSearchRequestOptions(asked, size, skip, false)
	if !q.Bare {
		request.Fields = []string{"text"}
	}
	if size > 0 && size < 1000 && !q.Bare {
		request.Highlight = bleve.NewHighlight()
		request.IncludeLocations = true
	}
	for _, f := range counted(q.Task) {
		request.AddFacet(f, bleve.NewFacetRequest(f, 300))
	}
	found, err := b.index.SearchInContext(ctx, request)
	if err != nil {
		return answer, err
	}
	answer.Total = int(found.Total)
	for _, hit := range found.Hits {
		answer.Hits = append(answer.Hits, strings.Join(hit.Fragments["text"], "…"))
	}
	return answer, nil
}

// near asks for passages with two words near each other.
func (b *bleveEngine) near(ctx context.Context, q *nearQuestion, bare bool) (answer compare.Answer, err error) {
	all, err := b.index.DocCount()
	if err != nil {
		return answer, err
	}
	both := bleve.NewConjunctionQuery(inText(bleve.NewMatchQuery(q.words[0])), inText(bleve.NewMatchQuery(q.words[1])))
	request := bleve.NewSearchRequestOptions(both, int(all), 0, false)
	request.IncludeLocations = true
	found, err := b.index.SearchInContext(ctx, request)
	if err != nil {
		return answer, err
	}
	kept := slices.DeleteFunc(found.Hits, func(hit *blevesearch.DocumentMatch) bool {
		return !q.near(b.places(hit, q.words[0]), b.places(hit, q.words[1]))
	})
	if answer.Total = len(kept); bare {
		return answer, nil
	}
	answer.Hits, err = b.marked(kept[:min(10, len(kept))])
	return answer, err
}

// places returns where in a hit's text a word stands, in any form.
func (b *bleveEngine) places(hit *blevesearch.DocumentMatch, word string) (places []int) {
	for _, token := range b.index.Mapping().AnalyzerNamed(en.AnalyzerName).Analyze([]byte(word)) {
		for _, at := range hit.Locations["text"][string(token.Term)] {
			places = append(places, int(at.Pos))
		}
	}
	return places
}

// marked returns the texts of hits with their marks, as a request for highlights
// does.
func (b *bleveEngine) marked(hits blevesearch.DocumentMatchCollection) (texts []string, err error) {
	marker, err := bleve.Config.Cache.HighlighterNamed(bleve.Config.DefaultHighlighter)
	if err != nil {
		return nil, err
	}
	for _, hit := range hits {
		doc, err := b.index.Document(hit.ID)
		if err != nil {
			return nil, err
		}
		texts = append(texts, strings.Join(marker.BestFragmentsInField(hit, doc, "text", 1), "…"))
	}
	return texts, nil
}
