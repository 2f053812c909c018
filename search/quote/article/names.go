package article

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// Names are the sources that a text may name: countries, years and reports, each
// once, in the order in which the text names them.
type Names struct {
	Countries []string // short names
	Years     []int
	Reports   []string // names of series, or of publishers
	// Edition is the year that stands with the word "report" or the name of one,
	// or 0.
	Edition int
}

// Empty reports whether nothing is named.
func (n Names) Empty() bool { return n.Countries == nil && n.Years == nil && n.Reports == nil }

var (
	inMarks  = regexp.MustCompile(`[“«„"][^“”«»„"]*[”»“"]`)
	yearWord = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	edition  = regexp.MustCompile(`(?i)\b((?:19|20)\d\d)\b(?:[’']s)?(?:[ -]+[\pL’'.-]+){0,7}?[ -]+(?:reports?|findings|factbook|narrative|edition|chapter)\b|\b(?:reports?|findings|factbook|narrative|edition|chapter)\b(?:[\s,(]+(?:of|for|on|from|in|its|the|about|\pL+)){0,5}?[\s,(]+((?:19|20)\d\d)\b`)
	// capitals is a run of words with capitals, and small words between them.
	capitals = regexp.MustCompile(`\p{Lu}[\pL'’.-]*(?:\s+(?:(?:of|the|and|du|da|e)\s+)*(?:d['’])?\p{Lu}[\pL'’.-]*)*`)
	// publishers are those by which reports go as well.
	publishers = []struct {
		said  *regexp.Regexp
		means string
	}{
		{regexp.MustCompile(`(?i)\bstate department\b|\bdepartment of state\b`), "U.S. Department of State"},
		{regexp.MustCompile(`(?i)\blabor department\b|\bdepartment of labor\b|\blabour department\b`), "U.S. Department of Labor"},
	}
	// loosely are other ways to name a series.
	loosely = []struct {
		said   *regexp.Regexp
		series string
	}{
		{regexp.MustCompile(`(?i)\bhuman[ -]rights (?:practices|reports?)\b`), "Country Reports on Human Rights Practices"},
		{regexp.MustCompile(`(?i)\breligious[ -]freedom reports?\b|\breports? on (?:international )?religious freedom\b`), "Report on International Religious Freedom"},
		{regexp.MustCompile(`(?i)\b(?:human[ -])?trafficking reports?\b|\bTIP reports?\b`), "Trafficking in Persons Report"},
		{regexp.MustCompile(`(?i)\bchild[ -]labor (?:report|findings)\b|\bworst forms of child labou?r\b`), "Findings on the Worst Forms of Child Labor"},
		{regexp.MustCompile(`(?i)\bfactbook\b`), "World Factbook"},
		{regexp.MustCompile(`(?i)\buniversal periodic review\b|\bUPR\b`), "Universal Periodic Review"},
	}
)

// NamedIn reads what a text says of a source. Quotations in it say nothing.
func NamedIn(text string) (n Names) {
	text = inMarks.ReplaceAllString(text, "…")
	n.Countries = countriesIn(text)
	for _, year := range yearWord.FindAllString(text, -1) {
		if y, _ := strconv.Atoi(year); !slices.Contains(n.Years, y) { // it is four digits
			n.Years = append(n.Years, y)
		}
	}
	if m := edition.FindStringSubmatch(text); m != nil {
		n.Edition, _ = strconv.Atoi(m[1] + m[2])
	}
	for _, l := range loosely {
		if l.said.MatchString(text) {
			n.Reports = append(n.Reports, l.series)
		}
	}
	if s := series.Named(text); s != nil && !slices.Contains(n.Reports, s.Name) {
		n.Reports = append(n.Reports, s.Name)
	}
	for _, p := range publishers {
		if n.Reports == nil && p.said.MatchString(text) {
			n.Reports = append(n.Reports, p.means)
		}
	}
	return n
}

// countriesIn returns the short names of the countries that a text names, by name
// or by the word for its people, longest names first where they overlap.
// Abbreviations are left out: "US" is more often who says than who is meant.
func countriesIn(text string) (names []string) {
	for _, at := range capitals.FindAllStringIndex(text, -1) {
		words := strings.Fields(text[at[0]:at[1]])
		for from := 0; from < len(words); from++ {
			for to := len(words); to > from; to-- {
				short, ok := country(strings.Join(words[from:to], " "))
				if !ok {
					continue
				}
				if short != "United States" || isAbout(text[:at[0]], words[:from]) {
					names = appendOnce(names, short)
				}
				from = to - 1
				break
			}
		}
	}
	return names
}

func appendOnce(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// country returns the country that a name or a word for its people means.
func country(name string) (short string, ok bool) {
	name = strings.TrimRight(name, ".'’")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "’s"), "'s")
	if prose.InCapitals(name) && len(name) < 5 {
		return "", false
	}
	if short, code := corpus.CountryName(name); code != "" {
		return short, true
	}
	return corpus.Demonym(name)
}

// about ends a text in front of what it is about.
var about = regexp.MustCompile(`(?i)\b(?:in|on|about|regarding|within|across)(?:\s+the)?\s*$`)

// isAbout reports whether a name stands behind a text as what it is about, and
// not as who says it. Before are the words with capitals in front of it.
func isAbout(text string, before []string) bool {
	return len(before) == 0 && about.MatchString(text)
}

var (
	// speakers are those who say something and publish no report.
	speakers = regexp.MustCompile(`(?i)\b(?:spokes(?:man|woman|person|people)|officials?|ministers?|president|ambassador|secretary|director|lawyers?|attorney|activists?|campaigners?|witness(?:es)?|residents?|analysts?|experts?|professor|senator|lawmakers?|critics?|he|she|they|mr\.?|ms\.?|mrs\.?|dr\.?)\b`)
	saying   = regexp.MustCompile(`(?i)\b(?:said|says|told|added|called|tweeted|wrote|claimed|argued|explained|insisted|warned|asked)\b`)
	reports  = regexp.MustCompile(`(?i)\breports?\b|\bfindings\b|\bfactbook\b|\bnarrative\b|\bdepartment\b`)
	named    = regexp.MustCompile(`\b(?:said|added|told|says)\s+((?:\p{Lu}[\pL.’'-]+\s+){1,3}\p{Lu}[\pL’'-]+)|((?:\p{Lu}[\pL’'-]+\s+){1,3}\p{Lu}[\pL’'-]+)(?:,[^,…]{1,80},)?\s+(?:said|says|told|added)\b`)
)

// Speaker returns who says a quotation by the sentence around it, if that is
// someone who publishes no report; or nothing.
func Speaker(context string) string {
	context = inMarks.ReplaceAllString(context, "…")
	if !saying.MatchString(context) || reports.MatchString(speakers.ReplaceAllString(context, "")) && !spokesman.MatchString(context) {
		return ""
	}
	said := ""
	for _, s := range speakers.FindAllString(context, -1) { // the most telling: not "Mr."
		if len(s) > len(said) {
			said = strings.ToLower(s)
		}
	}
	if said != "" {
		return said
	}
	if m := named.FindStringSubmatch(context); m != nil && series.Named(m[0]) == nil {
		if name := m[1] + m[2]; len(countriesIn(name)) == 0 && !strings.Contains(name, "United States") {
			return name
		}
	}
	return ""
}

var spokesman = regexp.MustCompile(`(?i)\bspokes(?:man|woman|person)\b`)

// small are words without capitals in titles: fewer than prose.InTitleCase has, since a
// quotation that is taken for a title is not checked ("Justice is Weak").
var small = map[string]bool{"of": true, "the": true, "and": true, "in": true, "on": true, "for": true, "to": true, "a": true, "an": true, "with": true, "from": true, "by": true, "at": true}

// IsTitle reports whether what stands in marks is the title of a report, book or
// programme, and no quotation: most of its words have capitals, and it is no
// sentence.
func IsTitle(text string) bool {
	text = strings.TrimSpace(text)
	words := strings.Fields(strings.TrimRight(text, ",.:;"))
	if len(words) == 0 || len(words) > 14 || strings.ContainsAny(strings.TrimRight(text, ",.:;"), ".!?;…[") {
		return false
	}
	capital, others := 0, 0
	for i, w := range words {
		w = strings.Trim(w, `"'“”‘’(),:`)
		switch r := firstRune(w); {
		case w == "" || small[w] || r >= '0' && r <= '9':
		case i > 0 && strings.ToUpper(string(r)) == string(r):
			capital++
		case i > 0:
			others++
		}
	}
	return others == 0 && capital >= 1 && !prose.InCapitals(text)
}
