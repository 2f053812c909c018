package quotetest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/search/quote"
)

// rests are what a sentence can do without: when, or examples behind a comma.
var (
	when     = regexp.MustCompile(`^(?:in \d{4}\b|in (?:January|February|March|April|June|July|August|September|October|November|December)\b|during the (?:year|reporting period)|on (?:January|February|March|April|June|July|August|September|October|November|December) \d|since \d{4})`)
	examples = regexp.MustCompile(`^(?:including|such as|particularly|especially)\b`)
	happened = regexp.MustCompile(`\b(?:was|were|had|arrested|reported|released|conducted|provided|continued|adopted|investigated|received|held|published)\b`)
)

// tailHarmless ends with a stop before what the sentence can do without.
func tailHarmless(g *Generator, s sentence) (Labelled, bool) {
	for i := 6; i < len(s.words)-1; i++ {
		before, rest := join(s.words[:i]...), join(s.words[i:]...)
		bare := strings.TrimSuffix(before, ",")
		if !(before == bare && when.MatchString(rest) || before != bare && examples.MatchString(rest)) || goesOn.MatchString(rest) || negation.MatchString(rest) ||
			!mayEnd(strings.TrimSuffix(s.words[i-1], ",")) || !happened.MatchString(bare) || negation.MatchString(bare) || strings.HasSuffix(bare, "ed") {
			continue
		}
		text := bare + "."
		return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Normalized, quote.Verbatim}, Clean: true}, s), !enclosed(text)
	}
	return Labelled{}, false
}

// closedBefore makes a class of quotations that end with a stop where the sentence goes
// on with a word for which next holds, behind words for which before holds.
func closedBefore(before, next *regexp.Regexp) maker {
	return func(g *Generator, s sentence) (Labelled, bool) {
		for i := 5; i < len(s.words)-1; i++ {
			text := join(s.words[:i]...)
			if !next.MatchString(s.words[i]) || !mayEnd(s.words[i-1]) || !before.MatchString(text) || g.scan.Times(text) != 1 {
				continue
			}
			text += "."
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Normalized, quote.Verbatim}, Warning: quote.SentenceGoesOn}, s), !enclosed(text) && unicode.IsUpper(firstRune(text))
		}
		return Labelled{}, false
	}
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

var (
	phraseTorn    = closedBefore(regexp.MustCompile(`^`), regexp.MustCompile(`^(?:of|that|who|whose|whom)$`))
	nounTorn      = closedBefore(regexp.MustCompile(`\b(?:human|national|international|local|foreign|public|domestic|political|criminal|several|labor|police)$`), regexp.MustCompile(`^(?:rights|organizations|officials|groups|law|authorities|observers|workers|inspectors|officers|parties|media)$`))
	denialLimited = closedBefore(regexp.MustCompile(`^There were no \pL+ [^,;:—–]+$`), regexp.MustCompile(`^(?:by|against|with|from|among|under)$`))
)

// who are subjects, and did what they do; whose are theirs.
var (
	actor = regexp.MustCompile(`^(?:government|police|authorities|ministry|NGOs|courts|prosecutors|officials|army|military|opposition)$`)
	did   = regexp.MustCompile(`^(?:arrested|released|convicted|prosecuted|investigated|provided|detained|killed|attacked|adopted|rejected|published|conducted|identified|condemned|denied)$`)
	verby = regexp.MustCompile(`(?i)(?:ed|ing|s)\b|\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|would|held|made|took|gave|said|led|left|kept|found|began|met|sent)\b`)
)

// verbLeftOut leaves out what the subject of the sentence did.
func verbLeftOut(g *Generator, s sentence) (Labelled, bool) {
	for i := 2; i < min(5, len(s.words)-5); i++ {
		if actor.MatchString(s.words[i-1]) && did.MatchString(s.words[i]) && !verby.MatchString(strings.TrimSuffix(join(s.words[:i]...), s.words[i-1])) {
			behind := s.words[i+1 : i+4]
			if verby.MatchString(strings.ReplaceAll(join(behind[:2]...), "s ", " ")) || !onlyLetters(strings.Join(behind, "")) || small.MatchString(behind[0]) {
				continue
			}
			text := join(s.words[:i]...) + g.mark() + join(behind...)
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.VerbOmitted}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

var small = regexp.MustCompile(`^(?:and|or|in|on|at|by|to|from|with|for|of|after|during|under|as|that)$`)

// subjectLeftOut leaves out who did what stands behind it.
func subjectLeftOut(g *Generator, s sentence) (Labelled, bool) {
	for i := 6; i < len(s.words)-4; i++ {
		if !actor.MatchString(s.words[i-1]) || !did.MatchString(s.words[i]) && s.words[i] != "did" && s.words[i] != "had" {
			continue
		}
		for j := i - 2; j > i-4 && j > 3; j-- {
			if s.words[j] == "and" && happened.MatchString(join(s.words[:j]...)) && onlyLetters(s.words[j-1][:len(s.words[j-1])-1]) {
				text := strings.TrimRight(join(s.words[:j]...), ",") + g.mark() + join(s.words[i:]...)
				return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.VerbOmitted}, s), !enclosed(text) && !negation.MatchString(text)
			}
		}
	}
	return Labelled{}, false
}

// asideLeftOut leaves out what stands between two commas.
func asideLeftOut(g *Generator, s sentence) (Labelled, bool) {
	for i := 3; i < len(s.words)-4; i++ {
		if !strings.HasSuffix(s.words[i-1], ",") || !aside.MatchString(s.words[i]) {
			continue
		}
		for j := i + 2; j < len(s.words)-3; j++ {
			out := join(s.words[i:j]...)
			if !strings.HasSuffix(s.words[j-1], ",") || negation.MatchString(out) || qualifier.MatchString(out) {
				continue
			}
			text := strings.TrimRight(join(s.words[:i]...), ",") + g.mark() + join(s.words[j:]...)
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Clean: true}, s), !enclosed(text)
		}
	}
	return Labelled{}, false
}

var aside = regexp.MustCompile(`^(?:including|which|who|such|particularly|especially|during|after|like)$`)
