package series

import (
	"regexp"
	"strings"

	"verbatim/corpus"
)

// UnitedNations publishes documents with symbols: see Symbol.
const UnitedNations = "United Nations"

// SymbolPattern matches a document symbol such as A/HRC/28/15/Add.1 or CRC/C/GC/25,
// as ST/AI/189 and its additions prescribe them; Symbol tells it from other words with
// strokes.
const SymbolPattern = `\b[A-Z]{1,8}(?:/[A-Z][A-Za-z]*\.?\d*|/\d+(?:-\d+)?\b){1,6}(?:/(?:Add|Rev|Corr)\.\d+)*`

var symbols = regexp.MustCompile(SymbolPattern)

// Symbol returns the first document symbol in a text, and the short name and the code
// of the country that it is about, if a part of it is a country's code: SVN in
// A/HRC/WG.6/7/SVN/1.
func Symbol(text string) (symbol, country, code string) {
	if strings.Count(text, "/") < 2 {
		return "", "", ""
	}
	for _, s := range symbols.FindAllString(text, -1) {
		if strings.Count(s, "/") < 2 || !strings.ContainsAny(s, "0123456789") {
			continue
		}
		for part := range strings.SplitSeq(s, "/") {
			if len(part) != 3 || part == "HRC" || part == "WHO" {
				continue
			}
			if name, c := corpus.CountryName(part); c != "" {
				return s, name, c
			}
		}
		return s, "", ""
	}
	return "", "", ""
}

var masthead = regexp.MustCompile(`(?i)^(?:united nations|nations unies|a|general assembly|security council|economic and social council|human rights council|universal periodic review|distr\.?|general|limited|(?:working group on the universal periodic review )?[\w-]+ session|agenda item.*|contents|committee (?:on|against) [^.:]{5,80}|human rights committee|organizational and procedural matters|original:.*|advance (?:unedited )?version|addendum|corrigendum|annex|english(?: only)?|` + SymbolPattern + `)[*†¹]?$`)

// Masthead reports whether a line of a title page names a body, its meeting or the
// document's symbol, and not the document.
func Masthead(line string) bool { return masthead.MatchString(strings.TrimSpace(line)) }
