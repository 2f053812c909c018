package corpus

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"verbatim/corpus/document"
)

// An identity says what a document is about. What is not known is empty.
type identity struct {
	report, publisher string
	year              int
	country, code     string
	tier              string
	title             string
}

// adopt fills in what is not known yet.
func (id *identity) adopt(other identity) {
	if id.report == "" {
		id.report, id.publisher = other.report, other.publisher
	}
	if id.year == 0 {
		id.year = other.year
	}
	if id.country == "" {
		id.country, id.code = other.country, other.code
	}
	if id.tier == "" {
		id.tier = other.tier
	}
}

// recognize finds out what a document is about. The best witness of each thing
// wins: what the file says of itself in so many words, then its title, its
// address, its first lines, the heads and feet of its pages (which are copied
// from year to year), and at last the file's name and folders.
func recognize(d *document.Document, name string) identity {
	id := fromMeta(d.Meta)
	for _, title := range titles(d) {
		id.adopt(fromTitle(title))
	}
	id.adopt(fromAddress(d.URL))
	id.adopt(fromOpening(d.Blocks))
	for _, line := range d.Running {
		id.adopt(fromTitle(line))
	}
	id.adopt(fromFileName(name))
	if id.report != "" && id.publisher == "" {
		id.publisher = d.Site
	}
	id.title = ownTitle(d.Title, id)
	return id
}

// missing says what is not known, and where it is looked for.
func (id identity) missing() error {
	switch {
	case id.country == "":
		return errors.New(`no country: want it in the title, as in "2023 Trafficking in Persons Report: Kenya", in a line such as "KENYA: TIER 2", or in the file's name`)
	case id.year == 0:
		return errors.New(`no year: want it in the title, as in "2023 Trafficking in Persons Report: Kenya", or in the name of the file or its folder`)
	case id.report == "":
		return errors.New(`no name of a report: want it in the title, as in "2023 Trafficking in Persons Report: Kenya", or in the name of the file or its folder`)
	}
	return nil
}

// ownTitle keeps a title that tells the narrative from others, and makes one
// where there is none.
func ownTitle(title string, id identity) string {
	if strings.Contains(title, strconv.Itoa(id.year)) && strings.Contains(countryKey(title), countryKey(id.country)) {
		return title
	}
	return narrativeTitle(id.year, id.report, id.country)
}

func narrativeTitle(year int, report, country string) string {
	return fmt.Sprintf("%d %s: %s", year, report, country)
}

// fromMeta reads front matter and properties.
func fromMeta(meta map[string]string) identity {
	var id identity
	if id.report = clean(meta["report"]); id.report != "" {
		id.publisher = clean(meta["publisher"])
		if r, ok := knownReport(id.report); ok && id.publisher == "" {
			id.publisher = r.publisher
		}
	}
	if year, err := strconv.Atoi(meta["year"]); err == nil {
		id.year = year
	}
	if name := clean(meta["country"]); name != "" {
		id.country, id.code = CountryName(name)
	}
	id.tier = tierName(meta["tier"])
	return id
}

// titles are the lines that may name what a document is about.
func titles(d *document.Document) []string {
	all := []string{d.Title, d.Meta["title"]}
	for _, b := range d.Blocks[:min(len(d.Blocks), opening)] {
		if b.Kind == document.Heading || b.Kind == document.Paragraph && len(b.Text) < 120 {
			all = append(all, b.Text)
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// opening is how many blocks at the beginning are looked at.
const opening = 12

// A series is a report that is published again and again.
type series struct {
	name, publisher string
	pattern         *regexp.Regexp // on folded text
}

var knownSeries = []series{
	{"Trafficking in Persons Report", "U.S. Department of State", regexp.MustCompile(`\btrafficking in persons report\b|\btrafficking in persons 20\d\d\b|\btip report\b`)},
	{"Country Reports on Human Rights Practices", "U.S. Department of State", regexp.MustCompile(`\bcountry reports? on human rights practices\b|\bhuman rights report\b`)},
	{"Report on International Religious Freedom", "U.S. Department of State", regexp.MustCompile(`\breports? on international religious freedom\b|\binternational religious freedom reports?\b`)},
	{"Findings on the Worst Forms of Child Labor", "U.S. Department of Labor", regexp.MustCompile(`\bfindings on the worst forms of child labor\b`)},
}

func knownReport(text string) (series, bool) {
	folded := strings.ReplaceAll(FoldString(text), "-", " ")
	for _, s := range knownSeries {
		if s.pattern.MatchString(folded) {
			return s, true
		}
	}
	return series{}, false
}

var (
	fourDigits = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d\d)(?:[^\d]|$)`)
	separators = regexp.MustCompile(`\s*(?::|\||—|–|\s-\s)\s*`)
)

// fromTitle reads a title such as "2023 Trafficking in Persons Report: Kenya"
// or "Kenya - 2019 Human Rights Report". A part that is no country and no known
// report names a report only beside a country and a year.
func fromTitle(title string) identity {
	var id identity
	if len(title) > 300 {
		return id
	}
	if m := fourDigits.FindStringSubmatch(title); m != nil {
		id.year, _ = strconv.Atoi(m[1])
	}
	if h, ok := parseHeader(title); ok {
		id.adopt(h.identity())
		id.report, id.publisher = knownSeries[0].name, knownSeries[0].publisher
		return id
	}
	if r, ok := knownReport(title); ok {
		id.report, id.publisher = r.name, r.publisher
	}
	var rest []string
	for _, part := range separators.Split(title, -1) {
		if name, code := CountryName(clean(part)); code != "" && id.country == "" {
			id.country, id.code = name, code
			continue
		}
		rest = append(rest, part)
	}
	if id.report == "" && id.country != "" && id.year != 0 && len(rest) > 0 {
		id.report = withoutYear(rest[0])
	}
	if id.report == "" && id.country == "" && !isYear.MatchString(title) { // a year among other words says nothing
		id.year = 0
	}
	return id
}

func withoutYear(s string) string { return clean(fourDigits.ReplaceAllString(s, " ")) }

// fromAddress reads an address such as …/reports/2023-trafficking-in-persons-report/kenya/.
func fromAddress(address string) identity {
	u, err := url.Parse(address)
	if err != nil {
		return identity{}
	}
	return fromPath(u.Path)
}

// fromFileName reads the way to a file: "2019-tip-report/kenya.html",
// "Kenya_2017.txt", "Armenia__dc4f0aa468.pdf".
func fromFileName(name string) identity {
	return fromPath(strings.TrimSuffix(name, path.Ext(name)))
}

// fromPath reads the words of a path, the last part first.
func fromPath(p string) identity {
	var id identity
	parts := strings.Split(strings.Trim(p, "/"), "/")
	for _, part := range slices.Backward(parts) {
		words := strings.FieldsFunc(part, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' })
		found := fromTitle(strings.Join(words, " "))
		if found.country == "" {
			found.country, found.code = countryAmong(words)
		}
		if found.year == 0 {
			if m := fourDigits.FindStringSubmatch(strings.Join(words, " ")); m != nil {
				found.year, _ = strconv.Atoi(m[1])
			}
		}
		id.adopt(found)
	}
	return id
}

// countryAmong finds the longest run of words that is a country's name. Codes
// are not taken for names here.
func countryAmong(words []string) (name, code string) {
	for size := min(len(words), 7); size > 0; size-- {
		for at := 0; at+size <= len(words); at++ {
			run := strings.Join(words[at:at+size], " ")
			if len(run) < 4 {
				continue
			}
			if name, code := CountryName(run); code != "" {
				return name, code
			}
		}
	}
	return "", ""
}

// made is how the findings on child labor begin: "In 2014, Gabon made a
// moderate advancement in efforts to eliminate the worst forms of child labor."
var (
	made   = regexp.MustCompile(`(?s)\b[Ii]n\s+(20\d\d)\s*,?\s*(?:the\s+)?(\pL[\pL\s’'.-]{2,50}?)\s+made\s+(?:an?\s+)?(significant|moderate|minimal|no)\s+advancement\s+in\s+efforts\s+to\s+(?:eliminate|prevent)\s+the\s+worst\s+forms`)
	rating = regexp.MustCompile(`^(?i:(significant|moderate|minimal|no) advancement)\b`)
)

// fromOpening reads the first blocks of a document's text.
func fromOpening(blocks []document.Block) identity {
	var id identity
	for i, b := range blocks[:min(len(blocks), opening)] {
		if h, ok := headerAt(blocks, i); ok {
			id.adopt(h.identity())
			id.adopt(identity{report: knownSeries[0].name, publisher: knownSeries[0].publisher})
		}
		if m := rating.FindStringSubmatch(b.Text); m != nil {
			id.adopt(identity{tier: titled(m[1]) + " Advancement"})
		}
		if m := made.FindStringSubmatch(b.Text); m != nil {
			found := identity{report: knownSeries[3].name, publisher: knownSeries[3].publisher, tier: titled(m[3]) + " Advancement"}
			found.year, _ = strconv.Atoi(m[1])
			found.country, found.code = CountryName(clean(m[2]))
			id.adopt(found)
		}
	}
	return id
}

func titled(word string) string { return strings.ToUpper(word[:1]) + strings.ToLower(word[1:]) }
