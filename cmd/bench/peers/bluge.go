package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/blugelabs/bluge"
	"github.com/blugelabs/bluge/analysis/lang/en"
	blugesearch "github.com/blugelabs/bluge/search"
	"github.com/blugelabs/bluge/search/aggregations"
	"github.com/blugelabs/bluge/search/highlight"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/search"
)

// Bluge with its English analyzer and default settings, in batches of 1,000.

type blugeEngine struct {
	reader *bluge.Reader
	marker *highlight.SimpleHighlighter
}

var english = en.NewAnalyzer()

func buildBluge(ctx context.Context, dir string, library *library.Library) (err error) {
	w, err := bluge.OpenWriter(bluge.DefaultConfig(dir))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for some, err := range batches(ctx, library, 1000) {
		if err != nil {
			return err
		}
		batch := bluge.NewBatch()
		for _, p := range some {
			doc := bluge.NewDocument(p.id()).AddField(
				bluge.NewTextField("text", p.text).WithAnalyzer(english).SearchTermPositions().StoreValue().HighlightMatches())
			for i, f := range facetNames() {
				doc.AddField(bluge.NewKeywordField(f, p.values()[i]).Aggregatable())
			}
			batch.Insert(doc)
		}
		if err := w.Batch(batch); err != nil {
			return err
		}
	}
	return nil
}

func openBluge(dir, _ string) (compare.Engine, error) {
	reader, err := bluge.OpenReader(bluge.DefaultConfig(dir))
	return &blugeEngine{reader, highlight.NewHTMLHighlighter()}, err
}

func (b *blugeEngine) Name() string { return "Bluge" }
func (b *blugeEngine) Close() error { return b.reader.Close() }

var blugeLanguage = language[bluge.Query]{
	word: func(t *search.Term) (bluge.Query, error) {
		return bluge.NewMatchQuery(t.Text).SetField("text").SetAnalyzer(english), nil
	},
	phrase: func(words []string) (bluge.Query, error) {
		return bluge.NewMatchPhraseQuery(strings.Join(words, " ")).SetField("text").SetAnalyzer(english), nil
	},
	wildcard: func(pattern string) (bluge.Query, error) {
		if isPrefix(pattern) && strings.HasSuffix(pattern, "*") {
			return bluge.NewPrefixQuery(strings.TrimSuffix(pattern, "*")).SetField("text"), nil
		}
		return bluge.NewWildcardQuery(pattern).SetField("text"), nil
	},
	all: func(wanted, unwanted []bluge.Query) bluge.Query {
		return bluge.NewBooleanQuery().AddMust(wanted...).AddMustNot(unwanted...)
	},
	any: func(wanted []bluge.Query) bluge.Query {
		return bluge.NewBooleanQuery().AddShould(wanted...).SetMinShould(1)
	},
}

// Ask implements compare.Engine.
func (b *blugeEngine) Ask(ctx context.Context, q workload.Question) (compare.Answer, error) {
	if q.Task == workload.Quote {
		return compare.Answer{}, compare.ErrCannot
	}
	root, err := parse(q.Text, q.Mode)
	if err != nil {
		return compare.Answer{}, err
	}
	near, err := asNear(root, q.Task)
	if err != nil {
		return compare.Answer{}, err
	}
	if near != nil {
		return b.near(ctx, near, q.Bare)
	}
	asked, err := translate(blugeLanguage, root)
	if err != nil {
		return compare.Answer{}, err
	}
	if len(q.Filters) > 0 {
		all := bluge.NewBooleanQuery().AddMust(asked)
		for field, value := range q.Filters {
			all.AddMust(bluge.NewTermQuery(value).SetField(string(field)))
		}
		asked = all
	}
	skip, size := shown(q.Task)
	request := bluge.NewTopNSearch(size, asked).SetFrom(skip).WithStandardAggregations()
	if size > 0 && size < 1000 && !q.Bare {
		request.IncludeLocations()
	}
	for _, f := range counted(q.Task) {
		request.AddAggregation(f, aggregations.NewTermsAggregation(blugesearch.Field(f), 300))
	}
	return b.answer(ctx, request, q.Bare)
}

func (b *blugeEngine) answer(ctx context.Context, request bluge.SearchRequest, bare bool) (answer compare.Answer, err error) {
	found, err := b.reader.Search(ctx, request)
	if err != nil {
		return answer, err
	}
	for match, err := range matches(found) {
		if err != nil {
			return answer, fmt.Errorf("read hits: %w", err)
		}
		if bare {
			continue
		}
		text, err := b.marked(match)
		if err != nil {
			return answer, err
		}
		answer.Hits = append(answer.Hits, text)
	}
	answer.Total = int(found.Aggregations().Count())
	return answer, nil
}

// near asks for passages with two words near each other.
func (b *blugeEngine) near(ctx context.Context, q *nearQuestion, bare bool) (answer compare.Answer, err error) {
	all, err := b.reader.Count()
	if err != nil {
		return answer, err
	}
	both := bluge.NewBooleanQuery()
	for _, w := range q.words {
		both.AddMust(bluge.NewMatchQuery(w).SetField("text").SetAnalyzer(english))
	}
	found, err := b.reader.Search(ctx, bluge.NewTopNSearch(int(all), both).IncludeLocations())
	if err != nil {
		return answer, err
	}
	for match, err := range matches(found) {
		if err != nil {
			return answer, fmt.Errorf("read hits: %w", err)
		}
		if !q.near(places(match, q.words[0]), places(match, q.words[1])) {
			continue
		}
		if answer.Total++; answer.Total > 10 || bare {
			continue
		}
		text, err := b.marked(match)
		if err != nil {
			return answer, err
		}
		answer.Hits = append(answer.Hits, text)
	}
	return answer, nil
}

// places returns where in a match's text a word stands, in any form.
func places(match *blugesearch.DocumentMatch, word string) (places []int) {
	for _, token := range english.Analyze([]byte(word)) {
		for _, at := range match.Locations["text"][string(token.Term)] {
			places = append(places, at.Pos)
		}
	}
	return places
}

// matches yields what was found.
func matches(found blugesearch.DocumentMatchIterator) iter.Seq2[*blugesearch.DocumentMatch, error] {
	return func(yield func(*blugesearch.DocumentMatch, error) bool) {
		for {
			match, err := found.Next()
			if err == nil && match == nil || !yield(match, err) || err != nil {
				return
			}
		}
	}
}

// marked returns the text of a match, marked if its places are known.
func (b *blugeEngine) marked(match *blugesearch.DocumentMatch) (string, error) {
	var text []byte
	err := match.VisitStoredFields(func(field string, value []byte) bool {
		if field == "text" {
			text = append(text, value...)
		}
		return true
	})
	if at := match.Locations["text"]; at != nil && err == nil {
		return b.marker.BestFragment(at, text), nil
	}
	return string(text), err
}
