package answer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/prose"
	"verbatim/search/quote"
	"verbatim/search/quote/article"
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
	quote.Unchecked:  "It was not checked, or is not a report’s: a title, or a few words of the writer’s own.",
}

// WarningMeanings says what a warning means.
var WarningMeanings = map[quote.Warning]string{
	quote.NegationOmitted:      "a negation of it was left out, or stands right before it in the source",
	quote.QualifierOmitted:     "what qualifies it was left out, or stands right before it in the source: “allegedly”, “only”, “would”, “if”, the noun that a phrase is about, part of a list",
	quote.OwnWords:             "words in brackets say what the source does not say there",
	quote.SentenceGoesOn:       "the source’s sentence begins before it or goes on behind it, and what was cut takes it back, limits it, or belongs to its first or last words",
	quote.VerbOmitted:          "an omission takes out a verb, or who did it: read the source’s sentence",
	quote.JoinedAcrossSections: "it runs from one section into another",
	quote.Misattributed:        "found, but not in the country, year or report given",
	quote.NotInLibrary:         "the library has nothing from the country, year or report given",
}

// PlacesShown is how many places of a quotation are shown; the rest is counted.
const PlacesShown = 5

// VerdictOf returns the verdict of a quotation in words. One whose source the
// library does not have is not said to be "not found", which would mean something.
func VerdictOf(r *quote.Result) string {
	if r.Verdict == quote.NotFound && slices.Contains(r.Warnings, quote.NotInLibrary) {
		return "source not in the library"
	}
	return InWords(r.Verdict)
}

// MeaningOf says in a sentence what the verdict of a quotation means.
func MeaningOf(r *quote.Result) string {
	if r.Verdict == quote.NotFound && slices.Contains(r.Warnings, quote.NotInLibrary) {
		return "The library does not have what the quotation is said to be from, so that it cannot be checked."
	}
	return VerdictMeanings[r.Verdict]
}

// IsAmber reports whether a quotation is right, and only said to be from elsewhere.
func IsAmber(r *quote.Result) bool {
	return r.Verdict.Stands() && len(r.Warnings) == 1 && r.Warnings[0] == quote.Misattributed
}

// CheckSummary counts the quotations of a text by their verdicts, with those that are
// misattributed and the marks without a partner: "3 quotations: 2 verbatim, 1
// altered".
func CheckSummary(c *quote.Checked) string {
	counts, misattributed := map[string]int{}, 0
	var order []string
	for _, v := range quote.Verdicts {
		for i := range c.Results {
			if r := &c.Results[i]; r.Verdict == v {
				words := VerdictOf(r)
				if counts[words] == 0 {
					order = append(order, words)
				}
				counts[words]++
				if slices.Contains(r.Warnings, quote.Misattributed) {
					misattributed++
				}
			}
		}
	}
	var parts []string
	for _, words := range order {
		if len(c.Results)+len(c.Unpaired) > 1 {
			parts = append(parts, Number(counts[words])+" "+words)
		}
	}
	if misattributed > 0 && len(c.Results) > 1 {
		parts = append(parts, Number(misattributed)+" misattributed")
	}
	if n := len(c.Unpaired); n > 0 {
		parts = append(parts, Count(n, "quotation mark without a partner", "quotation marks without a partner"))
	}
	summary := Count(len(c.Results), "quotation", "quotations")
	if len(c.Results) == 0 {
		summary = "There is no quotation in this text"
	}
	if parts != nil {
		summary += ": " + strings.Join(parts, ", ")
	}
	return summary
}

// UnpairedInWords says where a quotation mark without a partner stands.
func UnpairedInWords(u article.Unpaired) string {
	return fmt.Sprintf("the mark %s in paragraph %d has no partner: “%s”", u.Mark, u.Paragraph, prose.OneLine(u.Context))
}

// maxCounted is how many countries are counted by name.
const maxCounted = 12

// Distribution counts the places of a quotation by year and by country, if there
// are more than are shown: "by year: 2016 12, 2017 9; by country: Kenya 3".
func Distribution(r *quote.Result) string {
	if r.Total <= PlacesShown || len(r.ByYear) == 0 {
		return ""
	}
	list := func(counts []quote.Count) string {
		var parts []string
		for _, c := range counts[:min(len(counts), maxCounted)] {
			parts = append(parts, c.Value+" "+Number(c.Places))
		}
		if more := len(counts) - maxCounted; more > 0 {
			parts = append(parts, fmt.Sprintf("and %d more", more))
		}
		return strings.Join(parts, ", ")
	}
	return "by year: " + list(r.ByYear) + "; by country: " + list(r.ByCountry)
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
