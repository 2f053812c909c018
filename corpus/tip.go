package corpus

import (
	"regexp"
	"strings"
	"unicode"

	"verbatim/corpus/document"
)

// A header is the line above a narrative of the Trafficking in Persons Report.
type header struct {
	country, code string
	tier          string
	blocks        int // that it takes up: 1, or 2 where the tier stands below the country
	bare          bool
}

func (h header) identity() identity {
	return identity{country: h.country, code: h.code, tier: h.tier}
}

// The forms of the years: "ALBANIA (Tier 2)", "THAILAND: Tier 3", "KENYA: TIER
// 2", "Bahrain (Tier 1)", "SOMALIA: SPECIAL CASE"; or the country, and below it
// "TIER 2 WATCH LIST". An asterisk leads to a footnote.
var (
	headerLine = regexp.MustCompile(`^(\pL[^:(\n]{1,60}?(?:\([^)]{1,40}\))?)\s*\*?\s*(?:\(\s*|[:–—-]\s*)` + tierForm + `\s*\*?\s*\)?\s*\*?\s*(.*)$`)
	tierLine   = regexp.MustCompile(`^` + tierForm + `\*?$`)
)

const tierForm = `(?i:(tier\s+[123](?:\s*[:,–-]?\s*watch\s*list)?|special\s+case)\b)`

// parseHeader reads a line as a header. Behind it may stand where the text is
// from; a name that is no country's is taken for one where nothing does.
func parseHeader(line string) (h header, ok bool) {
	m := headerLine.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return h, false
	}
	h = header{tier: tierName(m[2]), blocks: 1, bare: m[3] == ""}
	h.country, h.code = CountryName(m[1])
	return h, h.code != "" || h.bare && capitalized(m[1])
}

// capitalized says whether every longer word begins with a capital, as those of
// a name do.
func capitalized(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if r := []rune(w)[0]; len(w) > 3 && unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// headerAt reads the header that begins at a block.
func headerAt(blocks []document.Block, at int) (header, bool) {
	b := blocks[at]
	if b.Kind != document.Heading && b.Kind != document.Paragraph || len(b.Text) > 160 {
		return header{}, false
	}
	if h, ok := parseHeader(b.Text); ok {
		return h, true
	}
	if at+1 < len(blocks) {
		if m := tierLine.FindStringSubmatch(strings.TrimSpace(blocks[at+1].Text)); m != nil {
			name, code := CountryName(strings.TrimRight(b.Text, ":* "))
			return header{name, code, tierName(m[1]), 2, true}, code != ""
		}
	}
	return header{}, false
}

// tierName gives a tier as the report writes it, and another rating as given.
func tierName(s string) string {
	words := strings.FieldsFunc(FoldString(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	folded := strings.ReplaceAll(strings.Join(words, " "), "watchlist", "watch list")
	for _, known := range []string{"Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3", "Special Case"} {
		if folded == strings.ToLower(known) {
			return known
		}
	}
	return clean(s)
}

// runIn is a heading of the report's own that begins the paragraph under it.
var runIn = regexp.MustCompile(`^(?i:(?:prioritized )?recommendations(?: for [^:;.\n]{1,60})?:)\s`)

// isTextHeading says whether a block is a heading: one short line, either one
// of the report's own or in capitals.
func isTextHeading(block string) bool {
	if len(block) > 80 || strings.Contains(block, "\n") || strings.ContainsAny(block[len(block)-1:], ".;,") {
		return false
	}
	return isReportHeading(block) || strings.ToUpper(block) == block && strings.ContainsFunc(block, unicode.IsLetter)
}

// isReportHeading says whether a line is one of the report's own headings.
func isReportHeading(line string) bool {
	return reportHeading.MatchString(strings.TrimRight(FoldString(line), ":. "))
}

var reportHeading = regexp.MustCompile(`^((prioritized )?recommendations?( for [^:;.]{1,60})?|prosecution|protection|prevention|trafficking profile|profile)$`)

// addTIP is add for a narrative of the Trafficking in Persons Report, whose
// headings not every format marks as such.
func (c *composer) addTIP(b document.Block) {
	start := c.write(b.Text)
	whole := Span{start, start + len(b.Text)}
	head := runIn.FindString(b.Text)
	if head == "" && b.RunIn > 0 && isReportHeading(b.Text[:b.RunIn]) {
		head = b.Text[:b.RunIn]
	}
	switch {
	case b.Kind == document.Paragraph && isTextHeading(b.Text):
		b.Kind = document.Heading
		c.note(b, whole)
	case b.Kind == document.Paragraph && head != "":
		c.note(document.Block{Kind: document.Heading, Text: strings.TrimSpace(head)}, Span{start, start + len(head)})
		rest := trim(b.Text, Span{len(head), len(b.Text)})
		b.Text, b.RunIn = rest.In(b.Text), 0
		c.note(b, Span{start + rest.Start, whole.End})
	default:
		c.note(b, whole)
	}
}
