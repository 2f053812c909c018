package main

import (
	"context"
	"errors"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"verbatim/cmd/bench/contest"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus"
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

func buildBleve(ctx context.Context, dir string, library *corpus.Library) (err error) {
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

func openBleve(dir string) (contest.Engine, error) {
	x, err := bleve.OpenUsing(dir, map[string]any{"read_only": true, "bolt_timeout": "2s"})
	return &bleveEngine{x}, err
}

func (b *bleveEngine) Name() string { return "plain Bleve" }
func (b *bleveEngine) Close() error { return b.index.Close() }

var bleveLanguage = language[query.Query]{
	word: func(w string) (query.Query, error) { return inText(bleve.NewMatchQuery(w)), nil },
	phrase: func(words []string) (query.Query, error) {
		return inText(bleve.NewMatchPhraseQuery(strings.Join(words, " "))), nil
	},
	wildcard: func(pattern string) (query.Query, error) {
		if isPrefix(pattern) && strings.HasSuffix(pattern, "*") {
			return inText(bleve.NewPrefixQuery(strings.TrimSuffix(pattern, "*"))), nil
		}
		return inText(bleve.NewWildcardQuery(pattern)), nil
	},
	// Bleve has no operator for distance: both words, and where they stand.
	near: func(n *search.Near) (query.Query, error) {
		both := operands(n)
		return bleve.NewConjunctionQuery(inText(bleve.NewMatchQuery(both[0])), inText(bleve.NewMatchQuery(both[1]))), nil
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

// Ask implements contest.Engine.
func (b *bleveEngine) Ask(ctx context.Context, q workload.Question) (answer contest.Answer, err error) {
	if q.Task == workload.Quote {
		return answer, contest.ErrCannot
	}
	root, err := parse(q.Text, q.Mode)
	if err != nil {
		return answer, err
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
	if request.Fields = []string{"text"}; size > 0 && size < 1000 {
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
