package importing

import (
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
		if len(b.Text) <= 200 {
			lines = append(lines, b)
		}
	}
	return lines
}

// distributed is what the date of issue follows in documents of the United Nations.
var distributed = regexp.MustCompile(`(?i)\bdistr(?:ibution)?\b\.?:?\s*(?:general|limited|restricted)?\b.{0,40}?\b` + date)

// issued reads the date of issue of the title page.
func issued(d *document.Document) (id identity) {
	lines := onFront(d)
	for i, b := range lines {
		text := b.Text
		if i+1 < len(lines) {
			text += " " + lines[i+1].Text
		}
		if m := distributed.FindStringSubmatch(text); m != nil {
			id.year, _ = strconv.Atoi(m[1])
			id.known = map[string]corpus.Known{"year": {From: titleLine{text: prose.OneLine(m[0]), page: b.Page}.where()}}
			return id
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

// symbol is a document symbol such as A/HRC/28/15 or CRC/C/GC/25.
var symbol = regexp.MustCompile(`\b[A-Z]{1,8}(?:/[A-Z][A-Za-z]*\.?\d*|/\d+){1,6}(?:/(?:Add|Rev|Corr)\.\d+)*`)

// symbolOf reads the document's symbol, on the title page or the page heads.
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
		for _, s := range symbol.FindAllString(text, -1) {
			if strings.Count(s, "/") >= 2 && strings.ContainsAny(s, "0123456789") {
				id.symbol = s
				return id
			}
		}
	}
	return id
}

// reports are words that a line has which names a report.
var reports = regexp.MustCompile(`(?i)\b(?:report|review|survey|compilation|summary|study|assessment|observations|recommendations|questions|factbook|handbook|bulletin|findings)\b`)

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
	var lines []string
	for _, b := range onFront(d) {
		text := strings.Trim(prose.OneLine(b.Text), " *†")
		if !reports.MatchString(text) || meeting.MatchString(text) || utf8.RuneCountInString(text) > 150 || strings.HasSuffix(text, ".") || len(strings.Fields(text)) < 2 {
			continue
		}
		lines = append(lines, text)
	}
	slices.SortStableFunc(lines, func(a, b string) int { return rank(a) - rank(b) })
	for _, text := range lines {
		if id.country == "" && !contents {
			id.country, id.code = countryAmong(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '*' || r == ',' || r == ':' }))
		}
		if id.report = withoutYear(withoutCountry(text, id.country)); id.report != "" {
			return id
		}
	}
	return id
}

// meeting is in lines that say when and where a report was discussed.
var meeting = regexp.MustCompile(`(?i)\bsession\b|\bagenda\b|\bgeneva\b`)

// kind is how a line begins that says what kind of document it is.
var kind = regexp.MustCompile(`(?i)^(?:national |annual |final |draft )?(?:report|compilation|summary|concluding observations|list of|advance questions)\b`)

func rank(title string) int {
	if kind.MatchString(title) {
		return 0
	}
	return 1
}

// withoutCountry takes a country's name and what joins it out of a title.
func withoutCountry(title, country string) string {
	if country == "" {
		return title
	}
	name := regexp.MustCompile(`(?i)(?:\s*[-–—:|,]\s*|\s+(?:on|of|in|for|to)\s+)?(?:the\s+)?\b` + regexp.QuoteMeta(country) + `\b(?:\s*[-–—:|,]\s*)?`)
	return strings.Trim(prose.OneLine(name.ReplaceAllString(title, " ")), " -–—:|,*")
}

// anyReport names a report after the document's title, its first heading, or its file
// and folder, without the country and the year.
func anyReport(d *document.Document, way string) (id identity) {
	candidates := []string{d.Title}
	for _, b := range onFront(d) {
		if b.Kind == document.Heading && len(b.Text) <= 150 {
			candidates = append(candidates, b.Text)
		}
	}
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
			witnesses = append(witnesses, fromTitle(b.Text))
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
