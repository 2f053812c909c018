package series

import (
	"regexp"
	"strings"

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
var TIP = &Series{
	Name:      "Trafficking in Persons Report",
	Publisher: "U.S. Department of State",
	Tiers:     []string{"Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3", "Special Case"},
	Source:    regexp.MustCompile(`^[^.;\n]{0,60}\b(?i:TIP|Trafficking in Persons) Report\.?$`),
	ByCountry: true,
}

// Interim is the assessment of the countries on the watch list that stood between
// two editions of the report, from 2004 to 2010. It gives no tiers.
var Interim = &Series{
	Name:      "Trafficking in Persons Interim Assessment",
	Publisher: "U.S. Department of State",
	Names:     regexp.MustCompile(`\btrafficking in persons interim assessment\b|\btip interim assessment\b`),
	ByCountry: true,
}

func init() {
	TIP.Names = join(func(w *wording) string { return w.report })
	TIP.Header, TIP.Rating, TIP.Opening, TIP.Tidy = tipHeader, tipRating, tipOpening, tidyTIP
	TIP.Heads = headsTIP
	TIP.Sections = &Sections{
		First: Overview,
		Titles: map[string]string{
			Overview: "Overview", Recommendations: "Recommendations", Prosecution: "Prosecution",
			Protection: "Protection", Prevention: "Prevention", Profile: "Trafficking profile",
		},
		Heading: isTIPHeading,
		RunIn:   tipRunIn,
		Of:      tipSection,
		Joints:  tipJoints,
		Reason:  join(func(w *wording) string { return w.standards }),
		Before:  Profile,
	}
	Interim.Sections, Interim.Tidy = TIP.Sections, tidyTIP
	Register(Interim)
	Register(TIP)
}

// A heading may begin the paragraph under it: with a colon or stop ("Scope and
// Magnitude: Somalia is"), in capitals ("PREVENTION The government"), or, where a
// line break was lost, before a word that begins a sentence.
var (
	runInMark  = regexp.MustCompile(`^([^:.;\n]{4,80}?)\s*[:.]\s+\S`)
	runInCaps  = regexp.MustCompile(`^([\p{Lu} ]{6,60}?)\s+\p{Lu}?\p{Ll}`)
	runInBreak = regexp.MustCompile(`^(Prosecution|Protection|Prevention)\s+(?:The|In|During|While|Since|Despite|Although|Authorities|Government|Under|Over)\s`)
)

// tipRunIn returns how many bytes of a paragraph are a heading of the report's own
// that begins it.
func tipRunIn(paragraph string) int {
	if m := runInMark.FindStringSubmatchIndex(paragraph); m != nil && isTIPHeading(paragraph[:m[3]]) {
		colon := strings.IndexAny(paragraph[m[3]:], ":.")
		return m[3] + colon + 1
	}
	if m := runInCaps.FindStringSubmatch(paragraph); m != nil && isTIPHeading(m[1]) {
		return len(m[1])
	}
	if m := runInBreak.FindStringSubmatch(paragraph); m != nil {
		return len(m[1])
	}
	return 0
}

// isTIPHeading reports whether a line is a heading of the report's own.
func isTIPHeading(line string) bool { return tipSection(line) != "" }

// tipSection returns the section that a heading begins. Any other heading is part
// of the section that it stands in.
func tipSection(heading string) string {
	folded := strings.TrimRight(prose.FoldString(heading), ":. ")
	for _, r := range readings {
		for section, headings := range r.headings {
			if headings.MatchString(folded) {
				return section
			}
		}
	}
	return ""
}

// joint is the end of a sentence with the capital that begins the next.
var joint = regexp.MustCompile(`[\p{Ll}\d)”"’][.;]([\s\x{a0}]*)(\p{Lu}\p{Ll}+)`)

// notVerbs are words that begin a sentence which goes on with a recommendation.
var notVerbs = map[string]bool{"the": true, "this": true, "these": true, "that": true, "such": true, "it": true, "they": true, "in": true, "for": true, "as": true, "if": true}

// tipJoints is Sections.Joints: "groups.Provide" is one, since the stop is glued to
// the word behind it; "groups. Provide" is one where the paragraph is all there is,
// and the word is a verb that recommendations begin with.
func tipJoints(paragraph string, alone bool) (joints []int) {
	for _, m := range joint.FindAllStringSubmatchIndex(paragraph, -1) {
		word := strings.ToLower(paragraph[m[4]:m[5]])
		glued := m[2] == m[3]
		if glued && !notVerbs[word] || !glued && alone && imperatives[word] {
			joints = append(joints, m[4])
		}
	}
	return joints
}
