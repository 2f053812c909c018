package series

import (
	"regexp"
	"strings"
)

// furniture is what the pages have around a narrative that people take it from: the
// State Department's archives, Refworld, a newswire and gvnet.com. Each pattern is of
// a whole block.
var furniture = []struct {
	why  string
	text *regexp.Regexp
}{
	{"the archive's footer", regexp.MustCompile(`^(?:The Office of (?:Website|Web|Electronic) \S+(?: \S+)?, Bureau of (?:Global )?Public Affairs, manages this site|This site is managed by the|(?:Note: )?[Dd]ocuments in Portable Document Format|External links to other Internet sites should not be construed|Published by the U\.?S\.? Department of State Website|This is a mobile copy of)`)},
	{"the page's links", regexp.MustCompile(`(?i)^(?:back to top|\[?return to top\]?|top of page|share(?: this)?|print(?:er[- ]friendly(?: version)?)?|printable banner|email this|read ?more|\(more\)|diplomacy in action|u\.?s\.? department of state - great seal|send a letter|skip to (?:main )?content|(?:\[ ?)?(?:human trafficking,? ?)?country-by-country(?: reports)?(?: ?\])?)\.?$`)},
	{"the newswire's own words", regexp.MustCompile(`^(?:Regional Affairs|ORGANIZATIONS IN THIS STORY|LETTER TO THE EDITOR|Have a concern or an opinion about this story\?|The following (?:report|press release) was published by the .{0,120}reproduced in full below\.?)`)},
	{"what the site says of the text", regexp.MustCompile(`^(?:Last Updated: |Disclaimer ?This is not a UNHCR publication|Cite as .{0,200}|Author Office to Monitor|Publisher United States Department of State$|Document source:$|Author: Office to Monitor)`)},
}

// ownTitle takes the names of sites off a title: "Refworld | 2017 Trafficking in
// Persons Report - Burma".
func ownTitle(title string) string {
	title = siteAround.ReplaceAllString(title, "")
	if m := quotedTitle.FindStringSubmatch(title); m != nil {
		title = m[1]
	}
	return strings.TrimSpace(title)
}

var (
	siteAround  = regexp.MustCompile(`(?i)^refworld\s*\|\s*|\s*\|\s*(?:refworld|state newswire)$|\s+-\s+(?:ecoi\.net|united states department of state|u\.?s\.? (?:embassy|consulate|mission)\b.*|embajada de (?:los )?estados unidos\b.*|ambassade des [ée]tats-unis\b.*)$`)
	quotedTitle = regexp.MustCompile(`^USDOS\b.*?[“"](.{10,160})[”"]`)
)

// imperatives are verbs that begin recommendations.
var imperatives = func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(`accede address adopt allocate allow amend apply appoint approve build cease coordinate collaborate collect
		complete conduct continue convict cooperate create criminalize dedicate deploy designate develop devote direct disseminate draft educate
		eliminate empower enact encourage end engage enhance enforce ensure establish exempt expand expedite facilitate finalize formalize fully
		fund further grant hold identify implement improve include incorporate increase initiate institute institutionalize intensify
		investigate issue launch lift maintain make mandate monitor offer open partner pass penalize permit prioritize proactively prohibit
		promote prosecute protect provide publish pursue ratify raise recognize redouble reduce refer reform regulate remove repeal report
		require resume review revise screen seek sentence separate sign significantly standardize stop strengthen strictly support sustain
		systematically take target train undertake update use vigorously`) {
		set[word] = true
	}
	return set
}()
