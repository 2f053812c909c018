package enginetest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"verbatim/search"
)

// The terms that a Generator makes: compounds, patterns, words that are nearly those of a
// passage, and filters.

// compound returns a word of the passage that is also written in two, in one of its
// spellings, if it has one.
func (g *Generator) compound(p *passage) string {
	for i := 1; i < len(p.tokens); i++ {
		a, b := p.tokens[i-1].Word, p.tokens[i].Word
		if slices.Contains([]string{"anti", "non", "pre", "co", "inter", "re", "self", "post", "health", "north", "long"}, a) && g.chance(0.5) {
			return a + pick(g, []string{"", "-", " "}) + b
		}
	}
	return pick(g, []string{"anti", "non", "pre", "re"}) + g.word(p)
}

// lone returns a question of one word with nothing beside it: its answer may be one that
// an engine has ready.
func (g *Generator) lone() (text string, _ search.Question, _ error) {
	if text = g.either(g.passage(), g.word, g.word, g.compound); g.chance(0.3) {
		text = g.quote(text)
	}
	query, err := search.Parse(text)
	if err == nil && g.chance(0.2) {
		query = query.In(search.ModeAny)
	}
	return text, search.Question{
		Query: query, Sort: search.SortRelevance, Limit: pick(g, []int{0, 1, 5, 10, 20}), Narratives: g.chance(0.7),
		Facets: pick(g, [][]search.Field{nil, {search.FieldYear}, search.Facets}), FoldUpTo: pick(g, []int{0, 0, 0, 20}), FoldPage: g.chance(0.5),
	}, err
}

// patterns returns a phrase of neighbouring words with wildcards in them.
func (g *Generator) patterns(p *passage) string {
	at := g.rand.IntN(len(p.tokens))
	var words []string
	for i := range 2 + g.rand.IntN(2) {
		if at+i < len(p.tokens) {
			words = append(words, g.pattern(&passage{Doc: p.Doc, tokens: p.tokens[at+i : at+i+1]}))
		}
	}
	text := g.quote(strings.Join(words, " "))
	if g.chance(0.3) {
		text += fmt.Sprintf("~%d", g.rand.IntN(3))
	}
	return text
}

// pattern returns a wildcard for a word of the passage, if it has one that is
// long enough.
func (g *Generator) pattern(p *passage) string {
	word := []rune(g.token(p).Word)
	if len(word) < 4 || slices.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return g.word(p)
	}
	inner := 2 + g.rand.IntN(len(word)-3) // neither of the first two letters, nor the last
	switch g.rand.IntN(4) {
	case 0:
		word[inner] = '?'
	case 1:
		return string(word[:inner]) + "*" + string(word[len(word)-1:])
	default:
		return string(word[:inner]) + "*"
	}
	return string(word)
}

// fuzzy returns a word with a letter or two changed.
func (g *Generator) fuzzy(p *passage) string {
	word := []rune(g.token(p).Word)
	if slices.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return g.word(p)
	}
	for range g.rand.IntN(3) {
		at := g.rand.IntN(len(word))
		switch g.rand.IntN(3) {
		case 0:
			word[at] = 'e'
		case 1:
			word = slices.Insert(word, at, 'i')
		case 2:
			word = append(slices.Delete(word, at, at+1), 's')
		}
	}
	return fmt.Sprintf("%s~%d", string(word), 1+g.rand.IntN(2))
}

// hyphenated joins two neighbouring words.
func (g *Generator) hyphenated(p *passage) string {
	at := g.rand.IntN(len(p.tokens))
	if at+1 == len(p.tokens) {
		return g.word(p)
	}
	return p.tokens[at].Word + "-" + p.tokens[at+1].Word
}

// filter returns a filter that some passage passes, mostly this one.
func (g *Generator) filter(p *passage) string {
	for {
		field := pick(g, search.Fields)
		if len(g.values[field]) == 0 {
			continue // FieldYear always has one
		}
		value := pick(g, g.values[field])
		if own := p.value(field); slices.Contains(g.values[field], own) && g.chance(0.7) {
			value = own
		}
		if field != search.FieldYear {
			return fmt.Sprintf(`%s:"%s"`, field, g.dress(value))
		}
		if other := pick(g, g.values[field]); value < other {
			return fmt.Sprintf("year:%s..%s", value, other)
		}
		return "year:" + value
	}
}
