package importing

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// fromAddress reads an address such as …/reports/2023-trafficking-in-persons-report/kenya/.
func fromAddress(address string) identity {
	u, err := url.Parse(address)
	if err != nil {
		return identity{}
	}
	return fromPath(u.Path)
}

// fromHost reads what the host of an address says of an embassy's page:
// cu.usembassy.gov is the one in Cuba, and so is "… - U.S. Embassy in Cuba".
func fromHost(address, title string) (id identity) {
	u, err := url.Parse(address)
	if err != nil {
		return id
	}
	if label, ok := strings.CutSuffix(strings.TrimPrefix(u.Hostname(), "www."), ".usembassy.gov"); ok {
		if len(label) == 2 {
			label = strings.ToUpper(label)
		}
		if name, code := corpus.CountryName(label); code != "" {
			id.country, id.code = name, code
			return id
		}
	}
	if m := embassy.FindStringSubmatch(title); m != nil {
		if name, code := corpus.CountryName(m[1]); code != "" {
			id.country, id.code = name, code
		}
	}
	return id
}

var embassy = regexp.MustCompile(`(?i)\b(?:embassy|embajada|ambassade|consulate)\b.*?\b(?:in|en|au|aux)\s+(?:the\s+)?([\pL ’'-]{3,50})$`)

// countryAtEnd reads the name behind a preposition at a title's end, as in "2017
// Trafficking in Persons Report for Cuba" and "Trata de Personas en Guatemala, 2023".
func countryAtEnd(title string) (name, code string) {
	m := atEnd.FindStringSubmatch(prose.OneLine(title))
	if m == nil {
		return "", ""
	}
	if name, code = corpus.CountryName(m[1]); code != "" {
		return name, code
	}
	for _, tag := range []string{"es", "fr"} {
		if short := corpus.CountryIn(tag, m[1]); short != "" {
			return corpus.CountryName(short)
		}
	}
	return "", ""
}

var atEnd = regexp.MustCompile(`\b(?:for|on|in|en|sobre|de|del|au|aux)\s+(?:la\s+|le\s+|el\s+|the\s+)?(\p{Lu}[\pL ’'.-]{2,50}?)(?:,?\s+(?:19|20)\d\d)?$`)

// dateline returns the year of a line in the opening that is a date of issue and
// nothing else, or that says that it is one: "June 5, 2002", "Publication Date 24
// February 2010"; 0 where there is none. It counts where nothing else says a year.
func dateline(blocks []document.Block) (year int) {
	for _, b := range blocks[:min(len(blocks), opening)] {
		for _, form := range []*regexp.Regexp{dateAlone, published} {
			if m := form.FindStringSubmatch(b.Text); m != nil && year == 0 {
				year, _ = strconv.Atoi(m[1])
			}
		}
	}
	return year
}

const (
	month = `(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	date  = `(?:\d{1,2}\s+)?` + month + `(?:\s+\d{1,2})?,?\s+((?:19|20)\d\d)`
)

var (
	dateAlone = regexp.MustCompile(`^(?:(?i:date):?\s*)?` + date + `$`)
	published = regexp.MustCompile(`\b(?i:publication date|published(?: on)?|date of (?:issue|publication)):?\s+` + date)
)

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
		if found.country == "" && id.country == "" {
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
			if name, code := corpus.CountryName(run); code != "" {
				return name, code
			}
		}
	}
	return "", ""
}
