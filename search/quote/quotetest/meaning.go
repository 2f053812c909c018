package quotetest

import (
	"regexp"
	"strings"

	"verbatim/search/quote"
)

// of says that a quotation is from the narrative that it was made of, so that other
// places where it stands do not count.
func (g *Generator) of(l Labelled, s sentence) Labelled {
	n := g.narratives[s.narrative]
	l.Said, l.Origin = quote.Attribution{Country: n.Country, Year: n.Year}, n.ID
	return l
}

// bracketed makes a class of quotations with words in brackets in the place of a
// word for which is holds.
func bracketed(is *regexp.Regexp, own []string, warning quote.Warning) maker {
	return func(g *Generator, s sentence) (Labelled, bool) {
		for i := 3; i < len(s.words)-3; i++ {
			if !is.MatchString(s.words[i]) {
				continue
			}
			text := join(join(s.words[:i]...), own[g.random.IntN(len(own))], join(s.words[i+1:]...))
			l := Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: warning, Clean: warning == ""}
			return g.of(l, s), !enclosed(text)
		}
		return Labelled{}, false
	}
}

var (
	ownVerb     = bracketed(regexp.MustCompile(`^(?:arrested|released|convicted|reported|detained|provided|investigated)$`), []string{"[executed]", "[tortured]", "[ignored]"}, quote.OwnWords)
	ownNumber   = bracketed(regexp.MustCompile(`^\d{2,3}$`), []string{"[5,000]", "[1,111]"}, quote.OwnWords)
	ownName     = bracketed(regexp.MustCompile(`^(?:government|police|authorities|NGOs|courts)$`), []string{"[Zorgon militia]", "[King Zog]"}, quote.OwnWords)
	ownQuantity = bracketed(regexp.MustCompile(`^(?:the|some|many|several|most)$`), []string{"[all]", "[countless]"}, quote.OwnWords)
	forPronoun  = bracketed(regexp.MustCompile(`^(?:they|he|she|it|them|their|its)$`), []string{"[the government]", "[the police]", "[officials]"}, "")
)

// persons are nouns for which others make another statement.
var (
	persons  = regexp.MustCompile(`^(?:victims|children|women|officers|prisoners|workers|journalists|protesters|migrants|judges|inspectors|employers|traffickers)$`)
	ownNoun  = bracketed(persons, []string{"[soldiers]", "[tourists]", "[bankers]", "[beekeepers]"}, quote.OwnWords)
	verbOut  = bracketed(regexp.MustCompile(`^(?:arrested|released|convicted|reported|detained|provided|investigated|prohibits|requires|received)$`), []string{"[in the capital]", "[the government]", "[officials who]"}, quote.OwnWords)
	ownMonth = bracketed(regexp.MustCompile(`^(?:January|February|April|June|July|August|September|October|November|December)$`), []string{"[Christmas]", "[Monday]"}, quote.OwnWords)
	isTense  = regexp.MustCompile(`^(?:was|were|is|are)$`)
	tense    = map[string]string{"was": "[is]", "were": "[are]", "is": "[was]", "are": "[were]"}
)

// ownAdjective puts an adjective in before a noun.
func ownAdjective(g *Generator, s sentence) (Labelled, bool) {
	for i, w := range s.words {
		if i > 2 && persons.MatchString(w) {
			text := join(join(s.words[:i]...), []string{"[innocent]", "[drunken]", "[feathered]"}[g.random.IntN(3)], join(s.words[i:]...))
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.OwnWords}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

// otherTense puts "is" in brackets for "was".
func otherTense(g *Generator, s sentence) (Labelled, bool) {
	for i, w := range s.words {
		if i > 2 && i < len(s.words)-3 && isTense.MatchString(w) {
			text := join(join(s.words[:i]...), tense[w], join(s.words[i+1:]...))
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Clean: true}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

// countryNamed names the country in brackets.
func countryNamed(g *Generator, s sentence) (Labelled, bool) {
	before, behind, ok := strings.Cut(s.text, " the country ")
	country := g.narratives[s.narrative].Country
	if !ok || country == "" || len(strings.Fields(before)) < 3 || len(strings.Fields(behind)) < 3 {
		return Labelled{}, false
	}
	text := before + " [" + country + "] " + behind
	return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Clean: true}, s), !enclosed(text)
}

// startCut makes a class of quotations that begin behind a first word which limits or
// denies them.
func startCut(first *regexp.Regexp, warning quote.Warning) maker {
	return func(g *Generator, s sentence) (Labelled, bool) {
		if !first.MatchString(s.words[0]) || !onlyLetters(s.words[1]) || strings.ToLower(s.words[1]) != s.words[1] || s.words[1] == "of" || !strings.HasSuffix(s.text, ".") {
			return Labelled{}, false
		}
		text := capital(s.words[1:])
		return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Normalized, quote.Verbatim}, Warning: warning}, s), !enclosed(text)
	}
}

var (
	fewCut = startCut(regexp.MustCompile(`^(?:Few|Some|Most|Only|Several)$`), quote.QualifierOmitted)
	noCut  = startCut(regexp.MustCompile(`^(?:No|Neither)$`), quote.NegationOmitted)
)

// failedOmitted leaves out "failed to" and its like.
func failedOmitted(g *Generator, s sentence) (Labelled, bool) {
	for i := 2; i < len(s.words)-4; i++ {
		if s.words[i+1] == "to" && (s.words[i] == "failed" || s.words[i] == "refused" || s.words[i] == "unable" || s.words[i] == "declined") {
			text := join(s.words[:i]...) + " … " + join(s.words[i+2:]...)
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.NegationOmitted}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

// ownNegation puts a negation in behind a verb.
func ownNegation(g *Generator, s sentence) (Labelled, bool) {
	for i, w := range s.words {
		if i > 2 && i < len(s.words)-3 && (w == "was" || w == "were" || w == "is" || w == "are" || w == "may") && !negation.MatchString(s.text) {
			text := join(join(s.words[:i+1]...), "[not]", join(s.words[i+1:]...))
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.OwnWords}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

// mayEnd reports whether a quotation may end with a word: it is no abbreviation and
// has no mark.
func mayEnd(word string) bool { return onlyLetters(word) && len(word) > 3 }

func capital(words []string) string {
	text := join(words...)
	return strings.ToUpper(text[:1]) + text[1:]
}

// edgeNegation begins with an ellipsis right behind a negation.
func edgeNegation(g *Generator, s sentence) (Labelled, bool) {
	for i, w := range s.words {
		if (w == "not" || w == "never") && i+5 < len(s.words) && onlyLetters(s.words[i+1]) {
			text := "… " + join(s.words[i+1:]...)
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.NegationOmitted}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

func edgeHarmless(g *Generator, s sentence) (Labelled, bool) {
	i := 2 + g.random.IntN(3)
	if negation.MatchString(s.text) || qualifier.MatchString(s.text) || len(s.words) < i+6 || !onlyLetters(s.words[i]) {
		return Labelled{}, false
	}
	text := "… " + join(s.words[i:]...)
	return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Clean: true}, s), !enclosed(text)
}

var (
	saidThat = regexp.MustCompile(`^(?:claimed|alleged|denied|stated|asserted|reported)$`)
	takeBack = regexp.MustCompile(`^(?:but|although|however|though)$`)
	goesOn   = regexp.MustCompile(`(?i)\b(?:but|however|although|though|yet|except|unless|while|whereas|despite|if|only|until|without|none|said|reported|alleged|claimed|stated|according|nevertheless|and)\b`)
)

// leadCut begins behind "that" like a sentence.
func leadCut(g *Generator, s sentence) (Labelled, bool) {
	for i := 1; i+6 < len(s.words); i++ {
		if saidThat.MatchString(s.words[i-1]) && s.words[i] == "that" && onlyLetters(s.words[i+1]) && strings.HasSuffix(s.text, ".") {
			text := capital(s.words[i+1:])
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Normalized, quote.Verbatim}, Warning: quote.SentenceGoesOn}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

// tailCut ends with a stop where the sentence takes it back.
func tailCut(g *Generator, s sentence) (Labelled, bool) {
	for i := 6; i < len(s.words)-2; i++ {
		if before := s.words[i-1]; takeBack.MatchString(s.words[i]) && strings.HasSuffix(before, ",") && mayEnd(strings.TrimRight(before, ",")) {
			text := strings.TrimRight(join(s.words[:i]...), ",") + "."
			always := g.scan.Times(text) == g.scan.Times(join(s.words[:i+1]...))
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Normalized, quote.Verbatim}, Warning: quote.SentenceGoesOn}, s), always && !enclosed(text)
		}
	}
	return Labelled{}, false
}

// leadHarmless leaves out "In May, " and begins with a capital.
func leadHarmless(g *Generator, s sentence) (Labelled, bool) {
	if len(s.words) < 9 || s.words[0] != "In" && s.words[0] != "During" && s.words[0] != "On" {
		return Labelled{}, false
	}
	for i := 1; i < 5; i++ {
		if strings.HasSuffix(s.words[i], ",") && (s.words[i+1] == "the" || s.words[i+1] == "authorities" || s.words[i+1] == "police") {
			text := capital(s.words[i+1:])
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Normalized, quote.Verbatim}, Clean: true}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

var qualifies = regexp.MustCompile(`^(?:allegedly|reportedly|only|some|most|except)$`)

// qualifierOmitted leaves out a qualifier and no more.
func qualifierOmitted(g *Generator, s sentence) (Labelled, bool) {
	for i := 3; i < len(s.words)-3; i++ {
		if qualifies.MatchString(s.words[i]) && onlyLetters(s.words[i-1]) {
			text := join(s.words[:i]...) + " … " + join(s.words[i+1:]...)
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.QualifierOmitted}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

// styled makes a class of quotations in which words are spelled otherwise.
func styled(from, to string) maker {
	pattern := regexp.MustCompile(from)
	return func(g *Generator, s sentence) (Labelled, bool) {
		text := pattern.ReplaceAllString(s.text, to)
		if text == s.text || g.scan.Literal(text) {
			return Labelled{}, false
		}
		return Labelled{Text: text, Want: []quote.Verdict{quote.HouseStyle}, Clean: true, Kind: quote.Style, Origin: g.id(s)}, !enclosed(text)
	}
}

// notStyled makes a class of quotations with another word that looks like house
// style.
func notStyled(from, to string) maker {
	pattern := regexp.MustCompile(from)
	return func(g *Generator, s sentence) (Labelled, bool) {
		text := pattern.ReplaceAllString(s.text, to)
		if text == s.text || g.scan.Literal(text) {
			return Labelled{}, false
		}
		return Labelled{Text: text, Want: []quote.Verdict{quote.Altered}, Differs: true, Origin: g.id(s)}, !enclosed(text)
	}
}

// longInvention puts a whole sentence before a longer one that is nowhere.
func longInvention(g *Generator, s sentence) (Labelled, bool) {
	words := make([]string, 2*len(s.words))
	for i := range words {
		words[i] = g.vocabulary[g.random.IntN(len(g.vocabulary))]
	}
	text := s.text + " " + capital(words) + "."
	return Labelled{Text: text, Want: []quote.Verdict{quote.Partial, quote.Altered}, Differs: true}, !enclosed(text) && strings.HasSuffix(s.text, ".")
}

// brokenOver breaks a word over lines.
func brokenOver(g *Generator, s sentence) (Labelled, bool) {
	i := 2 + g.random.IntN(len(s.words)-3)
	w := s.words[i]
	if !onlyLetters(w) || len(w) < 8 || strings.ToLower(w) != w {
		return Labelled{}, false
	}
	at := 3 + g.random.IntN(len(w)-6)
	text := join(join(s.words[:i]...), w[:at]+[]string{"-\n", "- ", "-\n  "}[g.random.IntN(3)]+w[at:], join(s.words[i+1:]...))
	return Labelled{Text: text, Want: []quote.Verdict{quote.Normalized}, Clean: true, Origin: g.id(s)}, !enclosed(text)
}

// noted has the number of a note behind its stop, or a citation behind it.
func noted(g *Generator, s sentence) (Labelled, bool) {
	if !strings.HasSuffix(s.text, ".") || !onlyLetters(strings.TrimRight(s.words[len(s.words)-1], ".")) {
		return Labelled{}, false
	}
	text := s.text + []string{"12", "[3]", " [14]", "³", " (State Department 2021, 12)", " (p. 7)"}[g.random.IntN(6)]
	return Labelled{Text: text, Want: []quote.Verdict{quote.Normalized}, Clean: true, Origin: g.id(s)}, !enclosed(text)
}

// meaningClasses are the kinds of quotations that cuts, brackets, another house's
// spelling and copying make: right ones, and ones that mislead.
var meaningClasses = []class{
	{"own verb", ownVerb}, {"own number", ownNumber}, {"own name", ownName}, {"own quantity", ownQuantity}, {"own negation", ownNegation},
	{"bracket for a pronoun", forPronoun}, {"negation cut at the edge", edgeNegation}, {"ellipsis at the edge", edgeHarmless},
	{"what was claimed", leadCut}, {"what is taken back", tailCut}, {"stop before the end", tailHarmless},
	{"phrase torn by a stop", phraseTorn}, {"noun torn off by a stop", nounTorn}, {"denial limited", denialLimited},
	{"verb left out", verbLeftOut}, {"subject left out", subjectLeftOut}, {"aside left out", asideLeftOut},
	{"capital within", leadHarmless},
	{"qualifier left out", qualifierOmitted},
	{"number in words", styled(` 10 (\pL{4,})`, " ten $1")}, {"number in figures", styled(` five `, " 5 ")},
	{"percent sign", styled(` percent\b`, "%")}, {"British spelling", styled(`\blabor\b`, "labour")}, {"British program", styled(`\bprogram\b`, "programme")},
	{"solid prefix", styled(`\bantitrafficking\b`, "anti-trafficking")}, {"hyphened prefix", styled(`\bnongovernmental\b`, "non-governmental")},
	{"open compound", styled(`\b(law|human|child|decision)-(enforcement|rights|labor|making)\b`, "$1 $2")},
	{"without stops", styled(`\bU\.S\. `, "US ")}, {"without commas", styled(` (\d{1,3}),(\d{3}) `, " $1$2 ")},
	{"ten for a hundred", notStyled(` 10 (\pL)`, " 100 $1")}, {"another number word", notStyled(`\b(?:three|four|five)\b`, "ten")},
	{"reform and re-form", notStyled(`\b(?:re)(form|lease|sign|cover)`, "re-$1")}, {"another country", notStyled(`\bU\.S\. `, "U.K. ")},
	{"own noun", ownNoun}, {"own words for a verb", verbOut}, {"own month", ownMonth}, {"own adjective", ownAdjective},
	{"another tense in brackets", otherTense}, {"country in brackets", countryNamed}, {"few at the start cut", fewCut},
	{"no at the start cut", noCut}, {"failed to left out", failedOmitted},
	{"per cent", styled(` percent\b`, " per cent")}, {"British organize", styled(`\borganiz(ation|ed|ing)`, "organis$1")}, {"towards", styled(`\btoward\b`, "towards")},
	{"percentage points", notStyled(` percent\b`, " percentage points")}, {"billion for million", notStyled(` million\b`, " billion")},
	{"women for men", notStyled(`\bmen\b`, "women")}, {"another year", notStyled(`\b201(\d)\b`, "200$1")},
	{"few words behind a denial", behindDenial}, {"few words behind a claim", behindClaim}, {"few words behind if", behindIf}, {"few words", fragmentClean},
	{"list shortened", listShortened}, {"list ended by a stop", listEnded}, {"noun left out", headLeftOut}, {"former left out", formerLeftOut},
	{"local left out", localLeftOut}, {"time left out", timeLeftOut}, {"mark at a border", markAtBorder},
	{"range with a dash", rangeHyphened}, {"ten million", scaleInWords}, {"fraction apart", fractionWritten}, {"ordinal in words", ordinalInWords},
	{"both for a range", rangeForBoth}, {"million left out", scaleForNone},
	{"long invention", longInvention}, {"broken over lines", brokenOver}, {"note or citation", noted},
}
