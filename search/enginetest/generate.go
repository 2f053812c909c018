package enginetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"verbatim/search"
)

// A Generator makes queries in the query language of the words of a
// collection. The same seed makes the same queries.
type Generator struct {
	Simple bool // words and phrases only

	rand     *rand.Rand
	passages []*passage
	rare     []string                  // every word once, so that most are rare
	values   map[search.Field][]string // those that can be written in a query
}

// NewGenerator makes a Generator for the collection of an engine, which must
// have some words.
func NewGenerator(n *Naive, seed uint64) *Generator {
	g := &Generator{
		rand:   rand.New(rand.NewPCG(seed, 0)),
		values: make(map[search.Field][]string),
	}
	for _, f := range n.vocabulary {
		g.rare = append(g.rare, f.word)
	}
	for _, p := range n.passages {
		if len(p.tokens) > 0 {
			g.passages = append(g.passages, p)
		}
	}
	for _, f := range search.Fields {
		for _, c := range count(f, n.passages, nil) {
			if !strings.ContainsAny(c.Value, quoteMarks) {
				g.values[f] = append(g.values[f], c.Value)
			}
		}
	}
	return g
}

const quoteMarks = `"“”„‟«»`

// quoteless returns the words of a name, to be written in a query.
func quoteless(name string) string {
	var words []string
	for _, t := range search.Analyze(name) {
		words = append(words, t.Word)
	}
	return strings.Join(words, " ")
}

// Question returns a random question: a query, and how it is asked.
func (g *Generator) Question() (text string, _ search.Question, _ error) {
	if g.chance(0.15) {
		return g.lone()
	}
	text = g.shortText()
	query, err := search.Parse(text)
	if err != nil {
		return text, search.Question{}, err
	}
	if g.chance(0.3) {
		if g.chance(0.3) {
			p := g.passage()
			text = strings.TrimSpace(text + " " + g.either(p, func(p *passage) string { return quoteless(p.Narrative.Country) }, func(p *passage) string { return p.value(search.FieldYear) }))
			if query, err = search.Parse(text); err != nil {
				return text, search.Question{}, err
			}
		}
		query = query.In(search.ModeAny)
	}
	q := search.Question{
		Query:    query,
		Sort:     search.SortRelevance,
		Limit:    pick(g, []int{1, 10, 10, 100, 10000}),
		Filters:  make(map[search.Field][]*search.Filter),
		Facets:   search.Facets,
		FoldUpTo: pick(g, []int{0, 0, 0, 0, 0, 0, 0, 20, search.FoldAll, search.FoldAll}),
		FoldPage: pick(g, []bool{false, true}),
		Group:    g.chance(0.3),
		Explain:  g.chance(0.1),
		Headings: g.chance(0.3),
		Unscored: g.chance(0.1),
	}
	q.Narratives = q.Group || g.chance(0.7)
	if g.chance(0.2) {
		q.Offset = g.rand.IntN(30)
	}
	if g.chance(0.3) {
		q.Sort = pick(g, search.Sorts)
	}
	if g.chance(0.3) {
		for range 1 + g.rand.IntN(3) {
			filter, err := search.Parse(g.filter(g.passage()))
			if err != nil {
				return text, q, err
			}
			f := filter.Root.(*search.Filter)
			q.Filters[f.Field] = append(q.Filters[f.Field], f)
		}
	}
	return text, q, nil
}

// Text returns a random query.
func (g *Generator) Text() string {
	if g.Simple {
		return g.list(func(p *passage) string { return g.either(p, g.word, g.word, g.phrase) })
	}
	switch x := g.rand.Float64(); {
	case x < 0.3:
		return g.leaf(g.passage())
	case x < 0.5:
		return g.list(g.leaf)
	case x < 0.52:
		return ""
	}
	return g.boolean(g.passage(), 4)
}

// list returns some operands, mostly of one passage, so that some passage has
// all of them.
func (g *Generator) list(operand func(*passage) string) string {
	p := g.passage()
	var parts []string
	for range 1 + g.rand.IntN(4) {
		if g.chance(0.1) {
			p = g.passage()
		}
		parts = append(parts, operand(p))
	}
	return strings.Join(parts, " ")
}

// boolean returns an expression with operators up to depth deep.
func (g *Generator) boolean(p *passage, depth int) string {
	if depth <= 0 || g.chance(0.2) {
		return g.leaf(p)
	}
	sub := func(p *passage, depth int) string {
		s := g.boolean(p, depth)
		if strings.ContainsRune(s, ' ') {
			return "(" + s + ")"
		}
		return s
	}
	left, right := sub(p, depth-1), sub(p, depth-2)
	other := sub(g.passage(), depth-3) // what another passage has, to leave it out
	switch g.rand.IntN(7) {
	case 0:
		return left + " AND " + right
	case 1:
		return left + " OR " + other
	case 2:
		return left + " NOT " + other
	case 3:
		return left + " -" + other + " " + right
	case 4:
		return left + " OR NOT " + other + " AND " + right
	case 5:
		return left + " " + right + " " + g.filter(p)
	}
	return left + " " + right
}

// leaf returns an expression of the words of a passage without AND, OR, NOT.
func (g *Generator) leaf(p *passage) string {
	return g.either(p, g.word, g.word, g.phrase, g.phrase, g.sloppy, g.near, g.near, g.pattern, g.fuzzy, g.hyphenated, g.compound, g.patterns, g.filter)
}

// word returns a word of the passage or, sometimes, any word.
func (g *Generator) word(p *passage) string {
	switch x := g.rand.Float64(); {
	case x < 0.05:
		return g.dress(pick(g, g.rare))
	case x < 0.1:
		p = g.passage()
	case x < 0.105: // longer than a byte can count
		word := pick(g, g.rare)
		return strings.Repeat(word, 256/len(word)+1)
	}
	return g.dress(g.token(p).Span.In(p.Text))
}

func (g *Generator) token(p *passage) search.Token { return pick(g, p.tokens) }

// dress writes a word in another way that is folded away, now and then.
func (g *Generator) dress(word string) string {
	switch g.rand.IntN(12) {
	case 0:
		word = strings.ToUpper(word)
	case 1:
		word = strings.NewReplacer("a", "á", "e", "e\u0301", "o", "ö", "n", "ñ").Replace(word)
	case 2:
		word = strings.NewReplacer("'", "’", "’", "'").Replace(word)
	case 3:
		word += ","
	}
	if slices.Contains([]string{"AND", "OR", "NOT", "NEAR", "PRE"}, word) {
		return strings.ToLower(word)
	}
	return word
}

// phrase returns 1 to 6 words that stand side by side, with what stands between
// them; or a phrase that is nearly one of the passage.
func (g *Generator) phrase(p *passage) string {
	from := g.rand.IntN(len(p.tokens))
	tokens := p.tokens[from:min(len(p.tokens), from+1+g.rand.IntN(6))]
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Span.In(p.Text)
	}
	switch g.rand.IntN(8) {
	case 0:
		words[g.rand.IntN(len(words))] = pick(g, g.rare)
	case 1:
		i, j := g.rand.IntN(len(words)), g.rand.IntN(len(words))
		words[i], words[j] = words[j], words[i]
	case 2:
		words[g.rand.IntN(len(words))] = g.dress(words[0])
	default:
		text := p.Text[tokens[0].Span.Start:tokens[len(tokens)-1].Span.End]
		return g.quote(strings.ReplaceAll(text, "*", " ")) // the star of a note is no wildcard
	}
	return g.quote(strings.Join(words, " "))
}

// quote puts quotation marks around a text, in place of those in it.
func (g *Generator) quote(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(quoteMarks, r) {
			return ' '
		}
		return r
	}, text)
	marks := []rune(pick(g, []string{`""`, `""`, `“”`, `„“`, `«»`}))
	return string(marks[0]) + text + string(marks[1])
}

// sloppy returns a phrase that leaves words out, and room for about as many.
func (g *Generator) sloppy(p *passage) string {
	at := g.rand.IntN(len(p.tokens))
	var words []string
	for range 2 + g.rand.IntN(2) {
		if at < len(p.tokens) {
			words = append(words, p.tokens[at].Word)
		}
		at += 1 + g.rand.IntN(3)
	}
	return fmt.Sprintf("%s~%d", g.quote(strings.Join(words, " ")), g.rand.IntN(5))
}

// near returns two operands from places of the passage that are not far apart, or a
// chain of three.
func (g *Generator) near(p *passage) string {
	at := g.rand.IntN(len(p.tokens))
	text := g.operand(p, at, 2) + g.operator() + g.operand(p, g.beside(p, at), 2)
	if g.chance(0.1) {
		text += g.operator() + g.operand(p, g.beside(p, at), 1)
	}
	return text
}

// beside returns a place of the passage that is not far from another.
func (g *Generator) beside(p *passage, at int) int {
	return min(max(0, at+g.rand.IntN(17)-8), len(p.tokens)-1)
}

func (g *Generator) operator() string {
	name := pick(g, []string{"W/n", "NEAR/n", "NEAR/n", "PRE/n", "/s", "PRE/s", "/p"})
	return " " + strings.ReplaceAll(name, "n", strconv.Itoa(1+g.rand.IntN(8))) + " "
}

// operand returns an operand of NEAR that stands at a place of the passage; it may be
// another NEAR, up to depth deep.
func (g *Generator) operand(p *passage, at, depth int) string {
	here := &passage{Doc: p.Doc, tokens: p.tokens[at:min(len(p.tokens), at+1+g.rand.IntN(3))]}
	switch x := g.rand.Float64(); {
	case depth > 0 && x < 0.2:
		return "(" + g.operand(p, at, depth-1) + " OR " + g.either(p, g.word, g.phrase, g.sloppy) + ")"
	case depth > 0 && x < 0.35:
		return "(" + g.operand(p, at, depth-1) + g.operator() + g.operand(p, g.beside(p, at), depth-1) + ")"
	case x < 0.4:
		return g.sloppy(p)
	}
	return g.either(here, g.word, g.word, g.phrase, g.pattern, g.fuzzy, func(p *passage) string {
		return strings.ReplaceAll(g.compound(p), " ", "-")
	})
}

func (g *Generator) passage() *passage { return pick(g, g.passages) }

func (g *Generator) chance(part float64) bool { return g.rand.Float64() < part }

func pick[T any](g *Generator, choices []T) T { return choices[g.rand.IntN(len(choices))] }

func (g *Generator) either(p *passage, makers ...func(*passage) string) string {
	return pick(g, makers)(p)
}
