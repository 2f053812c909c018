package series

import (
	"regexp"
	"strconv"
	"strings"

	"verbatim/corpus/prose"
)

// ChildLabor is the Labor Department's yearly report on child labor.
var ChildLabor = Register(&Series{
	Name:      "Findings on the Worst Forms of Child Labor",
	Publisher: "U.S. Department of Labor",
	Names:     regexp.MustCompile(`\bfindings on the worst forms of child labor\b`),
	Rating:    advancement,
	Opening:   childLaborOpening,
})

var advancementLine = regexp.MustCompile(`^(?i:(significant|moderate|minimal|no) advancement)\b`)

// advancement reads a line that begins with a level of advancement.
func advancement(line string) (tier string, ok bool) {
	m := advancementLine.FindStringSubmatch(line)
	if m == nil {
		return "", false
	}
	return titled(m[1]) + " Advancement", true
}

// madeAdvancement is how the findings begin: "In 2014, Gabon made a moderate
// advancement in efforts to eliminate the worst forms of child labor."
var madeAdvancement = regexp.MustCompile(`(?s)\b[Ii]n\s+(20\d\d)\s*,?\s*(?:the\s+)?(\pL[\pL\s’'.-]{2,50}?)\s+made\s+(?:an?\s+)?(significant|moderate|minimal|no)\s+advancement\s+in\s+efforts\s+to\s+(?:eliminate|prevent)\s+the\s+worst\s+forms`)

func childLaborOpening(paragraph string) (o Opening, ok bool) {
	if !strings.Contains(paragraph, "advancement") {
		return o, false
	}
	m := madeAdvancement.FindStringSubmatch(paragraph)
	if m == nil {
		return o, false
	}
	o = Opening{Country: prose.OneLine(m[2]), Tier: titled(m[3]) + " Advancement"}
	o.Year, _ = strconv.Atoi(m[1])
	return o, true
}

func titled(word string) string { return strings.ToUpper(word[:1]) + strings.ToLower(word[1:]) }
