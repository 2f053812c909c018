// Package quotetest makes quotations of real texts whose verdicts are known: as
// they stand, in other typography, with marked omissions, and with the mistakes
// that quotations have. What stands elsewhere by chance is sorted out by a scan
// of all texts that has nothing in common with the checker.
package quotetest

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search/quote"
)

// A Labelled is a quotation and what is true of it.
type Labelled struct {
	Class string
	Text  string
	Said  quote.Attribution
	Want  []quote.Verdict // any of these is right
	// Differs says that a word of it differs from every source: Verbatim and
	// Normalized would be a lie.
	Differs bool
	Warning quote.Warning // that must be given for the narrative it was made of, or empty
	Clean   bool          // there must be no warning
	Kind    quote.Kind    // of the only edit, or empty
	Origin  string        // the narrative it was made of, or empty
}

// A Generator makes labelled quotations of narratives.
type Generator struct {
	random     *rand.Rand
	narratives []*corpus.Narrative
	scan       *Scan
	vocabulary []string
}

// NewGenerator makes a Generator. The same seed and narratives give the same
// quotations.
func NewGenerator(seed uint64, narratives []*corpus.Narrative, scan *Scan) *Generator {
	g := &Generator{random: rand.New(rand.NewPCG(seed, 7)), narratives: narratives, scan: scan}
	for range 4000 {
		_, p := g.passage()
		words := strings.Fields(p)
		w := strings.ToLower(strings.Trim(words[g.random.IntN(len(words))], `.,;:()[]"'“”‘’`))
		if utf8.RuneCountInString(w) > 2 && onlyLetters(w) {
			g.vocabulary = append(g.vocabulary, w)
		}
	}
	return g
}

func onlyLetters(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// A maker makes a quotation of a class, or none if the text it met does not
// lend itself to it.
type maker func(g *Generator, s sentence) (Labelled, bool)

// A class is a kind of quotations.
type class struct {
	name string
	make maker
}

// classes are the kinds of quotations that are made of any text, each with as many
// of them; meaningClasses are more.
var classes = []class{
	{"verbatim", verbatim}, {"part", part}, {"line breaks", lineBreaks}, {"over a border", overBorder},
	{"typography", typography}, {"case", letterCase}, {"capital in brackets", bracketCapital}, {"final stop", finalStop}, {"sic", sic},
	{"omission", omission}, {"omission of a negation", omittedNegation}, {"omission over a border", omissionOverBorder},
	{"fragments in another order", reordered}, {"fragments of two narratives", mixed}, {"words in brackets", bracketWords},
	{"negation dropped", negationDropped}, {"negation added", negationAdded}, {"number changed", numberChanged},
	{"word added", wordAdded}, {"word dropped", wordDropped}, {"word replaced", wordReplaced}, {"word moved", wordMoved},
	{"letter changed", letterChanged}, {"cut within a word", cutWord},
	{"two sentences joined", joined}, {"two narratives joined", joinedNarratives},
	{"half invented", halfInvented}, {"invented", invented}, {"words by chance", byChance},
	{"misattributed", misattributed}, {"attributed", attributed},
}

// Generate returns at least n quotations, as many of each class; where the texts do
// not have enough for some, more of the others.
func (g *Generator) Generate(n int) (all []Labelled) {
	left := slices.Concat(classes, meaningClasses)
	for len(all) < n && len(left) > 0 {
		each := (n - len(all) + len(left) - 1) / len(left)
		var fruitful []class
		for _, c := range left {
			made := g.ofClass(c, each)
			all = append(all, made...)
			if len(made) == each {
				fruitful = append(fruitful, c)
			}
		}
		left = fruitful
	}
	return all
}

// ofClass returns so many quotations of a class, or as many as are made of so many
// sentences.
func (g *Generator) ofClass(c class, each int) (all []Labelled) {
	for tries := 0; len(all) < each && tries < 400*each; tries++ {
		if l, ok := c.make(g, g.sentence()); ok {
			l.Class = c.name
			all = append(all, l)
		}
	}
	return all
}

// A sentence of a passage of a narrative.
type sentence struct {
	narrative int
	passage   int
	text      string
	words     []string // separated by white space
	behind    []string // the sentences behind it in the passage
}

func (g *Generator) passage() (int, string) {
	for {
		i := g.random.IntN(len(g.narratives))
		n := g.narratives[i]
		p := n.Passages[g.random.IntN(len(n.Passages))]
		if text := p.Span.In(n.Text); len(strings.Fields(text)) > 8 {
			return i, text
		}
	}
}

// sentence picks a sentence of 8 to 40 words.
func (g *Generator) sentence() sentence {
	for {
		i := g.random.IntN(len(g.narratives))
		n := g.narratives[i]
		p := g.random.IntN(len(n.Passages))
		if n.Passages[p].Kind == corpus.Row {
			continue
		}
		text := n.Passages[p].Span.In(n.Text)
		spans := prose.Sentences(text)
		k := g.random.IntN(len(spans))
		s := sentence{narrative: i, passage: p, text: spans[k].In(text)}
		s.words = strings.Fields(s.text)
		if len(s.words) < 8 || len(s.words) > 40 || strings.ContainsAny(s.text, "[]…") || strings.Contains(s.text, "..") || strings.Contains(s.text, ". .") || enclosed(s.text) {
			continue
		}
		for _, b := range spans[k+1:] {
			s.behind = append(s.behind, b.In(text))
		}
		return s
	}
}

// enclosed reports whether a text begins or ends with a quotation mark, which
// would be taken for a mark around it.
func enclosed(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune("\"'“”‘’«»", first) || strings.ContainsRune("\"'“”‘’«»", last)
}

func (g *Generator) id(s sentence) string { return g.narratives[s.narrative].ID }

// some returns a run of the words, at least so many.
func (g *Generator) some(words []string, least int) []string {
	run, _ := g.run(words, least)
	return run
}

// run is some, with the words before it.
func (g *Generator) run(words []string, least int) (run []string, before string) {
	n := least + g.random.IntN(len(words)-least+1)
	at := g.random.IntN(len(words) - n + 1)
	return slices.Clone(words[at : at+n]), join(words[:at]...)
}

func join(words ...string) string { return strings.Join(words, " ") }

// stays reports whether nothing around a few words of a sentence turns what they say, as
// far as what is before them and their end tell.
func stays(before, text string) bool {
	words := strings.Fields(strings.ToLower(text))
	return !turning.MatchString(before) && !helper.MatchString(words[len(words)-1])
}

// standing labels a quotation that should stand in other typography, and may
// stand to the letter by chance. Before is what its sentence has before it.
func (g *Generator) standing(text, before string, s sentence) (Labelled, bool) {
	want := quote.Normalized
	if g.scan.Literal(text) {
		want = quote.Verbatim
	}
	return Labelled{Text: text, Want: []quote.Verdict{want}, Clean: stays(before, text), Origin: g.id(s)}, !enclosed(text)
}

// changed labels a quotation that differs by a word from what it was made of,
// unless its words stand somewhere by chance.
func (g *Generator) changed(words []string, kind quote.Kind, s sentence) (Labelled, bool) {
	text := join(words...)
	return Labelled{Text: text, Want: []quote.Verdict{quote.Altered}, Differs: true, Kind: kind, Origin: g.id(s)},
		!g.scan.Words(text) && !enclosed(text)
}

func verbatim(g *Generator, s sentence) (Labelled, bool) {
	return Labelled{Text: s.text, Want: []quote.Verdict{quote.Verbatim}, Clean: true, Origin: g.id(s)}, true
}

func part(g *Generator, s sentence) (Labelled, bool) {
	words, before := g.run(s.words, 4)
	text := join(words...)
	return Labelled{Text: text, Want: []quote.Verdict{quote.Verbatim}, Clean: stays(before, text), Origin: g.id(s)}, !enclosed(text) && strings.Contains(s.text, text)
}

func lineBreaks(g *Generator, s sentence) (Labelled, bool) {
	words, before := g.run(s.words, 5)
	i := 1 + g.random.IntN(len(words)-1)
	text := join(words[:i]...) + []string{"\n", "  ", "\r\n", "\t", " \n  "}[g.random.IntN(5)] + join(words[i:]...)
	return Labelled{Text: text, Want: []quote.Verdict{quote.Verbatim}, Clean: stays(before, text), Origin: g.id(s)}, !enclosed(text) && strings.Contains(s.text, join(words...))
}

// overBorder quotes the end of a passage and the start of the next.
func overBorder(g *Generator, s sentence) (Labelled, bool) {
	a, b, before, ok := g.border(s)
	if !ok {
		return Labelled{}, false
	}
	n := g.narratives[s.narrative]
	first, second := n.Passages[s.passage], n.Passages[s.passage+1]
	text := join(a...) + "\n\n" + join(b...)
	label := Labelled{Text: text, Want: []quote.Verdict{quote.Normalized}, Clean: !turning.MatchString(before), Origin: g.id(s)}
	if between := n.Text[first.Span.End:second.Span.Start]; strings.TrimSpace(between) == "" {
		label.Want[0] = quote.Verbatim
	} else if strings.Trim(between, "-•· \n") != "" {
		return label, false
	} else if g.scan.Literal(text) {
		label.Want[0] = quote.Verbatim
	}
	return label, !enclosed(text)
}

// border returns the last words of the sentence's passage, those before them, and the
// first of the next passage, if both are of one section.
func (g *Generator) border(s sentence) (a, b []string, before string, ok bool) {
	n := g.narratives[s.narrative]
	if s.passage+1 >= len(n.Passages) {
		return nil, nil, "", false
	}
	first, second := n.Passages[s.passage], n.Passages[s.passage+1]
	a, b = strings.Fields(first.Span.In(n.Text)), strings.Fields(second.Span.In(n.Text))
	if first.Section != second.Section || second.Kind == corpus.Row || len(a) < 8 || len(b) < 8 {
		return nil, nil, "", false
	}
	at := len(a) - 5 - g.random.IntN(4)
	before = join(a[max(0, at-8):at]...)
	a, b = a[at:], b[:5+g.random.IntN(4)]
	return a, b, before, !strings.ContainsAny(join(a...)+join(b...), "[]…") && !strings.Contains(join(a...), "..")
}

func typography(g *Generator, s sentence) (Labelled, bool) {
	text := s.text
	for range 1 + g.random.IntN(3) {
		text = typographies[g.random.IntN(len(typographies))](g, text)
	}
	if text == s.text {
		return Labelled{}, false
	}
	return g.standing(text, "", s)
}

// typographies are ways in which copying and typesetting change a text.
var typographies = []func(g *Generator, text string) string{
	func(_ *Generator, t string) string {
		return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(t)
	},
	func(_ *Generator, t string) string { return strings.ReplaceAll(t, "'", "’") },
	func(_ *Generator, t string) string {
		return strings.NewReplacer("–", "-", "—", "-", "-", "‑").Replace(t)
	},
	func(_ *Generator, t string) string {
		return strings.NewReplacer("—", " — ", " – ", "—").Replace(t)
	},
	func(_ *Generator, t string) string { return strings.NewReplacer("fi", "ﬁ", "fl", "ﬂ").Replace(t) },
	func(_ *Generator, t string) string { return strings.NewReplacer("ffi", "ﬃ", "ff", "ﬀ").Replace(t) },
	func(g *Generator, t string) string { return g.inserted(t, ' ', "\u00a0") },
	func(g *Generator, t string) string { return g.inserted(t, ' ', "\u2009") },
	func(g *Generator, t string) string { return g.inserted(t, 'e', "e\u00ad") },
	func(g *Generator, t string) string { return g.inserted(t, ' ', " \u200b") },
}

// inserted puts something in the place of one of the bytes c.
func (g *Generator) inserted(text string, c byte, as string) string {
	at := g.random.IntN(len(text))
	i := strings.IndexByte(text[at:], c)
	if i < 0 || at+i == 0 || at+i+1 == len(text) {
		return text
	}
	return text[:at+i] + as + text[at+i+1:]
}

func letterCase(g *Generator, s sentence) (Labelled, bool) {
	words, before := g.run(s.words, 5)
	switch g.random.IntN(4) {
	case 0:
		return g.standing(strings.ToUpper(join(words...)), before, s)
	case 1:
		return g.standing(strings.ToLower(join(words...)), before, s)
	}
	first, w := utf8.DecodeRuneInString(words[0])
	if unicode.IsUpper(first) {
		words[0] = string(unicode.ToLower(first)) + words[0][w:]
	} else {
		words[0] = string(unicode.ToUpper(first)) + words[0][w:]
	}
	return g.standing(join(words...), before, s)
}

func bracketCapital(g *Generator, s sentence) (Labelled, bool) {
	words, before := g.run(s.words, 5)
	first, w := utf8.DecodeRuneInString(words[0])
	other := unicode.ToUpper(first)
	if unicode.IsUpper(first) {
		other = unicode.ToLower(first)
	}
	if other == first || len(words[0]) < w+1 || !onlyLetters(words[0]) {
		return Labelled{}, false
	}
	words[0] = "[" + string(other) + "]" + words[0][w:]
	return g.standing(join(words...), before, s)
}

// helper is a verb that may stand before "not".
var helper = regexp.MustCompile(`^(?:is|are|was|were|do|does|did|has|have|had|may|could|would|should|will|can)$`)

func finalStop(g *Generator, s sentence) (Labelled, bool) {
	words, before := g.run(s.words[:len(s.words)-1], 5)
	last := words[len(words)-1]
	mark := []string{".", ","}[g.random.IntN(2)]
	if !unicode.IsLower(firstRune(words[0])) {
		mark = "," // a stop would close what reads as a sentence
	}
	words[len(words)-1] = strings.TrimRight(last, ",;:.") + mark
	if words[len(words)-1] == last || strings.HasSuffix(last, ".") || helper.MatchString(last) {
		return Labelled{}, false
	}
	return g.standing(join(words...), before, s)
}

func sic(g *Generator, s sentence) (Labelled, bool) {
	words, before := g.run(s.words, 5)
	text := join(words...) + " (emphasis added)"
	if g.random.IntN(2) == 0 {
		i := 1 + g.random.IntN(len(words)-1)
		text = join(words[:i]...) + " [sic] " + join(words[i:]...)
	}
	if enclosed(text) || enclosed(join(words...)) {
		return Labelled{}, false
	}
	return Labelled{Text: text, Want: []quote.Verdict{quote.Normalized}, Clean: !turning.MatchString(before), Origin: g.id(s)}, true
}
