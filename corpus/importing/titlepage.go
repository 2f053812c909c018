package importing

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// front is how many blocks at most a title page has.
const front = 40

// onFront yields the short lines of the title page: of the first page, or of the first
// blocks where there are no pages.
func onFront(d *document.Document) (lines []document.Block) {
	for _, b := range d.Blocks[:min(len(d.Blocks), front)] {
		if b.Page > 1 {
			break
		}
		if len(b.Text) <= 200 || b.Kind == document.Heading && len(b.Text) <= 500 {
			lines = append(lines, b)
		}
	}
	return lines
}

// distributed is what the date of issue follows in documents of the United Nations.
var (
	distributed = regexp.MustCompile(`(?i)\bdistr(?:ibution)?\b\.?:?\s*(?:general|limited|restricted)?\b.{0,40}?\b` + date)
	symbolDate  = regexp.MustCompile(series.SymbolPattern + `\s+` + date)
)

// issued reads the date of issue of the title page.
func issued(d *document.Document) (id identity) {
	lines := onFront(d)
	for i, b := range lines {
		text := b.Text
		if i+1 < len(lines) {
			text += " " + lines[i+1].Text
		}
		for _, form := range []*regexp.Regexp{distributed, symbolDate} {
			if m := form.FindStringSubmatch(text); m != nil {
				id.year, _ = strconv.Atoi(m[1])
				id.known = map[string]corpus.Known{"year": {From: titleLine{text: prose.OneLine(m[0]), page: b.Page}.where()}}
				return id
			}
		}
	}
	for _, b := range lines {
		if m := dateAlone.FindStringSubmatch(b.Text); m != nil {
			id.year, _ = strconv.Atoi(m[1])
			id.known = map[string]corpus.Known{"year": {From: titleLine{text: b.Text, page: b.Page}.where()}}
			return id
		}
	}
	return id
}

// symbolOf reads the document's symbol, on the title page or the page heads, and the
// country that it is about.
func symbolOf(d *document.Document) (id identity) {
	var texts []string
	for _, b := range onFront(d) {
		texts = append(texts, b.Text)
	}
	for _, l := range d.LeftOut {
		if l.Page <= 2 {
			texts = append(texts, l.Text)
		}
	}
	for _, text := range append(texts, d.Running...) {
		if id.symbol, id.country, id.code = series.Symbol(text); id.symbol != "" {
			return id
		}
	}
	return id
}

// publisherOf is the United Nations for a document with a symbol that bears their name.
func publisherOf(d *document.Document, symbol string) string {
	named := func(b document.Block) bool { return strings.EqualFold(prose.OneLine(b.Text), series.UnitedNations) }
	if symbol != "" && slices.ContainsFunc(onFront(d), named) {
		return series.UnitedNations
	}
	return ""
}

// reports are words that a line has which names a report, and kind is how one begins
// that says what kind of document it is.
var (
	reports = regexp.MustCompile(`(?i)\b(?:report|review|survey|compilation|summary|study|assessment|observations|recommendations|questions|factbook|handbook|bulletin|findings|decision|resolution|outcome)\b`)
	kind    = regexp.MustCompile(`(?i)^(?:(?:national|annual|final|draft|interim|periodic|mid-term|thematic|special|joint|upr) )*(?:reports?|compilation|summary|concluding observations|list of|advance questions?|decision|resolution|general comment)\b`)

	meeting = regexp.MustCompile(`(?i)\bsession\b|\bagenda\b|\bgeneva\b`) // in lines that say when and where a report was discussed
)

// inAccordance is how a title goes on that says by what rule the document was made.
var inAccordance = regexp.MustCompile(`(?i),?\s+(?:(?:submitted|prepared)\s+(?:by\s[^,]{5,120},?\s+)?)?(?:in accordance with|pursuant to)\s.*$|\s+(?:submitted|prepared) by the office of\s.*$`)

// addition is what a title ends with that tells parts of one document: "– ADD.1".
var addition = regexp.MustCompile(`(?i)\s*[-–—,]?\s*\(?\badd(?:endum)?\.?\s*\d*\)?$`)

// titleLines are the lines of the title page and the page heads that may be the
// document's title, those first that say what kind of document it is.
func titleLines(d *document.Document) (lines []string) {
	add := func(text string) {
		text = strings.Trim(inAccordance.ReplaceAllString(prose.OneLine(text), ""), " *†")
		begins := kind.MatchString(text)
		if !reports.MatchString(text) || series.Masthead(text) || !begins && meeting.MatchString(text) || utf8.RuneCountInString(text) > 200 || strings.HasSuffix(text, ".") || len(strings.Fields(text)) < 2 && !begins {
			return
		}
		lines = append(lines, text)
	}
	for _, b := range onFront(d) {
		if b.Kind == document.Heading || b.Kind == document.Paragraph {
			add(b.Text)
		}
	}
	for _, line := range d.Running {
		for _, part := range wideGap.Split(line, -1) {
			add(part)
		}
	}
	slices.SortStableFunc(lines, func(a, b string) int { return rank(a) - rank(b) })
	return lines
}

var wideGap = regexp.MustCompile(`\s{2,}|\t`)

func rank(title string) int {
	if kind.MatchString(title) {
		return 0
	}
	return 1
}

// titled reads the country that a title names which says what kind of document it is:
// "ADVANCE QUESTIONS TO SLOVENIA". One with two countries says nothing.
func titled(d *document.Document) (id identity) {
	for _, text := range titleLines(d) {
		if rank(text) > 0 {
			break
		}
		if name, code := onlyCountry(text); code != "" {
			id.country, id.code = name, code
			id.known = map[string]corpus.Known{"country": {From: titleLine{text: text}.where()}}
			return id
		}
	}
	return id
}

// onlyCountry returns the country that a line names, if it names one.
func onlyCountry(line string) (name, code string) {
	words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" *,:;()–—", r) })
	name, code = countryAmong(words)
	if code == "" {
		return "", ""
	}
	if _, other := countryAmong(strings.Fields(withoutCountry(strings.Join(words, " "), name))); other != "" && other != code {
		return "", ""
	}
	return name, code
}

// titlePage reads the country and the report of a title page: a country that stands
// alone or is the only one in a line that names a report.
func titlePage(d *document.Document) (id identity) {
	alone := map[string]bool{}
	for _, b := range onFront(d) {
		text := strings.Trim(b.Text, " *†")
		if name, code := corpus.CountryName(text); code != "" {
			if alone[code] = true; id.country == "" {
				id.country, id.code = name, code
			}
		}
	}
	contents := len(alone) > 2 // a table of contents names many, and is about none
	if contents {
		id.country, id.code = "", ""
	}
	for _, text := range titleLines(d) {
		name, code := onlyCountry(text)
		if id.country == "" && !contents {
			id.country, id.code = name, code
		}
		if id.report = reportIn(text, cmp.Or(name, id.country)); id.report != "" {
			return id
		}
	}
	return id
}

// onDay is the day in a title on which something was decided.
var onDay = regexp.MustCompile(`\s+on\s+` + date + `$`)

// reportIn is the name of a report in a title, without the country and the date.
func reportIn(title, country string) string {
	title = addition.ReplaceAllString(onDay.ReplaceAllString(title, ""), "")
	title = withoutYear(withoutCountry(title, country))
	if prose.InCapitals(title) && len(strings.Fields(title)) <= 3 { // no name of somebody is among so few words
		title = title[:1] + strings.ToLower(title[1:])
	}
	return title
}

// withoutCountry takes a country's name and what joins it out of a title.
func withoutCountry(title, country string) string {
	if country == "" {
		return title
	}
	name := regexp.MustCompile(`(?i)(?:\s*[-–—:|,]\s*|\s+(?:on|of|in|for|to)\s+)?(?:the\s+)?\b` + regexp.QuoteMeta(country) + `\b(?:\s*[-–—:|,]\s*)?`)
	return strings.Trim(prose.OneLine(name.ReplaceAllString(title, " ")), " -–—:|,*")
}

// anyReport names a report after the document's title, the first of its highest
// headings, or its file and folder, without the country and the year. Its country is
// what such a heading ends with.
func anyReport(d *document.Document, way string) (id identity) {
	candidates := []string{d.Title}
	top := 7
	for _, b := range onFront(d) {
		if b.Kind == document.Heading {
			top = min(top, b.Level)
		}
	}
	for _, b := range onFront(d) {
		if b.Kind == document.Heading && b.Level == top && len(b.Text) <= 150 && !series.Masthead(b.Text) {
			candidates = append(candidates, b.Text)
		}
	}
	id.country, id.code = about(d, candidates[1:])
	dir, file := path.Split(way)
	candidates = append(candidates, words(strings.TrimSuffix(file, path.Ext(file))), words(path.Base(dir)))
	for _, c := range candidates {
		c = prose.OneLine(c)
		name, _ := countryAmong(strings.Fields(c))
		c = withoutYear(withoutCountry(c, name))
		if len(strings.Fields(c)) >= 2 && strings.ContainsFunc(c, readable) && series.Named(c) == nil {
			id.report = c
			return id
		}
	}
	return id
}

// about returns the country that a heading of the title page ends with, as in "Labour
// Inspection in Kenya"; none where it or another heading there names a second one.
func about(d *document.Document, headings []string) (name, code string) {
	for _, heading := range headings {
		atEnd, its := countryAtEnd(heading)
		if _, only := onlyCountry(prose.OneLine(heading)); its != "" && only == its {
			name, code = atEnd, its
			break
		}
	}
	for _, b := range onFront(d) {
		if _, other := countryAmong(strings.Fields(b.Text)); b.Kind == document.Heading && other != "" && other != code {
			return "", ""
		}
	}
	return name, code
}

// words returns the words of a file's name.
func words(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == ' ' || r == '.' }), " ")
}

// agreed returns the year and the country that two of the first heading, the file's
// name and its folder say.
func agreed(d *document.Document, way string) (id identity) {
	var witnesses []identity
	for _, b := range d.Blocks[:min(len(d.Blocks), opening)] {
		if b.Kind == document.Heading {
			said := fromTitle(b.Text)
			if said.country == "" && reports.MatchString(b.Text) {
				said.country, said.code = onlyCountry(b.Text)
			}
			witnesses = append(witnesses, said)
			break
		}
	}
	dir, file := path.Split(way)
	witnesses = append(witnesses, fromFileName(file), fromFileName(path.Base(dir)+"/"))
	for i, a := range witnesses {
		for _, b := range witnesses[i+1:] {
			if a.year == b.year && id.year == 0 {
				id.year = a.year
			}
			if a.country == b.country && id.country == "" {
				id.country, id.code = a.country, a.code
			}
		}
	}
	return id
}

// byOthers reports whether the title page names another publisher than the series',
// who has reports of such a name too.
func byOthers(d *document.Document, s *series.Series) bool {
	if s.Others == nil {
		return false
	}
	for _, b := range d.Blocks[:min(len(d.Blocks), opening)] {
		switch {
		case b.Page > 1 || len(b.Text) > 200 || len(b.Text) > 80 && strings.HasSuffix(b.Text, "."): // the text begins
			return false
		case s.Others.MatchString(b.Text):
			return true
		}
	}
	return false
}

// anothersReport is the name of a report by its title, where it is of no series.
func anothersReport(d *document.Document, id identity) string {
	for _, line := range append(titleLines(d), d.Title) {
		if name := reportIn(line, id.country); name != "" {
			return name
		}
	}
	return ""
}
