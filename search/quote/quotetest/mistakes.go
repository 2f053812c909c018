package quotetest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"verbatim/search/quote"
)

var (
	omissionMarks = []string{" … ", " ... ", " . . . ", " [...] ", " […] ", "... ", "… ", " ...\n"}
	negation      = regexp.MustCompile(`(?i)\b(?:not|no|never|none|neither|nor|nobody|nothing|nowhere|without|cannot|hardly|scarcely|barely)\b|n['’]t\b`)
	// qualifier is a word that an omission should not take out.
	qualifier = regexp.MustCompile(`(?i)\b(?:alleg\w*|reportedly|purported\w*|supposed\w*|apparently|claim\w*|only|except\w*|excluding|some|most|mostly|few|unless|nearly|almost|partially|partly|sometimes|occasionally|rarely|seldom|suspected|according to|may|might|could)\b`)
	// stands are the verdicts by which all of a quotation is there.
	notElided = []quote.Verdict{quote.Altered, quote.Partial, quote.NotFound}
)

// cut takes words out of a sentence: what stands before and behind, and what is
// left out between.
func (g *Generator) cut(s sentence) (before, out, behind []string) {
	i := 3 + g.random.IntN(len(s.words)-7)
	j := i + 1 + g.random.IntN(len(s.words)-i-3)
	return s.words[:i], s.words[i:j], s.words[j:]
}

func (g *Generator) mark() string { return omissionMarks[g.random.IntN(len(omissionMarks))] }

func (g *Generator) elided(s sentence, before, behind []string) Labelled {
	return Labelled{Text: join(before...) + g.mark() + join(behind...), Want: []quote.Verdict{quote.Elided}, Origin: g.id(s)}
}

func omission(g *Generator, s sentence) (Labelled, bool) {
	before, out, behind := g.cut(s)
	l := g.elided(s, before, behind) // what it may do to the sense is for other classes
	return l, !negation.MatchString(join(out...)) && !qualifier.MatchString(join(out...)) && !enclosed(l.Text) && !strings.HasSuffix(join(before...), ".")
}

func omittedNegation(g *Generator, s sentence) (Labelled, bool) {
	before, out, behind := g.cut(s)
	l := g.elided(s, before, behind)
	l.Warning = quote.NegationOmitted
	// The fragments must stand once alone, or less may be left out than here.
	once := strings.Count(WordsOnly(s.text), WordsOnly(join(before[len(before)-1:]...))) == 1 &&
		strings.Count(WordsOnly(s.text), WordsOnly(behind[0])) == 1
	return l, once && negation.MatchString(join(out...)) && !enclosed(l.Text) && !strings.HasSuffix(join(before...), ".") &&
		g.scan.Times(join(before...)) == 1 && g.scan.Times(join(behind...)) == 1
}

func omissionOverBorder(g *Generator, s sentence) (Labelled, bool) {
	a, b, _, ok := g.border(s)
	if !ok {
		return Labelled{}, false
	}
	l := g.elided(s, a[:len(a)-1], b[1:])
	return l, !enclosed(l.Text)
}

func reordered(g *Generator, s sentence) (Labelled, bool) {
	before, _, behind := g.cut(s)
	a, b := join(before...), join(behind...)
	l := Labelled{Text: b + g.mark() + a, Want: notElided, Origin: g.id(s)}
	return l, !enclosed(l.Text) && !g.scan.Order(b, a) && !strings.HasSuffix(b, "..")
}

func mixed(g *Generator, s sentence) (Labelled, bool) {
	other := g.sentence()
	a, b := join(g.some(s.words, 5)...), join(g.some(other.words, 5)...)
	l := Labelled{Text: a + g.mark() + b, Want: notElided}
	return l, !enclosed(l.Text) && !g.scan.Order(a, b)
}

// bracketWords puts words of the author's own in the place of some of the
// source's, whatever these are: whether there is a warning is for other classes.
func bracketWords(g *Generator, s sentence) (Labelled, bool) {
	i := 3 + g.random.IntN(len(s.words)-6)
	n := min(1+g.random.IntN(3), len(s.words)-3-i)
	if out := join(s.words[i:min(len(s.words), i+max(n, 1))]...); n < 1 || negation.MatchString(out) || qualifier.MatchString(out) {
		return Labelled{}, false
	}
	own := []string{"[the government]", "[officials]", "[in that year]", "[the country]"}[g.random.IntN(4)]
	text := join(join(s.words[:i]...), own, join(s.words[i+n:]...))
	return Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Origin: g.id(s)}, !enclosed(text)
}

func negationDropped(g *Generator, s sentence) (Labelled, bool) {
	i := slices.IndexFunc(s.words, func(w string) bool { return w == "not" || w == "no" || w == "never" || w == "without" })
	if i < 0 {
		return Labelled{}, false
	}
	return g.changed(slices.Delete(slices.Clone(s.words), i, i+1), quote.Negation, s)
}

func negationAdded(g *Generator, s sentence) (Labelled, bool) {
	i := slices.IndexFunc(s.words, func(w string) bool {
		return slices.Contains([]string{"was", "were", "is", "are", "did", "does", "has", "had", "may", "should", "will"}, w)
	})
	if i < 0 || negation.MatchString(s.text) {
		return Labelled{}, false
	}
	return g.changed(slices.Insert(slices.Clone(s.words), i+1, "not"), quote.Negation, s)
}

var digits = regexp.MustCompile(`\d+`)

func numberChanged(g *Generator, s sentence) (Labelled, bool) {
	words := slices.Clone(s.words)
	var at []int
	for i, w := range words {
		if digits.MatchString(w) {
			at = append(at, i)
		}
	}
	if at == nil {
		return Labelled{}, false
	}
	i := at[g.random.IntN(len(at))]
	words[i] = digits.ReplaceAllStringFunc(words[i], func(d string) string {
		n, _ := strconv.Atoi(d)
		return strconv.Itoa(n + 1 + g.random.IntN(9))
	})
	return g.changed(words, quote.Number, s)
}

func (g *Generator) word() string { return g.vocabulary[g.random.IntN(len(g.vocabulary))] }

func wordAdded(g *Generator, s sentence) (Labelled, bool) {
	i := 1 + g.random.IntN(len(s.words)-1)
	return g.changed(slices.Insert(slices.Clone(s.words), i, g.word()), "", s)
}

func wordDropped(g *Generator, s sentence) (Labelled, bool) {
	i := 1 + g.random.IntN(len(s.words)-2)
	return g.changed(slices.Delete(slices.Clone(s.words), i, i+1), "", s)
}

func wordReplaced(g *Generator, s sentence) (Labelled, bool) {
	words := slices.Clone(s.words)
	words[g.random.IntN(len(words))] = g.word()
	return g.changed(words, "", s)
}

func wordMoved(g *Generator, s sentence) (Labelled, bool) {
	words := slices.Clone(s.words)
	i, j := g.random.IntN(len(words)-1), g.random.IntN(len(words)-1)
	w := words[i]
	words = slices.Insert(slices.Delete(words, i, i+1), j, w)
	return g.changed(words, "", s)
}

func letterChanged(g *Generator, s sentence) (Labelled, bool) {
	words := slices.Clone(s.words)
	i := g.random.IntN(len(words))
	w := []rune(words[i])
	k := g.random.IntN(len(w))
	w[k] = rune("abcdefghijklmnopqrstuvwxyz"[g.random.IntN(26)])
	words[i] = string(w)
	return g.changed(words, "", s)
}

func cutWord(g *Generator, s sentence) (Labelled, bool) {
	words := g.some(s.words, 6)
	last := words[len(words)-1]
	if !onlyLetters(last) || utf8.RuneCountInString(last) < 4 || strings.HasSuffix(last, "ll") { // fulfil
		return Labelled{}, false
	}
	words[len(words)-1] = string([]rune(last)[:utf8.RuneCountInString(last)-1-g.random.IntN(2)])
	return g.changed(words, "", s)
}

// joined skips a sentence of a passage without a mark.
func joined(g *Generator, s sentence) (Labelled, bool) {
	if len(s.behind) < 2 || len(strings.Fields(s.behind[1])) < 5 {
		return Labelled{}, false
	}
	l, ok := g.changed([]string{s.text, s.behind[1]}, "", s)
	l.Want = []quote.Verdict{quote.Altered, quote.Partial}
	return l, ok && !strings.ContainsAny(s.behind[1], "[]…")
}

func joinedNarratives(g *Generator, s sentence) (Labelled, bool) {
	other := g.sentence()
	l, ok := g.changed([]string{s.text, other.text}, "", s)
	l.Want = []quote.Verdict{quote.Altered, quote.Partial}
	return l, ok
}

// halfInvented goes on from the start of a sentence with something made up.
func halfInvented(g *Generator, s sentence) (Labelled, bool) {
	half := s.words[:max(6, len(s.words)/2)]
	var words []string
	if made := strings.Fields(g.fiction()); g.random.IntN(3) > 0 {
		words = slices.Concat(half, made[:min(len(made), len(half))])
	} else {
		words = slices.Concat(made[:min(len(made), len(half))], s.words[len(s.words)-len(half):])
	}
	l, ok := g.changed(words, "", s)
	l.Want = []quote.Verdict{quote.Partial}
	return l, ok
}

func invented(g *Generator, _ sentence) (Labelled, bool) {
	text := g.fiction()
	return Labelled{Text: text, Want: []quote.Verdict{quote.NotFound}, Differs: true}, !g.scan.Words(text)
}

// byChance puts words of the reports together by chance.
func byChance(g *Generator, _ sentence) (Labelled, bool) {
	words := make([]string, 8+g.random.IntN(12))
	for i := range words {
		words[i] = g.word()
	}
	text := join(words...)
	return Labelled{Text: text, Want: []quote.Verdict{quote.NotFound}, Differs: true}, !g.scan.Words(text)
}

// fiction makes a sentence that sounds like a report and is none.
func (g *Generator) fiction() string {
	pick := func(of ...string) string { return of[g.random.IntN(len(of))] }
	return join(
		pick("Ministers in velvet cloaks", "The national circus", "Three retired astronauts", "The harbor master's parrot", "A committee of beekeepers", "Officials of the moon colony"),
		pick("promised", "quietly forgot", "agreed over breakfast", "voted by candlelight", "refused on Tuesday"),
		pick("to paint every lighthouse turquoise", "to teach whales the alphabet", "to tax umbrellas and kites", "to ship marble staircases abroad", "to train dragons for the post office"),
		pick("before the last snow melted", "while the orchestra slept", "in exchange for seventeen violins", "despite the complaints of gardeners", "and nobody asked about the cheese"),
		pick("according to a postcard.", "as the almanac predicted.", "for the sake of tulips.", "until the clocks struck thirteen."),
	)
}

// misattributed returns a quotation that stands to another narrative that has it
// not.
func misattributed(g *Generator, s sentence) (Labelled, bool) {
	i := g.random.IntN(len(g.narratives))
	to := g.narratives[i]
	said := quote.Attribution{Country: to.Country, Year: to.Year}
	for j, n := range g.narratives {
		if n.Country == to.Country && n.Year == to.Year && g.scan.In(j, s.text) {
			return Labelled{}, false
		}
	}
	return Labelled{Text: s.text, Said: said, Want: []quote.Verdict{quote.Verbatim}, Warning: quote.Misattributed}, true
}

func attributed(g *Generator, s sentence) (Labelled, bool) {
	n := g.narratives[s.narrative]
	said := quote.Attribution{Country: n.Country, Year: n.Year, Report: n.Report}
	return Labelled{Text: s.text, Said: said, Want: []quote.Verdict{quote.Verbatim}, Clean: true, Origin: n.ID}, true
}
