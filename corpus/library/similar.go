package library

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"verbatim/corpus/prose"
)

// similarity is Dice's coefficient of two lists, whatever their order: twice what
// they have in common through what they have in all; 1 if they are the same. It is for
// names and whole texts of a file that came again; whether two passages say the same is
// told by alignment (search/alike), and which wording followed which by what is rare
// (search/follow).
func similarity(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	count := make(map[string]int, len(a))
	for _, s := range a {
		count[s]++
	}
	common := 0
	for _, s := range b {
		if count[s] > 0 {
			count[s]--
			common++
		}
	}
	return float64(2*common) / float64(len(a)+len(b))
}

// wordsOf returns what letters and digits a text has between all else, folded.
func wordsOf(text string) []string {
	return strings.FieldsFunc(prose.FoldString(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// trigrams returns each three characters in a row of a name, its ends marked.
func trigrams(name string) []string {
	padded := []rune("  " + name + " ")
	all := make([]string, 0, len(padded))
	for i := range len(padded) - 2 {
		all = append(all, string(padded[i:i+3]))
	}
	return all
}

// Nearest returns the IDs of the current narratives that are most like a name
// that is none: at most count, the most alike first. They share some of their
// trigrams, so that slips of letters and words in another order do little.
func (l *Library) Nearest(ctx context.Context, name string, count int) ([]string, error) {
	rows, err := l.stmts.ids.QueryContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("list narratives: %w", err)
	}
	defer rows.Close()
	type candidate struct {
		id         string
		similarity float64
	}
	var found []candidate
	wanted := trigrams(slug(name))
	for rows.Next() {
		var c candidate
		if err := rows.Scan(&c.id); err != nil {
			return nil, fmt.Errorf("list narratives: %w", err)
		}
		if c.similarity = similarity(wanted, trigrams(c.id)); c.similarity > 0 {
			found = append(found, c)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list narratives: %w", err)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.similarity, a.similarity) })
	var ids []string
	for _, c := range found[:min(len(found), count)] {
		ids = append(ids, c.id)
	}
	return ids, nil
}
