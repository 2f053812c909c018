package importing

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// An identity says what a document is about. What is not known is empty.
type identity struct {
	report, publisher string
	year              int
	country, code     string
	tier              string
	title             string
	symbol            string // of the document
	known             map[string]corpus.Known
	unknown           string   // a name in a header that is no country's
	notes             []string // on where a value is from, for people
}

// adopt fills in what is not known yet.
func (id *identity) adopt(other identity) {
	if id.report == "" {
		id.report = other.report
		if id.publisher == "" { // of the series, unless another is named
			id.publisher = other.publisher
		}
	}
	if id.year == 0 {
		id.year = other.year
	}
	if id.country == "" {
		id.country, id.code = other.country, other.code
	}
	if id.unknown == "" {
		id.unknown = other.unknown
	}
	if id.tier == "" {
		id.tier = other.tier
		id.notes = append(id.notes, other.notes...)
	}
}

// recognize finds out what a document is about. The best witness of each thing
// wins: what the file says of itself in so many words, then its title, its
// address, its first lines, the heads and feet of its pages (which are copied
// from year to year), and at last the file's name and folders.
//
// What a file's properties name as its title may be left of another file that it was
// made of: it comes last. A year or country that two of the first heading, the file's
// name and its folder agree about comes first.
func recognize(d *document.Document, f fileOf) identity {
	var id identity
	for _, name := range MetadataNames {
		id.take(fromMeta(map[string]string{name: d.Meta[name]}), f.said.source(name))
	}
	said := f.said.hand["publisher"]+f.said.table["publisher"]+d.Meta["report"] != "" // not what a page says of its site
	if publisher := prose.OneLine(d.Meta["publisher"]); said && publisher != "" {
		id.publisher = publisher
		if id.known == nil {
			id.known = map[string]corpus.Known{}
		}
		id.known["publisher"] = corpus.Known{Value: publisher, From: f.said.source("publisher")}
	}
	if id.publisher == "" && id.report != "" {
		if s := series.Named(id.report); s != nil {
			id.publisher = s.Publisher
		}
	}
	for i := range d.Blocks[:min(len(d.Blocks), opening)] {
		if h, ok := headerAt(d.Blocks, i); ok && h.bare && h.code != "" {
			id.take(identity{year: h.year, country: h.country, code: h.code, tier: h.tier}, "the header of the narrative")
			break
		}
	}
	id.ask(aYear|aCountry, "the first heading, the file's name and its folder, where two of them agree", func() identity { return agreed(d, f.path) })
	id.ask(aCountry, "", func() identity { return titled(d) })
	symbol := symbolOf(d)
	id.take(symbol, "the symbol "+symbol.symbol)
	named, lines := titles(d, f.properties)
	list := isList(lines)
	for _, title := range lines {
		said := title.said
		if list && !title.head {
			said.country, said.code, said.unknown = "", "", ""
		}
		id.take(said, title.where())
	}
	id.take(fromAddress(d.URL), "the address "+d.URL)
	id.take(fromOpening(d.Blocks), "the opening")
	id.ask(aYear, "", func() identity { return issued(d) })
	id.ask(aYear, "a date of issue", func() identity { return identity{year: dateline(d.Blocks)} })
	for _, line := range d.Running {
		id.take(fromTitle(line), "the page head “"+line+"”")
	}
	id.take(fromFileName(f.path), "the file's name and folder")
	id.ask(aCountry, "the host of the address", func() identity { return fromHost(d.URL, d.Meta["title"]) })
	for _, title := range named {
		id.take(fromTitle(title), "the file's properties: “"+title+"”")
	}
	id.ask(aReport|aCountry, "the title page", func() identity { return titlePage(d) })
	id.ask(aReport|aCountry, "the title", func() identity { return anyReport(d, f.path) })
	if s := series.Of(id.report); s != nil && d.Meta["report"] == "" && byOthers(d, s) {
		id.report, id.publisher = anothersReport(d, id), ""
	}
	if id.report != "" && id.publisher == "" {
		id.publisher = d.Site
	}
	if id.publisher == "" {
		id.publisher = publisherOf(d, id.symbol)
	}
	id.title = ownTitle(d.Title, id)
	return id
}

// A fileOf is what is known of a document's file before it is read.
type fileOf struct {
	path       string // the way to it, from a folder above
	properties bool   // what it says of itself under a title is a property, and may be another's
	said       said
}

// take is adopt, and notes where what it fills in is from.
func (id *identity) take(other identity, from string) {
	before := *id
	id.adopt(other)
	if id.symbol == "" {
		id.symbol = other.symbol
	}
	note := func(name, was, is string) {
		if was == "" && is != "" {
			if id.known == nil {
				id.known = map[string]corpus.Known{}
			}
			id.known[name] = corpus.Known{Value: is, From: cmp.Or(other.known[name].From, from)}
		}
	}
	note("report", before.report, id.report)
	note("publisher", before.publisher, id.publisher)
	note("country", before.country, id.country)
	note("tier", before.tier, id.tier)
	note("symbol", before.symbol, id.symbol)
	if before.year == 0 && id.year != 0 {
		note("year", "", strconv.Itoa(id.year))
	}
}

// Things that a witness may know.
const (
	aReport = 1 << iota
	aYear
	aCountry
)

// ask takes what a witness knows, unless all of the things that it may know are known.
func (id *identity) ask(things int, from string, witness func() identity) {
	lacks := 0
	if id.report == "" {
		lacks |= aReport
	}
	if id.year == 0 {
		lacks |= aYear
	}
	if id.country == "" {
		lacks |= aCountry
	}
	if lacks&things != 0 {
		id.take(witness(), from)
	}
}

// missing says what is not known, and which flag would say it.
func (id identity) missing() (notes []string) {
	if id.country == "" && id.unknown != "" {
		notes = append(notes, fmt.Sprintf("no country is known: “%s” is written as a country's name is, and is none that is known; --country says it", id.unknown))
	} else if id.country == "" {
		notes = append(notes, "no country is known; if it is about one, --country says it")
	}
	if id.year == 0 {
		notes = append(notes, "no year is known; --year says it")
	}
	if id.report == "" {
		notes = append(notes, "no name of a report is known; --report says it")
	}
	return notes
}

// ownTitle keeps a title that distinguishes the narrative from others, and makes one
// where there is none.
func ownTitle(title string, id identity) string {
	year := id.year == 0 || strings.Contains(title, strconv.Itoa(id.year))
	if title != "" && year && strings.Contains(corpus.CountryKey(title), corpus.CountryKey(id.country)) {
		return title
	}
	return narrativeTitle(id.year, id.report, id.country)
}

func narrativeTitle(year int, report, country string) string {
	title := report
	if year != 0 {
		title = strings.TrimSpace(strconv.Itoa(year) + " " + title)
	}
	if country != "" && title != "" {
		title += ": "
	}
	return title + country
}

// fromMeta reads front matter and properties.
func fromMeta(meta map[string]string) identity {
	var id identity
	if id.report = prose.OneLine(meta["report"]); id.report != "" {
		id.publisher = prose.OneLine(meta["publisher"])
		if s := series.Named(id.report); s != nil && id.publisher == "" {
			id.publisher = s.Publisher
		}
	}
	if year, err := strconv.Atoi(meta["year"]); err == nil {
		id.year = year
	}
	if name := prose.OneLine(meta["country"]); name != "" {
		id.country, id.code = corpus.CountryName(name)
	}
	id.tier = series.Tier(meta["tier"])
	return id
}

// A titleLine is a line that may name what a document is about.
type titleLine struct {
	text string
	page int      // of the file, from 1; or 0
	head bool     // it is the title that the file has for all of it
	said identity // by it: see fromTitle
}

func (t titleLine) where() string {
	from := "“" + t.text + "”"
	if t.head {
		from = "the title " + from
	}
	if t.page > 0 {
		from += fmt.Sprintf(", page %d", t.page)
	}
	return from
}

// titles are the lines that may name what a document is about, and what names it in
// its properties, if properties are what it has.
func titles(d *document.Document, properties bool) (named []string, lines []titleLine) {
	for _, title := range []string{d.Title, d.Meta["title"]} {
		switch {
		case title == "":
		case properties:
			named = append(named, title)
		default:
			lines = append(lines, titleLine{text: title, head: true, said: fromTitle(title)})
		}
	}
	for _, b := range d.Blocks[:min(len(d.Blocks), opening)] {
		if b.Kind == document.Heading || b.Kind == document.Paragraph && len(b.Text) < 120 {
			lines = append(lines, titleLine{text: b.Text, page: b.Page, said: fromTitle(b.Text)})
		}
	}
	return named, lines
}

// isList reports whether the first lines name several countries, as a table of
// contents does: then none of them is what the document is about.
func isList(lines []titleLine) bool {
	countries := map[string]bool{}
	for _, title := range lines {
		if country := title.said.country; country != "" && !title.head {
			countries[country] = true
		}
	}
	return len(countries) >= 3
}

// opening is how many blocks at the beginning are looked at.
const opening = 12

var (
	fourDigits = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d\d)(?:[^\d]|$)`)
	separators = regexp.MustCompile(`\s*(?::|\||—|–|\s-\s)\s*`)
)

// fromTitle reads a title such as "2023 Trafficking in Persons Report: Kenya"
// or "Kenya - 2019 Human Rights Report". A part that is no country and no known
// report names a report only with a country and a year.
func fromTitle(title string) identity {
	var id identity
	if len(title) > 300 {
		return id
	}
	if m := fourDigits.FindStringSubmatch(title); m != nil {
		id.year, _ = strconv.Atoi(m[1])
	}
	if h, ok := headerIn(title); ok {
		id.adopt(h.identity())
		return id
	}
	if s := series.Named(title); s != nil {
		id.report, id.publisher = s.Name, s.Publisher
	}
	var rest []string
	for _, part := range separators.Split(title, -1) {
		if name, code := corpus.CountryName(prose.OneLine(part)); code != "" && id.country == "" {
			id.country, id.code = name, code
			continue
		}
		rest = append(rest, part)
	}
	if id.country == "" && id.report != "" { // "Trata de Personas en Guatemala, 2023"
		id.country, id.code = countryAtEnd(title)
	}
	if id.report == "" && id.country != "" && id.year != 0 && len(rest) > 0 {
		id.report = withoutYear(rest[0])
	}
	if id.report == "" && id.country == "" && !isYear.MatchString(title) { // a year among other words says nothing
		id.year = 0
	}
	return id
}

func withoutYear(s string) string { return prose.OneLine(fourDigits.ReplaceAllString(s, " ")) }

// fromOpening reads the first blocks of a document's text.
func fromOpening(blocks []document.Block) identity {
	var id identity
	for i, b := range blocks[:min(len(blocks), opening)] {
		if h, ok := headerAt(blocks, i); ok {
			id.adopt(h.identity())
		}
		if s, tier := series.ReadRating(b.Text); s != nil {
			id.adopt(identity{tier: tier})
		}
	}
	for _, b := range blocks[:min(len(blocks), opening)] {
		if s, found := series.ReadOpening(b.Text); s != nil {
			said := identity{report: s.Name, publisher: s.Publisher, year: found.Year, tier: found.Tier}
			if name, code := corpus.CountryName(found.Country); code != "" || !s.ByCountry {
				said.country, said.code = name, code
			}
			if found.Said != "" {
				said.notes = []string{"the tier is from the text: “" + found.Said + "”"}
			}
			id.adopt(said)
		}
	}
	return id
}
