package corpus

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"verbatim/corpus/prose"
)

// maxName is how many bytes a country's name has at most, in any form.
const maxName = 120

//go:embed countries.txt
var countriesText string

// CountryName returns the one short English name of the country that name means,
// as the State Department writes it, and its ISO 3166-1 alpha-2 code.
// Capitals, accents and punctuation do not matter, and official names, former
// names and codes lead there as well; a code of two or three letters is
// recognized in upper case alone, so that ordinary words are not taken for
// one. A name that is no country is given back as it is, without the space
// around it, and with an empty code.
func CountryName(name string) (short, code string) {
	name = strings.TrimSpace(name)
	if len(name) > maxName {
		return name, ""
	}
	if c, ok := countries().find(name); ok {
		return c.short, c.code
	}
	return name, ""
}

type country struct{ short, code string }

// A gazetteer finds countries by their short names and codes as written, and by the
// keys of all their names.
type gazetteer struct {
	byShort, byCode, byName map[string]country
}

var countries = sync.OnceValue(func() gazetteer {
	g, err := parseCountries(countriesText)
	if err != nil {
		panic("corpus: countries.txt: " + err.Error()) // it is compiled in, and tested
	}
	return g
})

func (g gazetteer) find(name string) (country, bool) {
	if c, ok := g.byShort[name]; ok { // as a library has it
		return c, true
	}
	plain := strings.ReplaceAll(name, ".", "") // U.S., D.R.C.
	if c, ok := g.byCode[plain]; ok {
		return c, true
	}
	if c, ok := g.byName[CountryKey(name)]; ok {
		return c, true
	}
	if plain != name {
		if c, ok := g.byName[CountryKey(plain)]; ok {
			return c, true
		}
	}
	if before, after, ok := strings.Cut(name, ","); ok { // Korea, Republic of
		if c, ok := g.byName[CountryKey(after+" "+before)]; ok {
			return c, true
		}
	}
	if before, after, ok := strings.Cut(name, "("); ok && strings.HasSuffix(after, ")") {
		inner := strings.TrimSpace(strings.TrimSuffix(after, ")"))
		if c, ok := g.byName[CountryKey(inner+" "+before)]; ok { // Micronesia (Federated States of)
			return c, true
		}
		a, aOK := g.find(strings.TrimSpace(before))
		b, bOK := g.find(inner)
		if aOK && bOK && a == b { // Turkey (Türkiye)
			return a, true
		}
	}
	return country{}, false
}

// CountryKey reduces a name to what distinguishes countries: folded words,
// without those that come and go ("the", "of", "and"), abbreviations written
// out. "d'Ivoire" is one word, "Timor-Leste" two.
func CountryKey(name string) string {
	folded := strings.ReplaceAll(prose.FoldString(name), "'", "")
	words := strings.FieldsFunc(folded, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	kept := words[:0]
	for _, w := range words {
		switch w {
		case "the", "of", "and":
			continue
		case "st":
			w = "saint"
		case "rep":
			w = "republic"
		case "dem":
			w = "democratic"
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}

func parseCountries(text string) (gazetteer, error) {
	g := gazetteer{map[string]country{}, map[string]country{}, map[string]country{}}
	line := 0
	for row := range strings.Lines(text) {
		line++
		if row = strings.TrimSpace(row); row == "" || row[0] == '#' {
			continue
		}
		if err := g.add(strings.Split(row, " | ")); err != nil {
			return g, fmt.Errorf("line %d: %w", line, err)
		}
	}
	return g, nil
}

// add adds a row of the table: codes, short name, other names.
func (g gazetteer) add(row []string) error {
	if len(row) < 2 {
		return fmt.Errorf("want codes | short name | other names, have %q", row)
	}
	codes := strings.Fields(row[0])
	c := country{row[1], strings.Trim(codes[0], "()")}
	g.byShort[c.short] = c
	if codes[0] == c.code {
		for _, code := range codes {
			if other, ok := g.byCode[code]; ok {
				return fmt.Errorf("%s leads to %s and to %s", code, other.short, c.short)
			}
			g.byCode[code] = c
		}
	}
	for _, name := range row[1:] {
		key := CountryKey(name)
		if key == "" {
			return fmt.Errorf("%s has a name without words", c.short)
		}
		if other, ok := g.byName[key]; ok && other != c {
			return fmt.Errorf("%s leads to %s and to %s", name, other.short, c.short)
		}
		g.byName[key] = c
	}
	return nil
}
