package answer

import (
	"fmt"
	"strconv"
	"strings"

	"verbatim/corpus/prose"
	"verbatim/search/quote"
)

// VerdictMeanings says in a sentence what a verdict means.
var VerdictMeanings = map[quote.Verdict]string{
	quote.Verbatim:   "The source has exactly these characters.",
	quote.Normalized: "Only typography or case differs.",
	quote.HouseStyle: "The words are the same, some in another house’s spelling; each is marked.",
	quote.Elided:     "All of it is there, and what was left out or added is marked.",
	quote.Altered:    "A passage is nearly the same; the differences are marked.",
	quote.Partial:    "Part of it is there, and the rest is not.",
	quote.NotFound:   "Nothing in the library is close to it.",
	quote.Unchecked:  "A quotation of one or two words is mostly the writer’s own wording.",
}

// WarningMeanings says what a warning means.
var WarningMeanings = map[quote.Warning]string{
	quote.NegationOmitted:      "an omission takes out a negation",
	quote.QualifierOmitted:     "an omission takes out a word such as “allegedly”, “some” or “only”",
	quote.OwnWords:             "words in brackets say what the source does not say there",
	quote.SentenceGoesOn:       "it ends or begins like a sentence, and the source’s sentence goes on and takes it back",
	quote.JoinedAcrossSections: "it runs from one section into another",
	quote.Misattributed:        "found, but not in the country, year or report given",
	quote.UnknownSource:        "the library has nothing from the country, year or report given",
}

// EditInWords says in words what an edit is.
func EditInWords(e quote.Difference) string {
	said := map[quote.Op]string{
		quote.Delete:  fmt.Sprintf("missing: “%s”", prose.OneLine(e.Source)),
		quote.Insert:  fmt.Sprintf("added: “%s”", prose.OneLine(e.Quoted)),
		quote.Replace: fmt.Sprintf("“%s” instead of “%s”", prose.OneLine(e.Quoted), prose.OneLine(e.Source)),
	}[e.Op]
	if e.Kind != quote.Other {
		said += " (" + string(e.Kind) + ")"
	}
	return said
}

// InWords returns a verdict or warning in words: "not found".
func InWords[T ~string](s T) string { return strings.ReplaceAll(string(s), "_", " ") }

// AllInWords returns warnings in words, with commas between.
func AllInWords(warnings []quote.Warning) string {
	words := make([]string, len(warnings))
	for i, w := range warnings {
		words[i] = InWords(w)
	}
	return strings.Join(words, ", ")
}

// Number writes a number with a comma between thousands.
func Number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Count writes how many things there are.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}
