package search

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	// fewPassages is up to how many a query finds little, and a word is rare
	// enough to be a slip.
	fewPassages = 2
	// muchMore is how many times more often a word must stand in the
	// collection to be offered instead.
	muchMore = 10
	// minSlip is the length from which a word is looked up with one letter
	// changed, minSlips with two.
	minSlip, minSlips = 4, 8
	// notedWords is how many words of a wildcard a note names.
	notedWords = 8
)

// noteExpansions notes what wildcards and fuzzy terms stand for.
func (s *Searcher) noteExpansions(ctx context.Context, q *Query) error {
	for _, t := range Terms(q.Root) {
		if t.Kind != Wildcard && t.Kind != Fuzzy {
			continue
		}
		words, err := s.engine.Words(ctx, t)
		if err != nil {
			return err
		}
		var names []string
		for _, w := range words[:min(len(words), notedWords)] {
			names = append(names, w.Value)
		}
		note := fmt.Sprintf("%s: %s", t, strings.Join(names, ", "))
		switch more := len(words) - len(names); {
		case len(words) == 0:
			note = fmt.Sprintf("%s: no word of the library has this form", t)
		case more > 0:
			note += fmt.Sprintf(" and %d more", more)
		}
		q.Notes = append(q.Notes, note)
	}
	return nil
}

// suggest returns the query with rare words replaced by frequent ones that
// differ in a letter or two, if the query finds little and that one more.
func (s *Searcher) suggest(ctx context.Context, question Question, total int) (string, error) {
	if total > fewPassages {
		return "", nil
	}
	q := question.Query
	var changed []*Term
	was := map[*Term]Term{}
	defer func() {
		for _, t := range changed {
			*t = was[t]
		}
	}()
	var notes []string
	for _, t := range ScoringTerms(q.Root) {
		better, there, err := s.correct(ctx, t)
		if err != nil {
			return "", err
		}
		if better.Value == "" {
			continue
		}
		notes = append(notes, fmt.Sprintf("%s is in %s, %s in %s", t, passages(there), better.Value, passages(better.Count)))
		changed, was[t] = append(changed, t), *t
		t.Text, t.Stem = better.Value, Analyze(better.Value)[0].Stem
		if t.Kind == Stemmed {
			t.Stems = []string{t.Stem}
		}
	}
	if len(changed) == 0 {
		return "", nil
	}
	question.Facets, question.Limit, question.Narratives, question.Explain = nil, 0, false, false
	found, err := s.engine.Find(ctx, question)
	if err != nil || found.Total <= total {
		return "", err
	}
	q.Notes = append(q.Notes, notes...)
	return q.asked.String(), nil
}

// correct returns a frequent word that is spelled nearly like a rare one, and
// how many passages have the rare one; no word if there is nothing to correct.
func (s *Searcher) correct(ctx context.Context, t *Term) (better Count, there int, err error) {
	length := utf8.RuneCountInString(t.Text)
	if t.ScoringStems() == nil || length < minSlip {
		return Count{}, 0, nil
	}
	forms, err := s.engine.Words(ctx, t)
	if err != nil {
		return Count{}, 0, err
	}
	for _, w := range forms {
		there += w.Count
	}
	if there > fewPassages {
		return Count{}, there, nil
	}
	for edits := 1; edits <= 2 && (edits == 1 || length >= minSlips); edits++ {
		near, err := s.engine.Words(ctx, &Term{Kind: Fuzzy, Text: t.Text, Edits: edits})
		if err != nil {
			return Count{}, there, err
		}
		if len(near) > 0 && near[0].Count > fewPassages && near[0].Count >= muchMore*there {
			return near[0], there, nil
		}
	}
	return Count{}, there, nil
}

// passages says how many passages there are.
func passages(n int) string {
	switch n {
	case 0:
		return "no passage"
	case 1:
		return "1 passage"
	}
	return fmt.Sprintf("%d passages", n)
}
