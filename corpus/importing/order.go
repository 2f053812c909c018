package importing

import (
	"slices"
	"strings"
	"unicode"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// manyCountries is how many countries a report has at least that is parted by its
// headings alone, where it is of no series that is known.
const manyCountries = 10

// countryLine returns the country that a heading names, or a short line in capitals:
// alone, or with its official name behind it, as in "ANGOLA REPUBLIC OF ANGOLA".
func countryLine(b document.Block) (name, code string) {
	if b.Kind != document.Heading && (b.Kind != document.Paragraph || len(b.Text) > 120 || !prose.InCapitals(b.Text)) {
		return "", ""
	}
	text := strings.TrimLeftFunc(b.Text, func(r rune) bool { return !unicode.IsLetter(r) })
	if name, code = corpus.CountryName(text); code != "" || len(text) > 120 {
		return name, code
	}
	words := strings.Fields(text)
	for i := 1; i < len(words); i++ {
		name, code = corpus.CountryName(strings.Join(words[:i], " "))
		if _, other := corpus.CountryName(strings.Join(words[i:], " ")); code != "" && code == other {
			return name, code
		}
	}
	return "", ""
}

// byCountries returns the chapters that lines with a country's name begin: any, if the
// title is of a series that is known, and else only many in alphabetical order.
func byCountries(d *document.Document, countries []chapter) (found []chapter) {
	found = highest(d.Blocks, headings(d.Blocks, countries))
	if series.Named(d.Title) != nil {
		return found
	}
	found = inOrder(found)
	if all := inOrder(highest(d.Blocks, countries)); len(all) > len(found) {
		found = all
	}
	if len(found) < manyCountries {
		return nil
	}
	return found
}

// headings keeps of chapters those that begin with a heading.
func headings(blocks []document.Block, found []chapter) (kept []chapter) {
	for _, c := range found {
		if blocks[c.at].Kind == document.Heading {
			kept = append(kept, c)
		}
	}
	return kept
}

// inOrder keeps of chapters the most that there are in alphabetical order: a report on
// all countries has them so, and a heading that names a country elsewhere is of
// somebody else's text. None is kept if fewer than half are in order. The longest
// increasing subsequence is found as by Fredman, "On Computing the Length of Longest
// Increasing Subsequences" (1975).
func inOrder(found []chapter) (kept []chapter) {
	keys := make([]string, len(found))
	for i, c := range found {
		keys[i] = prose.FoldString(c.country)
	}
	var ends []int // of the subsequences of each length: the place of the least last one
	before := make([]int, len(found))
	for i, key := range keys {
		at, _ := slices.BinarySearchFunc(ends, key, func(end int, key string) int {
			switch {
			case keys[end] < key:
				return -1
			case keys[end] > key:
				return 1
			}
			return 0
		})
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else if keys[i] != keys[ends[at]] { // of two of one country, the first begins its chapter
			ends[at] = i
		}
	}
	if len(ends) == 0 || 2*len(ends) < len(found) {
		return nil
	}
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		kept = append(kept, found[i])
	}
	slices.Reverse(kept)
	return kept
}
