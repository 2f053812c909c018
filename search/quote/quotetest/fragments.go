package quotetest

import (
	"regexp"
	"strings"
	"unicode"

	"verbatim/search/quote"
)

// turning is a word before a few that are quoted which may make them say something else:
// whether it does is for classes of its own.
var turning = regexp.MustCompile(`(?i)\b(?:not|no|never|none|neither|nor|nobody|nothing|without|cannot|hardly|scarcely|barely|den(?:y|ied|ies|ying)|claim\w*|alleg\w*|report(?:s|ed|edly)|purported\w*|suppos\w*|apparently|suspected|accus\w*|would|could|may|might|should|ought|if|unless|whether|few|little|rarely|seldom|to|lack\w*|from|rather|instead|than|absence|yet|false|untrue|ensur\w*|recommend\w*|demand\w*|request\w*|urg\w*|consider\w*|reject\w*|disput\w*)\b|n['’]t\b`)

// behind makes a class of quotations of a few words, without capital and stop, right
// behind some that turn what they say.
func behind(turns *regexp.Regexp, warning quote.Warning) maker {
	return func(g *Generator, s sentence) (Labelled, bool) {
		for i := 2; i+5 < len(s.words); i++ {
			if !turns.MatchString(join(s.words[i-2:i]...)) || !onlyLetters(s.words[i]) || unicode.IsUpper(firstRune(s.words[i])) || s.words[i] == "only" || s.words[i] == "longer" {
				continue
			}
			text := join(s.words[i : i+4+g.random.IntN(len(s.words)-i-4)]...)
			text = strings.TrimRight(text, ".,;:")
			return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Verbatim}, Warning: warning}, s), !enclosed(text) && g.scan.Times(text) == 1
		}
		return Labelled{}, false
	}
}

var (
	behindDenial = behind(regexp.MustCompile(`(?:\b(?:did|does|do|was|were|is|are|has|had|have|could|would|may) (?:not|never)|\b(?:was|were|are) no|[Dd]enied that|[Ff]ailed to|[Ww]ithout)$`), quote.NegationOmitted)
	behindClaim  = behind(regexp.MustCompile(`(?:\b(?:claimed|alleged) that|\ballegedly|\breportedly|\b(?:may|might|could|would|should)|\ballegations of|\bsuspected of)$`), quote.QualifierOmitted)
	behindIf     = behind(regexp.MustCompile(`\b(?:if|unless|whether) (?:the|a|they|it)$`), quote.QualifierOmitted)
)

// fragmentClean quotes a few words with nothing before them that turns what they say.
func fragmentClean(g *Generator, s sentence) (Labelled, bool) {
	i := 1 + g.random.IntN(len(s.words)-6)
	if turning.MatchString(join(s.words[:i]...)) || negation.MatchString(s.text) || !unicode.IsLower(firstRune(s.words[i])) {
		return Labelled{}, false
	}
	text := strings.TrimRight(join(s.words[i:i+4+g.random.IntN(2)]...), ".,;:")
	return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Verbatim}, Clean: true}, s), !enclosed(text)
}

// plural is a noun that may stand in a list of such.
var plural = regexp.MustCompile(`^\pL*[^s\P{L}]s$`)

// list returns where in a sentence a list of three plurals begins: teachers, students, and
// journalists; -1 if there is none. And is the place of its last conjunction.
func list(s sentence) (at, and int) {
	for i := 2; i+3 < len(s.words); i++ {
		first, second := s.words[i], s.words[i+1]
		if plural.MatchString(strings.TrimSuffix(first, ",")) && strings.HasSuffix(first, ",") && plural.MatchString(strings.TrimSuffix(second, ",")) &&
			(s.words[i+2] == "and" || s.words[i+2] == "or") && plural.MatchString(strings.Trim(s.words[i+3], ".,")) && !verby.MatchString(strings.TrimSuffix(s.words[i+3], "s")) {
			return i, i + 2
		}
	}
	return -1, -1
}

// listShortened leaves out the second of a list of three.
func listShortened(g *Generator, s sentence) (Labelled, bool) {
	at, and := list(s)
	if at < 0 {
		return Labelled{}, false
	}
	text := strings.TrimSuffix(join(s.words[:at+1]...), ",") + g.mark() + join(s.words[and:]...)
	return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: quote.QualifierOmitted}, s), !enclosed(text)
}

// listEnded ends behind the second of a list of three with a stop.
func listEnded(g *Generator, s sentence) (Labelled, bool) {
	at, and := list(s)
	if at < 0 {
		return Labelled{}, false
	}
	text := strings.TrimSuffix(join(s.words[:and]...), ",")
	return g.of(Labelled{Text: text + ".", Want: []quote.Verdict{quote.Normalized, quote.Verbatim}, Warning: quote.SentenceGoesOn}, s), !enclosed(text) && g.scan.Times(text) == 1
}

// without makes a class of quotations that leave out what stands between two words.
func without(before, out, behind *regexp.Regexp, warning quote.Warning) maker {
	return func(g *Generator, s sentence) (Labelled, bool) {
		for i := 2; i < len(s.words)-3; i++ {
			for j := i + 1; j < min(i+4, len(s.words)-2); j++ {
				left := join(s.words[i:j]...)
				if !before.MatchString(s.words[i-1]) || !out.MatchString(left) || !behind.MatchString(s.words[j]) {
					continue
				}
				text := join(s.words[:i]...) + g.mark() + join(s.words[j:]...)
				return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Elided}, Warning: warning, Clean: warning == ""}, s), !enclosed(text)
			}
		}
		return Labelled{}, false
	}
}

var (
	aNoun           = regexp.MustCompile(`^\pL{4,}s?[.,]?$`)
	headLeftOut     = without(regexp.MustCompile(`^(?:arrested|released|detained|killed|against|of|by|the|for)$`), regexp.MustCompile(`^(?:members|relatives|leaders|supporters|families|employees|allegations|reports|victims|owners|children|violations|abuses) of(?: the)?$`), aNoun, quote.QualifierOmitted)
	formerLeftOut   = without(regexp.MustCompile(`^\pL+$`), regexp.MustCompile(`^(?:former|proposed|draft|opposition)$`), aNoun, quote.QualifierOmitted)
	localLeftOut    = without(regexp.MustCompile(`^\pL+$`), regexp.MustCompile(`^(?:local|national|annual|main|large|new|domestic|additional)$`), aNoun, "")
	timeLeftOut     = without(regexp.MustCompile(`^\pL+$`), regexp.MustCompile(`^(?:during the year|in \d{4})$`), regexp.MustCompile(`^(?:to|for|with|by|on|at)$`), "")
	rangeHyphened   = styled(`\b([1-4]\d?) to ([5-9]\d) (percent|years|months|days|hours)`, "$1–$2 $3")
	scaleInWords    = styled(` 10 (million|billion|percent) `, " ten $1 ")
	fractionWritten = styled(`\b([Tt]wo|[Oo]ne)-(third|thirds|half|quarter) `, "$1 $2 ")
	ordinalInWords  = styled(`\b21st\b`, "twenty-first")
	rangeForBoth    = notStyled(` (\d+) to (\d+) `, " $1 and $2 ")
	scaleForNone    = notStyled(` (\d+) million `, " $1 ")
)

// markAtBorder has a mark of its own where one item of a list ends and the next begins.
func markAtBorder(g *Generator, s sentence) (Labelled, bool) {
	a, b, _, ok := g.border(s)
	if !ok {
		return Labelled{}, false
	}
	n := g.narratives[s.narrative]
	first, second := n.Passages[s.passage], n.Passages[s.passage+1]
	between := strings.Trim(n.Text[first.Span.End:second.Span.Start], "-•· \n")
	text := strings.TrimRight(join(a...), ".;,:") + []string{"; ", ". "}[g.random.IntN(2)] + join(b...)
	return g.of(Labelled{Text: text, Want: []quote.Verdict{quote.Normalized}}, s),
		between == "" && !enclosed(text) && !g.scan.Literal(text) && aNoun.MatchString(strings.TrimRight(a[len(a)-1], ".;,:")) && onlyLetters(b[0])
}
