package series

import (
	"regexp"
	"strings"
	"unicode"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// Section names of the Trafficking in Persons Report. Other reports keep their
// own headings as section names.
const (
	Overview        = "overview"
	Recommendations = "recommendations"
	Prosecution     = "prosecution"
	Protection      = "protection"
	Prevention      = "prevention"
	Profile         = "profile"
)

// TIP is the Trafficking in Persons Report.
var TIP = Register(&Series{
	Name:      "Trafficking in Persons Report",
	Publisher: "U.S. Department of State",
	Names:     regexp.MustCompile(`\btrafficking in persons report\b|\btrafficking in persons 20\d\d\b|\btip report\b`),
	Tiers:     []string{"Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3", "Special Case"},
	Header:    tipHeader,
	Rating:    tipRating,
	Source:    regexp.MustCompile(`^[^.;\n]{0,60}\b(?i:TIP|Trafficking in Persons) Report\.?$`),
	Sections: &Sections{
		First: Overview,
		Titles: map[string]string{
			Overview: "Overview", Recommendations: "Recommendations", Prosecution: "Prosecution",
			Protection: "Protection", Prevention: "Prevention", Profile: "Trafficking profile",
		},
		Heading: isTIPHeading,
		RunIn:   func(paragraph string) int { return len(tipRunIn.FindString(paragraph)) },
		Of:      tipSection,
		Reason:  regexp.MustCompile(`(?i)\bgovernment\b[^.]*\bminimum\s+standards\b`),
		Before:  Profile,
	},
})

// The forms of the years: "ALBANIA (Tier 2)", "THAILAND: Tier 3", "KENYA: TIER
// 2", "Bahrain (Tier 1)", "SOMALIA: SPECIAL CASE"; or the country, and below it
// "TIER 2 WATCH LIST". An asterisk leads to a footnote.
var (
	tipHeaderLine = regexp.MustCompile(`^(\pL[^:(\n]{1,60}?(?:\([^)]{1,40}\))?)\s*\*?\s*(?:\(\s*|[:–—-]\s*)` + tipTier + `\s*\*?\s*\)?\s*\*?\s*(.*)$`)
	tipTierLine   = regexp.MustCompile(`^` + tipTier + `\*?$`)
)

const tipTier = `(?i:(tier\s+[123](?:\s*[:,–-]?\s*watch\s*list)?|special\s+case)\b)`

// tipHeader reads a line as a header. Behind it may stand where the text is from;
// a name that is no country's is taken for one where nothing does.
func tipHeader(line string) (h Header, ok bool) {
	m := tipHeaderLine.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return h, false
	}
	h = Header{Name: m[1], Tier: Tier(m[2]), Bare: m[3] == ""}
	_, code := corpus.CountryName(h.Name)
	return h, code != "" || h.Bare && capitalized(h.Name)
}

// capitalized reports whether every longer word begins with a capital, as those
// of a name do.
func capitalized(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if r := []rune(w)[0]; len(w) > 3 && unicode.IsLower(r) {
			return false
		}
	}
	return true
}

func tipRating(line string) (tier string, ok bool) {
	m := tipTierLine.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return "", false
	}
	return Tier(m[1]), true
}

// tipRunIn is a heading of the report's own that begins the paragraph under it.
var tipRunIn = regexp.MustCompile(`^(?i:(?:prioritized )?recommendations(?: for [^:;.\n]{1,60})?:)\s`)

func isTIPHeading(line string) bool {
	return tipHeading.MatchString(strings.TrimRight(prose.FoldString(line), ":. "))
}

var tipHeading = regexp.MustCompile(`^((prioritized )?recommendations?( for [^:;.]{1,60})?|prosecution|protection|prevention|trafficking profile|profile)$`)

func tipSection(heading string) string {
	switch folded := prose.FoldString(heading); {
	case strings.Contains(folded, "recommendation"):
		return Recommendations
	case strings.HasPrefix(folded, "prosecution"):
		return Prosecution
	case strings.HasPrefix(folded, "protection"):
		return Protection
	case strings.HasPrefix(folded, "prevention"):
		return Prevention
	case strings.HasPrefix(folded, "trafficking profile"), folded == "profile":
		return Profile
	}
	return heading
}
