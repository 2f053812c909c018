package corpus

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"verbatim/corpus/document"
)

// readText reads one narrative of the Trafficking in Persons Report in plain
// text: a header line such as "NORTH KOREA (Tier 3)", then paragraphs between
// blank lines and headings on lines of their own. The year is in the first
// lines or in the file's name.
func readText(r io.Reader, name string) iter.Seq2[*Narrative, error] {
	return func(yield func(*Narrative, error) bool) {
		data, err := io.ReadAll(r)
		if err != nil {
			yield(nil, err)
			return
		}
		yield(parseText(data, name))
	}
}

func parseText(data []byte, name string) (*Narrative, error) {
	text, repairs, err := document.Decode(data)
	if err != nil {
		return nil, err
	}
	header, ok := findHeader(text)
	if !ok {
		return nil, errors.New(`no header line in the first lines: want the country and its tier, as in "NORTH KOREA (Tier 3)"`)
	}
	body := pastSourceLines(text, header.line.End)
	year, ok := findYear(text[:body.Start], name)
	if !ok {
		return nil, errors.New(`no year: want it in the header, as in "2023 TIP Report", or in the file's name`)
	}
	n := &Narrative{
		Report: "Trafficking in Persons Report", Publisher: "U.S. Department of State",
		Year: year, Tier: header.tier, Language: "en", Text: text, Repairs: repairs,
	}
	n.Country, n.CountryCode = CountryName(header.country)
	n.Title = fmt.Sprintf("%d %s: %s", n.Year, n.Report, n.Country)
	n.Passages = segmentText(text, n.Report, body)
	if len(n.Passages) == 0 {
		return nil, errors.New("no text below the header line")
	}
	return n, nil
}

// A textHeader is what the header line of a narrative says.
type textHeader struct {
	line          Span
	country, tier string
}

// headerLine has the forms of the years: "ALBANIA (Tier 2)", "THAILAND: Tier
// 3", "KENYA: TIER 2", "Bahrain (Tier 1)".
var headerLine = regexp.MustCompile(`^\s*(\pL[^:(\n]{1,60}?)\s*(?:\(\s*|:\s*)(?i:(tier\s+[123](?:\s+watch\s+list)?|special\s+case)\b)`)

// headerWithin is how many lines may stand above the header line.
const headerWithin = 12

func findHeader(text string) (textHeader, bool) {
	seen := 0
	for line := range lines(text, Span{0, len(text)}) {
		if trim(text, line).Len() == 0 {
			continue
		}
		if seen++; seen > headerWithin {
			break
		}
		if m := headerLine.FindStringSubmatch(line.In(text)); m != nil {
			return textHeader{line, m[1], tierName(m[2])}, true
		}
	}
	return textHeader{}, false
}

// sourceLine is a line between header and text that says where they are from.
var sourceLine = regexp.MustCompile(`^[^.;\n]{0,60}\b(?i:TIP|Trafficking in Persons) Report\.?$`)

// pastSourceLines gives what of the text follows the header and the lines that
// say where it is from.
func pastSourceLines(text string, from int) Span {
	for _, block := range blocks(text, Span{from, len(text)}) {
		if !sourceLine.MatchString(block.In(text)) {
			break
		}
		from = block.End
	}
	return Span{from, len(text)}
}

// tierName gives a tier as the report writes it, and another rating as given.
func tierName(s string) string {
	folded := strings.Join(strings.Fields(FoldString(s)), " ")
	for _, known := range []string{"Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3", "Special Case"} {
		if folded == strings.ToLower(known) {
			return known
		}
	}
	return strings.Join(strings.Fields(s), " ")
}

var (
	reportYear = regexp.MustCompile(`(?i)\b((?:19|20)\d\d)\s+(?:TIP|Trafficking in Persons)\b`)
	anyYear    = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)
)

// findYear looks for the report's year in the head of the text, then in the
// file's name.
func findYear(head, name string) (int, bool) {
	for _, look := range []struct {
		re *regexp.Regexp
		in string
	}{{reportYear, head}, {anyYear, filepath.Base(name)}, {anyYear, head}} {
		if m := look.re.FindStringSubmatch(look.in); m != nil {
			year, err := strconv.Atoi(m[1])
			return year, err == nil
		}
	}
	return 0, false
}

// segmentText finds the passages of text[body].
func segmentText(text, report string, body Span) []Passage {
	var elements []element
	for _, block := range blocks(text, body) {
		if isTextHeading(block.In(text)) {
			elements = append(elements, element{block, block.In(text)})
			continue
		}
		if line, _, _ := strings.Cut(block.In(text), "\n"); isReportHeading(line) {
			elements = append(elements, element{Span{block.Start, block.Start + len(line)}, line})
			block.Start += len(line)
		}
		if m := runIn.FindString(block.In(text)); m != "" {
			heading := Span{block.Start, block.Start + len(m)}
			elements = append(elements, element{heading, m})
			block.Start = heading.End
		}
		elements = appendBlock(elements, text, block)
	}
	return segment(text, report, elements)
}

// runIn is a heading that begins the paragraph under it.
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
	return reportHeading.MatchString(strings.TrimRight(FoldString(line), ": "))
}

var reportHeading = regexp.MustCompile(`^((prioritized )?recommendations?( for [^:;.]{1,60})?|prosecution|protection|prevention|trafficking profile|profile)$`)
