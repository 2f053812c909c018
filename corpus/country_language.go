package corpus

import (
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// CountryIn returns the short English name of the country that has this name in a
// language, given as a BCP 47 tag: "Estados Unidos" in "es". It is empty for what is
// no country's name in that language, and for a language that is not known.
func CountryIn(tag, name string) (short string) {
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	translated.Lock()
	defer translated.Unlock()
	names, ok := translated.in[t]
	if !ok {
		names = namesIn(t)
		translated.in[t] = names
	}
	return names[CountryKey(name)]
}

// translated keeps the names of countries in other languages, by their keys.
var translated = struct {
	sync.Mutex
	in map[language.Tag]map[string]string
}{in: map[language.Tag]map[string]string{}}

func namesIn(t language.Tag) map[string]string {
	names := map[string]string{}
	namer := display.Regions(t)
	if namer == nil {
		return names
	}
	for code, c := range countries().byCode {
		if region, err := language.ParseRegion(code); err == nil && len(code) == 2 {
			if name := CountryKey(namer.Name(region)); name != "" {
				names[name] = c.short
			}
		}
	}
	return names
}
